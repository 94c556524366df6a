// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bounded_leave.h"

#include <csignal>
#include <iterator>
#include <unistd.h>

namespace fatou::ui {
namespace {

// Only what a handler of signals may call.
void endAtOnce(int) {
  constexpr char kSentence[] =
      "fatou-explorer: what was being computed or read did not stop in time, so the program ends "
      "without it; the session is saved.\n";
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, kSentence, std::size(kSentence) - 1);
  ::_exit(1);
}

}  // namespace

// A timer of the system's: a thread might not be had, and its turn might not come.
void leaveWithin(unsigned seconds) {
  std::signal(SIGALRM, endAtOnce);
  ::alarm(seconds);
}

}  // namespace fatou::ui
