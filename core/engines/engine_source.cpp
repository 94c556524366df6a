// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/engine_source.h"

#include "core/engines/errors.h"

namespace fatou::engines {

Client EngineSource::start(int engines) const {
  Client client;
  m_add(client, engines);
  return client;
}

Client EngineSource::startAtMost(int engines) const {
  Client client = start(1);
  try {
    for (int i = 1; i < engines; ++i) m_add(client, 1);
  } catch (const EngineError&) {
    return client;  // with those there are
  }
  return client;
}

}  // namespace fatou::engines
