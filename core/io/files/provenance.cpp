// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/files/provenance.h"

#include <algorithm>

#include <QByteArray>
#include <QList>

#include "core/base/check.h"

namespace fatou::io {
namespace {

constexpr std::string_view kProgram = "Fatou ";
constexpr std::size_t kLongestKey = 60;  // with a prefix still a PNG keyword, which has 79
constexpr std::size_t kLongestValue = std::size_t{1} << 20;
constexpr std::size_t kMostParameters = 50;
constexpr char kReadable[] = ",:/+*()[]@;";  // what is kept as it is besides letters and digits

bool isKeyCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

bool isKey(std::string_view key) {
  return !key.empty() && key.size() <= kLongestKey && std::ranges::all_of(key, isKeyCharacter);
}

bool isValue(std::string_view value) {
  return value.size() <= kLongestValue && value.find('\0') == std::string_view::npos;
}

}  // namespace

void checkParameters(const Parameters& parameters) {
  FATOU_CHECK(parameters.size() <= kMostParameters);
  for (const auto& [key, value] : parameters) FATOU_CHECK(isKey(key) && isValue(value));
}

std::string softwareName() {
  return std::string(kProgram) + FATOU_VERSION;
}

bool isSoftwareName(std::string_view text) {
  return text.starts_with(kProgram) && isKey(text.substr(kProgram.size()));
}

std::string encodeProvenance(const Provenance& provenance) {
  std::string line = provenance.software;
  for (const auto& [key, value] : provenance.parameters) {
    line += " " + key + "=";
    line += QByteArray::fromStdString(value).toPercentEncoding(kReadable).toStdString();
  }
  return line;
}

std::optional<Provenance> decodeProvenance(std::string_view line) {
  const QList<QByteArray> words =
      QByteArray(line.data(), static_cast<qsizetype>(line.size())).split(' ');
  if (words.size() < 2) return std::nullopt;
  Provenance provenance{.software = (words[0] + ' ' + words[1]).toStdString(), .parameters = {}};
  if (!isSoftwareName(provenance.software)) return std::nullopt;
  for (const QByteArray& word : words.sliced(2)) {
    const qsizetype equals = word.indexOf('=');
    if (equals < 0) return std::nullopt;
    std::string key = word.first(equals).toStdString();
    std::string value = QByteArray::fromPercentEncoding(word.sliced(equals + 1)).toStdString();
    if (!isKey(key) || !isValue(value)) return std::nullopt;
    provenance.parameters.emplace_back(std::move(key), std::move(value));
  }
  return provenance;
}

}  // namespace fatou::io
