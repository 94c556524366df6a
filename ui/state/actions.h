// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>
#include <QString>

#include "core/render/render_request.h"
#include "ui/style/theme.h"

class QAction;
class QActionGroup;
class QMenu;
class QUndoStack;

namespace fatou::ui {

// The one place where actions are made. Menus, tool bar, context menu and the list of shortcuts
// share them; whoever owns the behaviour connects to triggered() or toggled(). An action is a
// member here and its place in groups().
class Actions : public QObject {
  Q_OBJECT

  struct Words {
    QString text;           // as in the menu
    QString keys;           // "Ctrl+Z; Alt+Left" in portable text, the first is shown
    QString tip;            // what it does
    const char* icon = "";  // a name of icon()'s, or none
  };
  QAction* make(const Words& words);
  QAction* makeCheckable(const Words& words);
  template <class Choice>
  QAction* makeChoice(const Words& words, Choice choice) {
    return makeChoice(words, static_cast<int>(choice));
  }
  QAction* makeChoice(const Words& words, int data);
  // Makes the actions exclusive; the first one is checked.
  QActionGroup* makeExclusive(const QList<QAction*>& actions);

 public:
  // A menu's actions in their order; nullptr is a separator. A submenu stands in an earlier menu,
  // above the action that it names.
  struct Group {
    QString name;
    QList<QAction*> actions;
    QAction* above = nullptr;
  };

  // Back and forward are the history's undo and redo and are connected already.
  Actions(QUndoStack& history, QObject* parent);

  // File, Edit, View and its submenus, Engines, Help. Every action is in exactly one of them.
  QList<Group> groups() const;
  QList<QAction*> toolBar() const;     // nullptr is a separator
  QList<QAction*> canvasMenu() const;  // the same

  // Adds the actions to a menu, separators included.
  static void fill(QMenu& menu, const QList<QAction*>& actions);

  // Checks the group's action with this data(), as if it had always been so: no triggered().
  static void choose(const QActionGroup& group, int data);

  // File
  QAction* const openPlace =
      make({tr("&Open Place…"), QStringLiteral("Ctrl+O"),
            tr("Open a place, or the place a picture by Fatou was made from"), "open"});
  QAction* const showCatalogue =
      make({tr("Catalo&gue of Formulas…"), QStringLiteral("F"),
            tr("Choose one of the formulas that are worth knowing, by its picture"), "bookmarks"});
  QAction* const savePlace =
      make({tr("&Save Place…"), QStringLiteral("Ctrl+S"),
            tr("Save c, the region and the number of iterations as a small file"), "save"});
  QAction* const exportImage =
      make({tr("&Export Image…"), QStringLiteral("Ctrl+E"),
            tr("Compute the picture at any size and write it to a file"), "export"});
  QAction* const quit = make(
      {tr("&Quit"), QStringLiteral("Ctrl+Q"), tr("Close the window; the place is kept"), "quit"});

  // Edit
  QAction* const back;
  QAction* const forward;
  QAction* const copyPlace =
      make({tr("&Copy Place"), QStringLiteral("Ctrl+C"),
            tr("Copy this place as text that can be pasted here or kept in a note"), "copy"});
  QAction* const copyPicture = make({tr("Copy Pic&ture"), QStringLiteral("Ctrl+Shift+C"),
                                     tr("Copy the picture, as large as it is on the screen")});
  QAction* const pastePlace = make({tr("&Paste Place"), QStringLiteral("Ctrl+V"),
                                    tr("Go to the place on the clipboard"), "paste"});
  QAction* const addBookmark =
      make({tr("Add &Bookmark"), QStringLiteral("Ctrl+D"),
            tr("Keep this place among your own, with a small picture"), "bookmark_add"});

