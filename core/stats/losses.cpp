// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/losses.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "core/stats/travel.h"

namespace fatou::stats {
namespace {

// A moment at which the number of engines in some state changes.
struct Event {
  double time = 0.0;
  int busy = 0;      // engines that compute
  int done = 0;      // engines without a band to come
  int pending = 0;   // bands that are submitted and not started
  int onWire = 0;    // messages under way
  int waits = 0;     // engines without a band to compute that wait for a message of their own
  int coreless = 0;  // engines between two bands that have no core

  void add(const Event& change) {
    time = change.time;
    busy += change.busy;
    done += change.done;
    pending += change.pending;
    onWire += change.onWire;
    waits += change.waits;
    coreless += change.coreless;
  }
};

// Adds the moments at which a message sets out or is there, and at which an engine begins or ends
// to wait for one.
void addMessages(const Run& run, std::vector<Event>& events) {
  if (!hasTravelled(run)) return;
  for (const auto& bands : bandsByEngine(run)) {
    const Band* before = nullptr;
    for (const Band* band : bands) {
      for (const Stretch& wait : waitsForWire(before, *band)) {
        if (wait.length() == 0.0) continue;
        events.push_back({.time = wait.from, .waits = 1});
        events.push_back({.time = wait.to, .waits = -1});
      }
      before = band;
      if (!band->travel) continue;
      events.push_back({.time = band->travel->sent, .onWire = 1});
      events.push_back({.time = band->started, .onWire = -1});
      events.push_back({.time = band->completed, .onWire = 1});
      events.push_back({.time = band->travel->answered, .onWire = -1});
    }
  }
}

std::vector<Event> eventsOf(const Run& run) {
  std::vector<Event> events;
  events.reserve(3 * run.bands.size() + static_cast<std::size_t>(run.engines));
  std::vector<double> last(static_cast<std::size_t>(run.engines), 0.0);
  for (const Band& band : run.bands) {
    events.push_back({.time = band.submitted, .pending = 1});
    events.push_back({.time = band.started, .busy = 1, .pending = -1});
    events.push_back({.time = band.completed, .busy = -1});
    if (band.coreWait > 0.0) {
      events.push_back({.time = band.started - band.coreWait, .coreless = 1});
      events.push_back({.time = band.started, .coreless = -1});
    }
    double& end = last[static_cast<std::size_t>(band.engine)];
    end = std::max(end, band.completed);
  }
  for (const double end : last) events.push_back({.time = end, .done = 1});
  events.push_back({.time = run.wallTime});
  addMessages(run, events);
  std::ranges::stable_sort(events, {}, &Event::time);
  return events;
}

// The time from the start of the first band to the end of the last one.
struct Span {
  double first = std::numeric_limits<double>::infinity();
  double last = 0.0;
};

Span computingSpan(const Run& run) {
  Span span;
  for (const Band& band : run.bands) {
    span.first = std::min(span.first, band.started);
    span.last = std::max(span.last, band.completed);
  }
  return span;
}

// Adds what engines that do not compute lose in `time`, `now` being how many are in which state.
void addIdle(const Run& run, const Event& now, double time, bool outside, Losses& losses) {
  const int idle = run.engines - now.busy;
  if (idle <= 0 || time <= 0.0) return;
  const bool nothingToStart = now.busy == 0 && now.pending == 0;
  if (outside || nothingToStart || (run.isSerial() && now.busy == 0)) {
    losses.of(now.onWire > 0 ? LossKind::Transfer : LossKind::SerialPart) += idle * time;
    return;
  }
  const int beyondCores = run.cores > 0 ? std::max(0, run.engines - run.cores) : 0;
  const int withoutCore = std::min(idle, beyondCores);
  losses.of(LossKind::Oversubscription) += withoutCore * time;
  const double rest = (idle - withoutCore) * time;
  const double done = static_cast<double>(std::min(now.done, idle)) / idle;
  const double waits = static_cast<double>(std::min(now.waits, idle)) / idle;
  const double coreless =
      std::min(static_cast<double>(now.coreless) / idle, std::max(0.0, 1.0 - done - waits));
  losses.of(LossKind::Imbalance) += rest * done;
  losses.of(LossKind::Transfer) += rest * waits;
  losses.of(LossKind::Oversubscription) += rest * coreless;
  losses.of(LossKind::Waiting) += rest * (1.0 - done - waits - coreless);
}

// The time that busy engines waited for a core, told from how many more of them there were than
// cores.
double timeBeyondCores(const Run& run) {
  if (run.cores <= 0 || run.engines <= run.cores) return 0.0;
  double sum = 0.0;
  Event now;
  for (const Event& event : eventsOf(run)) {
    sum += std::max(0, now.busy - run.cores) * (event.time - now.time);
    now = {.time = event.time, .busy = now.busy + event.busy};
  }
  return sum;
}

// A program has more threads than its engines and the one that gathers their bands: a window paints
// what has come. Where these worked for at least half the time that was lost, they are named.
std::string whoHadTheCore(const Run& run) {
  const double without = busyTime(run) + coreWait(run) - workTime(run);
  return run.otherCpuTime >= without / 2 ? ", as other work of this program had it"
                                         : ", as other work had it";
}

}  // namespace

double workTime(const Run& run) {
  const double busy = busyTime(run);
  const double cpu = cpuTime(run);
  // Processor time and wall time are read from two clocks, which may differ by a tick.
  return cpu > 0.0 ? std::min(cpu, busy) : busy - timeBeyondCores(run);
}

double shareWithoutCore(const Run& run) {
  const double between = coreWait(run);
  const double wanted = busyTime(run) + between;
  return wanted > 0.0 ? (wanted - workTime(run)) / wanted : 0.0;
}

std::string withoutCoreSentence(const Run& run) {
  const double share = shareWithoutCore(run);
  if (!(share > kDisturbing)) return {};
  const std::string percent = std::to_string(std::lround(100.0 * share)) + " %";
  if (run.isSerial())
    return "the caller waited for a core for " + percent + " of its time" + whoHadTheCore(run);
  const std::string time = percent + " of their time";
  if (run.cores > 0 && run.engines > run.cores)
    return std::to_string(run.engines) + " engines shared " + std::to_string(run.cores) +
           (run.cores == 1 ? " core" : " cores") + " and waited for one for " + time;
  const std::string waited = "engines waited for a core for " + time;
  // Other work is not blamed if the number of cores is unknown: several engines may have been in
  // each other's way.
  return run.cores > 0 || run.engines == 1 ? waited + whoHadTheCore(run) : waited;
}

WorkAlone workAlone(const Run& serial) {
  return {.busyTime = busyTime(serial), .cpuTime = cpuTime(serial)};
}

double Losses::sum() const {
  return std::accumulate(seconds.begin(), seconds.end(), 0.0);
}

Losses splitLosses(const Run& run, const std::optional<WorkAlone>& alone) {
  Losses losses{.capacity = run.engines * run.wallTime,
                .cpuTimeKnown = cpuTime(run) > 0.0,
                .coresKnown = run.cores > 0,
                .referenceKnown = alone.has_value(),
                .bytesOverWire = bytesOverWire(run)};
  const Span span = computingSpan(run);
  Event now;
  for (const Event& event : eventsOf(run)) {
    const bool outside = event.time <= span.first || now.time >= span.last;
    addIdle(run, now, event.time - now.time, outside, losses);
    now.add(event);
  }
  const double work = workTime(run);
  losses.of(LossKind::Oversubscription) += busyTime(run) - work;
  losses.ideal = work;
  if (alone) {
    const bool both = losses.cpuTimeKnown && alone->cpuTime > 0.0;
    losses.ideal = both ? alone->cpuTime : alone->busyTime;
  }
  losses.of(LossKind::SlowDown) = work - losses.ideal;
  return losses;
}

}  // namespace fatou::stats
