// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace fatou::ui {

// Says how long an export has worked and how long it will yet, from how far it has come. Rests do
// not count. Asks no clock: every call is told the time.
class ProgressClock {
 public:
  using Time = std::chrono::steady_clock::time_point;

  void resume(Time now);
  void rest(Time now);
  // The first rows told may be an earlier run's, which say nothing about this one's pace.
  void setProgress(std::int64_t done, std::int64_t all, Time now);

  double seconds(Time now) const;
  // The seconds still to go; nothing before enough is done to tell.
  std::optional<double> secondsLeft(Time now) const;

 private:
  std::optional<Time> m_since;  // at work; nothing while it rests
  double m_before = 0.0;        // seconds up to the last rest
  std::optional<std::int64_t> m_first;
  std::int64_t m_done = 0;
  std::int64_t m_all = 0;
  double m_at = 0.0;  // seconds of work when m_done was told
};

}  // namespace fatou::ui
