// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/animation/script_fields.h"

#include <algorithm>
#include <cmath>

#include "core/io/place_fields.h"

namespace fatou::animation {
namespace {

constexpr qsizetype kShown = 40;

// 'name', short and on one line, whatever the file has there.
std::string quoted(const QString& name) {
  const QString line = io::plainLine(name);
  return "'" + line.left(kShown).toStdString() + (line.size() > kShown ? "...'" : "'");
}

std::string listOf(std::initializer_list<const char*> names) {
  std::string list;
  for (const char* name : names) list += (list.empty() ? "" : ", ") + std::string(name);
  return list;
}

std::string rangeText(std::pair<double, double> range) {
  return QStringLiteral("from %1 to %2").arg(range.first).arg(range.second).toStdString();
}

}  // namespace

ScriptFields::ScriptFields(const QJsonValue& object, std::string which,
                           std::initializer_list<const char*> known)
    : m_object(object.toObject()), m_which(std::move(which)) {
  if (!object.isObject()) {
    // The sentence is about the object itself: of "its segment 2's " only "its segment 2" is
    // needed.
    std::string whole = m_which;
    if (whole.ends_with("'s ")) whole.resize(whole.size() - 3);
    m_error =
        Error{whole + " is no object; write it as {\"" + std::string(*known.begin()) + "\": ...}"};
    return;
  }
  for (const QString& name : m_object.keys()) {
    const auto isName = [&](const char* each) { return name == QLatin1String(each); };
    if (std::ranges::any_of(known, isName)) continue;
    m_error = Error{m_which + "field " + quoted(name) + " is unknown; use " + listOf(known)};
    return;
  }
}

void ScriptFields::complain(const char* name, const std::string& reason) {
  if (!m_error) m_error = Error{m_which + name + " " + reason};
}

void ScriptFields::complain(const Error& error) {
  if (!m_error) m_error = error;
}

void ScriptFields::require(const char* name, const char* example) {
  if (!has(name)) complain(name, std::string("is missing; give it as ") + example);
}

void ScriptFields::number(const char* name, std::pair<double, double> range, double& to) {
  if (!has(name)) return;
  const double number = value(name).toDouble(std::nan(""));
  if (!value(name).isDouble() || !(number >= range.first && number <= range.second))
    return complain(name, "is no number " + rangeText(range) + "; write one without quotes");
  to = number;
}

void ScriptFields::whole(const char* name, std::pair<int, int> range, int& to) {
  if (!has(name)) return;
  const double number = value(name).toDouble(std::nan(""));
  if (!value(name).isDouble() || number != std::floor(number) || number < range.first ||
      number > range.second)
    return complain(name, "is no whole number from " + std::to_string(range.first) + " to " +
                              std::to_string(range.second) + "; write one without quotes");
  to = static_cast<int>(number);
}

void ScriptFields::flag(const char* name, bool& to) {
  if (!has(name)) return;
  if (!value(name).isBool()) return complain(name, "is neither true nor false; write one of them");
  to = value(name).toBool();
}

void ScriptFields::text(const char* name, std::optional<std::string>& to) {
  if (!has(name)) return;
  if (!value(name).isString()) return complain(name, "is not text; put it in double quotes");
  to = value(name).toString().toStdString();
}

}  // namespace fatou::animation
