// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/what_if.h"

#include <array>
#include <utility>

#include "core/stats/schedule_player.h"

namespace fatou::stats {
namespace {

constexpr std::array<std::pair<Policy, const char*>, 4> kPolicies{{{Policy::Serial, "serial"},
                                                                   {Policy::Direct, "direct"},
                                                                   {Policy::Balanced, "balanced"},
                                                                   {Policy::Guided, "guided"}}};

}  // namespace

std::string toString(Policy policy) {
  for (const auto& [each, name] : kPolicies)
    if (each == policy) return name;
  return {};
}

std::optional<Policy> policyFromString(std::string_view text) {
  for (const auto& [policy, name] : kPolicies)
    if (text == name) return policy;
  return std::nullopt;
}

Run replay(const CostModel& model, const Scenario& scenario) {
  return SchedulePlayer(model, scenario).play();
}

}  // namespace fatou::stats
