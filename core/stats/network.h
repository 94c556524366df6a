// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

namespace fatou::stats {

inline constexpr double kUnbounded = std::numeric_limits<double>::infinity();

// The network between a caller and engines elsewhere. Each engine has a link of its own to one hub,
// where the caller is. The hub handles one message after the other, in the order in which they
// reach it; calls also leave it one after the other, and so do answers enter it. With the defaults
// messages cost nothing.
struct Network {
  double latency = 0.0;              // seconds from the hub to an engine, and back
  double bandwidth = kUnbounded;     // bytes a second of a link, each way
  double hubBandwidth = kUnbounded;  // bytes a second of the hub, each way, of all engines together
  double hubTime = 0.0;              // seconds the hub spends on a message of whatever length
  // So many bands may be with an engine before the first of them is answered. More than one are
  // sent only after a band that was short, and from a common queue only while no engine is without
  // a band.
  int underWay = 1;

  friend bool operator==(const Network&, const Network&) = default;
};

// The same values as those of the engines in core/engines.
inline constexpr int kBandsUnderWay = 2;
inline constexpr double kShortBand = 0.02;  // seconds

// Computes when messages arrive. A message goes through link and hub at the same time, not first
// through the one and then through the other, so that the narrower of them decides. Calls have to
// be in the order of time.
class Hub {
 public:
  // `network`: latencies and times from 0, bandwidths above 0.
  Hub(const Network& network, int engines);

  // The time when a call that the caller hands over `now` reaches its engine.
  double callArrives(int engine, double now, double bytes);

  struct Answer {
    double first = 0.0;  // its first byte is at the hub,
    double last = 0.0;   // and its last one
    double bytes = 0.0;
  };
  // The times of an answer that an engine has ready `now`.
  Answer answerLeaves(int engine, double now, double bytes);
  // The time when the answer reaches the caller. To be called at the time `first`, as the hub takes
  // messages in the order in which they come.
  double answerArrives(const Answer& answer);

 private:
  double lookedAt(double now);

  const Network m_network;
  double m_freeAt = 0.0;             // when it can handle the next message
  double m_outFreeAt = 0.0;          // when the next call can leave
  double m_inFreeAt = 0.0;           // when the next answer can enter
  std::vector<double> m_downFreeAt;  // of each link, from the hub to the engine
  std::vector<double> m_upFreeAt;
};

}  // namespace fatou::stats
