// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/io/lessons/lesson_expression.h"

namespace fatou::io {

// How a figure is written: "1.6" or "41", "4", "61.3 ms", "12.3 %".
enum class FigureFormat { Number, Whole, Time, Percent };

std::string formatted(double value, FigureFormat format);
// The format of that name: number, whole, time or percent; nothing where there is none.
std::optional<FigureFormat> parseFigureFormat(std::string_view name);

// A paragraph in Markdown, in which figures stand that are measured on the spot.
struct LessonText {
  // Words, or behind them a figure: the value of an expression.
  struct Part {
    std::string words;
    std::optional<Expression> figure{};
    FigureFormat format = FigureFormat::Number;
  };
  std::optional<Expression> condition{};  // of which it is true
  std::vector<Part> parts;
};

// Reads a paragraph: {EXPRESSION} or {EXPRESSION:FORMAT} is a figure, and it may begin with
// [if CONDITION]. The Error is what is wrong and the remedy as "REASON; REMEDY".
Result<LessonText> parseLessonText(std::string_view text);

// The paragraph with its figures; nothing where one of them is not known yet, or where its
// condition does not hold.
std::optional<std::string> filled(const LessonText& text, const FigureReader& figures);

// All figures of its text and its condition.
std::vector<Figure> figuresIn(const LessonText& text);

}  // namespace fatou::io
