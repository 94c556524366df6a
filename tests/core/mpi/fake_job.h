// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <poll.h>
#include <string>
#include <string_view>
#include <thread>
#include <unistd.h>
#include <utility>

#include "core/engines/remote/call_server.h"
#include "core/engines/wire/wire.h"
#include "core/mpi/introduction.h"
#include "core/mpi/launch_command.h"
#include "core/mpi/socket.h"

// A client takes a process that runs a FakeJob for an mpirun and its hub. It does without MPI what
// a job does, with threads for engines, or fails as it is told to.
namespace fatou::mpi {

// A descriptor that a test leaves open for processes that it starts.
inline constexpr int kStrayDescriptor = 700;

// The beginning of a fault that ends with the name of a file: host b is gone once the file is
// there, which the first call makes.
inline constexpr std::string_view kHostGoes = "host b goes: ";
// The beginning of the fault that does so with all hosts.
inline constexpr std::string_view kAllHostsGo = "all hosts go: ";

class FakeJob {
 public:
  FakeJob(int ranks, const std::string& folder, std::string fault)
      : m_ranks(ranks),
        m_fault(std::move(fault)),
        m_client(connectTo(folder + "/hub")),
        m_reader(ranks) {}

  // Runs until the client says that the job is over, or has ended.
  [[noreturn]] void run() {
    for (int rank = 0; rank < m_ranks; ++rank) introduce(rank);
    for (;;) {
      pollfd news{.fd = m_client.number(), .events = POLLIN, .revents = 0};
      ::poll(&news, 1, -1);
      if (!readSome(m_reader, m_client.number(), [this](Frame frame) { take(std::move(frame)); }))
        std::_Exit(EXIT_SUCCESS);
    }
  }

 private:
  struct Rank {
    std::unique_ptr<engines::CallServer> server{};
    std::thread thread{};
    Bytes message{};
    std::size_t taken = 0;  // bytes of messages, not yet reported
  };

  bool has(std::string_view fault) const { return m_fault == fault; }

  void introduce(int rank) {
    if (rank == m_ranks - 1 && has("one is late")) return;
    Introduction about = introductionHere(has("alone") ? 1 : m_ranks, "a SIMD target");
    if (has("another version")) about.functions ^= 1;
    send(FrameKind::Hello, rank, toBytes(about));
    if (rank == 0 && has("sends somebody away")) send(FrameKind::Notice, 0, "somebody came");
    if (rank > 0 && has("comes twice")) send(FrameKind::Hello, rank, toBytes(about));
    if (rank > 0 && has("answers unasked")) send(FrameKind::Last, rank, "an answer");
  }

  void take(Frame frame) {
    if (frame.kind == FrameKind::Bye) std::_Exit(EXIT_SUCCESS);
    if (frame.rank == 0) {
      if (frame.kind == FrameKind::Ping) send(FrameKind::Pong, 0, std::move(frame.payload));
      return;
    }
    if (frame.kind == FrameKind::Drop) send(FrameKind::Lost, frame.rank, "it was dropped");
    if (frame.rank == 1 && has("one is deaf") && frame.kind != FrameKind::Open) return;
    takeAs(m_engines[frame.rank], std::move(frame));
  }

  void takeAs(Rank& engine, Frame frame) {
    if (isPiece(frame.kind)) gather(engine, frame);
    if (frame.kind == FrameKind::Urgent && engine.server)
      engine.server->put(std::move(frame.payload));
    else if (frame.kind == FrameKind::Ping)
      answer(frame);
    else if (frame.kind == FrameKind::Open)
      open(engine, frame);
    else if (frame.kind == FrameKind::Close)
      close(engine, frame.rank);
    else if (frame.kind == FrameKind::Last && engine.server)
      engine.server->put(std::exchange(engine.message, {}));
  }

  void gather(Rank& engine, const Frame& frame) {
    if (has("one ends")) return send(FrameKind::Lost, frame.rank, "its process has ended");
    failAtCall();
    engine.message += frame.payload;
    engine.taken += frame.payload.size();
    if (engine.taken < takenAtOnceFor(m_ranks)) return;
    engines::Writer writer;
    writeTo(writer, std::uint64_t{std::exchange(engine.taken, std::size_t{0})});
    send(FrameKind::Taken, frame.rank, std::move(writer).take());
  }

  // Answers a ping with what it holds, and the clock.
  void answer(const Frame& ping) {
    engines::Writer writer;
    writer.raw(ping.payload.data(), ping.payload.size());
    writeTo(writer, engines::Clock::now().time_since_epoch().count());
    send(FrameKind::Pong, ping.rank, std::move(writer).take());
  }

