// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>

#include "core/kernels/rational_escape_time.h"
#include "core/kernels/rational_walk.h"

namespace fatou::kernels {

// Writes the results of a job's pixels into its arrays.
class RationalResults {
 public:
  RationalResults(const RationalJob& job, std::span<std::int32_t> counts,
                  const EscapeQuantities& wanted);

  std::size_t size() const { return m_counts.size(); }
  // Whether pixels have to carry their slopes along.
  bool hasSlopes() const { return !m_wanted.distance.empty() && m_reading.has_value(); }

  // Writes the results of a pixel that has escaped or is bounded. If quantities are wanted, the
  // walk follows its orbit until it is far away; when stopped, they stay unwritten.
  void write(std::size_t index, bool escapes, RationalPixel& pixel, RationalWalk& walk,
             const std::stop_token& stop) const;

 private:
  void read(std::size_t index, RationalPixel& pixel, RationalWalk& walk,
            const std::stop_token& stop) const;

  std::int32_t m_tmax;
  std::span<std::int32_t> m_counts;
  std::span<std::int32_t> m_cycles;
  const EscapeQuantities& m_wanted;
  std::optional<FarReading> m_reading;
};

}  // namespace fatou::kernels
