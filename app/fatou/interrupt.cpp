// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fatou/interrupt.h"

#include <cerrno>
#include <cstdint>
#include <unistd.h>

#include "app/fatou/command.h"
#include "app/stop_signals.h"

namespace fatou::app {

Interrupt::Interrupt() {
  m_waiter = std::jthread([this] {
    std::uint64_t count = 0;
    while (::read(stopSignalDescriptor(), &count, sizeof count) < 0 && errno == EINTR) continue;
    if (wasStopSignalled()) m_stop.request_stop();
  });
  watchStopSignals(true);
}

Interrupt::~Interrupt() {
  watchStopSignals(false);
  wakeStopSignalWatcher();
}

void Interrupt::throwIfStopped() const {
  if (m_stop.stop_requested())
    throw Failure{kInterrupted, QStringLiteral("interrupted; no file was written")};
}

}  // namespace fatou::app
