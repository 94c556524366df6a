// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/engine_value.h"

#include <cstdint>
#include <string>

#include <QStringList>

namespace fatou::ui {
namespace {

QString pyTextIn(const python::PyValue& value) {
  const auto* text = value.as<std::string>();
  return text == nullptr ? QString() : QString::fromStdString(*text);
}

QString pyShapeIn(const python::PyValue& value) {
  const auto* sides = value.as<python::PyTuple>();
  if (sides == nullptr) return {};
  QStringList texts;
  for (const python::PyValue& side : sides->items)
    if (const auto* length = side.as<std::int64_t>()) texts << QString::number(*length);
  return texts.join(QStringLiteral(" × "));
}

}  // namespace

std::vector<EngineValue> engineValues(const python::PyValue& names, int engine) {
  std::vector<EngineValue> values;
  const auto* rows = names.as<python::PyList>();
  if (rows == nullptr) return values;
  for (const python::PyValue& each : rows->items) {
    const auto* row = each.as<python::PyTuple>();
    if (row == nullptr || row->items.size() != 4) continue;
    const QString name = pyTextIn(row->items[0]);
    if (name == QStringLiteral("_")) continue;  // the value above, which the output shows
    values.push_back({.engine = engine,
                      .name = name,
                      .type = pyTextIn(row->items[1]),
                      .shape = pyShapeIn(row->items[2]),
                      .first = pyTextIn(row->items[3]).simplified()});
  }
  return values;
}

}  // namespace fatou::ui
