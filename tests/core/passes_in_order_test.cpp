// SPDX-License-Identifier: GPL-3.0-or-later
// Passes whose tiles come in any order.
#include "core/render/passes_in_order.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <future>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>

#include <QTest>

#include "core/engines/remote/loopback.h"
#include "tests/patience.h"

using namespace fatou;
using render::PassesInOrder;

namespace {

// What the sinks are told, one word after the other: "begun 2", "tile 4/0", "done 4".
struct Told {
  std::string words{};
  std::stop_source stop{};
  std::string stopAt{};  // one of these words

  void say(const std::string& word) {
    words += words.empty() ? word : ", " + word;
    if (word == stopAt) stop.request_stop();
  }
  render::ProgressSinks sinks() {
    return {.tile =
                [this](const render::Tile& tile, const render::BandRecord& band) {
                  say("tile " + std::to_string(tile.sampling.cell()) + "/" +
                      std::to_string(band.task.id));
                },
            .passBegun = [this](std::size_t bands) { say("begun " + std::to_string(bands)); },
            .passDone = [this](std::int32_t stride) { say("done " + std::to_string(stride)); },
            .planned = {}};
  }
};

// The sampling of a pass, the coarsest of which is the first.
void take(PassesInOrder& order, std::int32_t stride, std::uint64_t id, bool isFirst = false) {
  render::Tile tile;
  tile.sampling =
      isFirst ? render::Sampling{.strideX = stride, .strideY = stride}
              : render::Sampling{
                    .strideX = 2 * stride, .strideY = 2 * stride, .phaseX = stride, .phaseY = 0};
  render::BandRecord band;
  band.task.id = id;
  order.take(tile, band);
}

struct Counts {
  std::atomic<std::size_t> calls = 0;
  std::atomic<std::size_t> answers = 0;
};

// Counts what goes to an engine and comes back.
class CountingTransport final : public engines::Transport, private engines::Transport::Receiver {
 public:
  CountingTransport(std::unique_ptr<engines::Transport> transport, std::shared_ptr<Counts> counts)
      : m_counts(std::move(counts)), m_transport(std::move(transport)) {}

  void open(engines::EngineId id, engines::Transport::Receiver& receiver) override {
    m_receiver = &receiver;
    m_transport->open(id, *this);
  }
  void send(engines::Bytes message) noexcept override {
    m_transport->send(std::move(message));
    ++m_counts->calls;
  }

 private:
  void received(engines::Bytes message) override {
    m_receiver->received(std::move(message));
    ++m_counts->answers;
  }
  void lost(std::string why) override { m_receiver->lost(std::move(why)); }

  engines::Transport::Receiver* m_receiver = nullptr;
  const std::shared_ptr<Counts> m_counts;
  const std::unique_ptr<engines::Transport> m_transport;  // last: it calls what is above
};

// An engine that answers nothing yet.
struct StalledEngine {
  explicit StalledEngine(engines::Client& client) {
    faults->stall();
    engines::RemoteEngine engine = engines::loopbackEngine(faults);
    engine.transport = std::make_unique<CountingTransport>(std::move(engine.transport), counts);
    client.addEngine(std::move(engine));
  }

  std::shared_ptr<engines::LoopbackFaults> faults = std::make_shared<engines::LoopbackFaults>();
  std::shared_ptr<Counts> counts = std::make_shared<Counts>();
};

render::RenderRequest request() {
  render::RenderRequest r{.picture = {.width = 96, .height = 64},
                          .engines = {.count = 2, .viewKind = render::ViewKind::Balanced}};
  r.picture.place.c = julia::parseComplex("-0.123+0.745i").value();
  r.picture.place.view = julia::CentreView{.centre = julia::parseComplex("0.01,0.02").value(),
                                           .radius = julia::Decimal::parse("1.3").value()};
  r.engines.bandRows = 4;
  return r;
}

}  // namespace

class PassesInOrderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void tilesThatComeInOrderAreHandedOnAtOnce() {
    Told told;
    const auto sinks = told.sinks();
    PassesInOrder order({{4, 2}, {2, 1}}, sinks, told.stop.get_token());
    order.begin();
    QCOMPARE(told.words, std::string("begun 2"));
    take(order, 4, 1, true);
    QCOMPARE(told.words, std::string("begun 2, tile 4/1"));
    take(order, 4, 0, true);
    QCOMPARE(told.words, std::string("begun 2, tile 4/1, tile 4/0, done 4, begun 1"));
    take(order, 2, 2);
    QCOMPARE(told.words,
             std::string("begun 2, tile 4/1, tile 4/0, done 4, begun 1, tile 2/2, done 2"));
  }
  void tilesThatComeTooEarlyAreKeptForTheirTurn() {
    Told told;
    const auto sinks = told.sinks();
    PassesInOrder order({{4, 1}, {2, 2}, {1, 2}}, sinks, told.stop.get_token());
    order.begin();
    take(order, 1, 4);
    take(order, 2, 2);
    take(order, 1, 3);
    take(order, 2, 1);
    QCOMPARE(told.words, std::string("begun 1"));
    take(order, 4, 0, true);  // the last one: all of the others follow
    QCOMPARE(told.words,
             std::string("begun 1, tile 4/0, done 4, begun 2, tile 2/2, tile 2/1, done 2, "
                         "begun 2, tile 1/4, tile 1/3, done 1"));
  }
  void afterAStopNothingIsHandedOn() {
    for (const char* at : {"tile 4/0", "done 4", "begun 2", "tile 2/2"}) {
      Told told;
      told.stopAt = at;
      const auto sinks = told.sinks();
      PassesInOrder order({{4, 1}, {2, 2}}, sinks, told.stop.get_token());
      order.begin();
      take(order, 2, 2);
      take(order, 4, 0, true);
      take(order, 2, 1);
      QVERIFY2(told.words.ends_with(at), told.words.c_str());
    }
  }
  void anEngineDoesNotWaitForThePassOfAnother() {
    engines::Client client;
    const StalledEngine first(client);
    const StalledEngine second(client);
    std::atomic<std::size_t> coarse = 0;  // bands of the first pass
    std::atomic<bool> isFirstDone = false;
    const render::ProgressSinks sinks{
        .tile = [](const render::Tile&, const render::BandRecord&) {},
        .passBegun = [&](std::size_t bands) { coarse = coarse == 0 ? bands : coarse.load(); },
        .passDone = [&](std::int32_t) { isFirstDone = true; },
        .planned = {}};
    const auto job = render::RenderJob::create(request()).value();
    auto run = std::async(std::launch::async, [&] {
      return render::renderProgressively(render::Renderer{client}, job,
                                         {.known = {}, .coarsest = 4}, sinks);
    });
    const auto waitFor = [](const auto& isSo) { return QTest::qWaitFor(isSo, tests::kPatienceMs); };
    // Each has a band of the first pass. The first engine's is kept back, and with it the end of
    // the pass.
    const bool wereAsked =
        waitFor([&] { return first.counts->calls > 0 && second.counts->calls > 0; });
    second.faults->resume();
    const bool wentOn = waitFor([&] { return second.counts->answers > coarse; });
    const bool wasDone = isFirstDone;
    first.faults->resume();
    const auto record = run.get();
    QVERIFY(wereAsked && wentOn);
    QVERIFY(coarse > 1);
    QVERIFY(!wasDone);
    QVERIFY(record.ok() && record.value().complete);
    QVERIFY(std::ranges::is_sorted(record.value().bands, std::ranges::greater{},
                                   &render::BandRecord::cell));
  }
  void theRunBeginsBeforeItsPassesArePlanned() {
    const engines::Client client(2);
    engines::Clock::time_point planned{};
    const render::ProgressSinks sinks{
        .tile = [](const render::Tile&, const render::BandRecord&) {},
        .passBegun = [](std::size_t) {},
        .passDone = [](std::int32_t) {},
        .planned = [&](const render::PlannedWork&) { planned = engines::Clock::now(); }};
    const auto job = render::RenderJob::create(request()).value();
    const auto run = render::renderProgressively(render::Renderer{client}, job,
                                                 {.known = {}, .coarsest = 4}, sinks);
    QVERIFY(run.ok() && run.value().complete);
    QVERIFY(run.value().started <= planned && planned <= run.value().finished);
  }
};

QTEST_GUILESS_MAIN(PassesInOrderTest)
#include "passes_in_order_test.moc"
