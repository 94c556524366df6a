// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/bounded_leave.h"

#include <csignal>
#include <string_view>
#include <unistd.h>

namespace fatou::ui {
namespace {

constexpr std::string_view kWhy =
    "fatou-explorer: what was being computed or read did not stop in time, so the program ends "
    "without it; ";

void sayAtEnd(std::string_view text) {
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
}

// Two signal handlers, which may call little more than write() and _exit().
void endWithSession(int) {
  sayAtEnd(kWhy);
  sayAtEnd("the session is saved.\n");
  ::_exit(1);
}

void endWithoutSession(int) {
  sayAtEnd(kWhy);
  sayAtEnd("the session is not saved either.\n");
  ::_exit(1);
}

}  // namespace

// A signal of the system's timer ends the program, because a thread might not start or get its
// turn.
void leaveWithin(unsigned seconds, bool isSaved) {
  std::signal(SIGALRM, isSaved ? endWithSession : endWithoutSession);
  ::alarm(seconds);
}

}  // namespace fatou::ui