  // View
  QAction* const resetView = make(
      {tr("&Whole Set"), QStringLiteral("Home"), tr("Show the whole Julia set of this c"), "home"});
  QAction* const zoomIn = make({tr("Zoom &In"), QStringLiteral("+; ="),
                                tr("Zoom in at the middle of the picture"), "zoom_in"});
  QAction* const zoomOut = make({tr("Zoom &Out"), QStringLiteral("-"),
                                 tr("Zoom out at the middle of the picture"), "zoom_out"});
  QAction* const panTool =
      makeCheckable({tr("&Move"), QStringLiteral("M"), tr("Dragging moves the picture"), "pan"});
  QAction* const boxTool = makeCheckable(
      {tr("Zoom to Bo&x"), QStringLiteral("B"), tr("Dragging draws a box to zoom to"), "zoom_box"});
  QAction* const showGrid = makeCheckable(
      {tr("&Grid and Axes"), QStringLiteral("G"), tr("Draw the axes and a labelled grid"), "grid"});
  QAction* const showOrbit =
      makeCheckable({tr("O&rbit"), QStringLiteral("O"),
                     tr("Draw the orbit of the point under the cursor"), "orbit"});
  QAction* const showCycle = makeCheckable(
      {tr("Attracting C&ycle"), QStringLiteral("Y"),
       tr("Mark the cycles that bounded orbits end at, with their periods and multipliers"),
       "cycle"});
  QAction* const showCriticalOrbits =
      makeCheckable({tr("Critica&l Orbits"), QStringLiteral("Shift+O"),
                     tr("Draw the orbits of the points where f′ is 0, which find every cycle")});
  QAction* const tintEngines =
      makeCheckable({tr("Engines' &Bands"), QStringLiteral("T"),
                     tr("Tint each band of rows by the engine that computed it"), "bands"});
  QAction* const heatMap =
      makeCheckable({tr("Cost &Heat Map"), QStringLiteral("H"),
                     tr("Colour each pixel by the iterations spent on it"), "heat"});
  QAction* const nextGradient =
      make({tr("&Next Gradient"), QStringLiteral("N"),
            tr("Colour the picture with the next gradient of the list"), "gradient"});
  QAction* const previousGradient =
      make({tr("&Previous Gradient"), QStringLiteral("Shift+N"),
            tr("Colour the picture with the previous gradient of the list")});
  QAction* const followSystem =
      makeChoice({tr("Like the Syst&em"), QString(),
                  tr("Be dark or light as the desktop is, and follow it"), "theme"},
                 ColorScheme::System);
  QAction* const darkScheme =
      makeChoice({tr("&Dark"), QString(), tr("Dark panels"), "moon"}, ColorScheme::Dark);
  QAction* const lightScheme =
      makeChoice({tr("&Light"), QString(), tr("Light panels"), "sun"}, ColorScheme::Light);
  QAction* const normalText = makeChoice(
      {tr("&Normal"), QString(), tr("Text as large as the desktop's")}, TextSize::Normal);
  QAction* const largeText =
      makeChoice({tr("&Large"), QString(), tr("Text a quarter larger")}, TextSize::Large);
  QAction* const presenterText = makeChoice(
      {tr("&Presenter"), QString(), tr("Text that the last row of a lecture hall reads")},
      TextSize::Presenter);
  QAction* const showLab = makeCheckable(
      {tr("The L&ab"), QStringLiteral("Ctrl+L"),
       tr("Show the lab: comparisons, losses, predictions and what rows cost"), "layers"});
  QAction* const showExports =
      makeCheckable({tr("Export&s"), QStringLiteral("Ctrl+Shift+E"),
                     tr("Show what is being exported, how far it is and what has been"), "export"});
  QAction* const showConsole =
      makeCheckable({tr("Co&nsole"), QStringLiteral("Ctrl+Shift+P"),
                     tr("Show the console: Python of your own on engines of your own"), "engines"});
  QAction* const fullScreen =
      makeCheckable({tr("&Full Screen"), QStringLiteral("F11"),
                     tr("Give the whole screen to the picture; Esc takes it back"), "full_screen"});
  QAction* const resetLayout =
      make({tr("Reset Layo&ut"), QString(), tr("Put all panels where they were at first")});

  // Engines
  QAction* const stopRender =
      make({tr("&Stop"), QStringLiteral("Esc"),
            tr("Stop computing; what is there of the picture stays"), "stop"});
  QAction* const verify =
      make({tr("&Verify"), QStringLiteral("V"),
            tr("Compute 300 pixels of the picture anew by big numbers, and mark which agree"),
            "verify"});
  QAction* const viewBalanced =
      makeChoice({tr("&Balanced View"), QStringLiteral("Alt+1"),
                  tr("Whichever engine is free takes the next band of rows")},
                 render::ViewKind::Balanced);
  QAction* const viewDirect =
      makeChoice({tr("&Direct View"), QStringLiteral("Alt+2"),
                  tr("Every engine gets one block of rows that lie together")},
                 render::ViewKind::Direct);
  QAction* const viewSerial =
      makeChoice({tr("Seria&l"), QStringLiteral("Alt+3"),
                  tr("No engines: the same bands one after the other on one thread")},
                 render::ViewKind::Serial);
  QAction* const kernelFast =
      makeChoice({tr("F&ast Kernel"), QStringLiteral("Alt+4"),
                  tr("Spare the work that can be proven superfluous; J is the same")},
                 render::Kernel::Fast);
  QAction* const kernelPlain =
      makeChoice({tr("&Plain Kernel"), QStringLiteral("Alt+5"),
                  tr("Iterate every pixel, as the classic experiment does")},
                 render::Kernel::Plain);
  QAction* const moreEngines = make(
      {tr("One Engine &More"), QStringLiteral("]"), tr("Compute with one more engine"), "plus"});
  QAction* const fewerEngines = make(
      {tr("One Engine &Fewer"), QStringLiteral("["), tr("Compute with one engine fewer"), "minus"});
  QAction* const restartEngines =
      make({tr("&Restart Engines"), QString(),
            tr("Start other engines; those at work go on until the others are there")});

  QAction* const compare = make(
      {tr("&Compare…"), QStringLiteral("L"),
       tr("Time this picture serially, direct and balanced, and see where time is lost"), "chart"});

  QAction* const pinRun =
      make({tr("Pi&n This Run"), QStringLiteral("P"),
            tr("Keep the run of this picture, to see later ones beside it in the lab")});

  // Help
  QAction* const shortcuts = make({tr("&Shortcuts"), QStringLiteral("F1; Ctrl+/"),
                                   tr("List all keys and what the mouse does"), "keyboard"});
  QAction* const numbersHelp =
      make({tr("What the &Numbers Mean"), QStringLiteral("Shift+F1"),
            tr("Explain J, the times, speed-up and efficiency, with their formulas"), "help"});
  QAction* const showLessons =
      makeCheckable({tr("&Lessons"), QString(),
                     tr("Show eight lessons of at most five minutes on computing in parallel")});
  QAction* const about = make({tr("&About Fatou"), QString(),
                               tr("Version, licence and what this program runs on"), "info"});

  // One of each is checked. Connect QActionGroup::triggered and read the action's data(): an int,
  // the value of ColorScheme, TextSize, render::ViewKind or render::Kernel. The tools have none.
  QActionGroup* const tools = makeExclusive({panTool, boxTool});
  QActionGroup* const colorSchemes = makeExclusive({followSystem, darkScheme, lightScheme});
  QActionGroup* const textSizes = makeExclusive({normalText, largeText, presenterText});
  QActionGroup* const viewKinds = makeExclusive({viewBalanced, viewDirect, viewSerial});
  QActionGroup* const kernels = makeExclusive({kernelFast, kernelPlain});
};

}  // namespace fatou::ui
