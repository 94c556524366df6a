// SPDX-License-Identifier: GPL-3.0-or-later
// How the program begins and how it ends; main.cpp makes the window.
#include <cstdio>

#include <QSocketNotifier>

#include "app/explorer/explorer_application.h"
#include "app/explorer/open_window.h"
#include "app/explorer/start_options.h"
#include "app/stop_signals.h"
#include "core/base/exception_text.h"
#include "core/base/large_pages.h"
#include "core/io/program_arguments.h"
#include "core/io/shown_text.h"
#include "core/kernels/escape_time.h"
#include "core/kernels/simd_targets.h"
#include "core/mpi/rank.h"
#include "ui/main_window.h"

namespace fatou::app {
namespace {

// Runs as a rank, which is how an MPI job starts this program, as it does the command 'fatou'.
int runAsRank(int argc, char* argv[]) {
  if (argc > 3) kernels::useSimdTarget(argv[3]);
  return mpi::runRank(argc, argv, kernels::simdTargetName());
}

// Prints help or version, which end the program.
int showText(int argc, char* argv[]) {
  const QCoreApplication text(argc, argv);
  const auto start = startOptions(QCoreApplication::arguments(), ui::ExplorerState::initial());
  if (!start) complain(QString::fromStdString(start.error().message));
  return start ? 0 : 2;
}

}  // namespace

void complain(const QString& sentence) {
  std::fprintf(stderr, "fatou-explorer: %s\n", io::shownLine(sentence).toUtf8().constData());
}

void guard(ExplorerApplication& application, ui::MainWindow& window) {
  auto* signal = new QSocketNotifier(stopSignalDescriptor(), QSocketNotifier::Read, &window);
  QObject::connect(signal, &QSocketNotifier::activated, &window, [signal, &window] {
    signal->setEnabled(false);
    window.keepLayout();
    QCoreApplication::exit(0);
  });
  application.setTroubleHandler([&window](const QString& sentence) { window.complain(sentence); });
  QObject::connect(&window, &QObject::destroyed, &application,
                   [&application] { application.setTroubleHandler({}); });
}

}  // namespace fatou::app

int main(int argc, char* argv[]) {
  using namespace fatou::app;
  if (fatou::mpi::isRank(argc, argv)) {
    fatou::keepMemoryForTiles();
    return runAsRank(argc, argv);
  }
  occupyStandardStreams();
  catchStopSignals();
  QCoreApplication::setOrganizationName(QStringLiteral("fatou"));
  QCoreApplication::setApplicationName(QStringLiteral("explorer"));
  QCoreApplication::setApplicationVersion(QStringLiteral(FATOU_VERSION));
  try {
    if (const auto complaint = fatou::io::complaintAboutArguments(argc, argv)) {
      complain(*complaint);
      return 2;
    }
    if (asksForText(argc, argv)) return showText(argc, argv);
    watchStopSignals(true);
    return openWindow(argc, argv);
  } catch (...) {
    complain(QString::fromStdString(fatou::currentExceptionText()));
    return 1;
  }
}
