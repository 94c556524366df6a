// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include <QString>

namespace fatou::ui {

// How far a run is. Pure.
struct RunProgress {
  std::size_t bands = 0;         // complete
  std::size_t plannedBands = 0;  // 0: not known
  std::int64_t samples = 0;      // complete
  std::int64_t plannedSamples = 0;
  double elapsed = 0.0;  // seconds since the bands were planned

  // 0 ... 1 by samples, which say more of the work than bands do: those of a coarse pass are small.
  double share() const;
  // The seconds still to go, if the rest goes on like what is done; nothing before anything is
  // done.
  std::optional<double> left() const;
};

// "4 of 52 bands · 8 % · about 0.3 s left".
QString progressText(const RunProgress& progress);

}  // namespace fatou::ui
