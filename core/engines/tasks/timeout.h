// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cmath>
#include <optional>

namespace fatou::engines {

// How long a caller is ready to wait: any std::chrono duration, as 0.5s or 20ms; nothing means
// until it is done. A time that is longer than a clock can count is the longest that it can; NaN is
// no time at all.
class Timeout : public std::optional<std::chrono::nanoseconds> {
 public:
  Timeout() = default;
  template <typename Number, typename Unit>
  Timeout(std::chrono::duration<Number, Unit> time)  // NOLINT(google-explicit-constructor)
      : std::optional<std::chrono::nanoseconds>(clamped(time)) {}

 private:
  template <typename Number, typename Unit>
  static std::chrono::nanoseconds clamped(std::chrono::duration<Number, Unit> time) {
    using std::chrono::nanoseconds;
    using Wide = std::chrono::duration<long double>;
    const Wide seconds(time);
    if (std::isnan(seconds.count())) return nanoseconds(0);
    if (!(seconds < Wide(nanoseconds::max()))) return nanoseconds::max();
    if (!(seconds > Wide(nanoseconds::min()))) return nanoseconds::min();
    return std::chrono::duration_cast<nanoseconds>(time);
  }
};

// The moment that is `timeout` from now; the clock's last one where the sum would be beyond it.
inline std::chrono::steady_clock::time_point deadlineAfter(std::chrono::nanoseconds timeout) {
  using Point = std::chrono::steady_clock::time_point;
  const Point now = std::chrono::steady_clock::now();
  return timeout > Point::max() - now ? Point::max() : now + timeout;
}

// The timeout of a caller that only asks and does not wait.
inline constexpr std::chrono::nanoseconds kNoWaiting{0};

}  // namespace fatou::engines
