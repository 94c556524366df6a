// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

#include "core/engines/client.h"

namespace fatou::ui {

// Gives the engines at work to those who compute, on any thread. Whoever starts engines that will
// be there in a moment calls expect() before, so that the others wait for them. Where several have
// called it, only the last call counts.
class EnginesAtWork {
 public:
  using Ticket = std::uint64_t;

  // Announces engines that will be there in a moment, or not at all.
  Ticket expect();
  // Says that they are there, or will not come: then the engines that were at work stay.
  void settle(Ticket ticket, std::optional<engines::Client> client);
  // Puts these engines to work, whatever else was expected.
  void set(engines::Client client) { settle(expect(), std::move(client)); }

  // The engines at work, maybe none. Waits for those that are expected, until a stop.
  engines::Client get(const std::stop_token& stop) const;

 private:
  mutable std::mutex m_mutex;
  mutable std::condition_variable_any m_settled;
  engines::Client m_client;
  Ticket m_last = 0;
  bool m_isExpecting = false;
};

}  // namespace fatou::ui
