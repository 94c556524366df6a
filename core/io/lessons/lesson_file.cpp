// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/lessons/lesson_file.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <QDir>
#include <QFileInfo>
#include <QStringList>

#include "core/io/files/file_errors.h"
#include "core/io/files/input_file.h"
#include "core/io/files/shown_text.h"
#include "core/io/lessons/lesson_block.h"
#include "core/julia/numbers/whole_number.h"

namespace fatou::io {
namespace {

constexpr std::int64_t kLargestLesson = 256 * 1024;
constexpr std::size_t kMostLessonPages = 40;
constexpr int kMostLessonMinutes = 60;

// Reads a lesson line by line.
class LessonReader {
 public:
  explicit LessonReader(std::string key) { m_lesson.key = std::move(key); }

  Result<Lesson> read(const QStringList& lines) {
    for (const QString& line : lines) {
      ++m_line;
      if (auto sound = take(line.toStdString()); !sound) return here(sound.error());
    }
    if (m_fence) return here({"a block is not closed; write a line of three backticks behind it"});
    if (auto sound = endParagraph(); !sound) return here(sound.error());
    if (auto sound = checkWhole(); !sound) return sound.error();
    if (auto sound = checkFigures(m_lesson); !sound) return sound.error();
    return std::move(m_lesson);
  }

 private:
  Error here(const Error& error) const {
    return {"line " + std::to_string(m_line) + " of it is wrong: " + error.message};
  }

  Status take(const std::string& line) {
    if (m_fence) return takeFenced(line);
    if (line.starts_with("```")) return beginFence(line.substr(3));
    if (line.starts_with("## ")) return beginPage(line.substr(3));
    if (line.starts_with("# ")) return takeTitle(line.substr(2));
    if (m_lesson.pages.empty()) return takeHead(line);
    if (line.find_first_not_of(' ') == std::string::npos) return endParagraph();
    m_paragraph += (m_paragraph.empty() ? "" : "\n") + line;
    return success();
  }

  Status takeTitle(const std::string& title) {
    if (!m_lesson.title.empty() || !m_lesson.pages.empty())
      return Error{"it has two titles; begin a page with ##"};
    m_lesson.title = title;
    return success();
  }

  // Between the title and the first page: a line about the lesson, and "Minutes: 4".
  Status takeHead(const std::string& line) {
    if (line.empty() || line.starts_with("<!--")) return success();
    if (m_lesson.title.empty())
      return Error{"it does not begin with a title; write one like # Direct or balanced"};
    constexpr std::string_view kMinutes = "Minutes: ";
    if (!line.starts_with(kMinutes)) {
      if (!m_lesson.about.empty())
        return Error{"more than one line is about the lesson; begin a page with ##"};
      m_lesson.about = line;
      return success();
    }
    const auto minutes = julia::parseWholeNumber(line.substr(kMinutes.size()));
    if (!minutes || *minutes < 1 || *minutes > kMostLessonMinutes)
      return Error{"its minutes are wrong; use 1 to 60"};
    m_lesson.minutes = static_cast<int>(*minutes);
    return success();
  }

  Status beginPage(const std::string& title) {
    if (auto sound = endParagraph(); !sound) return sound;
    if (m_lesson.pages.size() >= kMostLessonPages)
      return Error{"it has more than 40 pages; make two lessons of it"};
    m_lesson.pages.push_back({.title = title, .blocks = {}});
    m_lastCondition.reset();
    return success();
  }

  Status beginFence(const std::string& behind) {
    if (m_lesson.pages.empty())
      return Error{"a block stands before the first page; begin one with ##"};
    if (auto sound = endParagraph(); !sound) return sound;
    m_fence.emplace();
    const QStringList words = QString::fromStdString(behind).simplified().split(u' ');
    for (const QString& word : words) m_fence->words.push_back(word.toStdString());
    return success();
  }

  Status takeFenced(const std::string& line) {
    if (!line.starts_with("```")) {
      m_fence->lines.push_back(line);
      return success();
    }
    if (m_fence->words.front() != "python")  // where empty lines mean something
      std::erase_if(m_fence->lines, [](const std::string& each) { return each.empty(); });
    auto block = lessonBlock(*m_fence);
    if (!block) return block.error();
    m_fence.reset();
    m_lastCondition.reset();
    m_lesson.pages.back().blocks.push_back(std::move(block).value());
    return success();
  }

  // [else] begins the paragraph that is shown where the one before is not for its condition.
  Status endParagraph() {
    if (m_paragraph.empty()) return success();
    const std::string paragraph = std::exchange(m_paragraph, {});
    constexpr std::string_view kElse = "[else] ";
    const bool isElse = paragraph.starts_with(kElse);
    if (isElse && !m_lastCondition)
      return Error{"an [else] follows no paragraph with [if ...]; write one before it"};
    auto text = parseLessonText(isElse ? paragraph.substr(kElse.size()) : paragraph);
    if (!text) return text.error();
    LessonText block = std::move(text).value();
    if (isElse && block.condition)
      return Error{"an [else] has an [if ...] behind it; write one of them"};
    if (isElse) {
      Expression opposite{
          .kind = Expression::Kind::Not, .number = 0.0, .name = {}, .parts = {*m_lastCondition}};
      block.condition = std::move(opposite);
    }
    m_lastCondition = isElse ? std::nullopt : block.condition;
    m_lesson.pages.back().blocks.emplace_back(std::move(block));
    return success();
  }

  Status checkWhole() const {
    if (m_lesson.title.empty())
      return Error{"it has no title; begin it with one like # Direct or balanced"};
    if (m_lesson.about.empty()) return Error{"no line is about it; write one below the title"};
    if (m_lesson.pages.empty()) return Error{"it has no page; begin one with ##"};
    return success();
  }

  Lesson m_lesson;
  int m_line = 0;
  std::string m_paragraph;
  std::optional<FencedLines> m_fence;
  std::optional<Expression> m_lastCondition;
};

}  // namespace

Result<Lesson> parseLesson(const QByteArray& text, const std::string& key) {
  QString all = QString::fromUtf8(text);
  if (all.contains(QChar::ReplacementCharacter) || all.contains(QChar(u'\0')))
    return Error{"it is no text in UTF-8; save it as that"};
  all.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
  return LessonReader(key).read(shownText(all).split(u'\n'));
}

Result<Lesson> readLesson(const QString& path) {
  const auto bytes = readInput(path, kLargestLesson, "a lesson");
  if (!bytes) return cannotRead(path, QString::fromStdString(bytes.error().message));
  auto lesson = parseLesson(bytes.value(), QFileInfo(path).completeBaseName().toStdString());
  if (!lesson) return cannotRead(path, QString::fromStdString(lesson.error().message));
  return lesson;
}

Result<std::vector<Lesson>> builtInLessons() {
  const QString folder = QStringLiteral(":/lessons");
  std::vector<Lesson> lessons;
  for (const QString& name :
       QDir(folder).entryList({QStringLiteral("*.md")}, QDir::Files, QDir::Name)) {
    auto lesson = readLesson(folder + u'/' + name);
    if (!lesson) return lesson.error();
    lessons.push_back(std::move(lesson).value());
  }
  return lessons;
}

}  // namespace fatou::io
