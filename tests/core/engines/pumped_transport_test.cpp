// SPDX-License-Identifier: GPL-3.0-or-later
// Engines elsewhere that need the thread which waits for an answer.
#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include <QTest>

#include "core/engines/client.h"
#include "core/engines/remote/call_server.h"
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
