// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/program_scalar.h"

namespace fatou::kernels {
namespace {

ComplexNumber power(ComplexNumber a, ComplexNumber b) {
  return elementaryScalar(PairFunction::Power, a, b);
}

}  // namespace

ComplexNumber ScalarProgram::operator()(ComplexNumber z) {
  m_acc = z;
  for (const Instruction& each : m_program.instructions()) run(each);
  return m_acc;
}

void ScalarProgram::run(Instruction instruction) {
  switch (argumentOf(instruction.opcode)) {
    case Argument::Temporary:
      if (instruction.opcode == Opcode::StoreT)
        m_temporaries[instruction.argument] = m_acc;
      else
        runWithTemporary(instruction.opcode, m_temporaries[instruction.argument]);
      return;
    case Argument::Constant: {
      const ProgramConstant& k = m_program.constants()[instruction.argument];
      runWithConstant(instruction.opcode, {k.re, k.im});
      return;
    }
    case Argument::None:
      runAlone(instruction.opcode);
  }
}

void ScalarProgram::runWithTemporary(Opcode opcode, ComplexNumber t) {
  switch (opcode) {
    case Opcode::AddT:
      m_acc = sum(m_acc, t);
      return;
    case Opcode::SubT:
      m_acc = difference(m_acc, t);
      return;
    case Opcode::RSubT:
      m_acc = difference(t, m_acc);
      return;
    case Opcode::MulT:
      m_acc = product(m_acc, t);
      return;
    case Opcode::DivT:
      m_acc = quotient(m_acc, t);
      return;
    case Opcode::RDivT:
      m_acc = quotient(t, m_acc);
      return;
    case Opcode::PowT:
      m_acc = power(m_acc, t);
      return;
    case Opcode::RPowT:
      m_acc = power(t, m_acc);
      return;
    case Opcode::SqrT:
      m_acc = square(t);
      return;
    default:  // LoadT
      m_acc = t;
  }
}

void ScalarProgram::runWithConstant(Opcode opcode, ComplexNumber k) {
  switch (opcode) {
    case Opcode::AddK:
      m_acc = sum(m_acc, k);
      return;
    case Opcode::AddR:
      m_acc.re = m_acc.re + k.re;
      return;
    case Opcode::RSubK:
      m_acc = difference(k, m_acc);
      return;
    case Opcode::MulK:
      m_acc = product(m_acc, k);
      return;
    case Opcode::MulR:
      m_acc = {k.re * m_acc.re, k.re * m_acc.im};
      return;
    case Opcode::RDivK:
      m_acc = quotient(k, m_acc);
      return;
    case Opcode::PowK:
      m_acc = power(m_acc, k);
      return;
    case Opcode::PowR:
      m_acc = elementaryScalar(PairFunction::RealPower, m_acc, k);
      return;
    case Opcode::RPowK:
      m_acc = power(k, m_acc);
      return;
    case Opcode::SqrAddK:
      m_acc = sum(square(m_acc), k);
      return;
    default:  // LoadK
      m_acc = k;
  }
}

void ScalarProgram::runAlone(Opcode opcode) {
  if (opcode == Opcode::Neg)
    m_acc = {-m_acc.re, -m_acc.im};
  else if (opcode == Opcode::Sqr)
    m_acc = square(m_acc);
  else
    m_acc = elementaryScalar(functionOf(opcode), m_acc);
}

}  // namespace fatou::kernels
