// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QObject>

#include "core/julia/plane/place.h"
#include "ui/state/explorer_state.h"

namespace fatou::ui {

// The state that the window shows at a moment. It refers to the document's state, so nobody keeps
// it.
struct ShownState {
  const ExplorerState& state;
  PixelSize canvas;  // the picture's size where the state leaves it open
  std::optional<julia::CornerView>
      region;  // on the canvas, as computed; nothing before there is one
};

// Tells the panels what the window shows, whenever that changes: a panel follows this, and the
// window need not know it.
class StateFeed : public QObject {
  Q_OBJECT
 public:
  explicit StateFeed(QObject* parent);

 Q_SIGNALS:
  void shown(const fatou::ui::ShownState& shown);
};

// Has the panel show the state, now and after every change of it.
template <typename Panel, typename Show>
void follow(const StateFeed& feed, Panel* panel, Show show) {
  QObject::connect(&feed, &StateFeed::shown, panel,
                   [panel, show](const ShownState& shown) { show(*panel, shown); });
}

}  // namespace fatou::ui
