// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lessons/lesson_figures.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>
#include <utility>

#include "core/stats/time_parts.h"
#include "core/stats/what_if.h"

namespace fatou::ui {
namespace {

constexpr int kMostFigureEngines = 1'024;

std::optional<double> knownIn(const std::map<std::string, double>& in, const std::string& name) {
  const auto at = in.find(name);
  if (at == in.end()) return std::nullopt;
  return at->second;
}

double oneIf(bool isSo) {
  return isSo ? 1.0 : 0.0;
}

// The n-th number of a figure as a count; at least 0.
int countIn(const io::Figure& figure, std::size_t n) {
  const double number = n < figure.numbers.size() ? figure.numbers[n] : 0.0;
  return static_cast<int>(std::lround(std::clamp(number, 0.0, double{kMostFigureEngines})));
}

// The place of a configuration; nothing where it was not measured.
std::optional<std::size_t> placeOf(const std::vector<stats::Configuration>& all,
                                   const std::string& view, int engines) {
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].view == view && (all[i].isSerial() || all[i].engines == engines)) return i;
  return std::nullopt;
}

// The part of the engines' time that a lesson calls so.
const stats::TimePart* partCalled(const std::string& word) {
  using enum stats::LossKind;
  static const std::map<std::string, std::optional<stats::LossKind>> kWords{
      {"work", std::nullopt}, {"serial_part", SerialPart}, {"imbalance", Imbalance},
      {"waiting", Waiting},   {"transfer", Transfer},      {"crowding", Oversubscription},
      {"slow_down", SlowDown}};
  const auto wanted = kWords.find(word);
  if (wanted == kWords.end()) return nullptr;
  for (const stats::TimePart& part : stats::timeParts())
    if (part.loss == wanted->second) return &part;
  return nullptr;
}

// How many times as fast the serial run would be on engines with cores, or with enough of them for
// 0. The bands are as high as in `like`, where that was measured.
std::optional<double> predictedSpeedup(const stats::Run& serial, const stats::Run* like,
                                       stats::Scenario scenario) {
  if (!stats::check(serial) || serial.bands.empty() || !serial.complete) return std::nullopt;
  if (like != nullptr && like->complete && !like->bands.empty())
    scenario.bandRows = stats::costModel(*like).bandRows;
  const stats::Run predicted = stats::replay(stats::costModel(serial), scenario);
  if (predicted.wallTime <= 0.0) return std::nullopt;
  return serial.wallTime / predicted.wallTime;
}

}  // namespace

void LessonFigures::setComparison(const std::string& name,
                                  std::shared_ptr<const LabResult> result) {
  Comparison measured;
  measured.rows = stats::compareToFirst(result->report.configurations);
  measured.costs = stats::measuredCosts(result->report.configurations, measured.rows);
  measured.result = std::move(result);
  m_comparisons[name] = std::move(measured);
}

void LessonFigures::setPrinted(const std::vector<std::string>& names,
                               const PrintedFigures& printed) {
  for (const std::string& name : names) m_printed[name] = printed.of(name);
}

std::optional<double> LessonFigures::value(const io::Figure& figure) const {
  const io::KnownFigure* known = io::knownFigure(figure.name);
  if (known == nullptr) return std::nullopt;
  switch (known->source) {
    case io::FigureSource::Machine:
      return m_cores;
    case io::FigureSource::Comparison:
      return compared(figure);
    case io::FigureSource::Printed:
      return printed(figure);
    case io::FigureSource::Cell:
      return knownIn(m_seconds, figure.words.front());
    case io::FigureSource::Question:
      break;
  }
  return knownIn(m_guesses, figure.words.front());
}

std::optional<double> LessonFigures::printed(const io::Figure& figure) const {
  const auto at = m_printed.find(figure.words.front());
  if (at == m_printed.end() || at->second.empty()) return std::nullopt;
  const auto& numbers = at->second;
  using Number = PrintedFigures::Number;
  if (figure.name == "value") return numbers.back().value;
  if (figure.name == "count") return static_cast<double>(numbers.size());
  if (figure.name == "least") return std::ranges::min(numbers, {}, &Number::value).value;
  if (figure.name == "most") return std::ranges::max(numbers, {}, &Number::value).value;
  double sum = 0.0;
  std::set<int> engines;
  for (const Number& number : numbers) {
    sum += number.value;
    engines.insert(number.engine);
  }
  return figure.name == "engines" ? static_cast<double>(engines.size()) : sum;
}

std::optional<double> LessonFigures::compared(const io::Figure& figure) const {
  const auto at = m_comparisons.find(figure.words.front());
  if (at == m_comparisons.end()) return std::nullopt;
  const Comparison& of = at->second;
  const io::LabReport& report = of.result->report;
  const auto isDisturbed = [](const stats::ComparisonRow& row) { return row.isDisturbed(); };
  if (figure.name == "same")
    return oneIf(std::ranges::all_of(report.configurations, &stats::Configuration::identical));
  if (figure.name == "disturbed")
    return oneIf(std::ranges::any_of(of.rows, isDisturbed) ||
                 stats::tookCores(report.otherCores, m_cores));
  if (figure.name == "iterations") return static_cast<double>(of.rows.front().iterations);
  if (figure.name == "block_imbalance" || figure.name == "best_imbalance") {
    if (of.costs.costs.empty()) return std::nullopt;
    const int engines = std::max(1, countIn(figure, 0));
    return stats::imbalance(of.costs, figure.name == "block_imbalance"
                                          ? stats::blockBorders(of.costs.rows, engines)
                                          : stats::optimalBorders(of.costs, engines));
  }
  if (figure.numbers.empty()) return fitted(of, figure);
  return configured(of, figure);
}

std::optional<double> LessonFigures::fitted(const Comparison& of, const io::Figure& figure) const {
  const auto fit = stats::fitView(of.result->report.configurations, figure.words[1], m_cores);
  const bool isClear = fit && fit->isConclusive();
  if (figure.name == "is_clear") return oneIf(isClear);
  if (!isClear) return std::nullopt;
  if (figure.name == "bound") return fit->greatestSpeedup();
  return std::clamp(fit->fraction, 0.0, 1.0);
}

std::optional<double> LessonFigures::configured(const Comparison& of,
                                                const io::Figure& figure) const {
  const auto& all = of.result->report.configurations;
  const int engines = countIn(figure, 0);
  const auto place = placeOf(all, figure.words[1], engines);
  if (figure.name == "predicted") {
    const stats::Run* like = place ? &all[*place].repeats[of.rows[*place].typical] : nullptr;
    const auto view = stats::parseViewKind(figure.words[1]);
    if (!view || !all.front().isSerial() || engines < 1) return std::nullopt;
    return predictedSpeedup(all.front().repeats[of.rows.front().typical], like,
                            {.viewKind = *view,
                             .engines = engines,
                             .cores = countIn(figure, 1),
                             .slowdown = {},
                             .borders = {}});
  }
  if (!place) return std::nullopt;
  const stats::ComparisonRow& row = of.rows[*place];
  if (figure.name == "time") return row.wallTime.median;
  if (figure.name == "speedup") return row.speedup.median;
  if (figure.name == "efficiency") return row.efficiency.median;
  if (figure.name == "imbalance") return row.imbalance;
  if (figure.name == "bands")
    return static_cast<double>(all[*place].repeats[row.typical].bands.size());
  const stats::TimePart* part = partCalled(figure.words.back());
  return part == nullptr ? std::nullopt : stats::shareOf(row.losses, *part);
}

}  // namespace fatou::ui
