// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stop_signals.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <fcntl.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace fatou::app {
namespace {

constexpr int kInterruptedCode = 130;
constexpr int kStopSignals[] = {SIGINT, SIGTERM, SIGHUP};

// Global, as the signal handler is given nothing else to find them by.
std::atomic<bool> s_watched{false};
std::atomic<bool> s_signalled{false};
std::atomic<int> s_descriptor{-1};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

void wake() {
  constexpr std::uint64_t one = 1;
  if (::write(s_descriptor, &one, sizeof one) < 0) return;  // counter full, hence readable
}

void endAtOnce() {
  static constexpr char text[] = "ended at once; what was being written may have left a .part\n";
  if (s_signalled && ::write(STDERR_FILENO, text, sizeof text - 1) < 0) ::_exit(kInterruptedCode);
  ::_exit(kInterruptedCode);
}

extern "C" void onStopSignal(int) {
  const int before = errno;
  if (!s_watched || s_signalled.exchange(true)) endAtOnce();
  wake();
  errno = before;
}

}  // namespace

void occupyStandardStreams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(stream, F_GETFD) < 0 && ::open("/dev/null", O_RDONLY) < 0) return;
}

void catchStopSignals() {
  s_descriptor = ::eventfd(0, EFD_CLOEXEC);
  for (const int signal : {SIGPIPE, SIGUSR1, SIGUSR2}) ::signal(signal, SIG_IGN);
  sigset_t caught;
  sigemptyset(&caught);
  for (const int signal : kStopSignals) {
    struct sigaction action {};
    if (::sigaction(signal, nullptr, &action) != 0 || action.sa_handler == SIG_IGN) continue;
    action = {};
    action.sa_handler = onStopSignal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    ::sigaction(signal, &action, nullptr);
    sigaddset(&caught, signal);
  }
  // The program that started this one may have blocked these signals.
  ::pthread_sigmask(SIG_UNBLOCK, &caught, nullptr);
}

int stopSignalDescriptor() {
  return s_descriptor;
}

void watchStopSignals(bool watched) {
  s_watched = watched;
}

void wakeStopSignalWatcher() {
  wake();
}

bool wasStopSignalled() {
  return s_signalled;
}

}  // namespace fatou::app
