// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/animation/script_file.h"

#include <algorithm>
#include <utility>

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include "core/animation/script_fields.h"
#include "core/animation/script_place.h"
#include "core/io/files/input_file.h"
#include "core/io/files/shown_text.h"
#include "core/io/formats/picture_file.h"
#include "core/io/gradients/built_in_gradients.h"
#include "core/io/gradients/gradient_file.h"
#include "core/io/gradients/gradient_json.h"
#include "core/julia/numbers/whole_number.h"

namespace fatou::animation {
namespace {

constexpr double kMostTurns = 1'000.0;
constexpr double kLongestEase = 1.0;  // seconds of easing, where the script does not say

// An Error of core/io as one about a part of the script. Theirs begin with "its …" or "it has …".
Error inPart(const std::string& part, const Error& error) {
  return {part + " is broken: " + error.message};
}

Result<std::complex<double>> pointOf(const std::optional<std::string>& text,
                                     const std::string& name) {
  if (!text) return Error{name + " is missing; give it as \"-0.8,0.156\""};
  const auto number = julia::parseComplex(*text);
  if (!number) return Error{name + " is no complex number; write it like \"-0.8,0.156\""};
  return std::complex<double>{number.value().re.toDouble(), number.value().im.toDouble()};
}

Result<Morph> readMorph(const QJsonValue& value, const std::string& which) {
  ScriptFields fields(value, which, {"circle", "from", "to", "turns"});
  Morph morph;
  fields.number("turns", {-kMostTurns, kMostTurns}, morph.turns);
  julia::CardioidCircle circle;
  fields.number("circle", {0.0, 10.0}, circle.radius);
  std::optional<std::string> from;
  std::optional<std::string> to;
  fields.text("from", from);
  fields.text("to", to);
  if (fields.has("circle") == (from || to))
    fields.complain("circle", "must be there, or from and to instead; give one of them");
  if (!fields.ok()) return fields.status().error();
  morph.path = circle;
  if (fields.has("circle")) return morph;
  const auto begin = pointOf(from, which + "from");
  if (!begin) return begin.error();
  const auto end = pointOf(to, which + "to");
  if (!end) return end.error();
  morph.path = julia::StraightLine{begin.value(), end.value()};
  return morph;
}

// Reads a segment that begins at the place `from`.
Result<Segment> readSegment(const QJsonValue& value, std::size_t number, const julia::Place& from) {
  const std::string part = "its segment " + std::to_string(number);
  ScriptFields fields(value, part + "'s ",
                      {"seconds", "to", "path", "cycles", "easeIn", "easeOut"});
  Segment segment{.to = from};
  fields.number("seconds", {1e-3, kMostSeconds}, segment.seconds);
  segment.easeIn = segment.easeOut = std::min(kLongestEase, segment.seconds / 4.0);
  fields.number("easeIn", {0.0, kMostSeconds}, segment.easeIn);
  fields.number("easeOut", {0.0, kMostSeconds}, segment.easeOut);
  fields.number("cycles", {-kMostTurns, kMostTurns}, segment.cycles);
  if (fields.ok() && fields.has("to")) {
    auto to = readScriptPlace(fields.value("to"), part + "'s to", &from);
    if (!to) return to.error();
    segment.to = std::move(to).value();
  }
  if (fields.ok() && fields.has("path")) {
    const auto morph = readMorph(fields.value("path"), fields.within("path"));
    if (!morph) return morph.error();
    if (segment.to.c != from.c) fields.complain("path", "comes with another c; leave one out");
    segment.morph = morph.value();
    segment.to.c = morphed(*segment.morph, from.c, 1.0);
  }
  return fields.ok() ? Result(segment) : fields.status().error();
}

Status readSize(ScriptFields& fields, AnimationScript& script) {
  std::optional<std::string> text;
  fields.require("size", "\"1280x720\"");
  fields.text("size", text);
  const julia::Sides sides = julia::parseSides(text.value_or("")).value_or(julia::Sides{});
  const auto [smallest, largest] = std::minmax(sides.width, sides.height);
  if (smallest < 2 || largest > render::kMaxSide) {
    fields.complain("size", "is not WIDTHxHEIGHT of 2 to 65536; write it like \"1280x720\"");
    return fields.status();
  }
  script.width = static_cast<int>(sides.width);
  script.height = static_cast<int>(sides.height);
  return fields.status();
}

Result<color::Gradient> gradientNamed(const QString& name, const QString& folder) {
  for (auto& gradient : io::builtInGradients())
    if (name.compare(QString::fromStdString(gradient.name), Qt::CaseInsensitive) == 0)
      return gradient;
  const QString path = QDir(folder).filePath(name);
  const bool isName = !name.isEmpty() && !name.contains(QChar::Null);
  if (!isName || !QFileInfo(path).isFile())
    return Error{"its coloring's gradient '" + io::plainLine(name).left(100).toStdString() +
                 "' is neither built in nor a file; give a name like \"Dusk\" or a path from the "
                 "script's folder"};
  auto gradient = io::readGradientFile(path);
  if (gradient) return gradient;
  std::string why = gradient.error().message;
  if (why.ends_with('.')) why.pop_back();
  return inPart("its coloring's gradient", {why});
}

Result<color::Coloring> readColoring(const QJsonValue& value, const QString& folder) {
  if (!value.isObject())
    return Error{"its coloring is no object; write it as {\"gradient\": \"Dusk\"}"};
  QJsonObject object = value.toObject();
  const QJsonValue gradient = object.value(QLatin1String("gradient"));
  if (gradient.isString()) {
    const auto named = gradientNamed(gradient.toString(), folder);
    if (!named) return named.error();
    object.insert(QLatin1String("gradient"), io::toJson(named.value()));
  }
  auto coloring = io::coloringFromJson(object);
  return coloring ? coloring : Result<color::Coloring>(inPart("its coloring", coloring.error()));
}

Status readSegments(const QJsonValue& value, AnimationScript& script) {
  const QJsonArray segments = value.toArray();
  if (segments.isEmpty())
    return Error{
        "its segments are no list with at least one; write them as [{\"seconds\": 10, "
        "\"to\": {...}}]"};
  for (const QJsonValue& each : segments) {
    const auto& before = script.segments;
    auto segment =
        readSegment(each, before.size() + 1, before.empty() ? script.start : before.back().to);
    if (!segment) return segment.error();
    script.segments.push_back(std::move(segment).value());
  }
  return success();
}

Result<QJsonDocument> documentOf(const QByteArray& json) {
  QJsonParseError error;
  const QJsonDocument document = QJsonDocument::fromJson(json, &error);
  if (document.isNull())
    return Error{"it is no sound JSON (" + error.errorString().toStdString() + " at byte " +
                 std::to_string(error.offset) + "); mend it there"};
  const QJsonObject object = document.object();
  if (object.value(QLatin1String("fatou")).toString() != QLatin1String("animation"))
    return Error{"it is no animation of Fatou; a script has \"fatou\": \"animation\""};
  if (object.value(QLatin1String("version")).toDouble(0.0) != 1.0)
    return Error{"its version is not 1; open it with a newer Fatou"};
  return document;
}

}  // namespace

Result<AnimationScript> parseScript(const QByteArray& json, const QString& folder,
                                    const FormulaChoice& choice, const io::FormulaChange& change) {
  const auto document = documentOf(json);
  if (!document) return document.error();
  ScriptFields fields(document.value().object(), "its ",
                      {"fatou", "version", "name", "about", "size", "framesPerSecond",
                       "supersample", "loop", "coloring", "start", "segments"});
  AnimationScript script;
  if (Status s = readSize(fields, script); !s) return s.error();
  fields.whole("framesPerSecond", {1, kMostFramesPerSecond}, script.framesPerSecond);
  fields.whole("supersample", {1, exports::kMaxSamples}, script.samples);
  fields.flag("loop", script.loop);
  fields.require("start", "{\"c\": \"-0.8,0.156\", \"center\": \"0,0\", ...}");
  if (!fields.ok()) return fields.status().error();
  if (fields.has("coloring")) {
    auto coloring = readColoring(fields.value("coloring"), folder);
    if (!coloring) return coloring.error();
    script.coloring = std::move(coloring).value();
  }
  auto start = readScriptPlace(fields.value("start"), "its start", nullptr, change);
  if (!start) return start.error();
  script.start = std::move(start).value();
  if (choice) script.start.formula = choice(script.start);
  if (Status s = readSegments(fields.value("segments"), script); !s) return s.error();
  if (Status s = check(script); !s) return s.error();
  return script;
}

Result<AnimationScript> readScript(const QString& path, const FormulaChoice& choice,
                                   const io::FormulaChange& change) {
  const auto json = io::readInput(path, kLargestScript, "a script");
  if (!json) return io::cannotRead(path, QString::fromStdString(json.error().message));
  auto script = parseScript(json.value(), QFileInfo(path).path(), choice, change);
  if (!script) return io::cannotRead(path, QString::fromStdString(script.error().message));
  return script;
}

}  // namespace fatou::animation
