// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/engine_sharing.h"

#include "ui/export/export_queue.h"
#include "ui/jobs/thumbnail_renderer.h"
#include "ui/lab/lab_controller.h"
#include "ui/map/map_controller.h"
#include "ui/picture/render_controller.h"

namespace fatou::ui {

EngineSharing::EngineSharing(const Users& users, QObject* parent)
    : QObject(parent), m_users(users) {
  const auto& [renders, maps, thumbnails] = m_users;
  connect(&renders, &RenderController::clientChanged, &maps, &MapController::setClient);
  connect(&renders, &RenderController::clientChanged, &thumbnails, &ThumbnailRenderer::setClient);
  connect(&renders, &RenderController::begun, this, &EngineSharing::share);
  connect(&renders, &RenderController::finished, this, &EngineSharing::share);
}

void EngineSharing::yieldTo(LabController& lab) {
  const auto measure = [this](bool measuring) {
    m_measuring = measuring;
    share();
  };
  connect(&lab, &LabController::begun, this, [measure] { measure(true); });
  connect(&lab, &LabController::ended, this, [measure] { measure(false); });
}

void EngineSharing::share() {
  const bool paused = m_measuring || m_users.renders.isBusy();
  m_users.maps.setPaused(paused);
  m_users.thumbnails.setPaused(paused);
  if (m_exports != nullptr) m_exports->setHeld(m_measuring);
}

}  // namespace fatou::ui
