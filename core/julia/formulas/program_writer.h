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

// The opcode of a node that is a function.
kernels::Opcode functionOpcode(NodeKind kind);

// The opcodes of a node with two operands: one if the accumulator holds the first operand and a
// temporary the second, and one for the reverse.
struct BinaryOpcodes {
  kernels::Opcode withTemporary;
  kernels::Opcode reversed;
};
BinaryOpcodes binaryOpcodes(NodeKind kind);

// Collects instructions and makes a program of them.
class ProgramWriter {
 public:
  void write(kernels::Opcode opcode, std::uint8_t argument = 0);
  // Returns the index of a constant; equal constants share one.
  std::uint8_t constant(std::complex<double> value);
  bool isReal(std::uint8_t constant) const { return m_constants[constant].im == 0.0; }
  // Takes the lowest free temporary.
  std::uint8_t temporary();
  void giveBack(std::uint8_t temporary) { m_isTaken[temporary] = false; }
  // Whether there are already more instructions than any program can hold.
  bool isFull() const { return m_code.size() > kMostWritten; }

  // Returns the program, after removing stores that nothing reads and fusing pairs of instructions
  // that have one opcode. `outputs` are the temporaries with the wanted derivatives, first by z,
  // then by the parameter. A parameter is in temporary 0. The Error is for too many instructions,
  // constants or temporaries.
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
