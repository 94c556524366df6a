// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/watch_number.h"

#include <map>
#include <mutex>
#include <utility>

namespace fatou::ui {
namespace {

struct NumberedWatches {
  std::mutex mutex;
  std::uint64_t last = 0;
  std::map<std::uint64_t, std::shared_ptr<render::BandWatch>> all;
};

// A task of an engine that was lost may still look for its watch when the program ends, so that
// this is never destroyed.
NumberedWatches& numberedWatches() {
  static auto* const watches = new NumberedWatches;
  return *watches;
}

std::uint64_t newWatchNumber(std::shared_ptr<render::BandWatch> watch) {
  NumberedWatches& watches = numberedWatches();
  const std::scoped_lock lock(watches.mutex);
  watches.all.emplace(++watches.last, std::move(watch));
  return watches.last;
}

}  // namespace

WatchNumber::WatchNumber(std::shared_ptr<render::BandWatch> watch)
    : m_number(newWatchNumber(std::move(watch))) {}

WatchNumber::~WatchNumber() {
  NumberedWatches& watches = numberedWatches();
  const std::scoped_lock lock(watches.mutex);
  watches.all.erase(m_number);
}

std::shared_ptr<render::BandWatch> WatchNumber::find(std::uint64_t number) {
  NumberedWatches& watches = numberedWatches();
  const std::scoped_lock lock(watches.mutex);
  const auto found = watches.all.find(number);
  return found == watches.all.end() ? nullptr : found->second;
}

}  // namespace fatou::ui