  void failAtCall() {
    if (has("dies")) std::_Exit(EXIT_FAILURE);
    for (const std::string_view fault : {kHostGoes, kAllHostsGo}) {
      if (!m_fault.starts_with(fault)) continue;
      std::ofstream(m_fault.substr(fault.size())) << "gone";
      std::_Exit(EXIT_FAILURE);
    }
    if (has("stops")) ::raise(SIGSTOP);
    if (!has("sends garbage")) return;
    const std::string garbage(100, '\xFF');
    static_cast<void>(!::write(m_client.number(), garbage.data(), garbage.size()));
  }

  void open(Rank& engine, const Frame& frame) {
    const int last = m_ranks - 1;
    if (frame.rank == 1 && last > 1 && has("the last ends early"))
      send(FrameKind::Lost, last, "early");
    engines::Reader reader{std::string_view(frame.payload)};
    engine.server =
        std::make_unique<engines::CallServer>(engines::readFrom<engines::EngineId>(reader));
    engine.thread = std::thread([this, &engine, rank = frame.rank] {
      while (auto answer = engine.server->answerNext()) sendMessage(rank, std::move(*answer));
    });
  }

  void close(Rank& engine, int rank) {
    engine.message.clear();
    if (engine.server) {
      engine.server->close();
      engine.thread.join();
      engine.server.reset();
    }
    send(FrameKind::Closed, rank, {});
  }

  void send(FrameKind kind, int rank, Bytes payload) {
    const std::scoped_lock lock(m_mutex);
    m_writer.putFrame(kind, rank, std::move(payload));
    writeAll();
  }
  void sendMessage(int rank, Bytes message) {
    const std::scoped_lock lock(m_mutex);
    m_writer.putMessage(rank, std::move(message));
    writeAll();
  }
  void writeAll() {
    while (!m_writer.isEmpty()) {
      if (!writeSome(m_writer, m_client.number())) std::_Exit(EXIT_SUCCESS);
      pollfd room{.fd = m_client.number(), .events = POLLOUT, .revents = 0};
      ::poll(&room, 1, -1);
    }
  }

  const int m_ranks;
  const std::string m_fault;
  const Descriptor m_client;
  FrameReader m_reader;
  std::mutex m_mutex;
  FrameWriter m_writer;
  std::map<int, Rank> m_engines;
};

// Plays an mpirun that does not come to the client: it writes something and ends, or goes on for
// ever.
inline void speakInstead(std::string_view fault) {
  if (fault == "says why") {
    std::puts("-----\nthe moon is full\n-----");
  } else if (fault == "cannot reach b") {
    std::puts("ssh: connect to host b port 22: No route to host");
  } else if (fault == "says what is open") {
    std::puts(::fcntl(kStrayDescriptor, F_GETFD) < 0 ? "closed" : "open");
  } else if (fault == "says too much") {
    while (std::puts("x") >= 0) continue;
  } else if (fault == "says nothing") {
    for (;;) ::pause();
  } else {
    return;
  }
  std::fflush(stdout);
  std::_Exit(EXIT_FAILURE);
}

// The argument that follows this word on a command line, or the `behind`-th one after it; empty
// where there is none.
inline std::string wordAfter(int argc, char** argv, std::string_view word, int behind = 1) {
  for (int i = 1; i + behind < argc; ++i)
    if (argv[i] == word) return argv[i + behind];
  return {};
}

// Whether main() has been called as a job: with `mpirun [-hosts HOSTS] -n RANKS PROGRAM
// --engine-rank FOLDER FAULT`, and more between these.
inline bool isFakeJob(int argc, char** argv) {
  return !wordAfter(argc, argv, kRankArgument).empty();
}

[[noreturn]] inline void runFakeJob(int argc, char** argv) {
  std::string fault = wordAfter(argc, argv, kRankArgument, 2);
  if (fault.starts_with(kHostGoes)) {
    if (wordAfter(argc, argv, "-hosts").find(",b:") == std::string::npos)
      fault = "none";
    else if (std::ifstream(fault.substr(kHostGoes.size())).is_open())
      fault = "cannot reach b";
  }
  if (fault.starts_with(kAllHostsGo) && std::ifstream(fault.substr(kAllHostsGo.size())).is_open())
    fault = "cannot reach b";
  speakInstead(fault);
  FakeJob(std::stoi(wordAfter(argc, argv, "-n")), wordAfter(argc, argv, kRankArgument), fault)
      .run();
}

}  // namespace fatou::mpi
