// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>

#include "core/engines/remote/wire.h"
#include "core/julia/decimal.h"

// How the part of requests is sent that does not name its fields. To be included wherever a
// task is submitted that holds a request or gets one.
namespace fatou::engines {

// By its text, which is the number and how the user wrote it.
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
