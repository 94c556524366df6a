// SPDX-License-Identifier: GPL-3.0-or-later
// Lessons: what is read can be filled with any figures, and a complaint is one line.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>

#include <QByteArray>

#include "core/base/check.h"
#include "core/io/lessons/lesson_file.h"

using namespace fatou;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
  const auto lesson = io::parseLesson(bytes, "fuzzed");
  if (!lesson) {
    FATOU_CHECK(lesson.error().message.find('\n') == std::string::npos);
    return 0;
  }
  const auto any = [](const io::Figure& figure) -> std::optional<double> {
    return static_cast<double>(figure.name.size()) - 5.0;
  };
  for (const io::LessonPage& page : lesson.value().pages)
    for (const io::LessonBlock& block : page.blocks)
      if (const auto* text = std::get_if<io::LessonText>(&block)) (void)io::filled(*text, any);
  return 0;
}
