// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>

namespace fatou::engines {

// Keeps a map of weak pointers from growing by those whose objects are gone: an object that nobody
// holds any more keeps its memory until its entry goes. One belongs to each such map, and is not
// for several threads at a time.
class Expiry {
 public:
  // To be called before each insertion. Drops at most two of the first entries, so that the memory
  // of most goes at once; all are looked through when their number has doubled, so that a call
  // costs little on average.
  template <typename Map>
  void drop(Map& map) {
    for (int i = 0; i < 2 && !map.empty() && map.begin()->second.expired(); ++i)
      map.erase(map.begin());
    if (map.size() < m_allAt) return;
    std::erase_if(map, [](const auto& entry) { return entry.second.expired(); });
    m_allAt = std::max(kFewest, 2 * map.size());
  }

 private:
  static constexpr std::size_t kFewest = 64;

  std::size_t m_allAt = kFewest;  // looks through all entries at this size
};

}  // namespace fatou::engines
