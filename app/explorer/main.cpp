// SPDX-License-Identifier: GPL-3.0-or-later
// The window's composition root: every long-lived object is made here, once, in dependency order.
#include <QSettings>
#include <QStandardPaths>

#include "app/explorer/engine_places.h"
#include "app/explorer/explorer_application.h"
#include "app/explorer/open_window.h"
#include "app/explorer/start_options.h"
#include "core/engines/engine_source.h"
#include "core/io/machine/usable_cores.h"
#include "core/io/places/place_file.h"
#include "core/kernels/simd_targets.h"
#include "ui/export/export_queue.h"
#include "ui/export/unfinished_exports.h"
#include "ui/jobs/bounded_leave.h"
#include "ui/jobs/thumbnail_renderer.h"
#include "ui/lab/lab_controller.h"
#include "ui/map/map_controller.h"
#include "ui/models/own_gradients.h"
#include "ui/models/places_model.h"
#include "ui/picture/render_controller.h"
#include "ui/state/explorer_document.h"
#include "ui/state/session_keeper.h"
#include "ui/state/settings.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/widgets/message_bar.h"
#include "ui/window/engine_sharing.h"
#include "ui/window/main_window.h"

namespace fatou::app {
namespace {

using namespace ui;

// How long engines and files are waited for once the window is closed.
constexpr unsigned kLeaveSeconds = 5;

// Exports pictures as exports::exportPicture() does, on engines of this source.
ExportQueue::ExportPicture exporterOn(const engines::EngineSource& source) {
  return [source](const exports::PictureSpec& spec, const std::vector<exports::Target>& targets,
                  exports::ExportOptions options, const exports::ExportHooks& hooks,
                  const std::stop_token& stop) {
    options.source = source;
    return exports::exportPicture(spec, targets, options, hooks, stop);
  };
}

// Every long-lived object, in dependency order.
struct Program {
  Program(const EnginePlaces& offered, const ExplorerState& state, Settings& settings,
          const QString& folder)
      : document(state),
        keeper(document, folder + QStringLiteral("/session.json")),
        renders(offered),
        thumbnails(renders.client()),
        maps(renders.client()),
        comparisons(renders.engineController().source()),
        exports(exporterOn(renders.engineController().source())),
        unfinished(exports, folder + QStringLiteral("/exports")),
        sharing({renders, maps, thumbnails}),
        places(QLatin1StringView(kChosenPlaces), folder + QStringLiteral("/bookmarks"),
               document.history()),
        gradients(folder + QStringLiteral("/gradients")),
        window({.document = document,
                .renders = renders,
                .places = places,
                .thumbnails = thumbnails,
                .gradients = gradients,
                .maps = maps,
                .comparisons = comparisons,
                .exports = exports,
                .settings = settings,
                .version = QStringLiteral(FATOU_VERSION),
                .simdTarget = QString::fromStdString(kernels::vectorName()),
                .cores = io::usableCores()}) {
    sharing.yieldTo(comparisons);
    sharing.holdWhileMeasuring(exports);
    places.setThumbnails(thumbnails);
    connectAll();
  }

  // Has the files read, among them the one that is to be opened, where there is one. Each begins as
  // an event: for what one of them throws the window has a sentence, and the others are read.
  void readFiles(const QString& opened) {
    const auto later = [](QObject* receiver, auto begin) {
      QMetaObject::invokeMethod(receiver, begin, Qt::QueuedConnection);
    };
    later(&places, [this] { places.loadBeside(); });
    later(&gradients, [this] { gradients.load(); });
    later(&unfinished, [this] { unfinished.load(); });
    if (!opened.isEmpty()) later(&window, [this, opened] { window.openFile(opened); });
  }

