// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdint>
#include <sys/syscall.h>
#include <tuple>
#include <unistd.h>
#include <vector>

#include "app/fatou/command.h"
#include "app/fatou/interrupt.h"
#include "app/fatou/options.h"
#include "app/fatou/text.h"
#include "core/engines/client.h"
#include "core/engines/tasks/timing.h"
#include "core/io/machine/usable_cores.h"
#include "core/kernels/escape_time.h"
#include "core/kernels/simd_targets.h"
#include "core/render/render_job.h"

namespace fatou::app {
namespace {

// The facts that an engine alone can tell of itself.
struct Answer {
  long thread = 0;
  std::string simdTarget;

  static constexpr auto kFields = std::tuple(&Answer::thread, &Answer::simdTarget);
};

// While engines are being started, Ctrl-C has to end what was launched. Afterwards nothing needs to
// be put in order, and it ends the program at once.
engines::Client startEngines(const Options& options) {
  const Interrupt interrupt;
  engines::Client client = options.source(interrupt.token()).start(options.engines());
  if (interrupt.token().stop_requested())
    throw Failure{kInterrupted, QStringLiteral("interrupted while engines were being started")};
  return client;
}

// Returns the band by which the speed of an engine is measured. It takes a tenth of a second at
// most, which is long enough for the clock.
render::RenderRequest standardBand() {
  return {.picture = {.place = {.c = julia::parseComplex("-0.123,0.745").value(),
                                .view = julia::CentreView{.radius =
                                                              julia::Decimal::parse("1.3").value()},
                                .tmax = 2000},
                      .width = 512,
                      .height = 64},
          .engines = {.kernel = render::Kernel::Plain}};
}

constexpr auto kNothing = [] { return true; };
constexpr auto kIterationsPerSecond = [](engines::Engine& engine) {
  const auto job = render::RenderJob::create(standardBand()).value();
  const auto begin = engines::Clock::now();
  std::int64_t iterations = 0;
  for (const auto& tile : job->computeBand({0, 64}, false, engine.stopToken()))
    iterations += tile.iterations;
  return static_cast<double>(iterations) / engines::Seconds(engines::Clock::now() - begin).count();
};

// The median time that a task which does nothing takes, there and back.
engines::Seconds roundTrip(const engines::EngineView& engine) {
  std::vector<engines::Seconds> times(21);
  for (engines::Seconds& time : times) {
    const auto begin = engines::Clock::now();
    static_cast<void>(engine.applySync(kNothing));
    time = engines::Clock::now() - begin;
  }
  std::ranges::nth_element(times, times.begin() + 10);
  return times[10];
}

// A table of engines elsewhere, which may differ from each other. All measure their speeds at the
// same time, as they would compute.
QString placesText(const engines::Client& client) {
  const auto targets =
      client.directView().apply([] { return kernels::simdTargetName(); }).getDict();
  const auto speeds = client.directView().apply(kIterationsPerSecond).getDict();
  QList<QStringList> rows;
  for (const auto& engine : client.engines()) {
    if (!targets.contains(engine.id) || !speeds.contains(engine.id)) continue;  // came later
    rows += {QString::number(engine.id),
             QString::fromStdString(engine.host),
             QString::number(engine.process),
             QString::fromStdString(kernels::vectorName(targets.at(engine.id))),
             rateText(speeds.at(engine.id)),
             durationText(roundTrip(client[engine.id]))};
  }
  return tableText(
      {QStringLiteral("id"), QStringLiteral("host"), QStringLiteral("pid"),
       QStringLiteral("SIMD target"), QStringLiteral("iterations"), QStringLiteral("round trip")},
      rows);
}

}  // namespace

void runEngines(const QStringList& arguments) {
  Options options(QStringLiteral("Starts engines and asks each of them what it is."));
  options.addEngines(QStringLiteral("How many engines; all cores when left out."));
  options.addMpi();
  options.addSimd();
  options.parse(arguments);
  options.applySimd();

  const engines::Client client = startEngines(options);
  if (options.isSet(QStringLiteral("mpi"))) return print(placesText(client));
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
