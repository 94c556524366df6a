// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/engines/wire/wire.h"
#include "core/julia/formulas/formula.h"
#include "core/julia/numbers/decimal.h"
#include "core/kernels/program.h"

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

// Sends a formula as its text with its parameters.
template <>
struct Wire<julia::Formula> {
  static void write(Writer& writer, const julia::Formula& formula) {
    writeTo(writer, julia::toString(formula));
  }
  static julia::Formula read(Reader& reader) {
    auto formula = julia::parseFormula(readFrom<std::string>(reader));
    if (!formula) throw WireError("a message holds no formula where it should");
    return std::move(formula).value();
  }
};

// Sends a program as its bytes. The receiver refuses what does not pass check(), before it is run.
template <>
struct Wire<kernels::Program> {
  static void write(Writer& writer, const kernels::Program& program) {
    writeTo(writer, kernels::bytesOf(program));
  }
  static kernels::Program read(Reader& reader) {
    auto program = kernels::programOf(readFrom<std::vector<std::uint8_t>>(reader));
    if (!program) throw WireError("a message holds no program where it should");
    return std::move(program).value();
  }
};

}  // namespace fatou::engines
