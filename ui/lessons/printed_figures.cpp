// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lessons/printed_figures.h"

#include <cmath>
#include <cstddef>

namespace fatou::ui {
namespace {

constexpr qsizetype kLongestPrintedLine = 200;
constexpr std::size_t kMostPrinted = 100'000;
constexpr std::size_t kMostPrintedNames = 1'000;

}  // namespace

void PrintedFigures::take(int engine, const QString& text) {
  QString& begun = m_begun[engine];
  qsizetype at = 0;
  for (qsizetype end = text.indexOf(u'\n'); end >= 0; end = text.indexOf(u'\n', at)) {
    takeLine(engine, begun + text.mid(at, end - at));
    begun.clear();
    at = end + 1;
  }
  // A line that is too long to be a number need not be kept.
  if (begun.size() <= kLongestPrintedLine) begun += text.mid(at, kLongestPrintedLine + 1);
}

void PrintedFigures::takeLine(int engine, const QString& line) {
  if (line.size() > kLongestPrintedLine) return;
  const qsizetype equals = line.indexOf(u'=');
  if (equals <= 0) return;
  bool isNumber = false;
  const double value = line.mid(equals + 1).trimmed().toDouble(&isNumber);
  if (!isNumber || !std::isfinite(value)) return;
  const std::string name = line.left(equals).trimmed().toStdString();
  if (m_numbers.size() >= kMostPrintedNames && !m_numbers.contains(name)) return;
  auto& numbers = m_numbers[name];
  if (numbers.size() < kMostPrinted) numbers.push_back({engine, value});
}

std::vector<PrintedFigures::Number> PrintedFigures::of(const std::string& name) const {
  const auto found = m_numbers.find(name);
  return found == m_numbers.end() ? std::vector<Number>() : found->second;
}

}  // namespace fatou::ui
