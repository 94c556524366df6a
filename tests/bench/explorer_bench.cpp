// SPDX-License-Identifier: GPL-3.0-or-later
// How the window feels, in milliseconds: from a gesture to the first repaint and to the finished
// picture, also while a poster is exported, pictures a second while c is dragged and while one
// zooms deep, new colours on a large picture, and cancelling. Runs on a canvas of 1920 x 1080 with
// two engines; --brief does little of everything, --deep the
// deep zoom alone.
#include <algorithm>
#include <cstdio>
#include <limits>
#include <vector>

#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include "core/stats/run_summary.h"
#include "tests/bench/event_loop.h"
#include "tests/ui/wheel.h"
#include "ui/canvas/fractal_canvas.h"
#include "ui/export/export_queue.h"
#include "ui/picture/render_controller.h"
#include "ui/window/explorer.h"

using namespace fatou;
using bench::millisecondsOf;
using bench::waitUntil;
using ui::ExplorerState;

namespace {

ExplorerState stateOf(const char* c, int tmax) {
  ExplorerState state = ExplorerState::initial();
  state.place.c = julia::parseComplex(c).value();
  state.place.tmax = tmax;
  state.engines.count = 2;
  return state;
}

// The fixed point of z^2 - 0.7269 + 0.1889i that repels, a point of its Julia set.
const char* const kFixedPoint =
    "1.4929491148691219237104076426719465229574891912202372118814622569448531200951188904641594"
    "822769451173484584535109982412170648672083442971506705431752971810002950407905502803604517"
    "032487500731821180301966141253103737364794647515341007458047000669325986976799323166801814"
    "7120620265918488513304194178005878906162309595021257461714740,-0.0951206850236723482766249"
    "051981995381101242503510696352187976702939658746085379994093258896102215501260302352881712"
    "406244526671095163918589226957131629121544418589304178636767074898094479276517884783701323"
    "810058433414317967263698377845491241915650714921356993727617676973944913172480244762833028"
    "169101570872421777420206053815517040";

// A canvas with everything behind it; notes when it was painted last.
class Bench : public QObject {
 public:
  Bench(const ExplorerState& state, QSize size)
      : document(state), canvas(state.coloring), explorer(document, canvas, renders) {
    canvas.installEventFilter(this);
    canvas.setAttribute(Qt::WA_DontShowOnScreen);
    canvas.resize(size);
    canvas.show();
  }

  bool eventFilter(QObject*, QEvent* event) override {
    if (event->type() == QEvent::Paint) m_paints = m_paints + 1;
    return false;
  }
  double untilSettled() {
    return waitUntil([this] { return !renders.isBusy() && canvas.picture().isComplete(); });
  }
  double untilPainted() {
    const int before = m_paints;
    return waitUntil([this, before] { return m_paints != before; });
  }
  void wheel(QPoint at, int notches) { tests::turnWheel(canvas, at, notches); }
  void drag(QPoint delta) { Q_EMIT canvas.panned(QPointF(delta)); }

  ui::ExplorerDocument document;
  ui::RenderController renders;
  ui::FractalCanvas canvas;
  ui::Explorer explorer;

 private:
  int m_paints = 0;
};

void print(const char* what, std::vector<double> values, const char* aim) {
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
  };
  std::printf("%-44s median %7.2f   95 %% %7.2f   99 %% %7.2f   (%s)\n", what, at(0.5), at(0.95),
              at(0.99), aim);
}

void benchGestures(const char* name, const char* c, int tmax, int repeats) {
  Bench bench(stateOf(c, tmax), {1920, 1080});
  bench.untilSettled();
  std::vector<double> zoomPaint, zoomDone, panPaint, panDone;
  for (int k = 0; k < repeats; ++k) {
    QElapsedTimer timer;
    timer.start();
    bench.wheel({700 + k % 300, 500}, k % 2 == 0 ? 1 : -1);
    bench.untilPainted();
    zoomPaint.push_back(millisecondsOf(timer));
    bench.untilSettled();
    zoomDone.push_back(millisecondsOf(timer));
    timer.start();
    bench.drag({17 - k % 35, k % 23 - 11});
    bench.untilPainted();
    panPaint.push_back(millisecondsOf(timer));
    bench.untilSettled();
    panDone.push_back(millisecondsOf(timer));
  }
  std::printf("%s, c = %s, tmax %d\n", name, c, tmax);
  print("  wheel to first repaint, ms", zoomPaint, "16 median, 33 99 %");
  print("  wheel to finished picture, ms", zoomDone, "60");
  print("  pan to first repaint, ms", panPaint, "16 median, 33 99 %");
  print("  pan to finished picture, ms", panDone, "60");
}

// Times the same gestures while a poster is rendered and written in the background.
void benchExporting(int repeats) {
  const QTemporaryDir folder;
  ui::ExportQueue exports;
  const ExplorerState state = stateOf("-0.7269+0.1889i", 5000);
  exports::PictureSpec poster{
      .request = {
          .picture = {.place = state.place, .width = render::kMaxSide, .height = render::kMaxSide},
          .engines = {.count = 2}}};
  const int id =
      exports.add({.spec = poster, .target = {folder.filePath(QStringLiteral("p.png")), {}}});
  benchGestures("dust while exporting", "-0.7269+0.1889i", 5000, repeats);
  const ui::ExportJob& job = exports.job(id);
  std::printf("  rows of the export done meanwhile: %d of %d%s\n",
              static_cast<int>(job.progress.rowsDone), static_cast<int>(job.progress.rows),
              job.stage == ui::ExportStage::Running ? "" : " (it is not running)");
}

