// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window_panels.h"

#include <algorithm>

#include <QApplication>
#include <QDockWidget>
#include <QFrame>
#include <QMainWindow>
#include <QScrollArea>
#include <QScrollBar>
#include <QUndoView>
#include <QVBoxLayout>

#include "core/io/built_in_gradients.h"
#include "ui/engines/engine_state_panel.h"
#include "ui/export/exports_panel.h"
#include "ui/lab/lab_panel.h"
#include "ui/lab/run_strip.h"
#include "ui/models/places_model.h"
#include "ui/panels/color_panel.h"
#include "ui/panels/engines_panel.h"
#include "ui/panels/parameter_panel.h"
#include "ui/panels/places_panel.h"
#include "ui/panels/region_panel.h"
#include "ui/panels/resolution_panel.h"
#include "ui/style/spacing.h"
#include "ui/widgets/dock_title.h"
#include "ui/widgets/elided_delegate.h"

namespace fatou::ui {
namespace {

constexpr int kSideWidth = 300;
constexpr int kRunHeight = 176;
constexpr int kLowestRun = 110;  // two lanes, their axis and the line below can be told apart
constexpr int kSectionGap = 20;

QString tr(const char* text) {
  return QCoreApplication::translate("fatou::ui::WindowPanels", text);
}

// Scrolls up and down only, so that it is never narrower than what is in it.
class TallPanel : public QScrollArea {
 public:
  QSize minimumSizeHint() const override {
    const QSize least = QScrollArea::minimumSizeHint();
    const int bar = verticalScrollBar()->sizeHint().width();
    return {std::max(least.width(), widget()->minimumSizeHint().width() + bar), least.height()};
  }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (watched == widget() && event->type() == QEvent::LayoutRequest) updateGeometry();
    return QScrollArea::eventFilter(watched, event);
  }
};

// A dock may be lower than what is in it.
QWidget* scrollable(QWidget* content) {
  auto* area = new TallPanel;
  area->setProperty("class", QStringLiteral("flush"));
  area->setWidgetResizable(true);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setFrameShape(QFrame::NoFrame);
  area->setFocusPolicy(Qt::NoFocus);  // Tab goes from field to field, and they scroll into view
  area->setWidget(content);
  return area;
}

// Sections one below the other, as one dock's content.
QWidget* stacked(const QList<QWidget*>& panels) {
  auto* content = new QWidget;
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(kPanelMargin, kPanelMargin, kPanelMargin, kPanelMargin);
  column->setSpacing(kSectionGap);
  for (QWidget* panel : panels) column->addWidget(panel);
  column->addStretch();
  return content;
}

QWidget* historyView(QUndoStack& history) {
  auto* view = new QUndoView(&history);
  view->setProperty("class", QStringLiteral("flush"));
  view->setEmptyLabel(tr("Start"));
  view->setAccessibleName(tr("History"));
  view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  view->setItemDelegate(new ElidedDelegate(view));
  return view;
}

// A dock behind another's tab still has its fields in the order of the Tab key, and a field may be
// scrolled away. Who gets the focus comes into sight; a dock that goes behind leaves the focus to
// the picture, so that nobody types into what is not shown.
void showWhatHasFocus(QMainWindow& window) {
  QObject::connect(qApp, &QApplication::focusChanged, &window, [](QWidget*, QWidget* now) {
    if (QGuiApplication::mouseButtons() != Qt::NoButton) return;  // what is clicked is in sight
    for (QWidget* around = now; around != nullptr; around = around->parentWidget()) {
      if (auto* area = qobject_cast<QScrollArea*>(around)) area->ensureWidgetVisible(now);
      if (auto* dock = qobject_cast<QDockWidget*>(around)) return dock->raise();
    }
  });
}

// Docks are hidden with their window, too, when it is closed, minimized or destroyed: nobody is to
// have the focus elsewhere then, and a window being destroyed has no central widget to ask for.
void leaveWhenBehind(QDockWidget& dock, QMainWindow& window) {
  QObject::connect(&dock, &QDockWidget::visibilityChanged, &window, [&dock, &window](bool shown) {
    if (!window.isVisible() || window.isMinimized()) return;
    const QWidget* focused = window.focusWidget();
    if (!shown && focused != nullptr && dock.isAncestorOf(focused) && window.centralWidget())
      window.centralWidget()->setFocus();
  });
}

}  // namespace

WindowPanels WindowPanels::dockedIn(QMainWindow& window, const Models& models) {
  const WindowPanels panels{.parameter = new ParameterPanel,
                            .places = new PlacesPanel(models.places, models.thumbnails),
                            .region = new RegionPanel,
                            .engines = new EnginesPanel(models.cores),
                            .engineState = new EngineStatePanel(models.enginePlaces),
                            .resolution = new ResolutionPanel,
                            .colors = new ColorPanel(io::builtInGradients(), models.gradients),
                            .run = new RunStrip,
                            .lab = new LabPanel(models.cores),
                            .exports = new ExportsPanel};
  const auto dock = [&window](Qt::DockWidgetArea area, const char* name, const QString& title,
                              QWidget* content, const QString& hint = {}) {
    auto* added = new QDockWidget(title, &window);
    added->setObjectName(QLatin1StringView(name));  // what a layout is restored by
    added->setTitleBarWidget(new DockTitle(added, hint));
    added->setWidget(content);
    leaveWhenBehind(*added, window);
    window.addDockWidget(area, added);
    return added;
  };
  window.setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
  const auto left = Qt::LeftDockWidgetArea;
  const auto right = Qt::RightDockWidgetArea;
  auto* parameter = dock(left, "parameter", tr("Parameter c"), scrollable(panels.parameter),
                         tr("drag on the map"));
  auto* places = dock(left, "places", tr("Places"), panels.places);
  window.tabifyDockWidget(places,
                          dock(left, "region", tr("Region"), scrollable(stacked({panels.region}))));
  auto* colors = dock(right, "colors", tr("Colour"), scrollable(panels.colors));
  window.tabifyDockWidget(
      colors, dock(right, "engines", tr("Engines"),
                   scrollable(stacked({panels.engines, panels.engineState, panels.resolution}))));
  window.tabifyDockWidget(colors,
                          dock(right, "history", tr("History"), historyView(models.history)));
  panels.run->setMinimumHeight(kLowestRun);
  auto* run = dock(Qt::BottomDockWidgetArea, "run", tr("Run"), panels.run);
  auto* lab = dock(Qt::BottomDockWidgetArea, "lab", tr("Lab"), panels.lab);
  window.tabifyDockWidget(run, lab);
  auto* exports = dock(Qt::BottomDockWidgetArea, "exports", tr("Exports"), panels.exports);
  window.tabifyDockWidget(lab, exports);
  lab->hide();
  exports->hide();
  places->raise();
  colors->raise();
  showWhatHasFocus(window);
  window.resizeDocks({parameter, colors}, {kSideWidth, kSideWidth}, Qt::Horizontal);
  window.resizeDocks({run}, {kRunHeight}, Qt::Vertical);
  return panels;
}

QList<QDockWidget*> WindowPanels::listedDocks() const {
  QList<QDockWidget*> docks = dockOf(*run).parentWidget()->findChildren<QDockWidget*>();
  docks.removeIf([this](const QDockWidget* dock) {
    return dock->widget() == lab || dock->widget() == exports;
  });
  std::ranges::sort(docks, {}, &QDockWidget::windowTitle);
  return docks;
}

}  // namespace fatou::ui
