// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/gradients/gradient_json.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include <QJsonArray>
#include <QJsonValue>
#include <QLatin1String>

namespace fatou::io {
namespace {

using color::Coloring;
using color::Gradient;
using color::GradientStop;
using color::Mapping;
using color::Rgb;

constexpr qsizetype kLongestGradientName = 200;
constexpr qsizetype kLongestDescription = 1'000;
constexpr std::array<std::pair<Mapping, const char*>, 4> kMappings{
    {{Mapping::Linear, "linear"},
     {Mapping::Logarithm, "logarithm"},
     {Mapping::SquareRoot, "squareRoot"},
     {Mapping::Equalized, "equalized"}}};

QJsonValue valueOf(const QJsonObject& object, const char* name) {
  return object.value(QLatin1String(name));
}

QString toText(Rgb color) {
  return QStringLiteral("#%1").arg((color.red << 16) | (color.green << 8) | color.blue, 6, 16,
                                   QLatin1Char('0'));
}

// Reads "#ffcc00", also without the #, and "#fc0", as on web pages.
std::optional<Rgb> colorFromText(const QString& text) {
  QString digits = text.trimmed();
  if (digits.startsWith(u'#')) digits.remove(0, 1);
  if (digits.size() == 3)
    for (qsizetype at = 2; at >= 0; --at) digits.insert(at, digits[at]);
  const bool isNumber = std::ranges::all_of(digits, [](QChar c) {
    return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
  });
  if (digits.size() != 6 || !isNumber) return std::nullopt;
  const uint rgb = digits.toUInt(nullptr, 16);
  return Rgb{static_cast<std::uint8_t>(rgb >> 16), static_cast<std::uint8_t>(rgb >> 8),
             static_cast<std::uint8_t>(rgb)};
}

// Readers leave `to` as it is where the object has no such name.
Status readColor(const QJsonObject& object, const char* name, Rgb& to) {
  if (valueOf(object, name).isUndefined()) return success();
  const auto read = colorFromText(valueOf(object, name).toString());
  if (!read) return Error{std::string("its ") + name + " is no colour; write it as \"#rrggbb\""};
  to = *read;
  return success();
}

Status readFlag(const QJsonObject& object, const char* name, bool& to) {
  const QJsonValue value = valueOf(object, name);
  if (value.isUndefined()) return success();
  if (!value.isBool()) return Error{std::string("its ") + name + " is neither true nor false"};
  to = value.toBool();
  return success();
}

Status readNumber(const QJsonObject& object, const char* name, std::pair<double, double> range,
                  double& to) {
  const QJsonValue value = valueOf(object, name);
  if (value.isUndefined()) return success();
  const double number = value.toDouble(range.first - 1.0);
  if (!value.isDouble() || number < range.first || number > range.second)
    return Error{std::string("its ") + name + " is no number from " +
                 QString::number(range.first).toStdString() + " to " +
                 QString::number(range.second).toStdString()};
  to = number;
  return success();
}

// A text of one line, cut where it is too long: it is for people to read.
Status readLine(const QJsonObject& object, const char* name, qsizetype longest, std::string& to) {
  const QJsonValue value = valueOf(object, name);
  if (value.isUndefined()) return success();
  if (!value.isString())
    return Error{std::string("its ") + name + " is not text; put it in double quotes"};
  to = value.toString().simplified().left(longest).toStdString();
  return success();
}

Status readStop(const QJsonValue& value, std::size_t number, std::vector<GradientStop>& to) {
  const QJsonObject object = value.toObject();
  const std::string which = "stop " + std::to_string(number);
  GradientStop stop{.position = -1.0};
  if (!readNumber(object, "position", {0.0, 1.0}, stop.position) || stop.position < 0.0)
    return Error{which + " has no position from 0 to 1"};
  const auto color = colorFromText(valueOf(object, "color").toString());
  if (!color) return Error{which + " has no color; write it as \"#rrggbb\""};
  if (!to.empty() && stop.position < to.back().position)
    return Error{which + " lies before the one above it; sort them by position"};
  stop.color = *color;
  to.push_back(stop);
  return success();
}

Status readStops(const QJsonObject& object, std::vector<GradientStop>& to) {
  const QJsonArray stops = valueOf(object, "stops").toArray();
  if (stops.isEmpty()) return Error{"it has no stops; list at least one position and color"};
  if (static_cast<std::size_t>(stops.size()) > color::kMaxStops)
    return Error{"it has more than " + std::to_string(color::kMaxStops) + " stops; leave some out"};
  for (const QJsonValue& stop : stops)
    if (Status s = readStop(stop, to.size() + 1, to); !s) return s;
  return success();
}

Status readMapping(const QJsonObject& object, Mapping& to) {
  const QJsonValue value = valueOf(object, "mapping");
  if (value.isUndefined()) return success();
  for (const auto& [mapping, name] : kMappings)
    if (value.toString() == QLatin1String(name)) {
      to = mapping;
      return success();
    }
  return Error{"its mapping is none; use linear, logarithm, squareRoot or equalized"};
}

const char* nameOf(Mapping mapping) {
  for (const auto& [each, name] : kMappings)
    if (each == mapping) return name;
  return kMappings[1].second;
}

}  // namespace

QJsonObject toJson(const Gradient& gradient) {
  QJsonArray stops;
  for (const GradientStop& stop : gradient.stops)
    stops.append(QJsonObject{{QStringLiteral("position"), stop.position},
                             {QStringLiteral("color"), toText(stop.color)}});
  return {{QStringLiteral("name"), QString::fromStdString(gradient.name)},
          {QStringLiteral("description"), QString::fromStdString(gradient.description)},
          {QStringLiteral("cyclic"), gradient.cyclic},
          {QStringLiteral("interior"), toText(gradient.interior)},
          {QStringLiteral("stops"), stops}};
}

QJsonObject toJson(const Coloring& coloring) {
  return {{QStringLiteral("gradient"), toJson(coloring.gradient)},
          {QStringLiteral("interior"), toText(coloring.interior)},
          {QStringLiteral("mapping"), QLatin1String(nameOf(coloring.mapping))},
          {QStringLiteral("density"), coloring.density},
          {QStringLiteral("offset"), coloring.offset},
          {QStringLiteral("smooth"), coloring.smooth},
          {QStringLiteral("distanceLines"), coloring.distanceLines}};
}

Result<Gradient> gradientFromJson(const QJsonObject& object) {
  Gradient gradient;
  if (Status s = readLine(object, "name", kLongestGradientName, gradient.name); !s)
    return s.error();
  if (gradient.name.empty()) return Error{"it has no name; add \"name\""};
  if (Status s = readLine(object, "description", kLongestDescription, gradient.description); !s)
    return s.error();
  if (Status s = readFlag(object, "cyclic", gradient.cyclic); !s) return s.error();
  if (Status s = readColor(object, "interior", gradient.interior); !s) return s.error();
  if (Status s = readStops(object, gradient.stops); !s) return s.error();
  return gradient;
}

Result<Coloring> coloringFromJson(const QJsonObject& object) {
  Coloring coloring = Coloring::defaultColoring();
  if (const QJsonValue value = valueOf(object, "gradient"); !value.isUndefined()) {
    auto gradient = gradientFromJson(value.toObject());
    if (!gradient) return Error{"its gradient is broken: " + gradient.error().message};
    coloring.gradient = std::move(gradient).value();
    coloring.interior = coloring.gradient.interior;
  }
  if (Status s = readColor(object, "interior", coloring.interior); !s) return s.error();
  if (Status s = readMapping(object, coloring.mapping); !s) return s.error();
  const std::pair densities{color::kMinDensity, color::kMaxDensity};
  if (Status s = readNumber(object, "density", densities, coloring.density); !s) return s.error();
  if (Status s = readNumber(object, "offset", {0.0, 1.0}, coloring.offset); !s) return s.error();
  if (Status s = readFlag(object, "smooth", coloring.smooth); !s) return s.error();
  if (Status s = readFlag(object, "distanceLines", coloring.distanceLines); !s) return s.error();
  return coloring;
}

}  // namespace fatou::io
