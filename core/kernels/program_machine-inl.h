// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_PROGRAM_MACHINE_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_PROGRAM_MACHINE_INL_H
#undef FATOU_CORE_KERNELS_PROGRAM_MACHINE_INL_H
#else
#define FATOU_CORE_KERNELS_PROGRAM_MACHINE_INL_H
#endif

#include <cstddef>
#include <cstdint>
#include <utility>

#include <hwy/highway.h>

#include "core/kernels/elementary-inl.h"
#include "core/kernels/elementary.h"
#include "core/kernels/orbit_block-inl.h"
#include "core/kernels/program.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Vectors that an instruction is decoded for at once. Their real and imaginary parts and the
// operands of an instruction fit into 32 registers; 8 vectors were no faster.
inline constexpr std::size_t kProgramVectors = 4;

// Calls f for each of these vectors, unrolled as by eachVector().
template <class F>
HWY_INLINE void eachProgramVector(const F& f) {
  eachVector(f, std::make_index_sequence<kProgramVectors>{});
}

// A complex number in each lane.
template <class D>
struct ProgramNumbers {
  using Number = elementary::Complex<hn::Vec<D>>;

  hn::Vec<D> re[kProgramVectors];
  hn::Vec<D> im[kProgramVectors];

  HWY_INLINE Number of(std::size_t v) const { return {re[v], im[v]}; }
  HWY_INLINE void set(std::size_t v, const Number& value) {
    re[v] = value.re;
    im[v] = value.im;
  }
};

// The same numbers in memory, as functions take and return them.
template <class D>
class StoredNumbers {
 public:
  explicit StoredNumbers(const ProgramNumbers<D>& numbers) {
    for (std::size_t v = 0; v < kProgramVectors; ++v) {
      hn::Store(numbers.re[v], D(), m_re + v * kLanes);
      hn::Store(numbers.im[v], D(), m_im + v * kLanes);
    }
  }
  void load(ProgramNumbers<D>& numbers) const {
    for (std::size_t v = 0; v < kProgramVectors; ++v)
      numbers.set(v, {hn::Load(D(), m_re + v * kLanes), hn::Load(D(), m_im + v * kLanes)});
  }
  ComplexRow row() const { return {m_re, m_im}; }
  ComplexResults results() { return {m_re, m_im}; }

 private:
  static constexpr std::size_t kLanes = hn::MaxLanes(D());

  HWY_ALIGN double m_re[kProgramVectors * kLanes];
  HWY_ALIGN double m_im[kProgramVectors * kLanes];
};

// Runs a program that passes check() for the numbers of kProgramVectors vectors at once.
template <class D>
class ProgramMachine {
 public:
  using Numbers = ProgramNumbers<D>;
  using Number = typename Numbers::Number;

  explicit ProgramMachine(const Program& program) : m_program(program) {}

  // Sets the program's parameter in every lane; `re` and `im` have kProgramVectors vectors each.
  HWY_INLINE void setParameters(const double* re, const double* im) {
    Numbers& parameters = m_temporaries[m_program.parameter];
    for (std::size_t v = 0; v < kProgramVectors; ++v) {
      const std::size_t at = v * hn::MaxLanes(D());
      parameters.set(v, {hn::Load(D(), re + at), hn::Load(D(), im + at)});
    }
  }
  // Replaces z by f(z).
  HWY_INLINE void step(Numbers& z) {
    const Instruction* const end = m_program.code.data() + m_program.instructionCount;
    for (const Instruction* each = m_program.code.data(); each != end; ++each) run(*each, z);
  }
  // Returns f' at the z of the last step, if the program computes it.
  HWY_INLINE Number slope(std::size_t v) const { return m_temporaries[m_program.slope].of(v); }

 private:
  HWY_INLINE Number constant(std::size_t number) const {
    const ProgramConstant& k = m_program.constantRoom[number];
    return {hn::Set(D(), k.re), hn::Set(D(), k.im)};
  }

  // Sets acc to operation(acc).
  template <class F>
  static HWY_INLINE void alone(Numbers& acc, const F& operation) {
    eachProgramVector([&](auto v) FATOU_VECTOR_BODY { acc.set(v, operation(acc.of(v))); });
  }
  // Sets acc to operation(acc, T).
  template <class F>
  HWY_INLINE void withT(Numbers& acc, std::size_t number, const F& operation) const {
    const Numbers& t = m_temporaries[number];
    eachProgramVector([&](auto v) FATOU_VECTOR_BODY { acc.set(v, operation(acc.of(v), t.of(v))); });
  }
  // Sets acc to operation(acc, K).
  template <class F>
  HWY_INLINE void withK(Numbers& acc, std::size_t number, const F& operation) const {
    const Number k = constant(number);
    eachProgramVector([&](auto v) FATOU_VECTOR_BODY { acc.set(v, operation(acc.of(v), k)); });
  }

