// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/rank/engine_rank.h"

#include <chrono>
#include <string_view>
#include <utility>

#include "core/engines/remote/wire.h"

namespace fatou::mpi {

EngineRank::EngineRank(int ranks, Descriptor toHub, const Introduction& about) : m_mail(ranks) {
  m_mail.watch(m_answered.number());
  m_mail.connect(0, std::move(toHub));
  m_mail.sendFrame(0, FrameKind::Hello, toBytes(about));
}

bool EngineRank::run() {
  while (!m_isOver) {
    if (!m_mail.wait().empty()) drain(m_answered.number());
    while (auto frame = m_mail.receive()) take(std::move(*frame));
    if (m_mail.nextLost()) return false;  // the hub, and with it the client
    sendAnswers();
  }
  return m_isWhole && hasParted();
}

void EngineRank::take(Frame frame) {
  switch (frame.kind) {
    case FrameKind::Open:
      return open(frame.payload);
    case FrameKind::Close:
      return close();
    case FrameKind::Part:
      m_message += frame.payload;
      return;
    case FrameKind::Last:
      m_message += frame.payload;
      if (m_server) m_server->put(std::exchange(m_message, {}));
      m_message.clear();
      return;
    case FrameKind::Urgent:
      if (m_server) m_server->put(std::move(frame.payload));
      return;
    case FrameKind::Ping: {
      engines::Writer writer;
      writer.raw(frame.payload.data(), frame.payload.size());
      writeTo(writer, engines::Clock::now().time_since_epoch().count());
      return m_mail.sendFrame(0, FrameKind::Pong, std::move(writer).take());
    }
    case FrameKind::Bye:
      m_isOver = true;
      m_isWhole = frame.payload == "all";
      return m_mail.sendFrame(0, FrameKind::Bye);
    default:
      return;  // said by engines, not to them
  }
}

void EngineRank::open(const Bytes& id) {
  if (m_server) return;  // the seat is taken
  engines::Reader reader{std::string_view(id)};
  m_server = std::make_unique<engines::CallServer>(engines::readFrom<engines::EngineId>(reader));
  m_hasEnded = false;
  m_thread = std::thread([this] { work(); });
}

void EngineRank::close() {
  m_message.clear();
  if (m_server)
    m_server->close();  // the thread says when it has ended
  else
    m_mail.sendFrame(0, FrameKind::Closed);
}

void EngineRank::work() {
  while (auto answer = m_server->answerNext()) {
    {
      const std::scoped_lock lock(m_mutex);
      m_answers.push_back(std::move(*answer));
    }
    wake(m_answered.number());
  }
  const std::scoped_lock lock(m_mutex);
  m_hasEnded = true;
  wake(m_answered.number());
}

void EngineRank::sendAnswers() {
  std::deque<Bytes> answers;
  bool hasEnded = false;
  {
    const std::scoped_lock lock(m_mutex);
    answers.swap(m_answers);
    hasEnded = m_hasEnded;
  }
  for (Bytes& answer : answers) m_mail.sendMessage(0, std::move(answer));
  if (!hasEnded || !m_server) return;
  m_thread.join();
  m_server.reset();
  m_mail.sendFrame(0, FrameKind::Closed);
}

// Waits for a short time until the hub has what is on its way to it.
bool EngineRank::hasParted() {
  const auto until = std::chrono::steady_clock::now() + kFarewell;
  while (!m_mail.isAllSent() && std::chrono::steady_clock::now() < until) {
    if (!m_mail.wait().empty()) drain(m_answered.number());
    if (m_mail.nextLost()) return false;
  }
  return m_mail.isAllSent();
}

}  // namespace fatou::mpi
