// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/losses.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

namespace fatou::stats {
namespace {

// A moment at which the number of engines in some state changes.
struct Event {
  double time = 0.0;
  int busy = 0;     // engines that compute
  int done = 0;     // engines without a band to come
  int pending = 0;  // bands that are submitted and not started
};

std::vector<Event> eventsOf(const Run& run) {
  std::vector<Event> events;
  events.reserve(3 * run.bands.size() + static_cast<std::size_t>(run.engines));
  std::vector<double> last(static_cast<std::size_t>(run.engines), 0.0);
  for (const Band& band : run.bands) {
    events.push_back({.time = band.submitted, .pending = 1});
    events.push_back({.time = band.started, .busy = 1, .pending = -1});
    events.push_back({.time = band.completed, .busy = -1});
    double& end = last[static_cast<std::size_t>(band.engine)];
    end = std::max(end, band.completed);
  }
  for (const double end : last) events.push_back({.time = end, .done = 1});
  events.push_back({.time = run.wallTime});
  std::ranges::stable_sort(events, {}, &Event::time);
  return events;
}

// When the first band starts and the last one ends.
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
    losses.of(LossKind::SerialPart) += idle * time;
    return;
  }
  const int beyondCores = run.cores > 0 ? std::max(0, run.engines - run.cores) : 0;
  const int withoutCore = std::min(idle, beyondCores);
  losses.of(LossKind::Oversubscription) += withoutCore * time;
  const double rest = (idle - withoutCore) * time;
  const double done = static_cast<double>(std::min(now.done, idle)) / idle;
  losses.of(LossKind::Imbalance) += rest * done;
  losses.of(LossKind::Waiting) += rest * (1.0 - done);
}

// The time that busy engines without a core waited for one, where CPU times do not say so.
double busyBeyondCores(const Run& run, const Event& now, double time) {
  return run.cores > 0 ? std::max(0, now.busy - run.cores) * time : 0.0;
}

}  // namespace

WorkAlone workAlone(const Run& serial) {
  return {.busyTime = busyTime(serial), .cpuTime = cpuTime(serial)};
}

double Losses::sum() const {
  return std::accumulate(seconds.begin(), seconds.end(), 0.0);
}

Losses splitLosses(const Run& run, const std::optional<WorkAlone>& alone) {
  const double busy = busyTime(run);
  const double cpu = std::min(cpuTime(run), busy);  // the two clocks may differ by a tick
  Losses losses{.capacity = run.engines * run.wallTime,
                .cpuTimeKnown = cpu > 0.0,
                .referenceKnown = alone.has_value()};
  const Span span = computingSpan(run);
  Event now;
  double crowded = 0.0;
  for (const Event& event : eventsOf(run)) {
    const bool outside = event.time <= span.first || now.time >= span.last;
    addIdle(run, now, event.time - now.time, outside, losses);
    crowded += busyBeyondCores(run, now, event.time - now.time);
    now = {event.time, now.busy + event.busy, now.done + event.done, now.pending + event.pending};
  }
  const double offCore = losses.cpuTimeKnown ? busy - cpu : crowded;
  losses.of(LossKind::Oversubscription) += offCore;
  const double work = busy - offCore;
  losses.ideal = work;
  if (alone) {
    const bool both = losses.cpuTimeKnown && alone->cpuTime > 0.0;
    losses.ideal = both ? alone->cpuTime : alone->busyTime;
  }
  losses.of(LossKind::SlowDown) = work - losses.ideal;
  return losses;
}

}  // namespace fatou::stats
