// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/npy_info.h"

#include <algorithm>
#include <limits>
#include <span>
#include <vector>

#include <QCryptographicHash>
#include <QtEndian>

#include "core/io/formats/npy_header.h"

namespace fatou::io {
namespace {

constexpr std::int64_t kLongestHeader = std::int64_t{1} << 20;
constexpr std::size_t kCountsARead = std::size_t{1} << 18;

Error wrongLength(const NpyHeader& header) {
  return {"its length is not that of " + std::to_string(header.planes * header.height) +
          " rows of " + std::to_string(header.width) + " numbers; fetch or write the file again"};
}

const Error kCutShort{"it is cut short; fetch or write the file again"};

// Reads up to the array. Versions 2.0 and 3.0 differ from 1.0 in the width of the length only.
Result<NpyHeader> readHeader(QFile& file) {
  const QByteArray start = file.read(8);
  const int version = static_cast<unsigned char>(start[6]);
  if (version < 1 || version > 3)
    return Error{"its .npy version " + std::to_string(version) +
                 " is unknown; save it with numpy.save()"};
  const QByteArray lengthBytes = file.read(version == 1 ? 2 : 4);
  if (lengthBytes.size() != (version == 1 ? 2 : 4)) return kCutShort;
  const std::int64_t length = version == 1 ? qFromLittleEndian<quint16>(lengthBytes.data())
                                           : qFromLittleEndian<quint32>(lengthBytes.data());
  if (length > file.size() - file.pos()) return kCutShort;
  if (length > kLongestHeader) return Error{"its header is damaged; fetch or write the file again"};
  const QByteArray text = file.read(length);
  if (text.size() != length) return kCutShort;
  return parseNpyHeaderText({text.data(), static_cast<std::size_t>(text.size())});
}

// The bytes of the header's array, where the `rest` of the file can hold it, in numbers that cannot
// overflow.
Result<std::int64_t> arrayBytes(const NpyHeader& header, std::int64_t rest) {
  if (header.width < 1 || header.height < 1)
    return Error{"its array is empty; write one with at least one pixel"};
  constexpr std::int64_t largestSide = std::numeric_limits<std::int32_t>::max();
  if (header.width > largestSide || header.height > largestSide ||
      rest / (4 * header.planes) < header.width * header.height)
    return wrongLength(header);
  return 4 * header.planes * header.width * header.height;
}

// Reads what stands behind the array, which ends at `end`. Anything but a trailer of ours is an
// Error.
Result<Provenance> readTrailer(QFile& file, const NpyHeader& header, std::int64_t end) {
  if (end == file.size()) return header.provenance;
  const std::int64_t size = file.size() - end;
  if (size > static_cast<std::int64_t>(kLongestNpyTrailer) || !file.seek(end))
    return wrongLength(header);
  const QByteArray bytes = file.read(size);
  const auto provenance = parseNpyTrailer({bytes.data(), static_cast<std::size_t>(bytes.size())});
  if (bytes.size() != size || !bytes.endsWith('\n') || !provenance) return wrongLength(header);
  return *provenance;
}

void add(CountSummary& summary, std::span<const std::int32_t> counts) {
  for (const std::int32_t count : counts) {
    summary.sum += count;
    summary.minimum = std::min(summary.minimum, count);
    summary.maximum = std::max(summary.maximum, count);
  }
}

Result<CountSummary> summarize(QFile& file, std::int64_t remaining) {
  CountSummary summary{.sum = 0,
                       .minimum = std::numeric_limits<std::int32_t>::max(),
                       .maximum = std::numeric_limits<std::int32_t>::min(),
                       .sha256 = {}};
  QCryptographicHash hash(QCryptographicHash::Sha256);
  std::vector<std::int32_t> counts(
      std::min(kCountsARead, static_cast<std::size_t>((remaining + 3) / 4)));
  while (remaining > 0) {
    auto* bytes = reinterpret_cast<char*>(counts.data());
    const auto size = std::min(remaining, static_cast<std::int64_t>(4 * counts.size()));
    if (file.read(bytes, size) != size) return kCutShort;
    hash.addData(QByteArrayView(bytes, size));
    qFromLittleEndian<qint32>(bytes, size / 4, counts.data());
    add(summary, std::span(counts).first(static_cast<std::size_t>(size / 4)));
    remaining -= size;
  }
  summary.sha256 = hash.result().toHex().toStdString();
  return summary;
}

}  // namespace

bool isNpyStart(const QByteArray& firstBytes) {
  return firstBytes.size() >= 8 && firstBytes.startsWith("\x93NUMPY");
}

Result<FileInfo> readNpyInfo(QFile& file) {
  const auto header = readHeader(file);
  if (!header) return header.error();
  const std::int64_t begin = file.pos();
  const auto size = arrayBytes(header.value(), file.size() - begin);
  if (!size) return size.error();
  const auto provenance = readTrailer(file, header.value(), begin + size.value());
  if (!provenance) return provenance.error();
  const bool hasCycles = header.value().planes > 1;
  FileInfo info{.format = hasCycles ? "NumPy array of J and cycles" : "NumPy array",
                .width = header.value().width,
                .height = header.value().height,
                .provenance = provenance.value(),
                .counts = {}};
  if (header.value().type != "<i4") return info;
  if (!file.seek(begin)) return kCutShort;
  const auto summary = summarize(file, size.value() / header.value().planes);
  if (!summary) return summary.error();
  info.counts = summary.value();
  return info;
}

}  // namespace fatou::io
