// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "core/engines/client.h"
#include "core/engines/remote/call_server.h"
#include "core/engines/remote/transport.h"

namespace fatou::tests {

// An engine that gives its first answer to all that it is asked: bytes that are sound, and wrong.
class RepeatingTransport final : public engines::Transport {
 public:
  ~RepeatingTransport() override {
    if (m_server) m_server->close();
    if (m_thread.joinable()) m_thread.join();
  }

  void open(engines::EngineId id, Receiver& receiver) override {
    m_server = std::make_unique<engines::CallServer>(id);
    m_thread = std::thread([this, &receiver] { work(receiver); });
  }
  void send(engines::Bytes message) noexcept override { m_server->put(std::move(message)); }

 private:
  // The bytes at the beginning of an answer: the kind of message and the call's number.
  static constexpr std::size_t kHead = 9;

  void work(Receiver& receiver) {
    std::optional<engines::Bytes> first;
    while (const auto answer = m_server->answerNext()) {
      if (!first) first = *answer;
      receiver.received(answer->substr(0, kHead) + first->substr(kHead));
    }
  }

  std::unique_ptr<engines::CallServer> m_server;
  std::thread m_thread;
};

// A client of that engine alone.
inline engines::Client repeatingClient() {
  engines::Client client;
  client.addEngine({.transport = std::make_unique<RepeatingTransport>(),
                    .info = engines::engineInfoHere("repeating")});
  return client;
}

}  // namespace fatou::tests
