// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/glossary.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace fatou::stats {
namespace {

// The losses first, in the order of LossKind.
constexpr std::array kTerms{
    Term{"serial part",
         "Time in which no engine can work: planning before the first band starts and gathering "
         "after the last one ends."},
    Term{"imbalance",
         "Time in which an engine has nothing left to do while others still work, because the "
         "work was not shared out evenly."},
    Term{"waiting for the queue",
         "Time between an engine's bands, and before its first one: handing out work takes time, "
         "too, and with many small bands it adds up."},
    Term{"oversubscription",
         "Time in which an engine has work but no core to do it on: there are more engines than "
         "cores, other programs run on the machine, or a container's CPU quota is used up."},
    Term{"slow-down",
         "The same work took more processor time than on one engine alone: engines share memory, "
         "caches and the clock. Negative where it took less."},
    Term{"speed-up", "How many times faster than the serial run: its wall time over this one."},
    Term{"efficiency",
         "Speed-up over the number of engines: the share of the engines' time that was put to "
         "use. 100 % is ideal."},
    Term{"wall time", "What a clock on the wall shows: how long the caller waited."},
    Term{"CPU time",
         "How long a thread was really on a core. Less than its wall time means that it had to "
         "give the core away."},
    Term{"ideal", "The work itself: the time one engine alone spends computing the same bands."},
    Term{"load imbalance",
         "The busiest engine's time over the mean of all. At 1.25 the busiest one works a quarter "
         "longer than the average, and the others wait for it."},
    Term{"Amdahl's law",
         "If a share s of the work cannot be shared out, n engines are at most "
         "1 / (s + (1 - s) / n) times faster, and no number of them passes 1 / s."},
    Term{"serial fraction",
         "The share s of Amdahl's law, fitted to the measured times at several engine counts."},
    Term{"confidence interval",
         "Were the measurement repeated many times, 95 % of such intervals would hold the true "
         "value. A wide one says: measure more."},
    Term{"guided self-scheduling",
         "A free engine takes its share of all rows that are left: large chunks first, small ones "
         "in the end. Few hand-overs, and still an even end."},
    Term{"direct", "Each engine gets one contiguous block of rows, decided before the start."},
    Term{"balanced", "Bands wait in one queue, and whichever engine is free takes the next one."},
    Term{"serial",
         "The same bands one after the other on one thread, without engines: what every "
         "speed-up is measured against."},
};
static_assert(kTerms.size() > kLossKinds.size());

}  // namespace

std::span<const Term> glossary() {
  return kTerms;
}

const Term& termOf(LossKind kind) {
  return kTerms[static_cast<std::size_t>(kind)];
}

const Term* findTerm(const char* term) {
  const auto found = std::ranges::find_if(
      kTerms, [&](const Term& entry) { return std::string_view(entry.term) == term; });
  return found == kTerms.end() ? nullptr : &*found;
}

}  // namespace fatou::stats
