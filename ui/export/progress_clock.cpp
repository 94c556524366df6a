// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/progress_clock.h"

#include <algorithm>

namespace fatou::ui {
namespace {

// Before this much work, and this share of it, what is left would be a guess that jumps.
constexpr double kLeastSeconds = 0.5;
constexpr double kLeastShare = 0.01;

double since(ProgressClock::Time from, ProgressClock::Time to) {
  return std::chrono::duration<double>(to - from).count();
}

}  // namespace

void ProgressClock::resume(Time now) {
  if (!m_since) m_since = now;
}

void ProgressClock::rest(Time now) {
  m_before = seconds(now);
  m_since.reset();
}

void ProgressClock::setProgress(std::int64_t done, std::int64_t all, Time now) {
  if (!m_first) m_first = done;
  m_done = done;
  m_all = all;
  m_at = seconds(now);
}

double ProgressClock::seconds(Time now) const {
  return m_before + (m_since ? since(*m_since, now) : 0.0);
}

std::optional<double> ProgressClock::secondsLeft(Time now) const {
  if (!m_first || m_done <= *m_first || m_at < kLeastSeconds) return std::nullopt;
  const auto own = static_cast<double>(m_done - *m_first);
  const auto rest = static_cast<double>(m_all - m_done);
  if (own < kLeastShare * (own + rest)) return std::nullopt;
  // The estimate is of the moment when the last rows were told: the time since then has passed of
  // it.
  return std::max(0.0, m_at / own * rest - (seconds(now) - m_at));
}

}  // namespace fatou::ui
