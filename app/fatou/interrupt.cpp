// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fatou/interrupt.h"

#include <pthread.h>

#include "app/fatou/command.h"

namespace fatou::app {
namespace {

constexpr int kEndOfWatch = SIGUSR1;

}  // namespace

Interrupt::Interrupt() {
  sigemptyset(&m_signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, kEndOfWatch}) sigaddset(&m_signals, signal);
  pthread_sigmask(SIG_BLOCK, &m_signals, nullptr);
  m_waiter = std::jthread([this] {
    int signal = 0;
    sigwait(&m_signals, &signal);
    if (signal != kEndOfWatch) m_stop.request_stop();
  });
}

Interrupt::~Interrupt() {
  pthread_kill(m_waiter.native_handle(), kEndOfWatch);
}

void Interrupt::throwIfStopped() const {
  if (m_stop.stop_requested())
    throw Failure{kInterrupted, QStringLiteral("interrupted; no file was written")};
}

}  // namespace fatou::app
