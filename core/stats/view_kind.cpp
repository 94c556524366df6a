// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/view_kind.h"

#include <array>
#include <utility>

#include "core/base/check.h"

namespace fatou::stats {
namespace {

constexpr std::array<std::pair<ViewKind, const char*>, 4> kViewKinds{
    {{ViewKind::Direct, "direct"},
     {ViewKind::Balanced, "balanced"},
     {ViewKind::Serial, "serial"},
     {ViewKind::Guided, "guided"}}};

}  // namespace

std::string toString(ViewKind kind) {
  for (const auto& [each, name] : kViewKinds)
    if (each == kind) return name;
  FATOU_CHECK(!"a view kind");
  return {};
}

std::optional<ViewKind> parseViewKind(std::string_view text) {
  for (const auto& [kind, name] : kViewKinds)
    if (text == name) return kind;
  return std::nullopt;
}

}  // namespace fatou::stats
