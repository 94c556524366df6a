// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/kernels/elementary.h"

namespace fatou::kernels {

// The operations of a program's instructions. There is one accumulator `acc`, a complex number; T
// is the temporary and K the constant whose index is the instruction's argument.
//
// The arithmetic is the same on every target: each real operation is rounded, and nothing
// contracted:
//   a + b, a - b    by parts
//   a b             (ac - bd) + (ad + bc) i            for (a + bi)(c + di)
//   a^2             (x^2 - y^2) + (xy + xy) i
//   r a             (r x) + (r y) i                    for a real r
//   a / b           r = 1 / (c^2 + d^2); ((ac + bd) r) + ((bc - ad) r) i  for (a + bi) / (c + di)
//   -a, conj a      changes of sign
// Powers and functions are those of elementary.h, with C99's principal values.
enum class Opcode : std::uint8_t {
  LoadT,    // acc = T
  LoadK,    // acc = K
  StoreT,   // T = acc
  AddT,     // acc = acc + T
  SubT,     // acc = acc - T
  RSubT,    // acc = T - acc
  MulT,     // acc = acc T
  DivT,     // acc = acc / T
  RDivT,    // acc = T / acc
  PowT,     // acc = acc^T
  RPowT,    // acc = T^acc
  AddK,     // acc = acc + K
  AddR,     // re acc = re acc + re K, where K is real
  RSubK,    // acc = K - acc
  MulK,     // acc = acc K
  MulR,     // acc = (re K) acc, where K is real
  RDivK,    // acc = K / acc
  PowK,     // acc = acc^K
  PowR,     // acc = acc^(re K), where K is real
  RPowK,    // acc = K^acc
  Neg,      // acc = -acc
  Sqr,      // acc = acc^2
  SqrT,     // acc = T^2
  SqrAddK,  // acc = acc^2 + K, rounded as Sqr and AddK are
  Exp,      // from here on acc = f(acc), in the order of the elementary functions
  Log,
  Sqrt,
  Sin,
  Cos,
  Tan,
  Sinh,
  Cosh,
  Tanh,
  Asin,
  Acos,
  Atan,
  Asinh,
  Acosh,
  Atanh,
  Abs,  // these, except Conj, have an imaginary part of 0
  Arg,
  Conj,
  Re,
  Im,
};
inline constexpr int kOpcodes = static_cast<int>(Opcode::Im) + 1;
inline constexpr Opcode kFirstFunction = Opcode::Exp;

// The function of an opcode, for opcodes from kFirstFunction on.
constexpr ElementaryFunction functionOf(Opcode opcode) {
  return static_cast<ElementaryFunction>(static_cast<int>(opcode) -
                                         static_cast<int>(kFirstFunction));
}
static_assert(functionOf(Opcode::Exp) == ElementaryFunction::Exp &&
              functionOf(Opcode::Tanh) == ElementaryFunction::Tanh &&
              functionOf(Opcode::Atanh) == ElementaryFunction::Atanh &&
              functionOf(Opcode::Im) == ElementaryFunction::Im);

// The kind of thing that an opcode's argument is the index of.
enum class Argument : std::uint8_t { None, Temporary, Constant };
Argument argumentOf(Opcode opcode);

struct Instruction {
  Opcode opcode = Opcode::LoadT;
  std::uint8_t argument = 0;  // 0 where the opcode has none

  friend bool operator==(const Instruction&, const Instruction&) = default;
};

// A complex constant of a program; both parts are finite.
struct ProgramConstant {
  double re = 0.0;
  double im = 0.0;

  friend bool operator==(const ProgramConstant&, const ProgramConstant&) = default;
};

// One step z -> f(z) as instructions: acc is z before the first instruction and f(z) after the
// last. A plain value of less than 2 KB without text or jumps, so that a step costs as many
// operations as there are instructions. Unused room is 0.
struct Program {
  static constexpr std::size_t kMostInstructions = 255;
  static constexpr std::size_t kMostConstants = 64;
  static constexpr std::size_t kMostTemporaries = 16;
  static constexpr std::uint8_t kNone = 0xff;  // no temporary

  std::uint8_t instructionCount = 0;
  std::uint8_t constantCount = 0;
  std::uint8_t temporaryCount = 0;  // temporaries have indices below it
  // The temporary that holds the pixel's own parameter before the first step; no instruction writes
  // to it. kNone if all parameters are constants.
  std::uint8_t parameter = kNone;
  // The temporaries that hold f'(z) and, if there is a parameter, the derivative of f with respect
  // to it, after the last instruction. kNone if they were not asked for.
  std::uint8_t slope = kNone;
  std::uint8_t parameterSlope = kNone;

  std::array<Instruction, kMostInstructions> code{};
  std::array<ProgramConstant, kMostConstants> constantRoom{};

  std::span<const Instruction> instructions() const {
    return std::span(code).first(instructionCount);
  }
  std::span<const ProgramConstant> constants() const {
    return std::span(constantRoom).first(constantCount);
  }

  friend bool operator==(const Program&, const Program&) = default;
};
static_assert(sizeof(Program) <= 2048);

// Checks that a program is safe to run. It must not have an unknown opcode, an argument beyond its
// constants or temporaries, a temporary that is read before it is written, a parameter that is
// written to, a real instruction with a complex constant, a constant that is not finite, or unused
// room that is not 0. A program that passes reads and writes nothing but its own numbers.
Status check(const Program& program);

// Converts a program to bytes, the same on every machine, and back. The Error is for bytes that are
// not a program, or whose program does not pass check(); no bytes can do any other harm.
std::vector<std::uint8_t> bytesOf(const Program& program);
Result<Program> programOf(std::span<const std::uint8_t> bytes);

}  // namespace fatou::kernels
