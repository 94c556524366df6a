// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/gradients/ultra_fractal_gradient.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/io/files/shown_text.h"
#include "core/io/gradients/sampled_gradient.h"

namespace fatou::io {
namespace {

using color::Gradient;

constexpr std::int64_t kIndexes = 400;  // of the whole gradient
constexpr qsizetype kLongestTitle = 200;

std::optional<std::int64_t> wholeIn(std::string_view text) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return value;
}

color::Rgb colorIn(std::int64_t blueGreenRed) {
  const auto channel = [&](int shift) {
    return static_cast<std::uint8_t>((blueGreenRed >> shift) & 0xff);
  };
  return {channel(0), channel(8), channel(16)};
}

// Reads an entry's words, in the section they stand in.
class UltraFractalReader {
 public:
  Status take(std::string_view word) {
    if (word.ends_with(':')) {
      m_section = word;
      return success();
    }
    const std::size_t equals = word.find('=');
    if (equals == std::string_view::npos) return success();
    const std::string_view name = word.substr(0, equals);
    const std::string_view value = word.substr(equals + 1);
    if (m_section == "opacity:" && name == "opacity") m_isOpaque &= value == "255";
    if (m_section != "gradient:") return success();
    if (name == "title") m_title = value;
    if (name == "index") return takeIndex(value);
    return name == "color" ? takeColor(value) : success();
  }

  Result<Gradient> gradient(const std::string& entry) {
    if (m_stops.empty())
      return Error{"its entry \"" + entry.substr(0, 60) + "\" has no colours; choose another one"};
    std::ranges::stable_sort(m_stops, {}, &color::GradientStop::position);
    const QString title = textOfBytes(QByteArray::fromStdString(m_title));
    const QString name = plainLine(title).isEmpty() ? QString::fromStdString(entry) : title;
    return Gradient{
        .name = plainLine(name).left(kLongestTitle).toStdString(),
        .description = m_isOpaque ? "" : "From Ultra Fractal; its opacity is not taken over.",
        .stops = std::move(m_stops),
        .cyclic = true,
        .interior = Gradient::defaultGradient().interior};
  }

 private:
  Status takeIndex(std::string_view value) {
    m_index = wholeIn(value);
    if (m_index) return success();
    return Error{"its index \"" + std::string(value.substr(0, 40)) +
                 "\" is no whole number; write one from 0 to 399"};
  }

  Status takeColor(std::string_view value) {
    const auto color = wholeIn(value);
    if (!color || *color < 0)
      return Error{"its color \"" + std::string(value.substr(0, 40)) +
                   "\" is no whole number; write blue x 65536 + green x 256 + red"};
    if (!m_index) return Error{"it has a color without an index; write index=N before each color"};
    if (m_stops.size() == color::kMaxStops)
      return Error{"it has more than " + std::to_string(color::kMaxStops) +
                   " colours; leave some out"};
    const std::int64_t index = (*m_index % kIndexes + kIndexes) % kIndexes;
    m_stops.push_back(
        {static_cast<double>(index) / static_cast<double>(kIndexes), colorIn(*color)});
    m_index.reset();
    return success();
  }

  std::string m_section;
  std::string m_title;
  std::optional<std::int64_t> m_index;
  std::vector<color::GradientStop> m_stops;
  bool m_isOpaque = true;
};

// The words of a text: apart by spaces outside of quotes, which they lose.
std::vector<std::string> wordsOutsideQuotes(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool inQuotes = false;
  for (const char c : text) {
    const bool isSpace = c == ' ' || c == '\t' || c == '\n';
    if (c == '"') inQuotes = !inQuotes;
    if (c == '\n') inQuotes = false;
    if (!isSpace || inQuotes) {
      if (c != '"') word += c;
      continue;
    }
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

}  // namespace

bool isUltraFractalStart(const QByteArray& firstBytes) {
  const qsizetype brace = firstBytes.indexOf('{');
  return brace >= 0 && firstBytes.mid(brace + 1).trimmed().startsWith("gradient:");
}

Result<Gradient> parseUltraFractalGradient(const NamedBlock& entry) {
  UltraFractalReader reader;
  for (const std::string& word : wordsOutsideQuotes(entry.text))
    if (Status s = reader.take(word); !s) return s.error();
  const QString name = textOfBytes(QByteArray::fromStdString(entry.name));
  return reader.gradient(plainLine(name).toStdString());
}

}  // namespace fatou::io
