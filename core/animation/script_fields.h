// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <utility>

#include <QJsonObject>
#include <QJsonValue>

#include "core/base/result.h"

namespace fatou::animation {

// Reads the fields of an object of a script and keeps the first complaint, "REASON; REMEDY".
// Readers leave `to` as it is where there is no such field; they do nothing after a complaint.
class ScriptFields {
 public:
  // Reads `object`. `which` stands before a field's name in complaints: "its ", "its segment 2's ".
  // It complains of an object with names other than `known`, and of anything but an object.
  ScriptFields(const QJsonValue& object, std::string which,
               std::initializer_list<const char*> known);

  bool has(const char* name) const { return m_object.contains(QLatin1String(name)); }
  QJsonValue value(const char* name) const { return m_object.value(QLatin1String(name)); }
  // The `which` for the fields of a part of this object.
  std::string within(const char* name) const { return m_which + name + "'s "; }

  void number(const char* name, std::pair<double, double> range, double& to);
  void whole(const char* name, std::pair<int, int> range, int& to);
  void flag(const char* name, bool& to);
  void text(const char* name, std::optional<std::string>& to);

  // Complains of a field: "WHICH NAME REASON".
  void complain(const char* name, const std::string& reason);
  // Takes over the complaint of a part.
  void complain(const Error& error);
  // Complains where the field is not there.
  void require(const char* name, const char* example);

  Status status() const { return m_error ? Status(*m_error) : success(); }
  bool ok() const { return !m_error; }

 private:
  QJsonObject m_object;
  std::string m_which;
  std::optional<Error> m_error;
};

}  // namespace fatou::animation
