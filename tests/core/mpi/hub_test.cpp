// SPDX-License-Identifier: GPL-3.0-or-later
// Tests of the hub. The test plays the client and the engines, and MPI does what the test says.
#include "core/mpi/rank/hub.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mpi.h>
#include <mutex>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include <QtTest>

#include "core/engines/wire/wire.h"
#include "core/mpi/introduction.h"
#include "core/mpi/meeting.h"
#include "tests/patience.h"

namespace fatou::mpi {
namespace {

using Said = std::tuple<FrameKind, int, std::string>;

// A hub of two engines that runs, and what the client and the engines do.
class Job {
 public:
  Job() = default;
  ~Job() { leave(); }  // the hub notices it

  const Hub& hub() const { return m_hub; }
  std::string folder() const { return m_folder.path().toStdString(); }
  bool hasEnded() const { return m_hasEnded; }
  bool isWhole() const { return m_isWhole; }

  // The client:
  void leave() { m_client.close(); }
  void say(FrameKind kind, int rank, Bytes payload = {}) {
    FrameWriter frames;
    frames.putFrame(kind, rank, std::move(payload));
    write(frames);
  }
  void sayMessage(int rank, Bytes message) {
    FrameWriter frames;
    frames.putMessage(rank, std::move(message));
    write(frames);
  }
  void sayBytes(const std::string& bytes) const {
    ::send(m_client.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }
  // Whether the client has received this so far.
  bool hasHeard(const Said& said) {
    readSome(m_reader, m_client.number(), [this](Frame frame) {
      m_heard.emplace_back(frame.kind, frame.rank, std::move(frame.payload));
    });
    return std::ranges::find(m_heard, said) != m_heard.end();
  }

  // An engine:
  Descriptor come(int rank) const {
    Descriptor bell = connectTo(Hub::path(folder()));
    greetHub(bell.number(), rank, m_hub.secrets());
    return bell;
  }
  static void tell(int rank, const Descriptor& bell, FrameKind kind, const std::string& bytes) {
    {
      const std::scoped_lock lock(pretendedMpiMutex);
      pretendedMpi.coming.push_back({.rank = rank, .tag = static_cast<int>(kind), .bytes = bytes});
    }
    ::send(bell.number(), "", 1, MSG_NOSIGNAL);
  }
  static bool wasTold(const Said& said) {
    const auto& [kind, rank, text] = said;
    const std::scoped_lock lock(pretendedMpiMutex);
    for (const auto& sent : pretendedMpi.sent)
      if (sent.tag == static_cast<int>(kind) && sent.rank == rank && sent.bytes == text)
        return true;
    return false;
  }

 private:
  void write(FrameWriter& frames) const {
    while (!frames.isEmpty() && writeSome(frames, m_client.number())) std::this_thread::yield();
  }

  const QTemporaryDir m_folder;
  const Descriptor m_listening = listenAt(folder() + "/hub");
  Hub m_hub{3, folder(), Introduction{}};
  Descriptor m_client = acceptOwn(m_listening.number());
  FrameReader m_reader{3};
  std::vector<Said> m_heard;
  std::atomic<bool> m_isWhole{false};
  std::atomic<bool> m_hasEnded{false};
  std::jthread m_thread{[this] {
    m_isWhole = m_hub.run();
    m_hasEnded = true;
  }};
};

// Whether the other end has closed it.
bool isOver(const Descriptor& socket) {
  std::array<char, 100> bytes{};
  return ::recv(socket.number(), bytes.data(), bytes.size(), MSG_DONTWAIT) == 0;
}

std::string bytesOf(std::uint64_t number) {
  engines::Writer writer;
  writeTo(writer, number);
  return std::move(writer).take();
}

}  // namespace

class HubTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { pretendedMpi = {}; }

  void framesGoBothWays() {
    using enum FrameKind;
    Job job;
    QTRY_VERIFY(job.hasHeard({Hello, 0, toBytes(Introduction{})}));
    const Descriptor engine = job.come(1);
    job.tell(1, engine, Hello, "who");
    QTRY_VERIFY(job.hasHeard({Hello, 1, "who"}));
    job.say(Open, 1, "id");
    QTRY_VERIFY(job.wasTold({Open, 1, "id"}));
    job.say(Urgent, 1, "stop");
    QTRY_VERIFY(job.wasTold({Urgent, 1, "stop"}));
    job.tell(1, engine, Part, "a");
    job.tell(1, engine, Last, "b");
    QTRY_VERIFY(job.hasHeard({Last, 1, "b"}));
    QVERIFY(job.hasHeard({Part, 1, "a"}));
  }

