// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/picture_journal.h"

#include <charconv>
#include <string_view>
#include <type_traits>
#include <utility>

#include <QByteArrayView>

namespace fatou::io {
namespace {

constexpr qint64 kLargestJournal = qint64{1} << 30;

QByteArray headLine(const std::string& key) {
  return "fatou-journal 1 " + QByteArray::fromStdString(key) + '\n';
}

// "slab FIRST_ROW RESUMABLE DIGEST CELLS EXTENTS bytes checksum unpacked … offset size crc … end"
QByteArray lineOf(const SlabRecord& record) {
  std::string line = "slab " + std::to_string(record.firstRow) +
                     (record.resumable ? " 1 " : " 0 ") + record.digest + ' ' +
                     std::to_string(record.cells.size()) + ' ' +
                     std::to_string(record.extents.size());
  const auto put = [&line](auto number) { line += ' ' + std::to_string(number); };
  for (const CellRecord& cell : record.cells) {
    put(cell.bytes);
    put(cell.checksum);
    put(cell.unpackedSize);
  }
  for (const PictureFile::Extent& extent : record.extents) {
    put(extent.offset);
    put(extent.size);
    put(extent.crc);
  }
  return QByteArray::fromStdString(line + " end\n");
}

// Takes the words of a line, one by one.
class Words {
 public:
  explicit Words(std::string_view line) : m_rest(line) {}

  std::string_view word() {
    const auto end = m_rest.find(' ');
    const std::string_view taken = m_rest.substr(0, end);
    m_rest = end == std::string_view::npos ? std::string_view() : m_rest.substr(end + 1);
    return taken;
  }
  template <typename Number>
  void number(Number& to) {
    const std::string_view text = word();
    const auto read = std::from_chars(text.data(), text.data() + text.size(), to);
    m_sound = m_sound && read.ec == std::errc() && read.ptr == text.data() + text.size();
  }
  std::size_t count() {
    std::size_t size = 0;
    number(size);
    m_sound = m_sound && size <= m_rest.size();  // a word has at least a character
    return m_sound ? size : 0;
  }
  void expect(std::string_view text) { m_sound = m_sound && word() == text; }
  bool sound() const { return m_sound; }

 private:
  std::string_view m_rest;
  bool m_sound = true;
};

std::optional<SlabRecord> recordOf(std::string_view line) {
  Words words(line);
  SlabRecord record;
  int resumable = 0;
  words.expect("slab");
  words.number(record.firstRow);
  words.number(resumable);
  record.resumable = resumable != 0;
  record.digest = words.word();
  const std::size_t cells = words.count();
  const std::size_t extents = words.count();
  for (std::size_t i = 0; i < cells && words.sound(); ++i) {
    CellRecord& cell = record.cells.emplace_back();
    words.number(cell.bytes);
    words.number(cell.checksum);
    words.number(cell.unpackedSize);
  }
  for (std::size_t i = 0; i < extents && words.sound(); ++i) {
    PictureFile::Extent& extent = record.extents.emplace_back();
    words.number(extent.offset);
    words.number(extent.size);
    words.number(extent.crc);
  }
  words.expect("end");
  if (!words.sound()) return std::nullopt;
  return record;
}

}  // namespace

Result<std::unique_ptr<PictureJournal>> PictureJournal::create(const QString& path,
                                                               const std::string& key) {
  return goOn(path, key, {});
}

Result<std::unique_ptr<PictureJournal>> PictureJournal::goOn(
    const QString& path, const std::string& key, const std::vector<SlabRecord>& records) {
  std::unique_ptr<PictureJournal> journal(new PictureJournal(path));
  // Not emptied first: what is written again takes no room, and is there whenever we are killed.
  if (!journal->m_file.open(QIODevice::ReadWrite | QIODevice::Unbuffered))
    return cannotWrite(journal->m_file.fileName(), journal->m_file.errorString());
  if (Status s = journal->append(headLine(key)); !s) return s.error();
  for (const SlabRecord& record : records)
    if (Status s = journal->add(record); !s) return s.error();
  journal->m_file.resize(journal->m_file.pos());
  return journal;
}

Status PictureJournal::add(const SlabRecord& record) {
  return append(lineOf(record));
}

Status PictureJournal::append(const QByteArray& line) {
  for (QByteArrayView rest = line; !rest.isEmpty();) {
    const qint64 written = m_file.write(rest.data(), rest.size());
    if (written > 0) {
      rest = rest.sliced(written);
      continue;
    }
    const Error error = cannotWrite(m_file.fileName(), m_file.errorString());
    const bool isFull = m_file.error() == QFileDevice::ResourceError;
    if (!isFull || !m_diskFull || !m_diskFull(error)) return error;
    m_file.unsetError();
  }
  return success();
}

std::optional<std::vector<SlabRecord>> readJournal(const QString& path, const std::string& key) {
  QFile file(PictureJournal::nameFor(path));
  if (!file.open(QIODevice::ReadOnly) || file.size() > kLargestJournal) return std::nullopt;
  if (file.readLine(1000) != headLine(key)) return std::nullopt;
  std::vector<SlabRecord> records;
  while (!file.atEnd()) {
    const QByteArray line = file.readLine();
    if (!line.endsWith('\n')) break;
    auto record = recordOf({line.data(), static_cast<std::size_t>(line.size() - 1)});
    if (!record) break;
    records.push_back(std::move(*record));
  }
  return records;
}

}  // namespace fatou::io
