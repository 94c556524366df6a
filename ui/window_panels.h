// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

#include "ui/engines/engine_place.h"

class QDockWidget;
class QMainWindow;
class QUndoStack;

namespace fatou::ui {

class ColorPanel;
class EnginesPanel;
class EngineStatePanel;
class ExportsPanel;
class LabPanel;
class OwnGradients;
class ParameterPanel;
class PlacesModel;
class PlacesPanel;
class RegionPanel;
class ResolutionPanel;
class RunStrip;
class ThumbnailRenderer;

// The window's panels. A new one is a member and a line of each function.
struct WindowPanels {
  struct Models {
    PlacesModel& places;
    ThumbnailRenderer& thumbnails;
    OwnGradients& gradients;
    QUndoStack& history;
    const EnginePlaces& enginePlaces;
    int cores;
  };

  // Makes the panels, each in a dock of the window, which owns them.
  static WindowPanels dockedIn(QMainWindow& window, const Models& models);

  // The docks that the view menu lists, by their names. The lab and the exports have actions of
  // their own.
  QList<QDockWidget*> listedDocks() const;

  ParameterPanel* parameter;
  PlacesPanel* places;
  RegionPanel* region;
  EnginesPanel* engines;
  EngineStatePanel* engineState;
  ResolutionPanel* resolution;
  ColorPanel* colors;
  RunStrip* run;
  LabPanel* lab;
  ExportsPanel* exports;
};

}  // namespace fatou::ui
