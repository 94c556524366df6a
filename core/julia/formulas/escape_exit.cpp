// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/escape_exit.h"

#include <array>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>

#include "core/julia/formulas/escape_radius.h"
#include "core/julia/formulas/polynomial_form.h"
#include "core/julia/formulas/rational_form.h"

namespace fatou::julia {
namespace {

// Towards infinity a map grows as the quotient of its leading terms, z or more.
bool growsAsAPower(const RationalForm& map) {
  return map.numerator.size() >= map.denominator.size() + 2;
}

std::optional<EscapeExit> findProvenExit(const Formula& formula, const ComplexDecimal& c) {
  const auto map = rationalForm(formula.expression(), formula.values(c));
  if (!map) return {};
  const auto radius = provenEscapeRadius(*map);
  if (!radius) return {};
  EscapeExit exit{.radius = *radius};
  if (!growsAsAPower(*map)) return exit;
  exit.degree = static_cast<int>(map->numerator.size() - map->denominator.size());
  exit.lead = plainModulus(map->numerator.back().toDouble()) /
              plainModulus(map->denominator.back().toDouble());
  return exit;
}

bool findWhetherProven(const Formula& formula) {
  if (const auto form = polynomialForm(formula.expression()))
    return degreeOf(*form) <= kMostProvenDegree;
  const ComplexDecimal anyC{.re = Decimal::parse("0.3").value(),
                            .im = Decimal::parse("0.4").value()};
  const auto map = rationalForm(formula.expression(), formula.values(anyC));
  return map && growsAsAPower(*map);
}

// The last answers to a question about a formula, for any thread. The same is asked for each band
// and at each turn of the window, and maps of high degrees take milliseconds.
template <typename Answer>
class LastAnswers {
 public:
  template <typename Find>
  Answer get(const Formula& formula, const ComplexDecimal& c, const Find& find) {
    if (const auto known = look(formula, c)) return *known;
    const Answer answer = find();
    const std::scoped_lock lock(m_mutex);
    m_entries[m_next++ % m_entries.size()] = Entry{formula, c, answer};
    return answer;
  }

 private:
  struct Entry {
    Formula formula;
    ComplexDecimal c;
    Answer answer;
  };

  std::optional<Answer> look(const Formula& formula, const ComplexDecimal& c) {
    const std::scoped_lock lock(m_mutex);
    for (const auto& one : m_entries)
      if (one && one->c == c && one->formula == formula) return one->answer;
    return std::nullopt;
  }

  std::mutex m_mutex;
  std::array<std::optional<Entry>, 8> m_entries;
  std::size_t m_next = 0;
};

// A table that lives for as long as the process, as threads may still ask while it ends.
template <typename Answer>
LastAnswers<Answer>& lastAnswers() {
  static auto* const kAnswers = new LastAnswers<Answer>;
  return *kAnswers;
}

std::optional<EscapeExit> provenExit(const Formula& formula, const ComplexDecimal& c) {
  return lastAnswers<std::optional<EscapeExit>>().get(formula, c,
                                                      [&] { return findProvenExit(formula, c); });
}

}  // namespace

Result<EscapeExit> escapeExitOf(const Formula& formula, const ComplexDecimal& c) {
  auto exit = provenExit(formula, c);
  if (const auto& given = formula.escapeRadius()) {
    const kernels::EscapePart part = formula.escapePart();
    const bool isKnown = exit && exit->radius <= given->toDouble();
    if (!isKnown || part != kernels::EscapePart::Modulus) exit = EscapeExit{.part = part};
    exit->radius = given->toDouble();
  }
  if (exit) return *exit;
  return Error{"nothing is known of where orbits of " + expressionText(formula) +
               " escape: say a radius, like escape=50"};
}

bool mayEscapeProven(const Formula& formula) {
  return lastAnswers<bool>().get(formula, {}, [&] { return findWhetherProven(formula); });
}

}  // namespace fatou::julia
