// SPDX-License-Identifier: GPL-3.0-or-later
// What many tests would each compile for themselves.
#include "test_tasks.h"

namespace fatou::engines {

template class ItemSet<int>;
template class AsyncResult<int, Each>;
template class AsyncResult<int, Single>;

BusyEngine::BusyEngine(const Client& client, EngineId id)
    : m_result(client[id].applyAsync(KeepBusy{m_started, m_gate.pass()})) {
  m_started->wait();
}

}  // namespace fatou::engines
