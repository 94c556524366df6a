// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include <QCoreApplication>

#include "app/fatou/command.h"
#include "app/stop_signals.h"
#include "core/base/exception_text.h"
#include "core/base/large_pages.h"
#include "core/io/files/program_arguments.h"
#include "core/kernels/escape_time.h"
#include "core/kernels/simd_targets.h"
#include "core/mpi/rank.h"

namespace fatou::app {
namespace {

constexpr std::array kCommands{
    Command{"render", "compute a Julia set and write it as pictures and arrays", runRender},
    Command{"map", "compute the map of a parameter, like the Mandelbrot set", runMap},
    Command{"animate", "render a script's zoom or morph as a video or numbered pictures",
            runAnimate},
    Command{"compare", "time serial, direct and balanced side by side", runCompare},
    Command{"whatif", "predict a recorded run with other engines, bands and views", runWhatIf},
    Command{"bench", "time the kernels on pictures of known difficulty", runBench},
    Command{"engines", "list the engines: id, kind, process, thread, SIMD target", runEngines},
    Command{"formula", "say what is known of a formula", runFormula},
    Command{"info", "say what a file made by Fatou was made from", runInfo},
};

QString usage() {
  QString text = QStringLiteral("Usage: fatou COMMAND [options]\n\nCommands:\n");
  for (const Command& command : kCommands)
    text += QStringLiteral("  %1 %2\n")
                .arg(QLatin1StringView(command.name), -9)
                .arg(QLatin1StringView(command.summary));
  return text + QStringLiteral("\n'fatou COMMAND --help' lists a command's options.\n");
}

void complain(const QString& who, const QString& message) {
  tell(who + QStringLiteral(": ") + message);
}

// Does the work and returns the exit code. Where the work throws, it says why on standard error.
template <typename Work>
int reported(const QString& who, const Work& work) {
  try {
    work();
    return kDone;
  } catch (const Failure& failure) {
    if (!failure.message.isEmpty()) complain(who, failure.message);
    return failure.code;
  } catch (const mpi::LaunchStopped& stopped) {
    complain(who, QString::fromUtf8(stopped.what()));
    return kInterrupted;
  } catch (...) {
    complain(who, QString::fromStdString(currentExceptionText()));
    return kFailed;
  }
}

void run(const Command& command, QStringList arguments) {
  arguments.removeFirst();
  arguments[0] = QStringLiteral("fatou ") + QLatin1StringView(command.name);
  command.run(arguments);
}

void dispatch(const QStringList& arguments) {
  const QString word = arguments.value(1);
  if (word == QLatin1StringView("--version"))
    return print(QStringLiteral("fatou %1\n").arg(QCoreApplication::applicationVersion()));
  if (word == QLatin1StringView("--help") || word == QLatin1StringView("-h")) return print(usage());
  for (const Command& command : kCommands)
    if (word == QLatin1StringView(command.name)) return run(command, arguments);
  if (arguments.size() > 1)
    throw badUsage(QStringLiteral("there is no command '%1': see fatou --help").arg(word));
  for (const QString& line : usage().trimmed().split(u'\n')) tell(line);
  throw Failure{kBadUsage, {}};
}

// Runs as a rank that an MPI job has started. The SIMD target to use may follow the rank's own
// words.
int runAsRank(int argc, char* argv[]) {
  if (argc > 3) kernels::useSimdTarget(argv[3]);
  return mpi::runRank(argc, argv, kernels::simdTargetName());
}

// Returns the name to use in messages: "fatou render" if the first word is a command.
QString nameOf(const QStringList& arguments) {
  for (const Command& command : kCommands)
    if (arguments.value(1) == QLatin1StringView(command.name))
      return QStringLiteral("fatou ") + QLatin1StringView(command.name);
  return QStringLiteral("fatou");
}

int runProgram(int argc, char* argv[]) {
  const QCoreApplication application(argc, argv);
  QCoreApplication::setApplicationName(QStringLiteral("fatou"));
  QCoreApplication::setApplicationVersion(QStringLiteral(FATOU_VERSION));
  const QStringList arguments = QCoreApplication::arguments();
  return reported(nameOf(arguments), [&] {
    if (const auto complaint = io::complaintAboutArguments(argc, argv)) throw badUsage(*complaint);
    dispatch(arguments);
  });
}

}  // namespace
}  // namespace fatou::app

int main(int argc, char* argv[]) {
  fatou::keepMemoryForTiles();
  using namespace fatou::app;
  if (fatou::mpi::isRank(argc, argv)) return runAsRank(argc, argv);
  occupyStandardStreams();
  catchStopSignals();
  int code = kFailed;  // of what is thrown outside a command, too
  reported(QStringLiteral("fatou"), [&] { code = runProgram(argc, argv); });
  return code == kDone ? reported(QStringLiteral("fatou"), endOutput) : code;
}
