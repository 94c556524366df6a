// SPDX-License-Identifier: GPL-3.0-or-later
// Verifying what is on the canvas, without the window.
#include "ui/canvas/verification_controller.h"

#include <QAction>
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

#include "tests/patience.h"
#include "ui/canvas/fractal_canvas.h"
#include "ui/picture/render_controller.h"
#include "ui/state/actions.h"
#include "ui/window/explorer.h"

using namespace fatou;
using render::Agreement;
using ui::ExplorerState;
using ui::VerificationController;

namespace {

constexpr const char* kSiegel = "-0.390540870218401,-0.586787907346969";

struct Bench {
  explicit Bench(const char* c = "-0.123,0.745", std::int32_t tmax = 300)
      : document(stateOf(c, tmax)),
        canvas(document.state().coloring),
        explorer(document, canvas, renders),
        verification(canvas, renders),
        told(&verification, &VerificationController::told) {
    canvas.resize(240, 180);
    canvas.show();
  }

  static ExplorerState stateOf(const char* c, std::int32_t tmax) {
    ExplorerState state = ExplorerState::initial();
    state.place.c = julia::parseComplex(c).value();
    state.place.tmax = tmax;
    state.engines.count = 2;
    return state;
  }
  bool settled() const { return !renders.isBusy() && canvas.picture().isComplete(); }
  bool isVerified() const {
    return !told.isEmpty() && told.last()[0].toString().startsWith(QStringLiteral("Verified "));
  }
  std::size_t checks() const { return canvas.checks().size(); }

  ui::ExplorerDocument document;
  ui::RenderController renders;
  ui::FractalCanvas canvas;
  ui::Explorer explorer;
  VerificationController verification;
  QSignalSpy told;
};

class VerificationControllerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aPictureIsVerifiedAndMarked() {
    Bench bench;
    QTRY_VERIFY(bench.settled());
    const QImage without = bench.canvas.grab().toImage();
    QUndoStack history;
    const ui::Actions actions(history, nullptr);
    bench.verification.serve(actions);
    actions.verify->trigger();
    QTRY_VERIFY(bench.isVerified());
    QCOMPARE(bench.checks(), std::size_t{VerificationController::kPixels});
    QCOMPARE(bench.told.size(), VerificationController::kPixels);
    QCOMPARE(bench.told.last()[0].toString(),
             QStringLiteral("Verified 300 pixels with 192 bits: all agree"));
    QCOMPARE(bench.told.first()[0].toString(), QStringLiteral("Verifying: 1 of 300 pixels"));
    for (const auto& checked : bench.canvas.checks()) {
      const auto& pixel = checked.pixel;
      QCOMPARE(
          bench.canvas.picture().counts()[static_cast<std::size_t>(pixel.row * 240 + pixel.column)],
          pixel.count);
    }
    QVERIFY(bench.canvas.grab().toImage() != without);
  }

  void theMarksGoWhenThePictureChanges() {
    Bench bench;
    QTRY_VERIFY(bench.settled());
    bench.verification.verify();
    QTRY_VERIFY(bench.isVerified());
    bench.explorer.showOffset(0.3);  // colours are no other picture
    QCOMPARE(bench.checks(), std::size_t{300});
    const auto sentences = bench.told.size();
    bench.explorer.zoomBy(2.0);
    QCOMPARE(bench.checks(), std::size_t{0});
    QTRY_VERIFY(bench.settled());
    QTest::qWait(50);
    QCOMPARE(bench.checks(), std::size_t{0});
    QCOMPARE(bench.told.size(), sentences);
  }

  void aPictureOnItsWayIsVerifiedWhenItIsComplete() {
    Bench bench(kSiegel, 30'000);
    QTRY_VERIFY(bench.renders.isBusy() || bench.settled());
    bench.verification.verify();
    QCOMPARE(bench.checks(), std::size_t{0});
    QTRY_VERIFY(bench.checks() > 0);
    QVERIFY(bench.settled());
    bench.verification.verify();  // anew
    QCOMPARE(bench.checks(), std::size_t{0});
  }

  // Bounded orbits of a Siegel disc take as long as they may.
  void anotherPictureGoesFirst() {
    Bench bench(kSiegel, 20'000);
    QTRY_VERIFY(bench.settled());
    bench.verification.verify();
    QTRY_VERIFY(bench.checks() > 3);
    QSignalSpy first(&bench.renders, &ui::RenderController::tileReady);
    const auto toldBefore = bench.told.size();
    QElapsedTimer timer;
    timer.start();
    bench.explorer.setC(julia::parseComplex("1,1").value(), true);
    QVERIFY(first.wait(tests::kPatienceMs));
    qInfo("the first tile came after %lld ms", static_cast<long long>(timer.elapsed()));
    QCOMPARE(bench.told.size(), toldBefore);  // no pixel was checked before it
    QTRY_VERIFY(bench.settled());
    QCOMPARE(bench.checks(), std::size_t{0});
  }

  void whilePausedNothingIsCheckedAndTheRestFollows() {
    Bench bench("-0.7269,0.1889", 20'000);
    QTRY_VERIFY(bench.settled());
    bench.verification.setPaused(true);
    bench.verification.verify();
    QTest::qWait(50);
    QCOMPARE(bench.checks(), std::size_t{0});
    bench.verification.setPaused(false);
    QTRY_VERIFY(bench.checks() > 0);
    bench.verification.setPaused(true);
    bench.verification.setPaused(false);
    QTRY_VERIFY(bench.isVerified());
    QCOMPARE(bench.checks(), std::size_t{300});
    std::vector<std::pair<int, int>> places;
    for (const auto& checked : bench.canvas.checks())
      places.emplace_back(checked.pixel.column, checked.pixel.row);
    std::ranges::sort(places);
    QVERIFY(std::ranges::adjacent_find(places) == places.end());
  }

  void whatDoesNotAgreeIsRedOrAmber() {
    Bench bench;
    QTRY_VERIFY(bench.settled());
    // In the middle, where the picture is dark.
    const auto shows = [&](std::vector<render::CheckedPixel> checks, auto&& isIt) {
      bench.canvas.setChecks(std::move(checks));
      const QImage image = bench.canvas.grab().toImage();
      for (int x = 110; x < 130; ++x)
        for (int y = 80; y < 100; ++y)
          if (isIt(image.pixelColor(x, y))) return true;
      return false;
    };
    const auto expect = [&](Agreement agreement, auto&& isIt) {
      return !shows({}, isIt) && shows({{.pixel = {120, 90, 5}, .agreement = agreement}}, isIt);
    };
    QVERIFY(expect(Agreement::Differs, [](const QColor& color) {
      return color.red() > 200 && color.green() < 120 && color.blue() < 120;
    }));
    QVERIFY(expect(Agreement::Undecidable, [](const QColor& color) {
      return color.red() > 180 && color.green() > 120 && color.blue() < 120;
    }));
    QVERIFY(expect(Agreement::Agrees, [](const QColor& color) {
      return color.green() > 120 && color.green() > color.red() + 15;
    }));
  }
};

}  // namespace

QTEST_MAIN(VerificationControllerTest)
#include "verification_controller_test.moc"
