// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/foreign/xaos_commands.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace fatou::io {
namespace {

constexpr std::size_t kMostWords = 1'000;  // of one command

// Whether the character is white space, or the one that ends a file of DOS.
bool isXaosSpace(char c) {
  return c == '\x1a' || c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

// Cuts a text into brackets and words.
class XaosScanner {
 public:
  explicit XaosScanner(std::string_view text) : m_text(text) {}

  // Passes over space and comments. Returns whether anything is left.
  bool advance() {
    while (m_at < m_text.size()) {
      if (m_text[m_at] == ';')
        m_at = std::min(m_text.find('\n', m_at), m_text.size());
      else if (isXaosSpace(m_text[m_at]))
        ++m_at;
      else
        return true;
    }
    return false;
  }

  bool taken(char c) {
    if (m_at >= m_text.size() || m_text[m_at] != c) return false;
    ++m_at;
    return true;
  }

  // Returns the next word; nothing if a text in quotes is not closed.
  std::optional<std::string> word() {
    if (taken('"')) return quotedText();
    taken('\'');
    std::string word;
    while (m_at < m_text.size() && !isXaosSpace(m_text[m_at]) && m_text[m_at] != '(' &&
           m_text[m_at] != ')' && m_text[m_at] != '"' && m_text[m_at] != ';')
      word += m_text[m_at++];
    return word;
  }

 private:
  std::optional<std::string> quotedText() {
    std::string text;
    while (m_at < m_text.size() && m_text[m_at] != '"') {
      if (m_text[m_at] == '\\' && m_at + 1 < m_text.size()) ++m_at;
      text += m_text[m_at++];
    }
    if (!taken('"')) return std::nullopt;
    return text;
  }

  std::string_view m_text;
  std::size_t m_at = 0;
};

Error brokenCommands(const char* what) {
  return {std::string("it has ") + what + "; save the position again in XaoS"};
}

// Reads the words up to the ')' of a command.
Result<XaosCommand> commandAt(XaosScanner& scanner) {
  XaosCommand command;
  bool isFirst = true;
  while (scanner.advance()) {
    if (scanner.taken(')')) return command;
    if (scanner.taken('(')) return brokenCommands("a command in another one");
    auto word = scanner.word();
    if (!word) return brokenCommands("a text whose quotes are not closed");
    if (isFirst)
      command.name = *word;
    else if (command.words.size() == kMostWords)
      return brokenCommands("a command with too many words");
    else
      command.words.push_back(std::move(*word));
    isFirst = false;
  }
  return brokenCommands("a command that is not closed");
}

}  // namespace

Result<std::vector<XaosCommand>> xaosCommands(std::string_view text) {
  std::vector<XaosCommand> commands;
  XaosScanner scanner(text);
  while (scanner.advance()) {
    if (!scanner.taken('(')) return brokenCommands("words outside of its commands");
    auto command = commandAt(scanner);
    if (!command) return command.error();
    if (commands.size() == kMostXaosCommands) return brokenCommands("too many commands");
    commands.push_back(std::move(command).value());
  }
  return commands;
}

}  // namespace fatou::io
