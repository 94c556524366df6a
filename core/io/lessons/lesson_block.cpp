// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/lessons/lesson_block.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "core/io/lessons/short_quote.h"
#include "core/io/places/place_text.h"
#include "core/julia/numbers/whole_number.h"

namespace fatou::io {
namespace {

constexpr int kMostLessonPixels = 4'096;  // a side
constexpr std::size_t kMostEngineCounts = 8;

// The lines "NAME = VALUE" of a block. What is not asked for is left over.
class BlockFields {
 public:
  static Result<BlockFields> of(const std::vector<std::string>& lines) {
    BlockFields fields;
    for (const std::string& line : lines) {
      const std::size_t equals = line.find('=');
      if (equals == std::string::npos)
        return Error{shortQuote(line) + " is no field; write it as NAME = VALUE"};
      std::string name = trimmedText(line.substr(0, equals));
      if (fields.find(name))
        return Error{"it has two of " + shortQuote(name) + "; leave one of them out"};
      fields.m_all.emplace_back(std::move(name), trimmedText(line.substr(equals + 1)));
    }
    return fields;
  }

  static std::string trimmedText(const std::string& text) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
  }

  std::optional<std::string> take(const std::string& name) {
    const auto found = std::ranges::find(m_all, name, &Field::first);
    if (found == m_all.end()) return std::nullopt;
    std::string value = found->second;
    m_all.erase(found);
    return value;
  }
  Result<std::string> need(const std::string& name, const std::string& example) {
    auto value = take(name);
    if (!value || value->empty())
      return Error{"its " + name + " is missing; write one like " + name + " = " + example};
    return *value;
  }
  Result<int> whole(const std::string& name, int otherwise, int least, int most) {
    const auto text = take(name);
    if (!text) return otherwise;
    const auto value = julia::parseWholeNumber(*text);
    if (!value || *value < least || *value > most)
      return Error{"its " + name + " is wrong; use " + std::to_string(least) + " to " +
                   std::to_string(most)};
    return static_cast<int>(*value);
  }
  Result<std::string> oneOf(const std::string& name, const std::vector<std::string>& choices) {
    const std::string value = take(name).value_or(choices.front());
    if (std::ranges::find(choices, value) != choices.end()) return value;
    std::string listed;
    for (const std::string& each : choices)
      if (!each.empty()) listed += (listed.empty() ? "" : ", ") + each;
    return Error{"its " + name + " is none of " + listed + "; use one of them"};
  }
  Result<Expression> expression(const std::string& name, const std::string& example) {
    const auto text = need(name, example);
    if (!text) return text.error();
    return parseExpression(text.value());
  }
  Status checkNothingIsLeft() const {
    if (m_all.empty()) return success();
    return Error{"its field " + shortQuote(m_all.front().first) + " is unknown; leave it out"};
  }

 private:
  using Field = std::pair<std::string, std::string>;

  bool find(const std::string& name) const {
    return std::ranges::find(m_all, name, &Field::first) != m_all.end();
  }

