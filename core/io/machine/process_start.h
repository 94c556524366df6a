// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace fatou::io {

// When this process was started, before its libraries were loaded; up to 10 ms too early, as the
// system counts. Where the system does not say, it is the time of the call.
std::chrono::steady_clock::time_point processStart();

// The same after the system's start, of the text of /proc/PID/stat (man 5 proc), whose times are in
// ticks of which a second has so many; nothing where it is no such text.
std::optional<std::chrono::duration<double>> startedAfterBoot(const std::string& stat,
                                                              double ticksPerSecond);

}  // namespace fatou::io
