// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/client.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace fatou::engines {
namespace {

// Where a slice's position lies in [low, high], as Python's slice.indices() has it.
std::ptrdiff_t clampedPosition(std::ptrdiff_t position, std::ptrdiff_t size, std::ptrdiff_t low,
                               std::ptrdiff_t high) {
  return std::clamp(position < 0 ? position + size : position, low, high);
}

}  // namespace

std::vector<EngineId> sliced(const std::vector<EngineId>& ids, const Slice& slice) {
  if (slice.step == 0) throw std::invalid_argument("a slice's step must not be 0");
  const auto size = static_cast<std::ptrdiff_t>(ids.size());
  const bool up = slice.step > 0;
  const std::ptrdiff_t low = up ? 0 : -1;
  const std::ptrdiff_t high = up ? size : size - 1;
  const auto position = [&](const std::optional<std::ptrdiff_t>& given, std::ptrdiff_t otherwise) {
    return given ? clampedPosition(*given, size, low, high) : otherwise;
  };
  const std::ptrdiff_t start = position(slice.start, up ? low : high);
  const std::ptrdiff_t stop = position(slice.stop, up ? high : low);
  std::vector<EngineId> picked;
  for (std::ptrdiff_t i = start; up ? i < stop : i > stop; i += slice.step) {
    picked.push_back(ids[static_cast<std::size_t>(i)]);
    const std::ptrdiff_t left = stop - i;
    if (up ? slice.step >= left : slice.step <= left) break;  // the next sum might overflow
  }
  return picked;
}

Client::Client(int engines, EngineKind kind) : m_cluster(Cluster::create(kind)) {
  m_cluster->start(engines);
}

std::vector<EngineId> Client::requireIds(std::vector<EngineId> wanted) const {
  const auto registered = ids();
  if (registered.empty()) throw NoEnginesRegistered();
  if (wanted.empty())
    throw std::out_of_range("a view of no engines: name at least one of the " +
                            std::to_string(registered.size()) + " there are");
  for (const EngineId id : wanted)
    if (!std::ranges::binary_search(registered, id))
      throw std::out_of_range("there is no engine " + std::to_string(id) + ": ids are " +
                              std::to_string(registered.front()) + " to " +
                              std::to_string(registered.back()));
  return wanted;
}

DirectView Client::directView() const {
  return {m_cluster, Targets()};
}

DirectView Client::directView(std::vector<EngineId> ids) const {
  return {m_cluster, Targets(requireIds(std::move(ids)))};
}

DirectView Client::operator[](const Slice& slice) const {
  return {m_cluster, Targets(requireIds(sliced(ids(), slice)))};
}

EngineView Client::operator[](EngineId id) const {
  const auto registered = ids();
  const auto size = static_cast<std::ptrdiff_t>(registered.size());
  if (id < 0 && size + id >= 0) id = registered[static_cast<std::size_t>(size + id)];
  return {m_cluster, Targets(requireIds({id}))};
}

LoadBalancedView Client::loadBalancedView() const {
  return {m_cluster, {}};
}

LoadBalancedView Client::loadBalancedView(std::vector<EngineId> ids) const {
  return {m_cluster, requireIds(std::move(ids))};
}

std::vector<EngineView> Client::views() const {
  std::vector<EngineView> views;
  for (const EngineId id : ids()) views.emplace_back(m_cluster, Targets({id}));
  return views;
}

}  // namespace fatou::engines
