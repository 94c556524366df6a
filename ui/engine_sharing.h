// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace fatou::ui {

class MapController;
class RenderController;
class ThumbnailRenderer;

// Lets the main picture go first on the engines it shares with the map and the thumbnails: they
// leave while it is computed, and follow when it gets other engines.
class EngineSharing : public QObject {
  Q_OBJECT
 public:
  struct Users {
    RenderController& renders;
    MapController& maps;
    ThumbnailRenderer& thumbnails;
  };
  explicit EngineSharing(const Users& users, QObject* parent = nullptr);

 private:
  void pauseOthers(bool paused);

  Users m_users;
};

}  // namespace fatou::ui
