// SPDX-License-Identifier: GPL-3.0-or-later
// The window's composition root: every long-lived object is made here, once, in dependency order.
#include <algorithm>
#include <cstdio>

#include <QApplication>
#include <QSettings>
#include <QStandardPaths>
#include <QThread>

#include "app/explorer/start_options.h"
#include "core/io/program_arguments.h"
#include "core/kernels/escape_time.h"
#include "ui/engine_sharing.h"
#include "ui/explorer_document.h"
#include "ui/export/export_queue.h"
#include "ui/lab/lab_controller.h"
#include "ui/main_window.h"
#include "ui/map/map_controller.h"
#include "ui/models/places_model.h"
#include "ui/render_controller.h"
#include "ui/session_keeper.h"
#include "ui/settings.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/thumbnail_renderer.h"

int main(int argc, char* argv[]) {
  using namespace fatou::ui;
  if (const auto complaint = fatou::io::complaintAboutArguments(argc, argv)) {
    std::fprintf(stderr, "fatou-explorer: %s\n", qPrintable(*complaint));
    return 2;
  }
  QApplication app(argc, argv);
  QCoreApplication::setOrganizationName(QStringLiteral("fatou"));
  QCoreApplication::setApplicationName(QStringLiteral("explorer"));
  QCoreApplication::setApplicationVersion(QStringLiteral(FATOU_VERSION));
  QGuiApplication::setWindowIcon(programIcon());
  const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
  const QString sessionPath = folder + QStringLiteral("/session.json");

  const auto session = SessionKeeper::restore(sessionPath);
  auto start = fatou::app::startOptions(app.arguments(),
                                        session ? session.value() : ExplorerState::initial());
  if (!start) {
    std::fprintf(stderr, "fatou-explorer: %s\n", start.error().message.c_str());
    return 2;
  }
  QSettings store;
  Settings settings(store);
  applyTheme(app, static_cast<ColorScheme>(settings.value(settings::kColorScheme)));

  ExplorerDocument document(start.value().state);
  SessionKeeper keeper(document, sessionPath);
  RenderController renders;
  ThumbnailRenderer thumbnails(renders.client());
  MapController maps(renders.client());
  LabController comparisons;
  ExportQueue exports;
  EngineSharing sharing({renders, maps, thumbnails});
  sharing.yieldTo(comparisons);
  sharing.holdWhileMeasuring(exports);
  PlacesModel places(QLatin1StringView(kChosenPlaces), folder + QStringLiteral("/bookmarks"),
                     document.history());
  places.setThumbnails(thumbnails);
  MainWindow window({.document = document,
                     .renders = renders,
                     .places = places,
                     .thumbnails = thumbnails,
                     .maps = maps,
                     .comparisons = comparisons,
                     .exports = exports,
                     .settings = settings,
                     .version = QStringLiteral(FATOU_VERSION),
                     .simdTarget = QString::fromStdString(fatou::kernels::simdTargetName()),
                     .cores = std::max(1, QThread::idealThreadCount())});
  QObject::connect(&keeper, &SessionKeeper::failed, &window, &MainWindow::complain);
  QObject::connect(&places, &PlacesModel::problem, &window, &MainWindow::complain);
  places.load();
  if (!session) window.complain(QString::fromStdString(session.error().message));
  if (!start.value().file.isEmpty()) window.openFile(start.value().file);
  window.show();
  return QApplication::exec();
}
