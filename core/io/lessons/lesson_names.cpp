// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "core/io/lessons/lesson_block.h"
#include "core/io/lessons/short_quote.h"

namespace fatou::io {
namespace {

std::string nameOfSource(FigureSource source) {
  switch (source) {
    case FigureSource::Comparison:
      return "compare";
    case FigureSource::Printed:
    case FigureSource::Cell:
      return "python";
    case FigureSource::Question:
      return "ask";
    case FigureSource::Machine:
      break;
  }
  return "machine";
}

// What the blocks so far give: names of comparisons, of questions and of values that cells print.
class GivenNames {
 public:
  Status add(const LessonBlock& block) {
    if (const auto* text = std::get_if<LessonText>(&block)) return check(figuresIn(*text));
    if (const auto* cell = std::get_if<LessonCell>(&block)) return addCell(*cell);
    if (const auto* show = std::get_if<LessonShow>(&block))
      return show->engines ? check(figuresIn(*show->engines)) : success();
    if (const auto* compare = std::get_if<LessonComparison>(&block)) return addComparison(*compare);
    return addQuestion(std::get<LessonQuestion>(block));
  }

  // What questions measure may be given by a block behind them; of the same lesson all the same.
  Status checkQuestions() const { return check(m_asked); }

 private:
  Status give(const std::string& name, FigureSource source) {
    if (m_given.emplace(name, source).second) return success();
    return Error{"two blocks give '" + name + "'; give one of them another name"};
  }

  Status check(const std::vector<Figure>& figures) const {
    for (const Figure& figure : figures) {
      const KnownFigure* known = knownFigure(figure.name);
      if (known == nullptr || known->source == FigureSource::Machine) continue;
      const auto given = m_given.find(figure.words.front());
      if (given == m_given.end() || given->second != known->source)
        return Error{"no " + nameOfSource(known->source) + " block gives " + figure.name + "(" +
                     figure.words.front() + ") before it is used; add one, or mend the name"};
    }
    return success();
  }

  Status addCell(const LessonCell& cell) {
    if (!cell.name.empty())
      if (auto given = give(cell.name, FigureSource::Cell); !given) return given;
    for (const std::string& each : cell.gives)
      if (auto given = give(each, FigureSource::Printed); !given) return given;
    return success();
  }

  Status addComparison(const LessonComparison& comparison) {
    for (const Expression& count : comparison.engines)
      if (auto sound = check(figuresIn(count)); !sound) return sound;
    return give(comparison.name, FigureSource::Comparison);
  }

  Status addQuestion(const LessonQuestion& question) {
    for (const Expression* end : {&question.from, &question.to})
      if (auto sound = check(figuresIn(*end)); !sound) return sound;
    const auto figures = figuresIn(question.measures);
    m_asked.insert(m_asked.end(), figures.begin(), figures.end());
    return give(question.name, FigureSource::Question);
  }

  std::map<std::string, FigureSource> m_given;
  std::vector<Figure> m_asked;
};

}  // namespace

Status checkFigures(const Lesson& lesson) {
  GivenNames names;
  for (const LessonPage& page : lesson.pages)
    for (const LessonBlock& block : page.blocks)
      if (auto sound = names.add(block); !sound)
        return Error{"page " + shortQuote(page.title) +
                     " of it is wrong: " + sound.error().message};
  if (auto sound = names.checkQuestions(); !sound)
    return Error{"a question of it is wrong: " + sound.error().message};
  return success();
}

}  // namespace fatou::io
