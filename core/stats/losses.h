// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "core/stats/run.h"

namespace fatou::stats {

// Where engines' time goes that is not the work itself.
enum class LossKind {
  SerialPart,        // planning before the first band starts, gathering after the last one ends
  Imbalance,         // an engine has nothing left to do while others still work
  Waiting,           // an engine waits for its next band
  Transfer,          // an engine waits for a message: its next band's, or its last one's answer
  Oversubscription,  // an engine has work, but no core to do it on
  SlowDown           // the same work takes longer than on one engine alone
};

inline constexpr std::array kLossKinds{LossKind::SerialPart,       LossKind::Imbalance,
                                       LossKind::Waiting,          LossKind::Transfer,
                                       LossKind::Oversubscription, LossKind::SlowDown};

// What the bands would take one after the other on a core of their own, in seconds: their processor
// time. Where that is unknown it is how long they took, less the time for which more engines were
// busy than there are cores. At most cores * wall time, where the cores are known.
double workTime(const Run& run);

// What one engine alone needs for the same work: the serial run's computing, without its planning
// and gathering.
struct WorkAlone {
  double busyTime = 0.0;
  double cpuTime = 0.0;  // 0 where unknown
};
WorkAlone workAlone(const Run& serial);

// The time of all engines, split: capacity = ideal + the sum of all losses, up to rounding. Times
// are engine-seconds.
struct Losses {
  double capacity = 0.0;      // engines * wall time
  double ideal = 0.0;         // the work alone
  bool cpuTimeKnown = false;  // else oversubscription is told from the number of cores only
  bool coresKnown = false;
  bool referenceKnown = false;     // else the slow-down is 0: the run is its own reference
  std::int64_t bytesOverWire = 0;  // of all messages; 0 where engines are threads
  std::array<double, kLossKinds.size()> seconds{};

  double& of(LossKind kind) { return seconds[static_cast<std::size_t>(kind)]; }
  double of(LossKind kind) const { return seconds[static_cast<std::size_t>(kind)]; }
  // The loss as a share of the capacity, 0 ... 1. The slow-down is negative where engines were
  // faster together.
  double share(LossKind kind) const { return capacity > 0.0 ? of(kind) / capacity : 0.0; }
  double idealShare() const { return capacity > 0.0 ? ideal / capacity : 0.0; }
  double sum() const;
};

// The share of the time that engines computed, or went from band to band, 0 ... 1, for which they
// were without a core: 0 where nothing tells. Where there are cores enough for all engines, other
// programs had them.
double shareWithoutCore(const Run& run);

// Above this share a run's figures say more of the machine than of what was run: a tenth is more
// than most of what is compared.
inline constexpr double kDisturbing = 0.1;

// Says for what share of their time engines were without a core, and whose making that is as far as
// that is known, this program's own or others': a sentence without its full stop. Empty up to
// kDisturbing.
std::string withoutCoreSentence(const Run& run);

// Splits a checked run. At every instant an idle engine is: oversubscribed, if with all engines
// busy it would have no core; imbalance, if it has no band any more; transfer, if a message of its
// own is under way, see waitsForWire(); oversubscribed, too, if it is free for its next band and
// has no core; else waiting. While no engine works and none has a band to start, all of them wait:
// for the wire, if any message is under way, else for the serial part. A band's time off its core
// (duration - CPU time) is oversubscription, too: by other engines or other programs.
Losses splitLosses(const Run& run, const std::optional<WorkAlone>& alone = std::nullopt);

}  // namespace fatou::stats
