// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/tasks/thread_cpu_time.h"

#include <algorithm>
#include <ctime>

namespace fatou::engines {
namespace {

std::chrono::nanoseconds cpuTimeBy(clockid_t clock) {
  timespec time{};
  if (::clock_gettime(clock, &time) != 0) return {};
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace

std::chrono::nanoseconds threadCpuTime() {
  return cpuTimeBy(CLOCK_THREAD_CPUTIME_ID);
}

std::chrono::nanoseconds programCpuTime() {
  return cpuTimeBy(CLOCK_PROCESS_CPUTIME_ID);
}

std::chrono::nanoseconds CpuStopwatch::start(Moment now) {
  const std::chrono::nanoseconds atStop = m_answer + (m_stopped - m_askedAt);
  const bool isKnown = !isFresh(now) && m_stopped != Moment{};
  if (!isFresh(now)) ask(now);
  m_started = now;
  m_before = m_answer + (now - m_askedAt);
  if (!isKnown || m_answer == std::chrono::nanoseconds{0}) return std::chrono::nanoseconds{0};
  const std::chrono::nanoseconds wall = now - m_stopped;
  return std::max(std::chrono::nanoseconds{0},
                  wall - std::max(std::chrono::nanoseconds{0}, m_answer - atStop));
}

std::chrono::nanoseconds CpuStopwatch::stop(Moment now) {
  m_stopped = now;
  const std::chrono::nanoseconds wall = now - m_started;
  if (isFresh(now)) return wall;
  ask(now);
  if (m_answer == std::chrono::nanoseconds{0}) return m_answer;  // the system does not say
  return std::min(std::max(m_answer - m_before, std::chrono::nanoseconds{1}), wall);
}

void CpuStopwatch::ask(Moment now) {
  m_answer = threadCpuTime();
  m_askedAt = now;
}

}  // namespace fatou::engines
