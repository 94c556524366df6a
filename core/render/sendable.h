// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>

#include "core/engines/remote/wire.h"
#include "core/julia/numbers/decimal.h"

// How those members of requests are sent whose classes do not name their fields. To be included
// wherever a task is submitted that holds a request or gets one.
namespace fatou::engines {

// A decimal is sent as its text, which keeps the number and how the user wrote it.
template <>
struct Wire<julia::Decimal> {
  static void write(Writer& writer, const julia::Decimal& number) {
    writeTo(writer, number.text());
  }
  static julia::Decimal read(Reader& reader) {
    auto number = julia::Decimal::parse(readFrom<std::string>(reader));
    if (!number) throw WireError("a message holds no number where it should");
    return std::move(number).value();
  }
};

}  // namespace fatou::engines
