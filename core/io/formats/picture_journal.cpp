// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/picture_journal.h"

#include <algorithm>
#include <charconv>
#include <isa-l/crc.h>
#include <optional>
#include <span>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace fatou::io {
namespace {

constexpr std::int64_t kLargestJournal = std::int64_t{1} << 30;
constexpr std::string_view kMagic = "fatou-journal ";
constexpr std::string_view kMade = "made ";
constexpr int kMostDamaged = 2;       // wrong bytes that a head may have and still is taken for one
constexpr std::size_t kSealSize = 9;  // of " 0123abcd"

// The end of a line: a checksum of the line, and of the key, so that no line of another picture's
// journal is taken for one of this.
std::string sealOf(std::string_view key, std::string_view line) {
  const auto next = [](std::uint32_t crc, std::string_view text) {
    return crc32_gzip_refl(crc, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  };
  const QByteArray hex = QByteArray::number(next(next(0, key), line), 16).rightJustified(8, '0');
  return ' ' + hex.toStdString();
}

QByteArray sealed(const std::string& key, const std::string& line) {
  return QByteArray::fromStdString(line + sealOf(key, line) + '\n');
}

// The line without its seal, nothing where that does not hold.
std::optional<std::string_view> unsealed(std::string_view key, std::string_view line) {
  if (line.size() < kSealSize) return std::nullopt;
  const std::string_view text = line.substr(0, line.size() - kSealSize);
  return line.substr(text.size()) == sealOf(key, text) ? std::optional(text) : std::nullopt;
}

QByteArray headLine(const std::string& key) {
  return sealed(key, std::string(kMagic) + "3 " + key);
}

void put(std::string& line, auto number) {
  line += ' ' + std::to_string(number);
}

// "made Fatou 0.1.0 c=… engines=…"
std::string lineOf(const Parameters& parameters) {
  return std::string(kMade) +
         encodeProvenance({.software = softwareName(), .parameters = parameters});
}

// "slab FIRST_ROW RESUMABLE DIGEST CELLS EXTENTS bytes checksum unpacked … offset size crc …"
std::string lineOf(const SlabRecord& record) {
  std::string line = "slab " + std::to_string(record.firstRow) +
                     (record.resumable ? " 1 " : " 0 ") + record.digest;
  put(line, record.cells.size());
  put(line, record.extents.size());
  for (const CellRecord& cell : record.cells) {
    put(line, cell.bytes);
    put(line, cell.checksum);
    put(line, cell.unpackedSize);
  }
  for (const PictureFile::Extent& extent : record.extents) {
    put(line, extent.offset);
    put(line, extent.size);
    put(line, extent.crc);
  }
  return line;
}

// "done FILES size crc …"
std::string lineOf(const std::vector<PictureFile::Digest>& all) {
  std::string line = "done";
  put(line, all.size());
  for (const PictureFile::Digest& file : all) {
    put(line, file.size);
    put(line, file.crc);
  }
  return line;
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
  if (!words.sound()) return std::nullopt;
  return record;
}

std::vector<PictureFile::Digest> digestsOf(std::string_view line) {
  Words words(line);
  std::vector<PictureFile::Digest> all;
  words.expect("done");
  for (std::size_t left = words.count(); left > 0 && words.sound(); --left) {
    PictureFile::Digest& file = all.emplace_back();
    words.number(file.size);
    words.number(file.crc);
  }
  return words.sound() ? all : std::vector<PictureFile::Digest>();
}

std::optional<QByteArray> bytesOf(const OwnFile& file) {
  if (file.size() > kLargestJournal) return std::nullopt;
  QByteArray bytes(static_cast<qsizetype>(file.size()), '\0');
  const std::span all(bytes.data(), static_cast<std::size_t>(bytes.size()));
  if (file.readAt(0, all) != bytes.size()) return std::nullopt;
  return bytes;
}

// Whether `bytes` begin a journal that should have the head `head`. It may be cut off or have a few
// damaged bytes; and a power failure leaves zeros of what did not reach the disk.
bool isHead(std::string_view bytes, std::string_view head) {
  if (bytes.find_first_not_of('\0') == std::string_view::npos) return true;
  const std::size_t size = std::min(bytes.size(), head.size());
  int damaged = 0;
  for (std::size_t i = 0; i < size; ++i) damaged += bytes[i] != head[i];
  return damaged == 0 || (damaged <= kMostDamaged && size == head.size());
}

// Takes the lines `rest`, which follow the head, up to the first whose checksum does not hold.
void readLines(std::string_view rest, const std::string& key, JournalContents& contents) {
  while (contents.done.empty()) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return;
    const auto line = unsealed(key, rest.substr(0, end));
    if (!line) return;
    rest = rest.substr(end + 1);
    if (line->starts_with("done")) {
      contents.done = digestsOf(*line);
      return;
    }
    if (line->starts_with(kMade)) {
      const auto made = decodeProvenance(line->substr(kMade.size()));
      if (!made) return;
      contents.parameters = made->parameters;
      continue;
    }
    auto record = recordOf(*line);
    if (!record) return;
    contents.slabs.push_back(std::move(*record));
  }
}

}  // namespace

