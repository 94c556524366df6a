// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <mutex>
#include <vector>

#include "core/engines/tasks/task_record.h"
#include "core/render/tile_plan.h"

namespace fatou::render {

// The bands that engines are computing, for whoever looks on while they do. Engines note their own,
// any thread may look; nobody waits for more than a few instructions.
class BandWatch {
 public:
  struct UnderWay {
    engines::EngineId engine = 0;
    RowRange rows;
    engines::Clock::time_point started{};

    friend bool operator==(const UnderWay&, const UnderWay&) = default;
  };

  // The engine is at work on these rows for as long as this lives; `watch` may be null.
  class Scope {
   public:
    Scope(BandWatch* watch, engines::EngineId engine, RowRange rows);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    BandWatch* const m_watch;
    const engines::EngineId m_engine;
  };

  // The bands that engines are computing now, in no order.
  std::vector<UnderWay> underWay() const;

 private:
  mutable std::mutex m_mutex;
  std::vector<UnderWay> m_underWay;
};

}  // namespace fatou::render
