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

// Whether |f(z)| grows near infinity as |z|^k with k >= 2, the difference of the degrees.
bool growsAsAPower(const RationalForm& map) {
  return map.numerator.size() >= map.denominator.size() + 2;
}

std::optional<EscapeExit> findProvenExit(const Formula& formula, const ComplexDecimal& c,
                                         const std::stop_token& stop) {
  const auto map = rationalForm(formula.expression(), formula.values(c), stop);
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

bool findWhetherProven(const Formula& formula, const std::stop_token& stop) {
  if (const auto form = polynomialForm(formula.expression()))
    return degreeOf(*form) <= kMostProvenDegree;
  const ComplexDecimal anyC{.re = Decimal::parse("0.3").value(),
                            .im = Decimal::parse("0.4").value()};
  const auto map = rationalForm(formula.expression(), formula.values(anyC), stop);
  return map && growsAsAPower(*map);
}

// Keeps the last answers to a question about a formula, for any thread: every band and every change
// in the window asks for the same, which takes long for maps of high degree. What was found once a
// stop was requested is no answer, and is not kept.
template <typename Answer>
class LastAnswers {
 public:
  template <typename Find>
  Answer get(const Formula& given, const ComplexDecimal& c, const std::stop_token& stop,
             const Find& find) {
    const Formula formula = mapOf(given);
    if (const auto known = look(formula, c)) return *known;
    const Answer answer = find();
    if (stop.stop_requested()) return answer;
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

  // Neither question is about what the formula names beside its map.
  static Formula mapOf(const Formula& formula) {
    const bool isBare = !formula.escapeRadius() && !formula.hasBasins();
    return isBare ? formula : formula.withEscapeRadius({}).withBasins(false);
  }

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

// The table is never destroyed, since threads may still ask while the process ends.
template <typename Answer>
LastAnswers<Answer>& lastAnswers() {
  static auto* const kAnswers = new LastAnswers<Answer>;
  return *kAnswers;
}

std::optional<EscapeExit> provenExit(const Formula& formula, const ComplexDecimal& c,
                                     const std::stop_token& stop) {
  return lastAnswers<std::optional<EscapeExit>>().get(
      formula, c, stop, [&] { return findProvenExit(formula, c, stop); });
}

}  // namespace

Result<EscapeExit> escapeExitOf(const Formula& formula, const ComplexDecimal& c,
                                const std::stop_token& stop) {
  auto exit = provenExit(formula, c, stop);
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

bool mayEscapeProven(const Formula& formula, const std::stop_token& stop) {
  return lastAnswers<bool>().get(formula, {}, stop,
                                 [&] { return findWhetherProven(formula, stop); });
}

}  // namespace fatou::julia
