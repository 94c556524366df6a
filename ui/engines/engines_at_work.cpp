// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engines/engines_at_work.h"

#include <utility>

namespace fatou::ui {

EnginesAtWork::Ticket EnginesAtWork::expect() {
  const std::scoped_lock lock(m_mutex);
  m_isExpecting = true;
  return ++m_last;
}

void EnginesAtWork::settle(Ticket ticket, std::optional<engines::Client> client) {
  {
    const std::scoped_lock lock(m_mutex);
    if (ticket != m_last) return;
    if (client) std::swap(m_client, *client);  // the old ones may end below, which takes a while
    m_isExpecting = false;
  }
  m_settled.notify_all();
}

engines::Client EnginesAtWork::get(const std::stop_token& stop) const {
  std::unique_lock lock(m_mutex);
  m_settled.wait(lock, stop, [this] { return !m_isExpecting; });
  return m_client;
}

}  // namespace fatou::ui
