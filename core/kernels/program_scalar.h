// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "core/kernels/elementary_scalar.h"
#include "core/kernels/program.h"

namespace fatou::kernels {

// Runs a program that passes check() for one number at a time: the scalar twin of ProgramMachine.
class ScalarProgram {
 public:
  explicit ScalarProgram(const Program& program) : m_program(program) {}

  // Sets the program's parameter, if it has one; to be called before the first f(z).
  void setParameter(ComplexNumber value) { m_temporaries[m_program.parameter] = value; }
  // Returns f(z).
  ComplexNumber operator()(ComplexNumber z);
  // Returns f' at the z of the last call, if the program computes it.
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
