// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/rank/hub.h"

#include <chrono>
#include <cstdint>
#include <utility>

#include "core/engines/wire/wire.h"
#include "core/mpi/host_socket.h"

namespace fatou::mpi {
namespace {

// The hub takes nothing from engines while so many bytes wait for the client to read them, as it
// would need memory for all that they send.
constexpr std::size_t kMostUnread = 8 * 1024 * 1024;

// The hub passes on so many frames before it reads the client again, which may want to stop a task.
constexpr int kMostAtOnce = 32;

}  // namespace

Hub::Hub(int ranks, const std::string& folder, const Introduction& about)
    : m_ranks(ranks),
      m_listening(listenAt(path(folder))),
      m_client(connectTo(folder + "/hub")),
      m_fromClient(ranks),
      m_mail(ranks) {
  m_mail.watch(m_listening.number());
  m_mail.watch(m_client.number());
  m_toClient.putFrame(FrameKind::Hello, 0, toBytes(about));
}

HubAddress Hub::openToOtherHosts() {
  m_listeningToHosts = listenToHosts();
  m_mail.watch(m_listeningToHosts.number());
  return hubAddress(addressesHere(), portOf(m_listeningToHosts.number()));
}

bool Hub::run() {
  writeClient();
  while (!m_isOver && !m_isClientDead) {
    for (const int descriptor : m_mail.wait()) look(descriptor);
    passOn();
    writeClient();
  }
  return !m_isClientDead && sayBye();
}

void Hub::look(int descriptor) {
  if (descriptor == m_listening.number()) {
    expect(acceptOwn(descriptor));
  } else if (descriptor == m_listeningToHosts.number()) {
    expect(acceptFromHost(descriptor));
  } else if (m_arrivals.holds(descriptor)) {
    welcome(descriptor);
  } else if (descriptor == m_client.number()) {
    try {
      const auto sink = [this](Frame frame) { take(std::move(frame)); };
      if (!readSome(m_fromClient, descriptor, sink)) m_isClientDead = true;
    } catch (const engines::WireError&) {
      m_isClientDead = true;  // it counts as dead
    }
  }
}

void Hub::expect(Descriptor come) {
  if (const auto number = m_arrivals.add(std::move(come))) m_mail.watch(*number);
}

void Hub::welcome(int descriptor) {
  auto arrival = m_arrivals.read(descriptor, m_ranks);
  if (!arrival || m_mail.isConnected(arrival->rank)) return;
  m_mail.forget(descriptor);
  m_mail.connect(arrival->rank, std::move(arrival->socket));
}

void Hub::take(Frame frame) {
  if (frame.kind == FrameKind::Bye) {
    m_isOver = true;
  } else if (frame.kind == FrameKind::Ping && frame.rank == 0) {
    m_toClient.putFrame(FrameKind::Pong, 0, std::move(frame.payload));
  } else if (frame.kind == FrameKind::Drop) {
    m_mail.disconnect(frame.rank);
  } else if (frame.rank > 0) {
    m_mail.sendFrame(frame.rank, frame.kind, std::move(frame.payload));
  }
}

void Hub::passOn() {
  for (int left = kMostAtOnce; left > 0 && m_toClient.size() < kMostUnread; --left) {
    auto frame = m_mail.receive();
    if (!frame) break;
    if (frame->kind == FrameKind::Pong)
      m_toClient.putFirst(frame->kind, frame->rank, std::move(frame->payload));
    else
      m_toClient.putFrame(frame->kind, frame->rank, std::move(frame->payload));
  }
  while (const auto taken = m_mail.nextTaken()) {
    engines::Writer bytes;
    writeTo(bytes, std::uint64_t{taken->bytes});
    m_toClient.putFirst(FrameKind::Taken, taken->rank, std::move(bytes).take());
  }
  while (const auto rank = m_mail.nextLost())
    m_toClient.putFrame(FrameKind::Lost, *rank, "its process has ended");
  while (auto notice = m_arrivals.nextNotice())
    m_toClient.putFrame(FrameKind::Notice, 0, std::move(*notice));
}

void Hub::writeClient() {
  if (!writeSome(m_toClient, m_client.number())) m_isClientDead = true;
  if (m_isWriting != m_toClient.hasNext()) {
    m_isWriting = m_toClient.hasNext();
    m_mail.watch(m_client.number(), m_isWriting);
  }
}

bool Hub::sayBye() {
  const bool isWhole = isEverybodyThere();
  m_mail.forget(m_client.number());  // it says nothing more, and its end would only wake this rank
  m_mail.forget(m_listening.number());
  if (m_listeningToHosts.isOpen()) m_mail.forget(m_listeningToHosts.number());
  for (int rank = 1; rank < m_ranks; ++rank)
    m_mail.sendFrame(rank, FrameKind::Bye, isWhole ? "all" : "not all");
  int missing = isWhole ? m_ranks - 1 : 0;
  const auto until = std::chrono::steady_clock::now() + kFarewell;
  while ((missing > 0 || !m_mail.isAllSent()) && std::chrono::steady_clock::now() < until) {
    m_mail.wait();
    while (const auto frame = m_mail.receive())  // what nobody waits for any more, and then Bye
      if (frame->kind == FrameKind::Bye) --missing;
    if (m_mail.nextLost()) return false;
  }
  return isWhole && missing == 0 && m_mail.isAllSent();
}

bool Hub::isEverybodyThere() const {
  for (int rank = 1; rank < m_ranks; ++rank)
    if (!m_mail.isConnected(rank)) return false;
  return true;
}

}  // namespace fatou::mpi
