// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cstdio>
#include <malloc.h>

#include <QCoreApplication>

#include "app/fatou/command.h"
#include "core/io/program_arguments.h"

namespace fatou::app {
namespace {

constexpr std::array kCommands{
    Command{"render", "compute a Julia set and write it as pictures and arrays", runRender},
    Command{"animate", "render a script's zoom or morph as a video or numbered pictures",
            runAnimate},
    Command{"compare", "time serial, direct and balanced side by side", runCompare},
    Command{"whatif", "predict a recorded run with other engines, bands and views", runWhatIf},
    Command{"bench", "time the kernels on pictures of known difficulty", runBench},
    Command{"engines", "list the engines: id, kind, process, thread, SIMD target", runEngines},
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
  std::fprintf(stderr, "%s: %s\n", qPrintable(who), qPrintable(message));
}

int run(const Command& command, QStringList arguments) {
  const QString who = QStringLiteral("fatou ") + QLatin1StringView(command.name);
  arguments.removeFirst();
  arguments[0] = who;
  try {
    command.run(arguments);
    return kDone;
  } catch (const Failure& failure) {
    if (!failure.message.isEmpty()) complain(who, failure.message);
    return failure.code;
  } catch (const std::exception& error) {
    complain(who, QString::fromUtf8(error.what()));
    return kFailed;
  }
}

int dispatch(const QStringList& arguments) {
  const QString word = arguments.value(1);
  if (word == QLatin1StringView("--version")) {
    print(QStringLiteral("fatou %1\n").arg(QCoreApplication::applicationVersion()));
    return kDone;
  }
  if (word == QLatin1StringView("--help") || word == QLatin1StringView("-h")) {
    print(usage());
    return kDone;
  }
  for (const Command& command : kCommands)
    if (word == QLatin1StringView(command.name)) return run(command, arguments);
  if (word.isEmpty())
    std::fputs(qPrintable(usage()), stderr);
  else
    complain(QStringLiteral("fatou"),
             QStringLiteral("there is no command '%1': see fatou --help").arg(word));
  return kBadUsage;
}

}  // namespace
}  // namespace fatou::app

int main(int argc, char* argv[]) {
  // Tiles come and go by the hundred kilobytes. Keeping their memory instead of returning it to the
  // system saves a page fault for every 4 KiB of every run but the first.
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  const QCoreApplication application(argc, argv);
  QCoreApplication::setApplicationName(QStringLiteral("fatou"));
  QCoreApplication::setApplicationVersion(QStringLiteral(FATOU_VERSION));
  if (const auto complaint = fatou::io::complaintAboutArguments(argc, argv)) {
    fatou::app::complain(QStringLiteral("fatou"), *complaint);
    return fatou::app::kBadUsage;
  }
  return fatou::app::dispatch(QCoreApplication::arguments());
}
