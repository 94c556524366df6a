// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engines/engine_roster.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/engines/tasks/timing.h"

namespace fatou::ui {
namespace {

bool isAmong(const std::vector<engines::EngineInfo>& now, engines::EngineId id) {
  return std::ranges::find(now, id, &engines::EngineInfo::id) != now.end();
}

struct EngineWork {
  double iterations = 0.0;
  double seconds = 0.0;
};

}  // namespace

int EngineRoster::alive() const {
  return static_cast<int>(std::ranges::count(m_entries, false, &EngineEntry::isLost));
}

void EngineRoster::reset(const std::vector<engines::EngineInfo>& now) {
  const std::vector<EngineEntry> before = std::move(m_entries);
  m_entries.clear();
  for (const engines::EngineInfo& info : now) {
    const auto known = std::ranges::find(before, info, &EngineEntry::info);
    const double speed = known == before.end() ? 0.0 : known->iterationsPerSecond;
    m_entries.push_back({.info = info, .iterationsPerSecond = speed});
  }
  m_replacements = 0;
}

// Engines that replace others are there before those are gone.
EngineRoster::Change EngineRoster::update(const std::vector<engines::EngineInfo>& now) {
  Change change;
  const auto isKnown = [this](engines::EngineId id) {
    return std::ranges::any_of(m_entries, [id](const auto& one) { return one.info.id == id; });
  };
  for (const engines::EngineInfo& info : now) {
    if (isKnown(info.id)) continue;
    m_entries.push_back({.info = info});
    ++change.replaced;
  }
  m_replacements += change.replaced;
  for (EngineEntry& entry : m_entries) {
    if (entry.isLost || isAmong(now, entry.info.id)) continue;
    entry.isLost = true;
    ++change.lost;
  }
  const int before = m_replacements;
  dropReplaced();
  change.lost = std::max(0, change.lost - (before - m_replacements));
  return change;
}

void EngineRoster::dropReplaced() {
  std::erase_if(m_entries, [this](const EngineEntry& entry) {
    if (!entry.isLost || m_replacements == 0) return false;
    --m_replacements;
    return true;
  });
}

bool EngineRoster::addRun(const render::RunRecord& run) {
  std::map<engines::EngineId, EngineWork> works;
  for (const render::BandRecord& band : run.bands) {
    EngineWork& work = works[band.task.engine];
    work.iterations += static_cast<double>(band.iterations);
    work.seconds += engines::Seconds(band.task.completed - band.task.started).count();
  }
  bool hasChanged = false;
  for (EngineEntry& entry : m_entries) {
    const auto work = works.find(entry.info.id);
    if (work == works.end() || work->second.seconds <= 0.0) continue;
    entry.iterationsPerSecond = work->second.iterations / work->second.seconds;
    hasChanged = true;
  }
  return hasChanged;
}

}  // namespace fatou::ui