Result<std::unique_ptr<PictureJournal>> PictureJournal::open(const QString& path,
                                                             const std::string& key,
                                                             const JournalContents& contents,
                                                             const DiskFullHandler& diskFull) {
  auto file = OwnFile::open(nameFor(path), path, OwnFile::Wanted::Any);
  if (!file) return file.error();
  std::unique_ptr<PictureJournal> journal(
      new PictureJournal(std::move(file).value(), key, diskFull));
  if (Status s = journal->begin(contents); !s) {
    if (!journal->m_file.wasThere()) journal->remove();
    return s.error();
  }
  return journal;
}

// The file is not emptied first: the lines that are written again are the same bytes, so that they
// need no room on a full disk and are there whenever the program is killed.
Status PictureJournal::begin(const JournalContents& contents) {
  if (Status s = append(headLine(m_key)); !s) return s;
  if (!contents.parameters.empty())
    if (Status s = append(sealed(m_key, lineOf(contents.parameters))); !s) return s;
  for (const SlabRecord& record : contents.slabs)
    if (Status s = add(record); !s) return s;
  const std::int64_t end = m_end;
  if (!contents.done.empty())
    if (Status s = append(sealed(m_key, lineOf(contents.done))); !s) return s;
  const Status cut = m_file.resize(m_end);
  m_end = end;
  return cut;
}

Status PictureJournal::add(const SlabRecord& record) {
  return append(sealed(m_key, lineOf(record)));
}

Status PictureJournal::addDone(const std::vector<PictureFile::Digest>& all) {
  if (Status s = append(sealed(m_key, lineOf(all))); !s) return s;
  if (all.size() > 1) ::fsync(m_file.handle());
  return success();
}

Status PictureJournal::append(const QByteArray& line) {
  const std::span bytes(line.constData(), static_cast<std::size_t>(line.size()));
  if (Status s = m_file.writeAt(m_end, bytes, m_diskFull); !s) return s;
  m_end += line.size();
  return success();
}

JournalContents readJournal(const QString& path, const std::string& key) {
  using enum JournalContents::Origin;
  const QString name = PictureJournal::nameFor(path);
  if (!isThere(name)) return {};
  const auto file = OwnFile::open(name, path, OwnFile::Wanted::There);
  const auto bytes = file ? bytesOf(file.value()) : std::nullopt;
  if (!bytes) return {.origin = Foreign};
  const std::string_view text(bytes->constData(), static_cast<std::size_t>(bytes->size()));
  const std::string head = headLine(key).toStdString();
  JournalContents contents;
  if (text.size() > head.size()) readLines(text.substr(head.size()), key, contents);
  if (!contents.slabs.empty() || !contents.done.empty() || isHead(text, head))
    contents.origin = ThisPicture;
  else
    contents.origin = text.starts_with(kMagic) ? OtherPicture : Foreign;
  return contents;
}

bool removeJournal(const QString& path) {
  if (readJournal(path, {}).origin == JournalContents::Origin::Foreign) return false;
  auto file = OwnFile::open(PictureJournal::nameFor(path), path, OwnFile::Wanted::There);
  if (file) OwnFile(std::move(file).value()).remove();
  return true;
}

}  // namespace fatou::io
