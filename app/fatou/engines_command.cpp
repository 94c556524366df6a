// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/syscall.h>
#include <tuple>
#include <unistd.h>

#include "app/fatou/command.h"
#include "app/fatou/options.h"
#include "app/fatou/text.h"
#include "core/engines/client.h"
#include "core/io/usable_cores.h"
#include "core/kernels/escape_time.h"
#include "core/kernels/simd_targets.h"

namespace fatou::app {
namespace {

// What only the engine itself can say.
struct Answer {
  long thread = 0;
  std::string simdTarget;

  static constexpr auto kFields = std::tuple(&Answer::thread, &Answer::simdTarget);
};

}  // namespace

void runEngines(const engines::EngineSource& source, const QStringList& arguments) {
  Options options(QStringLiteral("Starts engines and asks each of them what it is."));
  options.addEngines(QStringLiteral("How many engines; all cores when left out."));
  options.addSimd();
  options.parse(arguments);
  options.applySimd();

  const engines::Client client = source.start(options.engines());
  const auto answers = client.directView()
                           .apply([] {
                             return Answer{::syscall(SYS_gettid), kernels::simdTargetName()};
                           })
                           .getDict();
  QList<QStringList> rows;
  for (const auto& engine : client.engines()) {
    const Answer& answer = answers.at(engine.id);
    rows += {QString::number(engine.id), QString::fromStdString(engine.kind),
             QString::number(engine.process), QString::number(answer.thread),
             QString::fromStdString(kernels::vectorName(answer.simdTarget))};
  }
  print(tableText({QStringLiteral("id"), QStringLiteral("kind"), QStringLiteral("pid"),
                   QStringLiteral("thread"), QStringLiteral("SIMD target")},
                  rows));
  const QString limit = QString::fromStdString(io::quotaText());
  if (!limit.isEmpty())
    print(QStringLiteral("They share %1, which %2 of them fill.\n")
              .arg(limit)
              .arg(io::usableCores()));
}

}  // namespace fatou::app
