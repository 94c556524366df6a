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

// Where those who compute find the engines at work, on any thread. Who starts engines that will be
// there at once says so before: others wait for them then. Of several who do, the last one counts.
class EnginesAtWork {
 public:
  using Ticket = std::uint64_t;

  // Engines are on their way, and will be there in a moment or not at all.
  Ticket expect();
  // They are there, or will not come, which leaves those that are.
  void settle(Ticket ticket, std::optional<engines::Client> client);
  // These are at work, whatever else was expected.
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
