// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/io/lessons/lesson_expression.h"
#include "core/stats/comparison.h"
#include "ui/lab/lab_controller.h"
#include "ui/lessons/printed_figures.h"

namespace fatou::ui {

// What is known of a lesson's figures: of this machine, by what was measured since the lesson
// began, and what was guessed.
class LessonFigures {
 public:
  // `cores` of this machine, at least 1.
  explicit LessonFigures(int cores) : m_cores(cores) {}

  void setComparison(const std::string& name, std::shared_ptr<const LabResult> result);
  // What a run of a cell printed under these names, and how long it took.
  void setPrinted(const std::vector<std::string>& names, const PrintedFigures& printed);
  void setSeconds(const std::string& cell, double seconds) { m_seconds[cell] = seconds; }
  void setGuess(const std::string& question, double guess) { m_guesses[question] = guess; }

  // A figure; nothing while it has not been measured, or where what was measured does not tell it.
  std::optional<double> value(const io::Figure& figure) const;

 private:
  struct Comparison {
    std::shared_ptr<const LabResult> result;
    std::vector<stats::ComparisonRow> rows;
    stats::RowCosts costs;
  };

  std::optional<double> compared(const io::Figure& figure) const;
  std::optional<double> configured(const Comparison& of, const io::Figure& figure) const;
  std::optional<double> printed(const io::Figure& figure) const;
  std::optional<double> fitted(const Comparison& of, const io::Figure& figure) const;

  int m_cores;
  std::map<std::string, Comparison> m_comparisons;
  std::map<std::string, std::vector<PrintedFigures::Number>> m_printed;
  std::map<std::string, double> m_seconds;
  std::map<std::string, double> m_guesses;
};

}  // namespace fatou::ui
