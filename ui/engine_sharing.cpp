// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine_sharing.h"

#include "ui/map/map_controller.h"
#include "ui/render_controller.h"
#include "ui/thumbnail_renderer.h"

namespace fatou::ui {

EngineSharing::EngineSharing(const Users& users, QObject* parent)
    : QObject(parent), m_users(users) {
  const auto& [renders, maps, thumbnails] = m_users;
  connect(&renders, &RenderController::clientChanged, &maps, &MapController::setClient);
  connect(&renders, &RenderController::clientChanged, &thumbnails, &ThumbnailRenderer::setClient);
  connect(&renders, &RenderController::begun, this, [this] { pauseOthers(true); });
  connect(&renders, &RenderController::finished, this,
          [this] { pauseOthers(m_users.renders.isBusy()); });
}

void EngineSharing::pauseOthers(bool paused) {
  m_users.maps.setPaused(paused);
  m_users.thumbnails.setPaused(paused);
}

}  // namespace fatou::ui