  void aPingIsAnsweredByTheRankThatItIsFor() {
    using enum FrameKind;
    Job job;
    const Descriptor engine = job.come(1);
    job.say(Ping, 0, "seven");
    QTRY_VERIFY(job.hasHeard({Pong, 0, "seven"}));
    job.say(Ping, 1, "eight");
    QTRY_VERIFY(job.wasTold({Ping, 1, "eight"}));
    job.tell(1, engine, Pong, "eight and more");
    QTRY_VERIFY(job.hasHeard({Pong, 1, "eight and more"}));
  }

  void theClientHearsHowMuchAnEngineHasTaken() {
    Job job;
    const Descriptor engine = job.come(2);
    const std::string message(takenAtOnceFor(3), 'x');
    job.sayMessage(2, message);
    QTRY_VERIFY(job.hasHeard({FrameKind::Taken, 2, bytesOf(message.size())}));
  }

  void anEngineWhoseSocketEndsIsLost() {
    Job job;
    { const Descriptor engine = job.come(1); }
    QTRY_VERIFY(job.hasHeard({FrameKind::Lost, 1, "its process has ended"}));
    job.say(FrameKind::Open, 1, "id");
    job.say(FrameKind::Ping, 0, "after it");
    QTRY_VERIFY(job.hasHeard({FrameKind::Pong, 0, "after it"}));
    QVERIFY(!job.wasTold({FrameKind::Open, 1, "id"}));
  }

  void anEngineThatIsDroppedHearsOfIt() {
    Job job;
    const Descriptor engine = job.come(1);
    job.say(FrameKind::Drop, 1);
    QTRY_VERIFY(isOver(engine));
  }

  void whoDoesNotKnowTheTokenIsSentAway() {
    Job job;
    const Descriptor stranger = connectTo(Hub::path(job.folder()));
    const std::string nonsense(sizeof(Greeting), 'x');
    QCOMPARE(::send(stranger.number(), nonsense.data(), nonsense.size(), MSG_NOSIGNAL),
             static_cast<ssize_t>(nonsense.size()));
    QTRY_VERIFY(isOver(stranger));
    QTRY_VERIFY(job.hasHeard({FrameKind::Notice, 0,
                              "somebody came to the hub of the engines who does not know the token "
                              "of this job, and was sent away"}));
  }

  void whereOneIsMissingNobodyWaitsForItAtTheEnd() {
    Job job;
    const Descriptor engine = job.come(1);
    job.say(FrameKind::Bye, 0);
    QTRY_VERIFY(job.hasEnded());
    QVERIFY(job.wasTold({FrameKind::Bye, 1, "not all"}));
    QVERIFY(!job.isWhole());
    QVERIFY(!job.hub().isClientDead());
  }

  void theEndComesOnceAllHaveSaidIt() {
    Job job;
    const Descriptor one = job.come(1);
    const Descriptor two = job.come(2);
    job.say(FrameKind::Bye, 0);
    QTRY_VERIFY(job.wasTold({FrameKind::Bye, 1, "all"}) && job.wasTold({FrameKind::Bye, 2, "all"}));
    job.tell(1, one, FrameKind::Last, "what nobody waits for");
    job.tell(1, one, FrameKind::Bye, "");
    job.tell(2, two, FrameKind::Bye, "");
    QTRY_VERIFY(job.hasEnded());  // also where it has given up waiting for them
    QVERIFY(!job.hub().isClientDead());
  }

  void aClientThatHasGoneEndsIt() {
    Job job;
    job.leave();
    QTRY_VERIFY(job.hasEnded());
    QVERIFY(job.hub().isClientDead());
    QVERIFY(!job.isWhole());
  }

  void aClientThatSaysWhatNobodyUnderstandsEndsIt() {
    Job job;
    job.sayBytes(std::string(100, '\xFF'));
    QTRY_VERIFY(job.hasEnded());
    QVERIFY(job.hub().isClientDead());
  }
};

}  // namespace fatou::mpi

QTEST_GUILESS_MAIN(fatou::mpi::HubTest)
#include "hub_test.moc"
