// SPDX-License-Identifier: GPL-3.0-or-later
// Engines that render a picture: fewer than asked for, elsewhere, lost, or wrong.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <QTest>

#include "core/engines/prepared.h"
#include "core/engines/remote/loopback.h"
#include "core/render/frame.h"
#include "core/render/packed_counts.h"
#include "core/render/renderer.h"
#include "core/render/sendable.h"  // IWYU pragma: keep: what is prepared may have been sent
#include "tests/core/render_samples.h"
#include "tests/core/repeating_engine.h"
#include "tests/patience.h"

using namespace fatou;
using engines::EngineKind;
using render::RowRange;
using render::ViewKind;
using namespace fatou::tests;

class RenderEnginesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // Makes the job anew as an engine in another process does, which has only its recipe.
  void aJobMadeAnewFromItsRecipeIsTheSameJob_data() {
    QTest::addColumn<QString>("radius");
    QTest::addColumn<bool>("plain");
    for (const char* radius : {"1.3", "1e-30"})
      for (const bool plain : {false, true})
        QTest::addRow("%s, %d", radius, plain) << QString::fromLatin1(radius) << plain;
  }
  void aJobMadeAnewFromItsRecipeIsTheSameJob() {
    QFETCH(QString, radius);
    QFETCH(bool, plain);
    auto r = request(40, 30, 3, ViewKind::Direct);
    r.picture.place.view = julia::CentreView{.centre = julia::parseComplex("0.31,0.2").value(),
                                             .radius = decimal(radius.toLatin1().constData())};
    r.picture.quantities = {.smooth = true, .distance = true};
    r.engines.kernel = plain ? render::Kernel::Plain : render::Kernel::Fast;
    const auto single = render::RenderJob::create(r).value();
    for (const auto& job : {single, single->supersampled(2)}) {
      const engines::Prepared<render::RenderJob, render::JobRecipe> sent{.recipe = job->recipe()};
      engines::Engine engine(0);
      const auto made = sent.on(engine);
      QVERIFY(made != job);
      QVERIFY(sent.on(engine) == made);
      const RowRange rows{0, job->request().picture.height};
      const auto tile = job->computeBand(rows, false, {}).front();
      const auto again = made->computeBand(rows, false, {}).front();
      QVERIFY((tile.counts == again.counts).all());
      QVERIFY((tile.smooth == again.smooth).all());
      QVERIFY((tile.distance == again.distance).all());
    }
  }
  void anEngineKeepsTheFewJobsItUsedLast() {
    engines::Engine engine(0);
    const auto at = [&engine](std::int32_t width) {
      const render::JobRecipe recipe{.picture = request(width, 8, 1, ViewKind::Balanced).picture};
      return engines::Prepared<render::RenderJob, render::JobRecipe>{.recipe = recipe}.on(engine);
    };
    constexpr auto kMost = static_cast<std::int32_t>(engines::EngineCache::kMost);
    const auto first = at(8);
    for (std::int32_t i = 1; i < kMost; ++i) at(8 + i);
    QVERIFY(at(8) == first);
    at(8 + kMost);
    QVERIFY(at(8) == first);  // not the one used longest ago
    for (std::int32_t i = 1; i <= kMost; ++i) at(8 + i);
    QVERIFY(at(8) != first);
  }
  void aJobThatIsNoneKeepsNothingAndSaysWhy() {
    engines::Engine engine(0);
    render::JobRecipe recipe{.picture = request(8, 8, 1, ViewKind::Balanced).picture};
    recipe.picture.place.tmax = 0;
    const engines::Prepared<render::RenderJob, render::JobRecipe> sent{.recipe = recipe};
    for (int i = 0; i < 2; ++i)
      QVERIFY_THROWS_EXCEPTION(std::runtime_error, static_cast<void>(sent.on(engine)));
  }
  void fewerEnginesThanAskedForRenderAll_data() { addParallelKinds(); }
  void fewerEnginesThanAskedForRenderAll() {
    QFETCH(ViewKind, kind);
    const auto r = request(64, 65, 5, kind);
    const auto job = render::RenderJob::create(r).value();
    render::Frame frame(64, {0, 65});
    const auto collect = [&](const auto& tile, const auto&) { frame.add(tile); };
    const auto run = render::Renderer{engines::Client(2)}.render(job, frame.rows(), collect);
    QVERIFY(run.ok() && run.value().complete && frame.complete());
    QCOMPARE(run.value().engines, 2);
    QVERIFY(!render::Renderer{engines::Client(0)}.render(job, frame.rows(), collect).ok());
  }

  void enginesThatGetNothingButBytesRenderTheSame_data() {
    QTest::addColumn<ViewKind>("kind");
    QTest::addColumn<QString>("radius");
    for (const char* radius : {"1.3", "1e-30"})
      for (const ViewKind kind : {ViewKind::Direct, ViewKind::Balanced})
        QTest::addRow("%s, %s", radius, render::toString(kind).c_str())
            << kind << QString::fromLatin1(radius);
  }
  void enginesThatGetNothingButBytesRenderTheSame() {
    QFETCH(ViewKind, kind);
    QFETCH(QString, radius);
    auto r = request(67, 90, 3, kind);
    std::get<julia::CentreView>(r.picture.place.view).radius =
        decimal(radius.toLatin1().constData());
    r.picture.quantities = {.smooth = true, .distance = true};
    const auto job = render::RenderJob::create(r).value();
    const auto rendered = [&](EngineKind engineKind) {
      render::Frame frame;
      frame.reset(67, {0, 90}, r.picture.quantities);
      const auto run = render::Renderer{engines::Client(3, engineKind)}.render(
          job, frame.rows(), [&](const auto& tile, const auto&) { frame.add(tile); });
      if (!run) qFatal("%s", run.error().message.c_str());
      if (!run.value().complete || !frame.complete()) qFatal("not complete");
      return frame;
    };
    const render::Frame here = rendered(EngineKind::StdThread);
    const render::Frame there = rendered(EngineKind::Loopback);
    QVERIFY(std::ranges::equal(here.counts(), there.counts()));
    QVERIFY(std::ranges::equal(here.smooth(), there.smooth()));
    QVERIFY(std::ranges::equal(here.distance(), there.distance()));
  }
  void enginesInOtherProcessesSendJPackedAndItIsTheSame() {
    const auto r = request(256, 200, 2, ViewKind::Balanced);
    const auto job = render::RenderJob::create(r).value();
    const engines::EngineInfo same = engines::loopbackEngine().info;
    engines::EngineInfo otherProcess = same;
    ++otherProcess.process;
    engines::EngineInfo otherHost = same;
    otherHost.host = "another host";
    const auto rendered = [&](const engines::EngineInfo& info, std::uint64_t& bytes) {
      engines::RemoteEngine engine = engines::loopbackEngine();
      engine.info = info;
      engines::Client client;
      client.addEngine(std::move(engine));
      render::Frame frame(256, {0, 200});
      const auto run = render::Renderer{client}.render(job, frame.rows(),
                                                       [&](const auto& tile, const auto& band) {
                                                         frame.add(tile);
                                                         bytes += band.task.travel.bytesReceived;
                                                       });
      if (!run || !frame.complete()) qFatal("not complete");
      return frame;
    };
    std::uint64_t plain = 0;
    const render::Frame frame = rendered(same, plain);
    QVERIFY(plain > 4 * 256 * 200);
    for (const auto& info : {otherProcess, otherHost}) {
      std::uint64_t packed = 0;
      QVERIFY(std::ranges::equal(rendered(info, packed).counts(), frame.counts()));
      QVERIFY2(2 * packed < plain, qPrintable(QString::number(packed)));
    }
  }
  void anEngineElsewhereBeginsAPictureWithTwoBands() {
    auto r = request(16, 40, 1, ViewKind::Balanced);
    r.engines.bandRows = 1;
    const auto job = render::RenderJob::create(r).value();
    const auto faults = std::make_shared<engines::LoopbackFaults>();
    engines::Client client;
    client.addEngine(engines::loopbackEngine(faults));
    faults->stall();
    const auto tiles = render::Renderer{client}.start(job, {0, 40});
    QTRY_COMPARE(tiles.records()[1].status, engines::TaskStatus::Running);
    QCOMPARE(tiles.records()[2].status, engines::TaskStatus::Queued);
    faults->resume();
    QVERIFY(tiles.wait(kPatience));
  }
  void aRenderOutlivesAllEnginesButOne_data() { addParallelKinds(); }
  void aRenderOutlivesAllEnginesButOne() {
    QFETCH(ViewKind, kind);
    auto r = request(64, 200, 4, kind);
    r.engines.bandRows = 1;
    const auto job = render::RenderJob::create(r).value();
    std::vector<std::shared_ptr<engines::LoopbackFaults>> faults;
    engines::Client client;
    for (int i = 0; i < 4; ++i) {
      faults.push_back(std::make_shared<engines::LoopbackFaults>());
      client.addEngine(engines::loopbackEngine(faults.back()));
    }
    render::Frame frame(64, {0, 200});
    int tiles = 0;
    const auto run =
        render::Renderer{client}.render(job, frame.rows(), [&](const auto& tile, const auto&) {
          frame.add(tile);
          if (++tiles % 10 == 0 && faults.size() > 1) {
            faults.back()->die();
            faults.pop_back();
          }
        });
    QVERIFY2(run.ok(), run ? "" : run.error().message.c_str());
    QVERIFY(run.value().complete && frame.complete());
    QCOMPARE(faults.size(), std::size_t{1});
    QTRY_COMPARE(client.size(), std::size_t{1});
    const render::Tile whole = job->computeBand({0, 200}, false, {}).front();
    QVERIFY(std::equal(frame.counts().begin(), frame.counts().end(), whole.counts.data()));
  }
  void anAnswerToWhatWasNotAskedIsNotTaken_data() { addParallelKinds(); }
  void anAnswerToWhatWasNotAskedIsNotTaken() {
    QFETCH(ViewKind, kind);
    auto r = request(64, 100, 1, kind);
    r.engines.bandRows = 10;
    const auto job = render::RenderJob::create(r).value();
    render::Frame frame(64, {0, 100});
    const auto run = render::Renderer{tests::repeatingClient()}.render(
        job, frame.rows(), [&](const auto& tile, const auto&) { frame.add(tile); });
    QVERIFY(!run && run.error().message.find("what it was not asked") != std::string::npos);
    QCOMPARE(frame.missingRows(), 90);
  }
  void anAnswerThatIsNoneCostsAnEngineAndNoPicture() {
    auto r = request(64, 100, 2, ViewKind::Balanced);
    const auto job = render::RenderJob::create(r).value();
    const auto faults = std::make_shared<engines::LoopbackFaults>();
    engines::Client client(1, EngineKind::Loopback);
    client.addEngine(engines::loopbackEngine(faults));
    faults->answerGarbage();
    render::Frame frame(64, {0, 100});
    const auto run = render::Renderer{client}.render(
        job, frame.rows(), [&](const auto& tile, const auto&) { frame.add(tile); });
    QVERIFY2(run.ok(), run ? "" : run.error().message.c_str());
    QVERIFY(run.value().complete && frame.complete());
  }
};

QTEST_GUILESS_MAIN(RenderEnginesTest)
#include "render_engines_test.moc"
