// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <utility>

#include "core/engines/client.h"

namespace fatou::engines {

// Where engines come from. A program makes one, of the kind that its user chose, and passes it on:
// whoever needs engines asks for them here, and knows neither their kind nor how they are made.
// Copies are the same source; any thread may ask.
class EngineSource {
 public:
  // Gives a client with that many engines of its own; throws std::system_error where they cannot be
  // had.
  using Make = std::function<Client(int engines)>;

  // Engines that are threads of this process.
  EngineSource() : EngineSource(EngineKind::PoolThread) {}
  explicit EngineSource(EngineKind kind)
      : m_make([kind](int engines) { return Client(engines, kind); }) {}
  explicit EngineSource(Make make) : m_make(std::move(make)) {}

  Client start(int engines) const { return m_make(engines); }

  // Up to `engines` of them, but at least one: as many as can be had. Throws as start() does where
  // there is none.
  Client startAtMost(int engines) const;

 private:
  Make m_make;
};

}  // namespace fatou::engines
