// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/rank/hub.h"

#include <chrono>
#include <utility>

#include "core/mpi/host_socket.h"

namespace fatou::mpi {
namespace {

// No more is taken from engines while the client has so much to read.
constexpr std::size_t kMostUnread = 64 * 1024 * 1024;

constexpr std::chrono::seconds kFarewell{1};

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
      m_isClientDead = true;  // as good as dead
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
  while (m_toClient.size() < kMostUnread) {
    auto frame = m_mail.receive();
    if (!frame) break;
    m_toClient.putFrame(frame->kind, frame->rank, std::move(frame->payload));
  }
  while (const auto rank = m_mail.nextLost())
    m_toClient.putFrame(FrameKind::Lost, *rank, "its process has ended");
}

void Hub::writeClient() {
  if (!writeSome(m_toClient, m_client.number())) m_isClientDead = true;
  if (m_isWriting == m_toClient.isEmpty()) {
    m_isWriting = !m_toClient.isEmpty();
    m_mail.watch(m_client.number(), m_isWriting);
  }
}

bool Hub::sayBye() {
  bool isWhole = true;
  for (int rank = 1; rank < m_ranks; ++rank) isWhole = isWhole && m_mail.isConnected(rank);
  for (int rank = 1; rank < m_ranks; ++rank)
    m_mail.sendFrame(rank, FrameKind::Bye, isWhole ? "all" : "not all");
  const auto until = std::chrono::steady_clock::now() + kFarewell;
  while (!m_mail.isAllSent() && std::chrono::steady_clock::now() < until) m_mail.wait();
  return isWhole && m_mail.isAllSent();
}

}  // namespace fatou::mpi
