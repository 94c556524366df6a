// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/julia/formulas/expression.h"
#include "core/kernels/program.h"

namespace fatou::julia {

// The opcode of a function's node.
kernels::Opcode functionOpcode(NodeKind kind);

// The opcodes of a node with two operands: acc is the first one and a temporary the second one, or
// the other way round.
struct BinaryOpcodes {
  kernels::Opcode withTemporary;
  kernels::Opcode reversed;
};
BinaryOpcodes binaryOpcodes(NodeKind kind);

// Takes instructions down one by one and makes a program of them.
class ProgramWriter {
 public:
  void write(kernels::Opcode opcode, std::uint8_t argument = 0);
  // The place of a constant; the same for equal ones.
  std::uint8_t constant(std::complex<double> value);
  bool isReal(std::uint8_t constant) const { return m_constants[constant].im == 0.0; }
  // The lowest temporary that is free, and it is taken then.
  std::uint8_t temporary();
  void giveBack(std::uint8_t temporary) { m_isTaken[temporary] = false; }
  // Whether there are so many instructions that no program will come of them.
  bool isFull() const { return m_code.size() > kMostWritten; }

  // The program: without stores that nobody reads, with instructions put together that are one.
  // `outputs` are the temporaries of the derivatives by z and by the parameter, as far as they are
  // wanted; the parameter, if there is one, is temporary 0. The Error is that of too many
  // instructions, constants or temporaries.
  Result<kernels::Program> program(std::span<const std::uint8_t> outputs, bool hasParameter);

 private:
  static constexpr std::size_t kMostWritten = 2 * kernels::Program::kMostInstructions;
  static constexpr std::size_t kMostTemporaries = 128;

  void leaveOutUnread(std::span<const std::uint8_t> outputs);
  void putTogether();

  std::vector<kernels::Instruction> m_code;
  std::vector<kernels::ProgramConstant> m_constants;
  std::vector<bool> m_isTaken = std::vector<bool>(kMostTemporaries, false);
  bool m_isOutOfRoom = false;
};

}  // namespace fatou::julia
