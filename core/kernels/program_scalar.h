// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "core/kernels/elementary_scalar.h"
#include "core/kernels/program.h"

namespace fatou::kernels {

// A program that passes check(), run for one number at a time: the twin of the vectors.
class ScalarProgram {
 public:
  explicit ScalarProgram(const Program& program) : m_program(program) {}

  // The value of the parameter, where the program has one: before the first f(z).
  void setParameter(ComplexNumber value) { m_temporaries[m_program.parameter] = value; }
  // f(z).
  ComplexNumber operator()(ComplexNumber z);
  // f'(z) of the z before, where the program has it.
  ComplexNumber slope() const { return m_temporaries[m_program.slope]; }

 private:
  void run(Instruction instruction);
  void runWithTemporary(Opcode opcode, ComplexNumber t);
  void runWithConstant(Opcode opcode, ComplexNumber k);
  void runAlone(Opcode opcode);

  Program m_program;
  ComplexNumber m_acc;
  std::array<ComplexNumber, Program::kMostTemporaries> m_temporaries{};
};

}  // namespace fatou::kernels