// c moves at every event of a mouse that reports 125 times a second.
void benchDraggingC(double seconds) {
  Bench bench(stateOf("-0.7+0.2i", 1000), {1920, 1080});
  bench.untilSettled();
  int pictures = 0;
  QObject::connect(&bench.renders, &ui::RenderController::passDone, &bench,
                   [&](std::int32_t stride) { pictures += bench.renders.isBusy() && stride >= 1; });
  int shown = 0;
  std::int32_t firstStride = 0;
  bool isFirst = false;
  QObject::connect(&bench.renders, &ui::RenderController::begun, &bench, [&] { isFirst = true; });
  QObject::connect(&bench.renders, &ui::RenderController::passDone, &bench,
                   [&](std::int32_t stride) {
                     if (!std::exchange(isFirst, false)) return;
                     ++shown;
                     firstStride = std::max(firstStride, stride);
                   });
  QElapsedTimer timer;
  timer.start();
  for (int k = 0; millisecondsOf(timer) < 1000.0 * seconds; ++k) {
    const double angle = 0.002 * k;
    bench.explorer.setC({julia::Decimal::fromDouble(-0.7 + 0.1 * std::cos(angle)),
                         julia::Decimal::fromDouble(0.2 + 0.1 * std::sin(angle))},
                        false);
    const double next = 8.0 * (k + 1);
    waitUntil([&] { return millisecondsOf(timer) >= next; });
  }
  std::printf("c dragged: %.0f pictures a second, the coarsest with every %d. pixel (aim 30)\n",
              shown / seconds, firstStride);
}

// Zooms at the middle, a notch of the wheel at a time, each when the picture before is finished.
void benchDeepZoom(int depth) {
  ExplorerState state = stateOf("-0.7269+0.1889i", 5000);
  state.place.view = julia::CentreView{.centre = julia::parseComplex(kFixedPoint).value(),
                                       .radius = julia::Decimal::fromDouble(1.0)};
  Bench bench(state, {1280, 720});
  bench.untilSettled();
  std::vector<double> paint, done;
  QElapsedTimer whole;
  whole.start();
  while (bench.canvas.picture().raster().radius().log10() > -depth) {
    QElapsedTimer timer;
    timer.start();
    bench.explorer.zoomBy(std::exp2(1.0 / 3.0));
    bench.untilPainted();
    paint.push_back(millisecondsOf(timer));
    bench.untilSettled();
    done.push_back(millisecondsOf(timer));
  }
  const double seconds = millisecondsOf(whole) / 1000.0;
  std::printf("zoom from 1 to 1e-%d on 1280 x 720: %.1f pictures a second (aim 20)\n", depth,
              static_cast<double>(done.size()) / seconds);
  print("  zoom to first repaint, ms", paint, "16");
  print("  zoom to finished picture, ms", done, "50");
}

void benchColors(int repeats) {
  Bench bench(stateOf("-0.7269+0.1889i", 1000), {3840, 2160});
  bench.untilSettled();
  auto coloring = bench.document.state().coloring;
  for (const auto mapping : {color::Mapping::Logarithm, color::Mapping::Linear,
                             color::Mapping::SquareRoot, color::Mapping::Equalized}) {
    std::vector<double> recolor, repaint;
    coloring.mapping = mapping;
    bench.canvas.setColoring(coloring);
    for (int k = 0; k < repeats; ++k) {
      coloring.offset = 0.01 * (k % 100);
      QElapsedTimer timer;
      timer.start();
      bench.canvas.setColoring(coloring);
      recolor.push_back(millisecondsOf(timer));
      bench.untilPainted();
      repaint.push_back(millisecondsOf(timer));
    }
    static const char* const names[] = {"linear", "logarithm", "square root", "equalized"};
    std::printf("gradient change on 3840 x 2160, %s\n", names[static_cast<int>(mapping)]);
    print("  colours, ms", recolor, "16 for 95 %");
    print("  colours and repaint, ms", repaint, "");
  }
}

void benchCancel(int repeats) {
  ExplorerState state = stateOf("0", 1'000'000'000);
  state.place.view = julia::CentreView{.centre = {}, .radius = julia::Decimal::fromDouble(0.5)};
  state.engines.kernel = render::Kernel::Plain;
  std::vector<double> times;
  for (int k = 0; k < repeats; ++k) {
    Bench bench(state, {1920, 1080});
    waitUntil([&] { return bench.renders.isBusy(); });
    QElapsedTimer timer;
    timer.start();
    waitUntil([&] { return millisecondsOf(timer) > 30.0; });
    timer.start();
    bench.explorer.stop();
    waitUntil([&] { return !bench.renders.isBusy(); });
    times.push_back(millisecondsOf(timer));
  }
  print("cancel with tmax 10^9, ms", times, "5");
}

}  // namespace

int main(int argc, char* argv[]) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication app(argc, argv);
  const bool brief = app.arguments().contains(QStringLiteral("--brief"));
  benchDeepZoom(brief ? 2 : 300);
  if (app.arguments().contains(QStringLiteral("--deep"))) return 0;
  benchGestures("rabbit", "-0.123+0.745i", 2000, brief ? 2 : 150);
  benchGestures("seed", "-0.065+0.66i", 256, brief ? 2 : 150);
  benchGestures("dust", "-0.7269+0.1889i", 5000, brief ? 2 : 100);
  benchExporting(brief ? 2 : 100);
  benchDraggingC(brief ? 0.1 : 4.0);
  benchColors(brief ? 2 : 100);
  benchCancel(brief ? 1 : 20);
  return 0;
}
