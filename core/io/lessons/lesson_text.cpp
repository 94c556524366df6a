// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/lessons/lesson_text.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "core/io/lessons/short_quote.h"
#include "core/stats/words.h"

namespace fatou::io {
namespace {

constexpr std::string_view kFigureFormats[] = {"number", "whole", "time", "percent"};
constexpr std::string_view kIf = "[if ";

// A label shows Markdown, and with it pictures from anywhere and HTML: a lesson has neither.
Status checkMarkup(std::string_view text) {
  if (text.find("![") != std::string_view::npos)
    return Error{"it has a picture ('!['); a lesson has text, cells and questions only"};
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    const char next = at + 1 < text.size() ? text[at + 1] : ' ';
    const bool isLetter = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
    if (isLetter || next == '/' || next == '!')
      return Error{"it has HTML ('<'); write a space behind a '<' that is none"};
  }
  return success();
}

Result<LessonText::Part> partOf(std::string_view words, std::string_view inside) {
  LessonText::Part part{.words = std::string(words)};
  const std::size_t colon = inside.find(':');
  if (colon != std::string_view::npos) {
    const auto format = parseFigureFormat(inside.substr(colon + 1));
    if (!format)
      return Error{shortQuote(inside.substr(colon + 1)) +
                   " is no format; use number, whole, time or percent"};
    part.format = *format;
  }
  auto figure = parseExpression(inside.substr(0, colon));
  if (!figure) return figure.error();
  part.figure = std::move(figure).value();
  return part;
}

}  // namespace

std::string formatted(double value, FigureFormat format) {
  switch (format) {
    case FigureFormat::Whole:
      return stats::groupedText(stats::fixedText(value, 0));
    case FigureFormat::Time:
      return stats::timeText(value);
    case FigureFormat::Percent:
      return stats::fixedText(100.0 * value, 0) + " %";
    case FigureFormat::Number:
      break;
  }
  const double size = std::abs(value);
  return stats::fixedText(value, size < 0.095 ? 3 : size < 9.95 ? 1 : 0);
}

std::optional<FigureFormat> parseFigureFormat(std::string_view name) {
  const auto* found = std::ranges::find(kFigureFormats, name);
  if (found == std::end(kFigureFormats)) return std::nullopt;
  return static_cast<FigureFormat>(found - std::begin(kFigureFormats));
}

Result<LessonText> parseLessonText(std::string_view text) {
  LessonText read;
  if (text.starts_with(kIf)) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos)
      return Error{"a ']' is missing behind '[if'; close the condition"};
    auto condition = parseExpression(text.substr(kIf.size(), end - kIf.size()));
    if (!condition) return condition.error();
    read.condition = std::move(condition).value();
    text.remove_prefix(std::min(text.size(), end + 2));
  }
  if (auto sound = checkMarkup(text); !sound) return sound.error();
  while (!text.empty()) {
    const std::size_t begin = text.find('{');
    if (begin == std::string_view::npos) {
      read.parts.push_back({.words = std::string(text)});
      break;
    }
    const std::size_t end = text.find('}', begin);
    if (end == std::string_view::npos) return Error{"a '}' is missing; close the figure"};
    auto part = partOf(text.substr(0, begin), text.substr(begin + 1, end - begin - 1));
    if (!part) return part.error();
    read.parts.push_back(std::move(part).value());
    text.remove_prefix(end + 1);
  }
  return read;
}

std::optional<std::string> filled(const LessonText& text, const FigureReader& figures) {
  if (text.condition && valueOf(*text.condition, figures).value_or(0.0) <= 0.0) return std::nullopt;
  std::string all;
  for (const LessonText::Part& part : text.parts) {
    all += part.words;
    if (!part.figure) continue;
    const auto value = valueOf(*part.figure, figures);
    if (!value) return std::nullopt;
    all += formatted(*value, part.format);
  }
  return all;
}

std::vector<Figure> figuresIn(const LessonText& text) {
  std::vector<Figure> all;
  if (text.condition) all = figuresIn(*text.condition);
  for (const LessonText::Part& part : text.parts) {
    if (!part.figure) continue;
    const auto more = figuresIn(*part.figure);
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

}  // namespace fatou::io
