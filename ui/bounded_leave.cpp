// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bounded_leave.h"

#include <csignal>
#include <iterator>
#include <unistd.h>

namespace fatou::ui {
namespace {

// A signal handler, which may call little more than write() and _exit().
void endAtOnce(int) {
  constexpr char kSentence[] =
      "fatou-explorer: what was being computed or read did not stop in time, so the program ends "
      "without it; the session is saved.\n";
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, kSentence, std::size(kSentence) - 1);
  ::_exit(1);
}

}  // namespace

// By a signal of the system's timer, not by a thread: none might be had, or none get its turn.
void leaveWithin(unsigned seconds) {
  std::signal(SIGALRM, endAtOnce);
  ::alarm(seconds);
}

}  // namespace fatou::ui
