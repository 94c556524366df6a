// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/glossary.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "core/stats/time_parts.h"

namespace fatou::stats {
namespace {

constexpr std::array kTerms{
    Term{"the work itself",
         "The processor time that one engine alone spends computing the same bands. Of a single "
         "run, its share of the engines' time is the efficiency."},
    Term{"serial part",
         "Time in which no engine can work: planning before the first band starts and gathering "
         "after the last one ends. POP calls what it costs serialisation."},
    Term{"imbalance",
         "Time in which an engine has nothing left to do while others still work, because the "
         "work was not shared out evenly. As a figure it is the busiest engine's time over the "
         "mean of all: at 1.25 the busiest one works a quarter longer than the average."},
    Term{"waiting for the queue",
         "Time between an engine's bands, and before its first one: handing out work takes time, "
         "too, and with many small bands it adds up."},
    Term{"transfer",
         "Time in which an engine elsewhere has nothing to compute because a message is on its "
         "way: its next band to it, or what it has computed to the caller. Engines that are "
         "threads need no messages. POP's word means all handing over, and with it waiting for "
         "the queue."},
    Term{"oversubscription",
         "Time in which an engine has work but no core to do it on: there are more engines than "
         "cores, other programs run on the machine, or a container's CPU quota is used up."},
    Term{"slow-down",
         "The same work took more processor time than on one engine alone: engines share memory, "
         "caches and the clock. Negative where it took less, which is a gain. Only a comparison "
         "with a serial run can tell."},
    Term{"speed-up",
         "How many times faster than the serial run: its wall time over this one. What the serial "
         "run waited for a core, because other programs had it, does not count."},
    Term{"efficiency",
         "Speed-up over the number of engines: the share of the engines' time that was put to "
         "use. At 100 % none ever waited."},
    Term{"wall time",
         "What a clock on the wall shows: how long the caller waited, from the start, before "
         "planning, until the last tile was gathered."},
    Term{"gathered",
         "The last tile has come and is put in its place: from then on the caller has the picture. "
         "Between the last tile and the wall time all engines are idle, which is serial part."},
    Term{"first pass",
         "A picture on the canvas is computed coarse to fine: the first pass computes every eighth "
         "pixel or so both ways, so that something is seen everywhere at once, and later ones what "
         "is still missing. Each pixel is computed once. A comparison computes the whole picture "
         "in a single pass, which is why it has fewer bands."},
    Term{"CPU time",
         "How long a thread was really on a core. Less than its wall time means that it had to "
         "give the core away."},
    Term{"load balance",
         "POP's measure of imbalance: the engines' mean busy time over the longest. 100 % is "
         "perfect."},
    Term{"serialisation",
         "POP's word for time that is lost because parts of the work have to wait for others: here "
         "the serial part."},
    Term{"POP",
         "Performance Optimisation and Productivity, a European centre that taught many to name "
         "what parallel programs lose: load balance, serialisation, transfer."},
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
}  // namespace

std::span<const Term> glossary() {
  return kTerms;
}

const Term& termOf(LossKind kind) {
  const auto part = std::ranges::find(timeParts(), std::optional(kind), &TimePart::loss);
  return *findTerm(part->term);
}

const Term* findTerm(const char* term) {
  const auto found = std::ranges::find_if(
      kTerms, [&](const Term& entry) { return std::string_view(entry.term) == term; });
  return found == kTerms.end() ? nullptr : &*found;
}

}  // namespace fatou::stats
