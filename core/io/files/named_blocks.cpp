// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/files/named_blocks.h"

#include <algorithm>

namespace fatou::io {
namespace {

bool isBlockSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\v';
}

std::string_view trimmedBlock(std::string_view text) {
  while (!text.empty() && isBlockSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && isBlockSpace(text.back())) text.remove_suffix(1);
  return text;
}

// Copies a text without its comments, with '\n' for every line end but those that a '\' takes away.
class PlainLines {
 public:
  explicit PlainLines(std::string_view text) {
    m_plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
      take(text[i] == '\r' ? '\n' : text[i]);
    }
  }

  std::string text() && { return std::move(m_plain); }

 private:
  void take(char c) {
    if (c == '\n') return endLine();
    if (m_inComment) return;
    if (m_isIndented && (c == ' ' || c == '\t')) return;
    m_isIndented = false;
    if (c == '"') m_inQuotes = !m_inQuotes;
    m_inComment = c == ';' && !m_inQuotes;
    if (!m_inComment) m_plain += c;
  }

  void endLine() {
    m_isIndented = !m_inComment && m_plain.ends_with('\\');
    m_inComment = false;
    if (m_isIndented) return m_plain.pop_back();
    m_inQuotes = false;  // a quote that nobody closes ends with its line
    m_plain += '\n';
  }

  std::string m_plain;
  bool m_inQuotes = false;
  bool m_inComment = false;
  bool m_isIndented = false;  // at the beginning of a line that was joined
};

// Whether a quote that opens at a position is closed in its line.
bool isClosed(std::string_view text, std::size_t open) {
  const std::size_t next = text.find_first_of("\"\n", open + 1);
  return next != std::string_view::npos && text[next] == '"';
}

// The position of a character outside of quotes, the text's size where it is not there.
std::size_t findUnquoted(std::string_view text, char wanted, std::size_t from) {
  bool inQuotes = false;
  for (std::size_t i = from; i < text.size(); ++i) {
    if (text[i] == '\n') inQuotes = false;
    if (text[i] == '"') inQuotes = !inQuotes && isClosed(text, i);
    if (text[i] == wanted && !inQuotes) return i;
  }
  return text.size();
}

// The last line before a brace: what else stands there belongs to no entry.
std::string blockName(std::string_view before) {
  before = trimmedBlock(before);
  const std::size_t line = before.rfind('\n');
  return std::string(
      trimmedBlock(line == std::string_view::npos ? before : before.substr(line + 1)));
}

bool isCommentName(std::string_view name) {
  return std::ranges::equal(name, std::string_view("comment"), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

}  // namespace

Result<std::vector<NamedBlock>> namedBlocks(std::string_view text) {
  const std::string plain = PlainLines(text).text();
  const std::string_view view = plain;
  std::vector<NamedBlock> blocks;
  for (std::size_t from = 0; from < view.size();) {
    const std::size_t open = findUnquoted(view, '{', from);
    if (open == view.size()) break;
    const std::size_t close = findUnquoted(view, '}', open);
    NamedBlock block{.name = blockName(view.substr(from, open - from)),
                     .text = std::string(view.substr(open + 1, close - open - 1))};
    from = close + 1;
    if (isCommentName(block.name)) continue;
    if (close == view.size())
      return Error{"its last entry has no } at its end; fetch the whole file again"};
    if (blocks.size() == kMostBlocks)
      return Error{"it has more than " + std::to_string(kMostBlocks) +
                   " entries; divide it into several files"};
    blocks.push_back(std::move(block));
  }
  return blocks;
}

}  // namespace fatou::io
