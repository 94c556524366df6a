// SPDX-License-Identifier: GPL-3.0-or-later
// Engines elsewhere that need the thread which waits for an answer.
#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <QTest>

#include "core/engines/client.h"
#include "core/engines/remote/call_server.h"
#include "core/engines/tasks/call_table.h"
#include "core/engines/tasks/errors.h"
#include "loopback_engines.h"
#include "tests/patience.h"

namespace fatou::engines {
namespace {

// One that has no thread. While it is held up its calls are not done.
class PumpedTransport final : public Transport {
 public:
  struct Shared {
    std::mutex mutex;
    std::condition_variable wake;
    bool isHeldUp = false;
    bool dies = false;  // at the next call
    Clock::time_point until = Clock::time_point::max();
  };
  explicit PumpedTransport(std::shared_ptr<Shared> shared) : m_shared(std::move(shared)) {}

  void open(EngineId id, Receiver& receiver) override {
    m_server = std::make_unique<CallServer>(id);
    m_receiver = &receiver;
  }
  void send(Bytes message) noexcept override { m_server->put(std::move(message)); }
  bool isPumped() const override { return true; }
  bool pump() override {
    {
      std::unique_lock lock(m_shared->mutex);
      while (m_shared->isHeldUp && Clock::now() < m_shared->until) {
        if (m_shared->until == Clock::time_point::max())
          m_shared->wake.wait(lock);
        else
          m_shared->wake.wait_until(lock, m_shared->until);
      }
      if (Clock::now() >= m_shared->until) return false;
    }
    if (m_shared->dies) {
      m_receiver->lost("it died");
      return false;
    }
    m_server->beginWaiting(4);
    m_receiver->received(*m_server->answerNext());
    return true;
  }
  void stopPumpingAt(Clock::time_point time) noexcept override {
    const std::scoped_lock lock(m_shared->mutex);
    m_shared->until = std::min(m_shared->until, time);
    m_shared->wake.notify_all();
  }

 private:
  const std::shared_ptr<Shared> m_shared;
  std::unique_ptr<CallServer> m_server;
  Receiver* m_receiver = nullptr;
};

// A function whose calls can be begun before their turn, but for those of odd numbers. It notes
// what is begun, +x, and what is done, -x, on the one thread of an engine.
std::vector<int> g_noted;
struct Early {
  int factor = 1;
  static constexpr auto kFields = std::tuple(&Early::factor);

  int operator()(Engine&, int x) const {
    g_noted.push_back(-x);
    return x == 8 ? throw std::runtime_error("eight") : factor * x;
  }
  std::optional<Begun<int>> begin(int x) const {
    if (x == 6) throw std::runtime_error("six");
    if (x % 2 != 0) return std::nullopt;
    g_noted.push_back(x);
    const auto finish = [early = *this, x](Engine& engine) { return early(engine, x); };
    return Begun<int>{.finish = finish, .stop = [] {}};
  }
};

// Notes how long a text is that was read before its turn.
struct EarlyText {
  std::size_t operator()(const std::string& text) const { return text.size(); }
  std::optional<Begun<std::size_t>> begin(const std::string& text) const {
    g_noted.push_back(static_cast<int>(text.size()));
    return std::nullopt;
  }
};

struct PumpedClient {
  explicit PumpedClient(int engines) {
    for (int i = 0; i < engines; ++i) {
      shared.push_back(std::make_shared<PumpedTransport::Shared>());
      client.addEngine({.transport = std::make_unique<PumpedTransport>(shared.back())});
    }
  }

  std::vector<std::shared_ptr<PumpedTransport::Shared>> shared;
  Client client;
};

}  // namespace

class PumpedTransportTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void callsAreDoneOnTheThreadThatWaits() {
    const PumpedClient engines(2);
    QCOMPARE(engines.client.directView().mapSync(kSquare, upTo(100)), squares(100));
    QCOMPARE(engines.client.loadBalancedView().with({.chunkSize = 1}).mapSync(kSquare, upTo(1000)),
             squares(1000));
  }

  void callsAreBegunBeforeTheirTurnAndOvertakeNone() {
    g_noted.clear();
    const PumpedClient engines(1);
    const std::vector<int> items{1, 2, 4, 6, 8, 10, 3, 12};
    const auto result = engines.client.directView().mapAsync(Early{10}, items);
    QVERIFY(result.wait(tests::kPatience));
    const auto outcomes = result.get(kReturnExceptions);
    for (std::size_t i = 0; i < items.size(); ++i) {
      QCOMPARE(outcomes[i].ok(), items[i] != 6 && items[i] != 8);
      if (outcomes[i].ok()) QCOMPARE(outcomes[i].value(), 10 * items[i]);
    }
    std::vector<int> done;
    std::copy_if(g_noted.begin(), g_noted.end(), std::back_inserter(done),
                 [](int x) { return x < 0; });
    QCOMPARE(done, (std::vector<int>{-1, -2, -4, -8, -10, -3, -12}));
    // What comes after one that could not be begun waits for it.
    const auto at = [](int x) { return std::ranges::find(g_noted, x) - g_noted.begin(); };
    QVERIFY(at(2) > at(-1) && at(8) > at(-4) && at(12) > at(-3));
  }

  void longCallsAreReadInTheirTurnAlone() {
    g_noted.clear();
    const PumpedClient engines(1);
    for (const std::size_t size : {std::size_t{10}, std::size_t{100'000}})
      QCOMPARE(engines.client[0].applySync(EarlyText{}, std::string(size, 'x')), size);
    QCOMPARE(g_noted, std::vector<int>{10});
  }

  void aTaskThatRunsIsStopped() {
    const PumpedClient engines(1);
    const auto result = engines.client[0].applyAsync(kRunUntilStopped);
    result.cancel();
    QVERIFY(result.wait(tests::kPatience));
  }

  void oneThatDiesLosesTheCallItWasDoing() {
    const PumpedClient engines(2);
    engines.shared[0]->dies = true;
    const auto lost = engines.client[0].applyAsync(kSquare, 2);
    QVERIFY(lost.wait(tests::kPatience));
    QVERIFY_THROWS_EXCEPTION(EngineError, static_cast<void>(lost.get()));
    QCOMPARE(engines.client.ids(), std::vector<EngineId>{1});
    QCOMPARE(engines.client.loadBalancedView().mapSync(kSquare, upTo(50)), squares(50));
  }

  void oneThatIsCutOffIsNotWaitedFor() {
    const PumpedClient engines(1);
    engines.shared[0]->isHeldUp = true;
    const auto result = engines.client[0].applyAsync(kSquare, 3);
    engines.client.cluster().cutOff(0);
    QVERIFY(result.wait(tests::kPatience));
    QVERIFY_THROWS_EXCEPTION(EngineError, static_cast<void>(result.get()));
  }
};

}  // namespace fatou::engines

QTEST_GUILESS_MAIN(fatou::engines::PumpedTransportTest)
#include "pumped_transport_test.moc"
