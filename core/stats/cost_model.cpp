// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the costs from a record: the reading half of what_if.h.
#include <algorithm>
#include <utility>

#include "core/stats/run_summary.h"
#include "core/stats/travel.h"
#include "core/stats/what_if.h"

namespace fatou::stats {
namespace {

// The moment at which planning is over. A band that is sent to its engine starts later, but its way
// there is no planning.
double firstStart(const Run& run) {
  double first = kUnbounded;
  for (const Band& band : run.bands)
    first = std::min(first, band.travel ? band.travel->sent : band.started);
  return first;
}

// The pauses of each engine between two of its bands, less the waits for messages and for a core,
// which other work had. A pause begins when the next band has been submitted, as nobody could have
// begun it before.
std::vector<double> gaps(const Run& run) {
  std::vector<double> all;
  for (const auto& bands : bandsByEngine(run)) {
    for (std::size_t i = 1; i < bands.size(); ++i) {
      const Band& before = *bands[i - 1];
      double gap = bands[i]->started - std::max(before.completed, bands[i]->submitted);
      for (const Stretch& wait : waitsForWire(&before, *bands[i])) gap -= wait.length();
      gap -= bands[i]->coreWait;
      all.push_back(std::max(0.0, gap));
    }
  }
  return all;
}

double sumOfTravels(const Run& run, std::int64_t Travel::*bytes) {
  double sum = 0.0;
  for (const Band& band : run.bands)
    if (band.travel) sum += static_cast<double>((*band.travel).*bytes);
  return sum;
}

// How long messages were under way: calls that found their engine idle, so that no other band hides
// the time, and all answers, with their sizes.
struct Flights {
  std::vector<double> calls;
  std::vector<double> answers;
  std::vector<double> bytes;
};

Flights flightsOf(const Run& run) {
  Flights flights;
  for (const auto& bands : bandsByEngine(run)) {
    const Band* before = nullptr;
    for (const Band* band : bands) {
      const Band* last = std::exchange(before, band);
      if (!band->travel) continue;
      flights.answers.push_back(band->travel->answered - band->completed);
      flights.bytes.push_back(static_cast<double>(band->travel->bytesReceived));
      if (last == nullptr || last->completed <= band->travel->sent)
        flights.calls.push_back(band->started - band->travel->sent);
    }
  }
  return flights;
}

std::int32_t usualBandRows(const Run& run) {
  std::vector<double> heights;
  for (const Band& band : run.bands) heights.push_back(band.rows.size());
  return std::max(1, static_cast<std::int32_t>(median(heights)));
}

std::int32_t mirroredAbout(const Run& run) {
  for (const Band& band : run.bands)
    if (band.mirrored.size() > 0) return band.rows.end + band.mirrored.begin;
  return 0;
}

// How long the caller gathered rows. In a serial run that is the time between bands; else it is the
// processor time of the caller's thread apart from planning.
double gathering(const Run& run) {
  if (!run.isSerial()) return std::max(0.0, run.callerCpuTime - firstStart(run));
  return std::max(0.0, run.wallTime - firstStart(run) - busyTime(run));
}

}  // namespace

CostModel costModel(const Run& run) {
  CostModel model{.seconds = rowCosts(run, CostUnit::Seconds),
                  .iterations = rowCosts(run, CostUnit::Iterations),
                  .mirroredAbout = mirroredAbout(run),
                  .bandRows = usualBandRows(run),
                  .startUp = firstStart(run)};
  if (!run.isSerial()) model.handOver = std::max(0.0, median(gaps(run)));
  model.gatheringARow = gathering(run) / std::max(1, model.seconds.rows.size());
  const auto travelled =
      std::ranges::count_if(run.bands, [](const Band& band) { return band.travel.has_value(); });
  if (travelled == 0) return model;
  double rows = 0.0;
  for (const Band& band : run.bands)
    if (band.travel) rows += band.rows.size();
  model.callBytes = sumOfTravels(run, &Travel::bytesSent) / static_cast<double>(travelled);
  model.answerBytesARow = sumOfTravels(run, &Travel::bytesReceived) / rows;
  return model;
}

CostModel withMessages(CostModel model, std::int32_t width) {
  constexpr double kCall = 300.0;  // bytes for the recipe of a picture and a band of it
  const double computed = std::max(1, model.seconds.rows.size());
  const double all = std::max(model.seconds.pictureRows().size(), model.seconds.rows.size());
  if (model.callBytes <= 0.0) model.callBytes = kCall;
  if (model.answerBytesARow <= 0.0) model.answerBytesARow = 4.0 * width * all / computed;
  return model;
}

std::optional<Network> measuredNetwork(const Run& run) {
  const Flights flights = flightsOf(run);
  if (flights.answers.empty()) return std::nullopt;
  const double answer = median(flights.answers);
  // A call is so short that it takes the latency alone. Where no call found its engine idle, the
  // latency is taken to be half of what an answer takes.
  const double latency =
      flights.calls.empty() ? answer / 2 : std::min(median(flights.calls), answer);
  Network network{.latency = latency, .underWay = kBandsUnderWay};
  const double bytes = median(flights.bytes);
  if (answer > latency && bytes > 0.0) network.bandwidth = bytes / (answer - latency);
  return network;
}

}  // namespace fatou::stats
