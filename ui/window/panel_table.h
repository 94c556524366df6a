// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include <Qt>

class QAction;
class QWidget;

namespace fatou::ui {

class Actions;
class EngineController;
class Explorer;
class ExplorerDocument;
class FileController;
class FractalCanvas;
class LabController;
class MapController;
class OwnGradients;
class PlacesModel;
class Settings;
class StateCommands;
class StateFeed;
class ThumbnailRenderer;

// The objects that a panel may show, or tell of its user's wishes.
struct PanelContext {
  const StateFeed& feed;
  ExplorerDocument& document;
  Explorer& explorer;
  StateCommands& commands;
  FileController& files;
  FractalCanvas& canvas;
  const Actions& actions;
  const EngineController& engines;
  PlacesModel& places;
  ThumbnailRenderer& thumbnails;
  OwnGradients& gradients;
  MapController& maps;
  LabController& comparisons;
  Settings& settings;
  int cores = 1;  // of this machine
};

// A dock of the window: its name, where it is at first, and what is in it.
struct PanelRow {
  const char* name;            // what a stored layout is restored by; never changes
  const char* title;           // to be translated as WindowPanels
  const char* hint = nullptr;  // beside the title, in a quieter voice; likewise
  Qt::DockWidgetArea area = Qt::LeftDockWidgetArea;
  const char* behind = nullptr;  // the name of an earlier row whose tabs it joins
  int extent = 0;                // pixels across at first; 0 leaves that to the others
  int height = 0;          // pixels beside the picture at first, where that is beyond its share
  bool isInFront = false;  // of the tabs that it shares
  bool isShown = true;     // at first
  bool isListed = true;    // by the view menu; others have actions of their own
  QAction* const Actions::*action = nullptr;  // shows it in front, or hides it
  int room = 0;  // the height that it needs where it is in front of lower ones, see DockRoom
  QWidget* (*make)(const PanelContext& context);  // the content, connected to the context
};

// All panels, in the order in which they are docked. A new panel is a row here.
std::span<const PanelRow> panelTable();

}  // namespace fatou::ui
