// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/io/lessons/lesson_text.h"
#include "core/julia/plane/place.h"

namespace fatou::io {

// Python that the reader may run, where it says, in the words of the console: "here", "all", "0:2",
// "balanced 0:32", which is once for each number i.
struct LessonCell {
  std::string name;  // by which figures name it; empty where none does
  std::string target = "here";
  std::string code;
  std::vector<std::string> gives;  // that it prints as "NAME = NUMBER", one a line
};

// A picture that is computed serially and by engines, and timed.
struct LessonComparison {
  std::string name;
  std::string about;  // one line: what is measured
  julia::Place place;
  std::int32_t width = 512;
  std::int32_t height = 512;
  bool isFast = false;              // by the fast kernel
  std::vector<Expression> engines;  // how many, each direct and balanced
  std::int32_t bandRows = 0;        // rows a band; 0 where they are chosen
  int repeats = 3;
};

// What the window is to show, at a press of a button.
struct LessonShow {
  std::string about;  // one line: what is shown
  julia::Place place;
  std::optional<Expression> engines;  // how many; nothing leaves them as they are
  std::string view;                   // "serial", "direct", "balanced"; empty likewise
};

// A figure that is guessed before it is measured.
struct LessonQuestion {
  std::string name;
  std::string ask;
  Expression from;
  Expression to;
  Expression measures;
  FigureFormat format = FigureFormat::Number;
};

using LessonBlock =
    std::variant<LessonText, LessonCell, LessonComparison, LessonShow, LessonQuestion>;

struct LessonPage {
  std::string title;
  std::vector<LessonBlock> blocks;
};

// Some pages about one thing. Reading one computes nothing and runs nothing.
struct Lesson {
  std::string key;  // its file's name without the ending, by which progress is kept
  std::string title;
  std::string about;  // one line
  int minutes = 5;    // 1 ... 60
  std::vector<LessonPage> pages;
};

}  // namespace fatou::io
