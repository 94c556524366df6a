// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <utility>

#include "core/engines/client.h"

namespace fatou::engines {

// Where engines come from. A program makes one, of the kind that its user chose, and passes it on:
// whoever needs engines asks for them here, and knows neither their kind nor how they are made.
// Copies are the same source; any thread may ask.
class EngineSource {
 public:
  // Adds that many engines to a client, or as many as there is room for where hosts have gone that
  // it had engines on; throws EngineError where they cannot be had, also soon after a stop, and has
  // added none then.
  using Add = std::function<void(Client& client, int engines, const std::stop_token& stop)>;

  // Engines that are threads of this process.
  EngineSource() : EngineSource(EngineKind::PoolThread) {}
  explicit EngineSource(EngineKind kind)
      : EngineSource([kind](Client& client, int engines) { client.addEngines(engines, kind); }) {}
  explicit EngineSource(Add add) : m_add(std::move(add)) {}
  // A source that adds engines at once, so that there is nothing to stop.
  explicit EngineSource(std::function<void(Client& client, int engines)> addAtOnce)
      : m_add([add = std::move(addAtOnce)](Client& client, int engines, const std::stop_token&) {
          add(client, engines);
        }) {}

  // Adds that many engines to a client which may have some, of whichever kind. Throws as Add does.
  void addTo(Client client, int engines, const std::stop_token& stop = {}) const {
    m_add(client, engines, stop);
  }

  // A client with that many engines of its own. Throws as Add does.
  Client start(int engines, const std::stop_token& stop = {}) const;

  // Up to `engines` of them, but at least one: as many as can be had. Throws as Add does where
  // there is none.
  Client startAtMost(int engines, const std::stop_token& stop = {}) const;

 private:
  Add m_add;
};

}  // namespace fatou::engines
