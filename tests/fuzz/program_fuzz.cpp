// SPDX-License-Identifier: GPL-3.0-or-later
// Programs as bytes, as a rank or a file may hand them over: any bytes, and those of sound programs
// with damage done to them. What is not refused is run.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/check.h"
#include "core/julia/formulas/formula.h"
#include "core/julia/formulas/program_builder.h"
#include "core/kernels/program.h"
#include "core/kernels/program_scalar.h"

using namespace fatou;

namespace {

using Bytes = std::vector<std::uint8_t>;

const std::vector<Bytes>& soundPrograms() {
  static const std::vector<Bytes> kAll = [] {
    const julia::ComplexDecimal c{.re = julia::Decimal::fromDouble(-0.75), .im = {}};
    std::vector<Bytes> all;
    for (const char* text : {"z^2+c", "newton(z^3-1)", "c*sin(z)+z^5", "z^z+c^z",
                             "sqr(abs(re(z))+i*abs(im(z)))+c", "((z^2+c-1)/(2z+c-2))^2"})
      for (const bool slope : {false, true})
        if (const auto program =
                julia::buildProgram(julia::parseFormula(text).value(), c, {.slope = slope}))
          all.push_back(kernels::bytesOf(program.value()));
    return all;
  }();
  return kAll;
}

void use(std::span<const std::uint8_t> bytes) {
  const auto program = kernels::programOf(bytes);
  if (!program) return FATOU_CHECK(!program.error().message.empty());
  FATOU_CHECK(kernels::check(program.value()).ok());
  const auto again = kernels::bytesOf(program.value());
  FATOU_CHECK(std::ranges::equal(again, bytes));
  kernels::ScalarProgram f(program.value());
  kernels::ComplexNumber z{0.5, -0.25};
  for (int i = 0; i < 3; ++i) z = f(z);
}

}  // namespace

// The first byte chooses a program, each three after it a place in its bytes and what stands there.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> input(data, size);
  use(input);
  if (input.empty()) return 0;
  Bytes bytes = soundPrograms()[input[0] % soundPrograms().size()];
  for (std::size_t at = 1; at + 2 < size; at += 3)
    bytes[(input[at] * std::size_t{256} + input[at + 1]) % bytes.size()] = input[at + 2];
  use(bytes);
  return 0;
}
