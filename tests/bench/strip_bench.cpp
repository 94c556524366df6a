// SPDX-License-Identifier: GPL-3.0-or-later
// What the timeline costs the picture: the same renders with the run strip visible and hidden, in
// pairs. --brief only keeps the program working.
#include <cstdio>
#include <vector>

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>

#include "core/stats/run_summary.h"
#include "tests/bench/event_loop.h"
#include "ui/lab/run_strip.h"
#include "ui/picture/render_controller.h"
#include "ui/state/explorer_state.h"

using namespace fatou;
using namespace fatou::ui;

namespace {

render::RenderRequest requestOf(std::int32_t side, render::Kernel kernel) {
  return {.picture = {.place = ExplorerState::initial().place, .width = side, .height = side},
          .engines = {.count = 2, .bandRows = 4, .kernel = kernel}};
}

double milliseconds(RenderController& renders, const render::RenderRequest& request) {
  QEventLoop loop;
  QObject::connect(&renders, &RenderController::finished, &loop, &QEventLoop::quit);
  QElapsedTimer timer;
  timer.start();
  renders.render({.request = request, .known = {}, .shader = nullptr});
  loop.exec();
  return bench::millisecondsOf(timer);
}

void connectStrip(RenderController& renders, RunStrip& strip) {
  QObject::connect(&renders, &RenderController::begun, &strip, [&](const RenderOrder& order) {
    strip.begin(order.request.engines.count, engines::Clock::now(), renders.watch());
  });
  QObject::connect(&renders, &RenderController::planned, &strip, &RunStrip::plan);
  QObject::connect(
      &renders, &RenderController::tileReady, &strip,
      [&strip](const render::Tile&, const render::BandRecord& band) { strip.addBand(band); });
  QObject::connect(&renders, &RenderController::finished, &strip,
                   [&strip](const render::RunRecord& run) { strip.finish(run, run.complete); });
}

void comparePairs(const char* name, const render::RenderRequest& request, int pairs) {
  RenderController renders;
  RunStrip strip;
  strip.resize(1'600, 170);
  connectStrip(renders, strip);
  milliseconds(renders, request);
  std::vector<double> ratios;
  std::vector<double> hiddenTimes;
  for (int pair = 0; pair < pairs; ++pair) {
    double times[2] = {};
    for (const int turn : {0, 1}) {
      const bool visible = (turn + pair) % 2 == 1;  // each goes first in every other pair
      strip.setVisible(visible);
      QApplication::processEvents();
      times[visible ? 1 : 0] = milliseconds(renders, request);
    }
    ratios.push_back(times[1] / times[0]);
    hiddenTimes.push_back(times[0]);
  }
  std::printf("%-24s hidden %8.2f ms, visible %+.2f %% (quartiles' half distance %.2f %%)\n", name,
              stats::median(hiddenTimes), 100 * (stats::median(ratios) - 1),
              100 * stats::relativeSpread(ratios));
}

}  // namespace

int main(int argc, char* argv[]) {
  QApplication app(argc, argv);
  const bool brief = app.arguments().contains(QStringLiteral("--brief"));
  const int pairs = brief ? 2 : 40;
  comparePairs("plain 1024, bands of 4", requestOf(brief ? 128 : 1'024, render::Kernel::Plain),
               pairs);
  comparePairs("fast 2048, bands of 4", requestOf(brief ? 128 : 2'048, render::Kernel::Fast),
               pairs);
  return 0;
}
