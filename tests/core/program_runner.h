// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Programs, run as their opcodes are described, one number at a time.

#include <array>
#include <complex>
#include <cstddef>

#include "core/kernels/elementary_scalar.h"
#include "core/kernels/program.h"

namespace fatou::tests {

class ProgramRunner {
 public:
  using Number = std::complex<double>;

  explicit ProgramRunner(const kernels::Program& program) : m_program(program) {}

  void setParameter(Number value) { m_temporaries.at(m_program.parameter) = value; }
  Number step(Number z) {
    m_acc = z;
    for (const kernels::Instruction& each : m_program.instructions()) run(each);
    return m_acc;
  }
  Number slope() const { return m_temporaries.at(m_program.slope); }
  Number parameterSlope() const { return m_temporaries.at(m_program.parameterSlope); }

 private:
  static Number product(Number a, Number b) {
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
  }
  static Number square(Number a) {
    const double xy = a.real() * a.imag();
    return {a.real() * a.real() - a.imag() * a.imag(), xy + xy};
  }
  static Number pair(kernels::PairFunction f, Number a, Number b) {
    const auto value = kernels::elementaryScalar(f, {a.real(), a.imag()}, {b.real(), b.imag()});
    return {value.re, value.im};
  }
  static Number quotient(Number a, Number b) { return pair(kernels::PairFunction::Divide, a, b); }

  void run(const kernels::Instruction& each) {
    using kernels::Opcode;
    using kernels::PairFunction;
    Number t;
    Number k;
    if (argumentOf(each.opcode) == kernels::Argument::Temporary)
      t = m_temporaries.at(each.argument);
    if (argumentOf(each.opcode) == kernels::Argument::Constant) {
      const kernels::ProgramConstant& constant = m_program.constantRoom.at(each.argument);
      k = {constant.re, constant.im};
    }
    switch (each.opcode) {
      case Opcode::LoadT:
        m_acc = t;
        break;
      case Opcode::LoadK:
        m_acc = k;
        break;
      case Opcode::StoreT:
        m_temporaries.at(each.argument) = m_acc;
        break;
      case Opcode::AddT:
        m_acc = m_acc + t;
        break;
      case Opcode::SubT:
        m_acc = m_acc - t;
        break;
      case Opcode::RSubT:
        m_acc = t - m_acc;
        break;
      case Opcode::MulT:
        m_acc = product(m_acc, t);
        break;
      case Opcode::DivT:
        m_acc = quotient(m_acc, t);
        break;
      case Opcode::RDivT:
        m_acc = quotient(t, m_acc);
        break;
      case Opcode::PowT:
        m_acc = pair(PairFunction::Power, m_acc, t);
        break;
      case Opcode::RPowT:
        m_acc = pair(PairFunction::Power, t, m_acc);
        break;
      case Opcode::AddK:
        m_acc = m_acc + k;
        break;
      case Opcode::AddR:
        m_acc = {m_acc.real() + k.real(), m_acc.imag()};
        break;
      case Opcode::RSubK:
        m_acc = k - m_acc;
        break;
      case Opcode::MulK:
        m_acc = product(m_acc, k);
        break;
      case Opcode::MulR:
        m_acc = {k.real() * m_acc.real(), k.real() * m_acc.imag()};
        break;
      case Opcode::RDivK:
        m_acc = quotient(k, m_acc);
        break;
      case Opcode::PowK:
        m_acc = pair(PairFunction::Power, m_acc, k);
        break;
      case Opcode::PowR:
        m_acc = pair(PairFunction::RealPower, m_acc, k);
        break;
      case Opcode::RPowK:
        m_acc = pair(PairFunction::Power, k, m_acc);
        break;
      case Opcode::Neg:
        m_acc = -m_acc;
        break;
      case Opcode::Sqr:
        m_acc = square(m_acc);
        break;
      case Opcode::SqrT:
        m_acc = square(t);
        break;
      case Opcode::SqrAddK:
        m_acc = square(m_acc) + k;
        break;
      default: {
        const auto f = static_cast<kernels::ElementaryFunction>(
            static_cast<int>(each.opcode) - static_cast<int>(kernels::kFirstFunction));
        const auto value = kernels::elementaryScalar(f, {m_acc.real(), m_acc.imag()});
        m_acc = {value.re, value.im};
      }
    }
  }

  const kernels::Program& m_program;
  Number m_acc;
  std::array<Number, kernels::Program::kMostTemporaries> m_temporaries{};
};

}  // namespace fatou::tests