  std::vector<Field> m_all;
};

bool isBlockName(const std::string& text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// The parts between commas; those in parentheses, as in min(cores, 64), are no borders.
std::vector<std::string> splitAtCommas(const std::string& text) {
  std::vector<std::string> parts(1);
  int open = 0;
  for (const char c : text) {
    open += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (c == ',' && open == 0)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  for (std::string& part : parts) part = BlockFields::trimmedText(part);
  return parts;
}

// Whether the text is START:STOP, as a slice or a range has it.
bool isRange(const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos || text.size() > 12) return false;
  return julia::parseWholeNumber(text.substr(0, colon)).has_value() &&
         julia::parseWholeNumber(text.substr(colon + 1)).has_value();
}

// "name=NAME", "on=all", "over=0:32", "gives=a,b" behind python.
Result<LessonBlock> cellOf(const FencedLines& fenced) {
  LessonCell cell;
  for (std::size_t i = 1; i < fenced.words.size(); ++i) {
    const std::string& word = fenced.words[i];
    const std::size_t equals = std::min(word.find('='), word.size());
    const std::string key = word.substr(0, equals);
    const std::string value = word.substr(std::min(equals + 1, word.size()));
    if (key == "name" && isBlockName(value)) {
      cell.name = value;
    } else if (key == "on" && (value == "here" || value == "all" || isRange(value))) {
      cell.target = value;
    } else if (key == "over" && isRange(value)) {
      cell.target = "balanced " + value;
    } else if (key == "gives") {
      cell.gives = splitAtCommas(value);
      if (!std::ranges::all_of(cell.gives, isBlockName))
        return Error{shortQuote(value) + " are no names; write them like gives=first,second"};
    } else {
      return Error{shortQuote(word) +
                   " is unknown; use name=NAME, on=here, on=all, over=0:32 or gives=NAMES"};
    }
  }
  for (const std::string& line : fenced.lines) cell.code += line + '\n';
  if (cell.code.find_first_not_of(" \n") == std::string::npos)
    return Error{"its cell is empty; write some Python"};
  return LessonBlock(std::move(cell));
}

Result<julia::Place> placeField(BlockFields& fields) {
  const auto text = fields.need("place", "fatou:c=0,1;center=0,0;radius=1.3;tmax=256");
  if (!text) return text.error();
  auto place = parsePlaceText(text.value());
  if (!place) {
    std::string why = place.error().message;
    if (why.ends_with('.')) why.pop_back();
    return Error{why};
  }
  return place;
}

Result<std::vector<Expression>> engineCounts(BlockFields& fields) {
  const auto text = fields.need("engines", "1,2,4");
  if (!text) return text.error();
  std::vector<Expression> counts;
  for (const std::string& each : splitAtCommas(text.value())) {
    auto count = parseExpression(each);
    if (!count) return count.error();
    counts.push_back(std::move(count).value());
  }
  if (counts.size() > kMostEngineCounts)
    return Error{"it has more than 8 numbers of engines; leave some out"};
  return counts;
}

// Everything but the place and the engines.
Result<LessonComparison> comparisonOf(BlockFields& fields) {
  const auto about = fields.need("about", "What is measured.");
  if (!about) return about.error();
  const auto width = fields.whole("width", 512, 1, kMostLessonPixels);
  if (!width) return width.error();
  const auto height = fields.whole("height", 512, 1, kMostLessonPixels);
  if (!height) return height.error();
  const auto band = fields.whole("band", 0, 0, kMostLessonPixels);
  if (!band) return band.error();
  const auto repeats = fields.whole("repeats", 3, 1, 20);
  if (!repeats) return repeats.error();
  const auto kernel = fields.oneOf("kernel", {"plain", "fast"});
  if (!kernel) return kernel.error();
  return LessonComparison{.name = {},
                          .about = about.value(),
                          .place = {},
                          .width = width.value(),
                          .height = height.value(),
                          .isFast = kernel.value() == "fast",
                          .engines = {},
                          .bandRows = band.value(),
                          .repeats = repeats.value()};
}

Result<LessonBlock> comparisonBlock(BlockFields& fields, const std::string& name) {
  auto place = placeField(fields);
  if (!place) return place.error();
  auto engines = engineCounts(fields);
  if (!engines) return engines.error();
  auto comparison = comparisonOf(fields);
  if (!comparison) return comparison.error();
  LessonComparison block = std::move(comparison).value();
  block.name = name;
  block.place = std::move(place).value();
  block.engines = std::move(engines).value();
  return LessonBlock(std::move(block));
}

Result<LessonBlock> showBlock(BlockFields& fields) {
  const auto about = fields.need("about", "What is shown.");
  if (!about) return about.error();
  auto place = placeField(fields);
  if (!place) return place.error();
  const auto view = fields.oneOf("view", {"", "serial", "direct", "balanced"});
  if (!view) return view.error();
  LessonShow block{.about = about.value(),
                   .place = std::move(place).value(),
                   .engines = std::nullopt,
                   .view = view.value()};
  if (const auto engines = fields.take("engines")) {
    auto count = parseExpression(*engines);
    if (!count) return count.error();
    block.engines = std::move(count).value();
  }
  return LessonBlock(std::move(block));
}

Result<LessonBlock> questionBlock(BlockFields& fields, const std::string& name) {
  const auto ask = fields.need("ask", "How much faster will four engines be?");
  if (!ask) return ask.error();
  auto from = fields.expression("from", "0");
  if (!from) return from.error();
  auto to = fields.expression("to", "max(8, cores)");
  if (!to) return to.error();
  auto measures = fields.expression("measures", "speedup(sets, balanced, 4)");
  if (!measures) return measures.error();
  const auto format = fields.oneOf("format", {"number", "whole", "time", "percent"});
  if (!format) return format.error();
  return LessonBlock(LessonQuestion{.name = name,
                                    .ask = ask.value(),
                                    .from = std::move(from).value(),
                                    .to = std::move(to).value(),
                                    .measures = std::move(measures).value(),
                                    .format = *parseFigureFormat(format.value())});
}

}  // namespace

Result<LessonBlock> lessonBlock(const FencedLines& fenced) {
  const std::string kind = fenced.words.empty() ? std::string() : fenced.words.front();
  if (kind == "python") return cellOf(fenced);
  if (kind != "compare" && kind != "show" && kind != "ask")
    return Error{shortQuote(kind) + " is no kind of block; use python, compare, show or ask"};
  const bool isNamed = kind != "show";
  if (fenced.words.size() != (isNamed ? 2u : 1u) || !isBlockName(fenced.words.back()))
    return Error{isNamed ? "a " + kind + " block has one name; write one like " + kind + " sets"
                         : "a show block has no name; leave out what is behind show"};
  auto fields = BlockFields::of(fenced.lines);
  if (!fields) return fields.error();
  BlockFields all = std::move(fields).value();
  auto block = kind == "show"      ? showBlock(all)
               : kind == "compare" ? comparisonBlock(all, fenced.words.back())
                                   : questionBlock(all, fenced.words.back());
  if (!block) return block;
  if (auto sound = all.checkNothingIsLeft(); !sound) return sound.error();
  return block;
}

}  // namespace fatou::io
