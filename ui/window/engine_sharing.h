// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace fatou::ui {

class ExportQueue;
class LabController;
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

  // Keeps map and thumbnails off the cores while the lab measures.
  void yieldTo(LabController& lab);
  // Has exports rest meanwhile, too. Otherwise they see to their priority themselves.
  void holdWhileMeasuring(ExportQueue& exports) { m_exports = &exports; }

 private:
  void share();

  bool m_measuring = false;
  Users m_users;
  ExportQueue* m_exports = nullptr;
};

}  // namespace fatou::ui
