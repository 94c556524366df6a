// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/engines/tasks/engine_info.h"
#include "core/render/renderer.h"

namespace fatou::ui {

// One of the engines at work, or one that was.
struct EngineEntry {
  engines::EngineInfo info{};
  bool isLost = false;
  double iterationsPerSecond = 0.0;  // in its last run; 0 before the first

  friend bool operator==(const EngineEntry&, const EngineEntry&) = default;
};

// Keeps the list of the engines of one client: who is there, who was lost, who came in place of
// others. Pure.
class EngineRoster {
 public:
  const std::vector<EngineEntry>& entries() const { return m_entries; }
  int alive() const;
  int lost() const { return static_cast<int>(m_entries.size()) - alive(); }

  // Begins anew with the engines of another client, or of this one after it was given more; none of
  // them is lost.
  void reset(const std::vector<engines::EngineInfo>& now);

  // What has changed since the last look at the client.
  struct Change {
    int lost = 0;      // engines that were lost and not replaced
    int replaced = 0;  // engines that have come by themselves, in place of others

    friend bool operator==(const Change&, const Change&) = default;
  };
  Change update(const std::vector<engines::EngineInfo>& now);

  // Takes from a run how fast each engine was. Returns whether any speed has changed.
  bool addRun(const render::RunRecord& run);

 private:
  void dropReplaced();

  std::vector<EngineEntry> m_entries;
  int m_replacements = 0;  // engines that have come in place of others, not yet found lost
};

}  // namespace fatou::ui
