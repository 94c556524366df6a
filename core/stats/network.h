// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

namespace fatou::stats {

inline constexpr double kUnbounded = std::numeric_limits<double>::infinity();

// What lies between a caller and engines elsewhere. Each engine has a link of its own to one hub,
// where the caller is. The hub looks at one message after the other, in the order in which they
// reach it, and so do calls leave it and answers enter it. As it stands messages cost nothing.
struct Network {
  double latency = 0.0;              // seconds from the hub to an engine, and back
  double bandwidth = kUnbounded;     // bytes a second of a link, each way
  double hubBandwidth = kUnbounded;  // bytes a second of the hub, each way, of all engines together
  double hubTime = 0.0;              // seconds the hub spends on a message of whatever length
  // Bands an engine may have before the first of them is answered. The others follow only behind
  // one that was short, and from one queue only while no engine has nothing.
  int underWay = 1;

  friend bool operator==(const Network&, const Network&) = default;
};

// As the engines of core/engines have them.
inline constexpr int kBandsUnderWay = 2;
inline constexpr double kShortBand = 0.02;  // seconds

// When messages arrive. A message goes through link and hub at once, not first through the one and
// then through the other, so that what is narrower decides. To be asked in the order of time.
class Hub {
 public:
  // `network`: latencies and times from 0, bandwidths above 0.
  Hub(const Network& network, int engines);

  // When a call that the caller hands over `now` is with its engine.
  double callArrives(int engine, double now, double bytes);

  struct Answer {
    double first = 0.0;  // its first byte is at the hub,
    double last = 0.0;   // and its last one
    double bytes = 0.0;
  };
  // An answer that an engine has `now`.
  Answer answerLeaves(int engine, double now, double bytes);
  // When it is with the caller; to be asked at the time `first`.
  double answerArrives(const Answer& answer);

 private:
  double lookedAt(double now);

  const Network m_network;
  double m_freeAt = 0.0;             // to look at the next message
  double m_outFreeAt = 0.0;          // for the next call
  double m_inFreeAt = 0.0;           // for the next answer
  std::vector<double> m_downFreeAt;  // of each link, from the hub to the engine
  std::vector<double> m_upFreeAt;
};

}  // namespace fatou::stats
