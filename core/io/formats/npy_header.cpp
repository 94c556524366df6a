// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/npy_header.h"

#include <algorithm>

#include <QByteArray>
#include <QRegularExpression>
#include <QString>

namespace fatou::io {
namespace {

constexpr std::size_t kAlignment = 64;
constexpr std::string_view kMark = "# ";

std::string padded(std::string text, std::size_t before) {
  const std::size_t used = before + text.size() + 1;
  text.append((kAlignment - used % kAlignment) % kAlignment, ' ');
  return text + '\n';
}

QString firstGroup(const char* pattern, const QString& text) {
  return QRegularExpression(QLatin1String(pattern)).match(text).captured(1);
}

}  // namespace

std::string makeNpyHeader(const NpyHeader& header) {
  const std::string text =
      padded("{'descr': '" + header.type + "', 'fortran_order': False, 'shape': (" +
                 (header.planes > 1 ? std::to_string(header.planes) + ", " : "") +
                 std::to_string(header.height) + ", " + std::to_string(header.width) + "), }",
             kNpyPreamble);
  const std::size_t length = text.size();
  const std::string lengthBytes{static_cast<char>(length & 0xff), static_cast<char>(length >> 8)};
  return std::string("\x93NUMPY\x01\x00", 8) + lengthBytes + text;
}

std::string makeNpyTrailer(const Provenance& provenance) {
  std::string text = padded(std::string(kMark) + encodeProvenance(provenance), 0);
  if (text.size() <= kLongestNpyTrailer) return text;
  return padded(
      std::string(kMark) + encodeProvenance({.software = provenance.software, .parameters = {}}),
      0);
}

std::optional<Provenance> parseNpyTrailer(std::string_view trailer) {
  const std::string_view line = trailer.substr(0, trailer.find_last_not_of(" \n") + 1);
  if (!line.starts_with(kMark)) return std::nullopt;
  return decodeProvenance(line.substr(kMark.size()));
}

Result<NpyHeader> parseNpyHeaderText(std::string_view text) {
  const std::size_t close = text.find('}');
  if (!text.starts_with('{') || close == std::string_view::npos)
    return Error{"its header is damaged; fetch or write the file again"};
  const std::string_view comment = text.substr(close + 1);
  const QString dictionary = QString::fromLatin1(text.data(), static_cast<qsizetype>(close));

  const QString type = firstGroup("'descr': *'([<>|=]?[A-Za-z][0-9]{0,4})'", dictionary);
  if (type != QLatin1String("<i4") && type != QLatin1String("<f4"))
    return Error{"its numbers are " +
                 (type.isEmpty() ? "of another kind" : '\'' + type.toStdString() + '\'') +
                 ", not counts; save it with astype('<i4')"};
  if (firstGroup("'fortran_order': *(True|False)", dictionary) != QLatin1String("False"))
    return Error{"its numbers are column by column; save it with numpy.ascontiguousarray()"};

  const QRegularExpression shape(
      QStringLiteral("'shape': *\\( *(?:(2), *)?([0-9]{1,10}), *([0-9]{1,10}),? *\\)"));
  const QRegularExpressionMatch sides = shape.match(dictionary);
  if (!sides.hasMatch())
    return Error{"it is no array of rows and columns; save one with two dimensions"};
  const std::size_t begin = std::min(comment.find_first_not_of(' '), comment.size());
  return NpyHeader{.height = sides.captured(2).toLongLong(),
                   .width = sides.captured(3).toLongLong(),
                   .planes = sides.captured(1).isEmpty() ? 1 : 2,
                   .type = type.toStdString(),
                   .provenance = parseNpyTrailer(comment.substr(begin)).value_or(Provenance{})};
}

}  // namespace fatou::io
