// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/engine_source.h"

#include "core/engines/tasks/errors.h"

namespace fatou::engines {

Client EngineSource::start(int engines, const std::stop_token& stop) const {
  Client client;
  m_add(client, engines, stop);
  return client;
}

Client EngineSource::startAtMost(int engines, const std::stop_token& stop) const {
  Client client = start(1, stop);
  try {
    for (int i = 1; i < engines; ++i) m_add(client, 1, stop);
  } catch (const EngineError&) {
    return client;  // with those there are
  }
  return client;
}

}  // namespace fatou::engines
