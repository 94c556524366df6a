// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/network.h"

#include <algorithm>

namespace fatou::stats {

Hub::Hub(const Network& network, int engines)
    : m_network(network),
      m_downFreeAt(static_cast<std::size_t>(engines), 0.0),
      m_upFreeAt(static_cast<std::size_t>(engines), 0.0) {}

double Hub::lookedAt(double now) {
  m_freeAt = std::max(m_freeAt, now) + m_network.hubTime;
  return m_freeAt;
}

double Hub::callArrives(int engine, double now, double bytes) {
  double& linkFreeAt = m_downFreeAt[static_cast<std::size_t>(engine)];
  const double begins = std::max(m_outFreeAt, lookedAt(now));
  m_outFreeAt = begins + bytes / m_network.hubBandwidth;
  linkFreeAt = std::max(linkFreeAt, begins) + bytes / m_network.bandwidth;
  return std::max(m_outFreeAt, linkFreeAt) + m_network.latency;
}

Hub::Answer Hub::answerLeaves(int engine, double now, double bytes) {
  double& linkFreeAt = m_upFreeAt[static_cast<std::size_t>(engine)];
  const double begins = std::max(linkFreeAt, now);
  linkFreeAt = begins + bytes / m_network.bandwidth;
  return {
      .first = begins + m_network.latency, .last = linkFreeAt + m_network.latency, .bytes = bytes};
}

double Hub::answerArrives(const Answer& answer) {
  m_inFreeAt = std::max(m_inFreeAt, lookedAt(answer.first)) + answer.bytes / m_network.hubBandwidth;
  return std::max(m_inFreeAt, answer.last);
}

}  // namespace fatou::stats
