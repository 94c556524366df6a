// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <utility>

#include <QDir>
#include <QLineEdit>
#include <QMouseEvent>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "tests/patience.h"
#include "tests/ui/driven_canvas.h"
#include "tests/ui/wheel.h"
#include "ui/canvas/fractal_canvas.h"
#include "ui/export/export_queue.h"
#include "ui/jobs/thumbnail_renderer.h"
#include "ui/lab/lab_controller.h"
#include "ui/map/map_controller.h"
#include "ui/models/own_gradients.h"
#include "ui/models/places_model.h"
#include "ui/picture/render_controller.h"
#include "ui/state/actions.h"
#include "ui/state/explorer_document.h"
#include "ui/state/settings.h"
#include "ui/window/engine_sharing.h"
#include "ui/window/main_window.h"

namespace fatou::ui {

using tests::smallState;

// The program without its main().
struct Program {
  explicit Program(const QString& folder, EnginePlaces enginePlaces = threadsOf({}))
      : store(folder + QStringLiteral("/settings.ini"), QSettings::IniFormat),
        settings(store),
        document(smallState()),
        renders(std::move(enginePlaces)),
        thumbnails(renders.client()),
        maps(renders.client()),
        sharing({renders, maps, thumbnails}),
        places(QLatin1StringView(kChosenPlaces), folder + QStringLiteral("/bookmarks"),
               document.history()),
        gradients(folder + QStringLiteral("/gradients")) {
    sharing.yieldTo(comparisons);
    sharing.holdWhileMeasuring(exports);
    places.setThumbnails(thumbnails);
    places.load();
    window = std::make_unique<MainWindow>(MainWindow::Context{.document = document,
                                                              .renders = renders,
                                                              .places = places,
                                                              .thumbnails = thumbnails,
                                                              .gradients = gradients,
                                                              .maps = maps,
                                                              .comparisons = comparisons,
                                                              .exports = exports,
                                                              .settings = settings,
                                                              .version = QStringLiteral("0"),
                                                              .simdTarget = QStringLiteral("test"),
                                                              .cores = 2});
    window->setWindowState(Qt::WindowNoState);  // it fills a small screen
    window->resize(1000, 700);
    window->show();
  }

  template <typename Widget>
  Widget& the() const {
    auto* widget = window->findChild<Widget*>();
    if (widget == nullptr) qFatal("the window has no such widget");
    return *widget;
  }
  FractalCanvas& canvas() const { return the<FractalCanvas>(); }
  Actions& actions() const { return the<Actions>(); }
  bool settled() const { return !renders.isBusy() && canvas().picture().isComplete(); }
  // The panel's n-th line edit, in the order of its rows.
  template <typename Panel>
  QLineEdit& field(int n) const {
    return *the<Panel>().template findChildren<QLineEdit*>().at(n);
  }
  void type(QLineEdit& field, const char* text) {
    field.setFocus();
    field.selectAll();
    QTest::keyClicks(&field, QLatin1String(text));
    QTest::keyClick(&field, Qt::Key_Return);
  }
  void wheel(QPoint at, int notches) { tests::turnWheel(canvas(), at, notches); }
  void move(QWidget& widget, QPoint at, Qt::MouseButtons buttons) {
    QMouseEvent event(QEvent::MouseMove, at, widget.mapToGlobal(at), Qt::NoButton, buttons,
                      Qt::NoModifier);
    QCoreApplication::sendEvent(&widget, &event);
  }
  bool hasTheCountsOfTheCommandLine() const { return tests::hasCountsOfTheCommandLine(canvas()); }

  QSettings store;
  Settings settings;
  ExplorerDocument document;
  RenderController renders;
  ThumbnailRenderer thumbnails;
  MapController maps;
  LabController comparisons;
  ExportQueue exports;
  EngineSharing sharing;
  PlacesModel places;
  OwnGradients gradients;
  std::unique_ptr<MainWindow> window;
};

#define VERIFY_SETTLED(program) QTRY_VERIFY((program).settled())

// Gives each test an empty folder of its own.
class TestFolders {
 protected:
  QString newFolder() {
    const QString path = m_folder.filePath(QString::number(++m_folders));
    QDir().mkpath(path);
    return path;
  }

 private:
  QTemporaryDir m_folder;
  int m_folders = 0;
};

}  // namespace fatou::ui
