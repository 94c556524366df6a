// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/files/content_kind.h"

#include <algorithm>
#include <span>

namespace fatou::io {
namespace {

struct Magic {
  const char* bytes;
  const char* kind;
  qsizetype offset = 0;
};

constexpr Magic kBinary[] = {
    {"%PDF-", "a PDF document"},
    {"PK\x03\x04", "a ZIP archive or office document"},
    {"\x1f\x8b", "a gzip archive"},
    {"BZh", "a bzip2 archive"},
    {"\xfd\x37zXZ", "an xz archive"},
    {"\x28\xb5\x2f\xfd", "a zstd archive"},
    {"7z\xbc\xaf", "a 7z archive"},
    {"\x89PNG", "a PNG picture"},
    {"\xff\xd8\xff", "a JPEG picture"},
    {"GIF8", "a GIF picture"},
    {"BM", "a BMP picture"},
    {"\x76\x2f\x31\x01", "an EXR picture"},
    {"II*", "a TIFF picture"},
    {"MM", "a TIFF picture"},
    {"8BPS", "a Photoshop picture"},
    {"gimp xcf", "a GIMP picture (.xcf)"},
    {"WEBP", "a WebP picture", 8},
    {"ftypavif", "an AVIF picture", 4},
    {"ftyphei", "an HEIC picture", 4},
    {"ftyp", "a video", 4},
    {"\x1a\x45\xdf\xa3", "a video"},
    {"\x7f\x45LF", "a program"},
    {"\x93NUMPY", "a NumPy array"},
    {"\x89HDF", "an HDF5 file"},
    {"SQLite format 3", "a database"},
};

constexpr Magic kText[] = {
    {"%pdf-", "a PDF document"},
    {"<!doctype html", "an HTML page"},
    {"<html", "an HTML page"},
    {"<svg", "an SVG drawing"},
    {"gimp palette", "a GIMP palette"},
    {"gimp gradient", "a GIMP gradient (.ggr)"},
    {"#!", "a script"},
    {"fatou:", "a place as text"},
    {"{", "JSON"},
    {"[", "JSON"},
    {"<?xml", "an XML document"},
};

const char* kindIn(const QByteArray& bytes, std::span<const Magic> table) {
  const auto row = std::ranges::find_if(table, [&](const Magic& magic) {
    return bytes.sliced(std::min(magic.offset, bytes.size())).startsWith(magic.bytes);
  });
  return row == table.end() ? nullptr : row->kind;
}

// Whether the bytes have no control characters but those that texts have. UTF-8 and Latin-1 are not
// told apart.
bool isText(const QByteArray& bytes) {
  return std::ranges::none_of(bytes, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0x7f || (byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t' &&
                            byte != '\f' && byte != 0x1b);
  });
}

QByteArray withoutMarkAndSpace(QByteArray bytes) {
  if (bytes.startsWith("\xef\xbb\xbf")) bytes.remove(0, 3);
  const auto first = std::ranges::find_if_not(
      bytes, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
  return bytes.sliced(first - bytes.begin());
}

std::string kindOfText(const QByteArray& text) {
  // Pages and drawings may have an XML declaration first.
  if (text.startsWith("<?xml") && text.contains("<svg")) return "an SVG drawing";
  if (text.startsWith('<') && text.contains("<html")) return "an HTML page";
  const char* kind = kindIn(text, kText);
  return kind != nullptr ? kind : "text";
}

}  // namespace

std::string kindOfContent(const QByteArray& firstBytes) {
  const QByteArray bytes = firstBytes.first(std::min<qsizetype>(firstBytes.size(), kContentBytes));
  if (bytes.isEmpty()) return "empty";
  if (isText(bytes)) return kindOfText(withoutMarkAndSpace(bytes).toLower());
  if (const char* kind = kindIn(bytes, kBinary)) return kind;
  if (bytes.startsWith("\xff\xfe") || bytes.startsWith("\xfe\xff"))
    return "text in UTF-16, not UTF-8";
  return "data of an unknown kind";
}

bool isJsonStart(const QByteArray& firstBytes) {
  const QByteArray text =
      withoutMarkAndSpace(firstBytes.first(std::min<qsizetype>(firstBytes.size(), kContentBytes)));
  return text.startsWith('{') || text.startsWith('[');
}

}  // namespace fatou::io
