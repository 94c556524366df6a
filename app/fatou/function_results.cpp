// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fatou/function_results.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include <QJsonArray>
#include <QJsonDocument>

#include "app/fatou/command.h"

namespace fatou::app {
namespace {

// The first line of NAME.unfinished, which says what the others are results of.
QByteArray partHead(const FunctionRange& range) {
  return QByteArrayLiteral("fatou map 1 ") + range.function.toUtf8() + ' ' +
         QByteArray::number(static_cast<qlonglong>(range.first)) + ".." +
         QByteArray::number(static_cast<qlonglong>(range.last)) + '\n';
}

QString partOf(const QString& name) {
  return name + QStringLiteral(".unfinished");
}

// "12 3.5": the result of a number. Nothing where the line is none.
std::optional<std::pair<std::int64_t, std::string_view>> resultIn(std::string_view line) {
  std::int64_t number = 0;
  const char* const end = line.data() + line.size();
  const auto [rest, error] = std::from_chars(line.data(), end, number);
  if (error != std::errc() || rest == end || *rest != ' ' || rest + 1 == end) return std::nullopt;
  return std::pair(number, std::string_view(rest + 1, static_cast<std::size_t>(end - rest - 1)));
}

std::optional<std::int64_t> wholeNumber(std::string_view text) {
  if (text == "true" || text == "false") return text == "true" ? 1 : 0;
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

std::optional<double> numberIn(std::string_view text) {
  if (const auto whole = wholeNumber(text)) return static_cast<double>(*whole);
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

// The texts of the numbers in "3.5" or "[1, 2]"; nothing for another value.
std::optional<std::vector<std::string_view>> numbersIn(std::string_view json) {
  const bool isList = json.starts_with('[');
  if (isList) json = json.substr(1, json.size() - 2);
  std::vector<std::string_view> numbers;
  while (!json.empty()) {
    const std::size_t end = std::min(json.find(", "), json.size());
    numbers.push_back(json.substr(0, end));
    if (!numberIn(numbers.back())) return std::nullopt;
    json.remove_prefix(std::min(end + 2, json.size()));
  }
  return numbers;
}

using Rows = std::vector<std::vector<std::string_view>>;

// The numbers of all results, which have to be as many each.
Rows rowsOf(const std::vector<std::string>& results, std::int64_t first) {
  Rows rows;
  for (std::size_t i = 0; i < results.size(); ++i) {
    auto numbers = numbersIn(results[i]);
    if (!numbers || (i > 0 && numbers->size() != rows[0].size()))
      throw failed({"an .npy holds numbers, as many for each: the result for " +
                    std::to_string(first + static_cast<std::int64_t>(i)) + " is " +
                    results[i].substr(0, 60) + ", so write a .jsonl"});
    rows.push_back(std::move(*numbers));
  }
  return rows;
}

template <typename Number, typename Read>
QByteArray numbersOf(const Rows& rows, const Read& read) {
  QByteArray bytes;
  for (const auto& row : rows)
    for (const std::string_view text : row) {
      const Number number = read(text);
      bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
    }
  return bytes;
}

// Magic, version 1.0, and the text of a dictionary, padded to 64 bytes (numpy/lib/format.py).
QByteArray npyHead(const char* type, const QByteArray& shape) {
  QByteArray text = QByteArrayLiteral("{'descr': '") + type +
                    "', 'fortran_order': False, 'shape': (" + shape + "), }";
  while ((10 + text.size() + 1) % 64 != 0) text += ' ';
  text += '\n';
  QByteArray head("\x93NUMPY\x01\x00", 8);
  head += static_cast<char>(text.size() & 0xFF);
  head += static_cast<char>(text.size() >> 8);
  return head + text;
}

QByteArray npyOf(const std::vector<std::string>& results, std::int64_t first) {
  const Rows rows = rowsOf(results, first);
  const bool areWhole = std::ranges::all_of(rows, [](const auto& row) {
    return std::ranges::all_of(row, [](auto text) { return wholeNumber(text).has_value(); });
  });
  const bool areLists = results[0].starts_with('[');
  QByteArray shape = QByteArray::number(static_cast<qulonglong>(rows.size())) + ',';
  if (areLists) shape += ' ' + QByteArray::number(static_cast<qulonglong>(rows[0].size()));
  if (areWhole)
    return npyHead("<i8", shape) + numbersOf<std::int64_t>(rows, [](std::string_view text) {
             return wholeNumber(text).value_or(0);
           });
  return npyHead("<f8", shape) +
         numbersOf<double>(rows, [](std::string_view text) { return numberIn(text).value_or(0); });
}

// A text as a field of a CSV: in quotes where it needs them.
QByteArray csvField(QByteArray text) {
  if (!text.contains(',') && !text.contains('"') && !text.contains('\n')) return text;
  return '"' + text.replace("\"", "\"\"") + '"';
}

QByteArray csvOf(const std::vector<std::string>& results, std::int64_t first) {
  QByteArray csv("n,value\n");
  for (std::size_t i = 0; i < results.size(); ++i) {
    QByteArray value = QByteArray::fromStdString(results[i]);
    if (value.startsWith('"'))  // a text, as it is
      value = QJsonDocument::fromJson('[' + value + ']').array().at(0).toString().toUtf8();
    csv += QByteArray::number(static_cast<qlonglong>(first) + static_cast<qlonglong>(i)) + ',' +
           csvField(value) + '\n';
  }
  return csv;
}

QByteArray jsonLinesOf(const std::vector<std::string>& results, std::int64_t first) {
  QByteArray lines;
  for (std::size_t i = 0; i < results.size(); ++i)
    lines +=
        "{\"n\": " + QByteArray::number(static_cast<qlonglong>(first) + static_cast<qlonglong>(i)) +
        ", \"value\": " + QByteArray::fromStdString(results[i]) + "}\n";
  return lines;
}

io::OwnFile openedPart(const QString& name) {
  auto part = io::OwnFile::open(partOf(name), name, io::OwnFile::Wanted::Any);
  if (!part) throw failed(part.error());
  io::OwnFile file = std::move(part).value();
  if (!file.lock())
    throw Failure{kFailed, QStringLiteral("another command is writing '%1': wait for it, or "
                                          "choose another name")
                               .arg(partOf(name))};
  return file;
}

}  // namespace

void requireResultName(const QString& name) {
  for (const char* ending : {".npy", ".csv", ".jsonl"})
    if (name.endsWith(QLatin1StringView(ending))) return;
  throw badUsage(
      QStringLiteral("results are written as .npy, .csv or .jsonl: name '%1' so").arg(name));
}

FunctionResults::FunctionResults(const QString& name, const FunctionRange& range)
    : m_name(name), m_range(range), m_part(openedPart(name)), m_results(range.size()) {
  const QByteArray head = partHead(range);
  if (m_part.size() == 0)
    write(head.toStdString());
  else
    read(head);
}

// Takes the results that are there. A last line that was not written to its end is dropped.
void FunctionResults::read(const QByteArray& head) {
  std::string text(static_cast<std::size_t>(m_part.size()), '\0');
  if (m_part.readAt(0, text) != static_cast<std::int64_t>(text.size()))
    throw Failure{kFailed, QStringLiteral("'%1' cannot be read").arg(partOf(m_name))};
  if (!text.starts_with(head.toStdString()))
    throw Failure{kFailed, QStringLiteral("'%1' holds results of something else: delete it, or "
                                          "choose another name")
                               .arg(partOf(m_name))};
  std::size_t begin = static_cast<std::size_t>(head.size());
  for (std::size_t end = text.find('\n', begin); end != std::string::npos;
       end = text.find('\n', begin)) {
    const auto result = resultIn(std::string_view(text).substr(begin, end - begin));
    if (!result || result->first < m_range.first || result->first > m_range.last) break;
    m_results[static_cast<std::size_t>(result->first - m_range.first)] = result->second;
    begin = end + 1;
  }
  m_end = static_cast<std::int64_t>(begin);
  require(m_part.resize(m_end));
}

std::vector<std::int64_t> FunctionResults::missing() const {
  std::vector<std::int64_t> numbers;
  for (std::size_t i = 0; i < m_results.size(); ++i)
    if (m_results[i].empty()) numbers.push_back(m_range.first + static_cast<std::int64_t>(i));
  return numbers;
}

void FunctionResults::add(std::int64_t number, const std::string& json) {
  write(std::to_string(number) + ' ' + json + '\n');
  m_results[static_cast<std::size_t>(number - m_range.first)] = json;
}

void FunctionResults::write(const std::string& text) {
  require(m_part.writeAt(m_end, std::span<const char>(text), {}));
  m_end += static_cast<std::int64_t>(text.size());
}

QByteArray FunctionResults::file() const {
  if (m_name.endsWith(QStringLiteral(".npy"))) return npyOf(m_results, m_range.first);
  if (m_name.endsWith(QStringLiteral(".csv"))) return csvOf(m_results, m_range.first);
  return jsonLinesOf(m_results, m_range.first);
}

}  // namespace fatou::app
