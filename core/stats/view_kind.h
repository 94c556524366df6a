// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fatou::stats {

// How rows reach the engines: the view that hands them out.
enum class ViewKind {
  Direct,    // every engine gets one contiguous block of rows
  Balanced,  // bands wait in one queue for whichever engine is free
  Serial,    // no engines: the same bands, one after the other, on the calling thread
  Guided     // from one queue, each time 1 / engines of what is left: guided self-scheduling.
             // It is only predicted: no picture is computed so.
};

std::string toString(ViewKind kind);  // "direct"
// The kind that toString() calls so; nothing where there is none.
std::optional<ViewKind> parseViewKind(std::string_view text);

}  // namespace fatou::stats
