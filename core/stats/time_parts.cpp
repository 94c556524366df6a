// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/time_parts.h"

#include <algorithm>
#include <array>

#include "core/stats/words.h"

namespace fatou::stats {
namespace {

constexpr std::array kTimeParts{TimePart{std::nullopt, "the work itself", 0x0072b2},
                                TimePart{LossKind::SerialPart, "serial part", 0xcc79a7},
                                TimePart{LossKind::Imbalance, "imbalance", 0xe69f00},
                                TimePart{LossKind::Waiting, "waiting for the queue", 0xf0e442},
                                TimePart{LossKind::Transfer, "transfer", 0x009e73},
                                TimePart{LossKind::Oversubscription, "oversubscription", 0x999999},
                                TimePart{LossKind::SlowDown, "slow-down", 0x56b4e9}};
static_assert(kTimeParts.size() == kLossKinds.size() + 1);

bool isTold(const Losses& losses, LossKind kind) {
  if (kind == LossKind::SlowDown) return losses.referenceKnown;
  if (kind == LossKind::Oversubscription) return losses.cpuTimeKnown || losses.coresKnown;
  return true;
}

}  // namespace

std::span<const TimePart> timeParts() {
  return kTimeParts;
}

std::optional<double> secondsOf(const Losses& losses, const TimePart& part) {
  if (!part.loss) return losses.ideal;
  if (!isTold(losses, *part.loss)) return std::nullopt;
  return losses.of(*part.loss);
}

std::optional<double> shareOf(const Losses& losses, const TimePart& part) {
  const auto seconds = secondsOf(losses, part);
  if (!seconds || !(losses.capacity > 0.0)) return std::nullopt;
  return *seconds / losses.capacity;
}

std::string shareText(const Losses& losses, const TimePart& part) {
  const auto share = shareOf(losses, part);
  return share ? percentText(*share) : "–";
}

std::vector<BarPart> timeBar(const Losses& losses) {
  std::vector<BarPart> bar;
  double at = 0.0;
  for (const TimePart& part : kTimeParts) {
    const double share = shareOf(losses, part).value_or(0.0);
    if (share == 0.0) continue;
    bar.push_back({.part = part, .from = at, .to = at + share});
    at += share;
  }
  return bar;
}

double reachOf(const std::vector<BarPart>& bar) {
  double reach = 1.0;
  for (const BarPart& part : bar) reach = std::max({reach, part.from, part.to});
  return reach;
}

}  // namespace fatou::stats
