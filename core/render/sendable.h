// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "core/engines/remote/wire.h"
#include "core/julia/decimal.h"
#include "core/julia/place.h"

// How those parts of requests are sent that do not name their fields. To be included wherever a
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

template <>
struct Wire<julia::View> {
  static void write(Writer& writer, const julia::View& view) {
    writeTo(writer, std::holds_alternative<julia::CornerView>(view));
    std::visit([&writer](const auto& each) { writeTo(writer, each); }, view);
  }
  static julia::View read(Reader& reader) {
    if (readFrom<bool>(reader)) return readFrom<julia::CornerView>(reader);
    return readFrom<julia::CentreView>(reader);
  }
};

}  // namespace fatou::engines
