// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/actions.h"

#include <QAction>
#include <QActionGroup>
#include <QKeySequence>
#include <QMenu>
#include <QUndoStack>

#include "ui/style/icons.h"

namespace fatou::ui {
namespace {

// Returns the text of a tooltip: the name, the key, and below them the deed.
QString tooltipOf(const QAction& action) {
  const QKeySequence key = action.shortcut();
  const QString name =
      key.isEmpty()
          ? action.iconText()
          : Actions::tr("%1 (%2)").arg(action.iconText(), key.toString(QKeySequence::NativeText));
  return name + u'\n' + action.statusTip();
}

// The rest of what an action says; its text is already there or comes from the history. The short
// text is fixed, as the history's names the step and would make a button's width jump.
QAction* dressed(QAction* action, const QString& keys, const QString& tip, const char* symbol) {
  if (!keys.isEmpty()) action->setShortcuts(QKeySequence::listFromString(keys));
  action->setStatusTip(tip);
  action->setIconText(action->iconText());
  action->setToolTip(tooltipOf(*action));
  if (*symbol != '\0') action->setIcon(icon(QLatin1String(symbol).toString()));
  return action;
}

}  // namespace

Actions::Actions(QUndoStack& history, QObject* parent)
    : QObject(parent),
      back(dressed(history.createUndoAction(this, tr("&Undo")), QStringLiteral("Ctrl+Z; Alt+Left"),
                   tr("Back to how it was before the last change"), "back")),
      forward(dressed(history.createRedoAction(this, tr("&Redo")),
                      QStringLiteral("Ctrl+Y; Ctrl+Shift+Z; Alt+Right"),
                      tr("Forward to what was taken back"), "forward")) {}

QAction* Actions::make(const Words& words) {
  return dressed(new QAction(words.text, this), words.keys, words.tip, words.icon);
}

QAction* Actions::makeCheckable(const Words& words) {
  QAction* action = make(words);
  action->setCheckable(true);
  return action;
}

QAction* Actions::makeChoice(const Words& words, int data) {
  QAction* action = makeCheckable(words);
  action->setData(data);
  return action;
}

QActionGroup* Actions::makeExclusive(const QList<QAction*>& actions) {
  auto* group = new QActionGroup(this);
  for (QAction* action : actions) group->addAction(action);
  actions.first()->setChecked(true);
  return group;
}

QList<Actions::Group> Actions::groups() const {
  QAction* const line = nullptr;
  return {
      {tr("&File"), {openPlace, showCatalogue, savePlace, line, exportImage, line, quit}},
      {tr("&Edit"), {back, forward, line, copyPlace, pastePlace, copyPicture, line, addBookmark}},
      {tr("&View"),
       {resetView,
        zoomIn,
        zoomOut,
        line,
        panTool,
        boxTool,
        line,
        showGrid,
        showOrbit,
        showCycle,
        showCriticalOrbits,
        line,
        heatMap,
        tintEngines,
        line,
        nextGradient,
        previousGradient,
        line,
        showLab,
        showExports,
        showConsole,
        resetLayout,
        fullScreen}},
      {tr("Appearan&ce"), {followSystem, darkScheme, lightScheme}, showLab},
      {tr("Text Si&ze"), {normalText, largeText, presenterText}, showLab},
      {tr("E&ngines"),
       {stopRender, verify, line, viewBalanced, viewDirect, viewSerial, line, kernelFast,
        kernelPlain, line, moreEngines, fewerEngines, restartEngines, line, compare, pinRun}},
      {tr("&Help"), {showLessons, line, shortcuts, numbersHelp, line, about}},
  };
}

QList<QAction*> Actions::toolBar() const {
  QAction* const line = nullptr;
  return {back,     forward,   resetView, line,    panTool,     boxTool, line,
          showGrid, showOrbit, showCycle, heatMap, tintEngines, line,    stopRender};
}

QList<QAction*> Actions::canvasMenu() const {
  QAction* const line = nullptr;
  return {back,      forward,    resetView,   line,        zoomIn,     zoomOut,  line,
          copyPlace, pastePlace, copyPicture, addBookmark, line,       showGrid, showOrbit,
          showCycle, heatMap,    tintEngines, line,        exportImage};
}

void Actions::fill(QMenu& menu, const QList<QAction*>& actions) {
  for (QAction* action : actions) {
    if (action != nullptr) {
      menu.addAction(action);
    } else {
      menu.addSeparator();
    }
  }
}

void Actions::choose(const QActionGroup& group, int data) {
  for (QAction* action : group.actions())
    if (action->data().toInt() == data) action->setChecked(true);
}

}  // namespace fatou::ui
