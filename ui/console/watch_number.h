// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>

#include "core/render/band_watch.h"

namespace fatou::ui {

// Gives a watch a number, which a task can carry to the thread that stands for its engine, for as
// long as this lives. Any thread may look a number up.
class WatchNumber {
 public:
  explicit WatchNumber(std::shared_ptr<render::BandWatch> watch);
  ~WatchNumber();
  WatchNumber(const WatchNumber&) = delete;
  WatchNumber& operator=(const WatchNumber&) = delete;

  // Not 0, which no watch has; never given twice.
  std::uint64_t number() const { return m_number; }
  // The watch of that number; null where it has none any more.
  static std::shared_ptr<render::BandWatch> find(std::uint64_t number);

 private:
  const std::uint64_t m_number;
};

}  // namespace fatou::ui