  // Short instructions are cases of one switch; all others are calls.
  HWY_INLINE void run(Instruction instruction, Numbers& acc) {
    const std::size_t n = instruction.argument;
    const auto sum = [](const Number& a, const Number& b) FATOU_VECTOR_BODY {
      return Number{a.re + b.re, a.im + b.im};
    };
    const auto difference = [](const Number& a, const Number& b) FATOU_VECTOR_BODY {
      return Number{a.re - b.re, a.im - b.im};
    };
    const auto difference2 = [](const Number& a, const Number& b) FATOU_VECTOR_BODY {
      return Number{b.re - a.re, b.im - a.im};
    };
    const auto product = [](const Number& a, const Number& b)
                             FATOU_VECTOR_BODY { return elementary::multiply(a, b); };
    const auto quotient = [](const Number& a, const Number& b)
                              FATOU_VECTOR_BODY { return elementary::divide(a, b); };
    const auto quotient2 = [](const Number& a, const Number& b)
                               FATOU_VECTOR_BODY { return elementary::divide(b, a); };
    switch (instruction.opcode) {
      case Opcode::LoadT:
        acc = m_temporaries[n];
        return;
      case Opcode::LoadK:
        return withK(acc, n, [](const Number&, const Number& k) FATOU_VECTOR_BODY { return k; });
      case Opcode::StoreT:
        m_temporaries[n] = acc;
        return;
      case Opcode::AddT:
        return withT(acc, n, sum);
      case Opcode::SubT:
        return withT(acc, n, difference);
      case Opcode::RSubT:
        return withT(acc, n, difference2);
      case Opcode::MulT:
        return withT(acc, n, product);
      case Opcode::DivT:
        return withT(acc, n, quotient);
      case Opcode::RDivT:
        return withT(acc, n, quotient2);
      case Opcode::AddK:
        return withK(acc, n, sum);
      case Opcode::AddR:
        return withK(acc, n, [](const Number& a, const Number& k) FATOU_VECTOR_BODY {
          return Number{a.re + k.re, a.im};
        });
      case Opcode::RSubK:
        return withK(acc, n, difference2);
      case Opcode::MulK:
        return withK(acc, n, product);
      case Opcode::MulR:
        return withK(acc, n, [](const Number& a, const Number& k) FATOU_VECTOR_BODY {
          return Number{k.re * a.re, k.re * a.im};
        });
      case Opcode::RDivK:
        return withK(acc, n, quotient2);
      case Opcode::Neg:
        return alone(acc, [](const Number& a) FATOU_VECTOR_BODY {
          return Number{elementary::negated(a.re), elementary::negated(a.im)};
        });
      case Opcode::Sqr:
        return alone(acc, [](const Number& a) FATOU_VECTOR_BODY { return elementary::square(a); });
      case Opcode::SqrT:
        return withT(acc, n, [](const Number&, const Number& t) FATOU_VECTOR_BODY {
          return elementary::square(t);
        });
      case Opcode::SqrAddK:
        return withK(acc, n, [&](const Number& a, const Number& k) FATOU_VECTOR_BODY {
          return sum(elementary::square(a), k);
        });
      default:
        call(instruction, acc);
    }
  }

  // Calls a function, which is not inlined and gets a copy of acc: so acc itself needs no address
  // and stays in registers.
  HWY_INLINE void call(Instruction instruction, Numbers& acc) const {
    const Numbers argument = acc;
    Numbers value;
    callFor(instruction, argument, value);
    acc = value;
  }

  HWY_NOINLINE void callFor(Instruction instruction, const Numbers& acc, Numbers& value) const {
    const std::size_t n = instruction.argument;
    StoredNumbers<D> z(acc);
    switch (instruction.opcode) {
      case Opcode::PowT:
        return power(PairFunction::Power, z, StoredNumbers<D>(m_temporaries[n]), value);
      case Opcode::RPowT:
        return power(PairFunction::Power, StoredNumbers<D>(m_temporaries[n]), z, value);
      case Opcode::PowK:
        return power(PairFunction::Power, z, StoredNumbers<D>(everywhere(n)), value);
      case Opcode::PowR:
        return power(PairFunction::RealPower, z, StoredNumbers<D>(everywhere(n)), value);
      case Opcode::RPowK:
        return power(PairFunction::Power, StoredNumbers<D>(everywhere(n)), z, value);
      default:
        elementaryValues(functionOf(instruction.opcode), z.row(), z.results());
        z.load(value);
    }
  }
  static void power(PairFunction f, StoredNumbers<D> base, const StoredNumbers<D>& exponent,
                    Numbers& value) {
    elementaryValues(f, base.row(), exponent.row(), base.results());
    base.load(value);
  }
  HWY_INLINE Numbers everywhere(std::size_t number) const {
    Numbers numbers;
    for (std::size_t v = 0; v < kProgramVectors; ++v) numbers.set(v, constant(number));
    return numbers;
  }

  const Program& m_program;
  Numbers m_temporaries[Program::kMostTemporaries];
};

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