  void connectAll() {
    QObject::connect(&renders, &RenderController::workingChanged, &keeper,
                     &SessionKeeper::setRendering);
    QObject::connect(&keeper, &SessionKeeper::failed, &window, &MainWindow::complain);
    QObject::connect(&places, &PlacesModel::problem, &window, &MainWindow::complain);
    QObject::connect(&gradients, &OwnGradients::problem, &window, &MainWindow::complain);
    QObject::connect(&unfinished, &UnfinishedExports::problem, &window, &MainWindow::complain);
    QObject::connect(&unfinished, &UnfinishedExports::found, &window, &MainWindow::showExports);
  }

  ExplorerDocument document;
  SessionKeeper keeper;
  RenderController renders;
  ThumbnailRenderer thumbnails;
  MapController maps;
  LabController comparisons;
  ExportQueue exports;
  UnfinishedExports unfinished;
  EngineSharing sharing;
  PlacesModel places;
  OwnGradients gradients;
  MainWindow window;
};

// Begins at another place than the one whose picture the last session did not finish. That place
// stays in the history, one step back, and a message offers it.
void beginSafely(Program& program, const ExplorerState& start, const QString& folder) {
  const ExplorerState unfinished = program.document.state();
  program.document.change(start, MainWindow::tr("First place"));
  if (unfinished.place == start.place) return;
  // The place is also saved to a file, since the history ends with this session, perhaps before the
  // user goes back.
  (void)io::writePlaceFile(folder + QStringLiteral("/unfinished.json"),
                           {.name = "Unfinished", .about = {}, .place = unfinished.place}, true);
  program.window.offer(
      {.text = MainWindow::tr("The last session ended before its picture was finished, so Fatou "
                              "begins at another place."),
       .actionText = MainWindow::tr("Go Back There"),
       .action = [&document = program.document, unfinished] {
         document.change(unfinished, MainWindow::tr("Last session's place"));
       }});
}

void tellOf(const QSettings& store, MainWindow& window) {
  if (store.status() == QSettings::NoError && store.isWritable()) return;
  window.complain(MainWindow::tr("The settings in \"%1\" cannot be used as they are: mend the file "
                                 "or delete it, and see that it may be written.")
                      .arg(store.fileName()));
}

int run(ExplorerApplication& app) {
  const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
  const auto session = SessionKeeper::restore(folder + QStringLiteral("/session.json"));
  const Session last = session ? session.value() : Session{ExplorerState::initial()};
  const auto start = startOptions(
      app.arguments(), last.isUnfinished ? SessionKeeper::safeState(last.state) : last.state);
  if (!start) {
    complain(QString::fromStdString(start.error().message));
    return 2;
  }
  QSettings store;
  Settings settings(store);
  applyTheme(*qApp, static_cast<ColorScheme>(settings.value(settings::kColorScheme)),
             static_cast<TextSize>(settings.value(settings::kTextSize)));

  const ExplorerState& begin = start.value().state;
  const EnginePlaces offered = enginePlaces(start.value().onHosts);
  Program program(offered, last.isUnfinished ? last.state : begin, settings, folder);
  const QString& wanted = start.value().enginePlace;
  program.renders.engineController().choose(
      placeOf(offered, wanted.isEmpty() ? settings.value(settings::kEnginePlace) : wanted));
  if (last.isUnfinished) beginSafely(program, begin, folder);
  if (!session) program.window.complain(QString::fromStdString(session.error().message));
  tellOf(store, program.window);
  program.window.show();
  guard(app, program.window);
  program.readFiles(start.value().file);
  const int status = QApplication::exec();
  // The window is gone by then, so that standard error has to do.
  QObject::connect(&program.keeper, &SessionKeeper::failed, &program.keeper,
                   [](const QString& why) { complain(why); });
  const bool isSaved = program.keeper.save();
  store.sync();
  leaveWithin(kLeaveSeconds, isSaved);
  return status;
}

}  // namespace

int openWindow(int argc, char* argv[]) {
  ExplorerApplication app(argc, argv);
  QGuiApplication::setWindowIcon(programIcon());
  return run(app);
}

}  // namespace fatou::app
