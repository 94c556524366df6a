// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/state_json.h"

#include <limits>
#include <optional>

#include <QJsonDocument>
#include <QJsonObject>

#include "core/exports/picture_spec.h"
#include "core/io/gradients/gradient_json.h"
#include "core/io/places/place_file.h"

namespace fatou::ui {
namespace {

QJsonObject enginesJson(const render::EngineSetup& engines) {
  return {{QStringLiteral("count"), engines.count},
          {QStringLiteral("view"), QString::fromStdString(render::toString(engines.viewKind))},
          {QStringLiteral("band"), engines.bandRows},
          {QStringLiteral("kernel"), QString::fromStdString(render::toString(engines.kernel))}};
}

Error wrong(const char* name, const char* remedy) {
  return {std::string("its \"") + name + "\" is wrong; " + remedy};
}

// A whole number of the object, `otherwise` where it is not there.
std::optional<int> number(const QJsonObject& object, const char* name, int otherwise, int least,
                          int most) {
  const QJsonValue value = object.value(QLatin1StringView(name));
  if (value.isUndefined()) return otherwise;
  const double exact = value.toDouble(std::numeric_limits<double>::quiet_NaN());
  if (!(exact >= least && exact <= most) || exact != static_cast<int>(exact)) return std::nullopt;
  return static_cast<int>(exact);
}

std::string textIn(const QJsonObject& object, const char* name) {
  return object.value(QLatin1StringView(name)).toString().toStdString();
}

Result<render::EngineSetup> enginesFrom(const QJsonObject& object) {
  const auto count = number(object, "count", 1, 1, render::kMaxEngines);
  if (!count) return wrong("count", "use 1 to 1024");
  const auto view = render::parseViewKind(textIn(object, "view"));
  if (!view) return wrong("view", "use direct, balanced or serial");
  const auto band = number(object, "band", 0, 0, render::kMaxSide);
  if (!band) return wrong("band", "use 1 to 65536, or 0 for automatic");
  const auto kernel = render::parseKernel(textIn(object, "kernel"));
  if (!kernel) return wrong("kernel", "use plain or fast");
  return render::EngineSetup{
      .count = *count, .viewKind = *view, .bandRows = *band, .kernel = *kernel};
}

Result<std::optional<PixelSize>> sizeFrom(const QJsonValue& value) {
  if (!value.isObject()) return std::optional<PixelSize>();
  const auto width = number(value.toObject(), "width", 0, 1, render::kMaxSide);
  const auto height = number(value.toObject(), "height", 0, 1, render::kMaxSide);
  if (!width || !height) return wrong("size", "use sides from 1 to 65536");
  return std::optional(PixelSize{*width, *height});
}

QJsonObject mapJson(const render::MapPlane& plane) {
  return {
      {QStringLiteral("of"), QString::fromStdString(plane.parameter)},
      {QStringLiteral("critical"), QString::fromStdString(render::criticalText(plane.critical))}};
}

Result<std::optional<render::MapPlane>> mapFrom(const QJsonValue& value,
                                                const julia::Formula& formula) {
  if (!value.isObject()) return std::optional<render::MapPlane>();
  const auto critical = render::parseCritical(textIn(value.toObject(), "critical"));
  const render::MapPlane plane{.parameter = textIn(value.toObject(), "of"),
                               .critical = critical.value_or(1)};
  if (!critical || !render::check(formula, plane)) return wrong("map", "leave it out");
  return std::optional(plane);
}

}  // namespace

QByteArray stateJson(const ExplorerState& state) {
  const QByteArray place = io::placeJson({.name = "session", .about = {}, .place = state.place});
  QJsonObject object{{QStringLiteral("fatou"), QStringLiteral("session")},
                     {QStringLiteral("version"), 1},
                     {QStringLiteral("place"), QJsonDocument::fromJson(place).object()},
                     {QStringLiteral("samples"), state.samples},
                     {QStringLiteral("engines"), enginesJson(state.engines)},
                     {QStringLiteral("coloring"), io::toJson(state.coloring)}};
  if (state.size)
    object.insert(QStringLiteral("size"),
                  QJsonObject{{QStringLiteral("width"), state.size->width},
                              {QStringLiteral("height"), state.size->height}});
  if (state.mapPlane) object.insert(QStringLiteral("map"), mapJson(*state.mapPlane));
  return QJsonDocument(object).toJson();
}

Result<ExplorerState> parseStateJson(const QByteArray& json) {
  QJsonParseError problem;
  const QJsonObject object = QJsonDocument::fromJson(json, &problem).object();
  if (problem.error != QJsonParseError::NoError)
    return Error{"it is no JSON (" + problem.errorString().toStdString() + ")"};
  const auto place = io::parsePlaceJson(
      QJsonDocument(object.value(QLatin1StringView("place")).toObject()).toJson());
  if (!place) return place.error();
  const auto engines = enginesFrom(object.value(QLatin1StringView("engines")).toObject());
  if (!engines) return engines.error();
  const auto size = sizeFrom(object.value(QLatin1StringView("size")));
  if (!size) return size.error();
  const auto samples = number(object, "samples", 1, 1, exports::kMaxSamples);
  if (!samples) return wrong("samples", "use 1 to 8");
  const auto coloring =
      io::coloringFromJson(object.value(QLatin1StringView("coloring")).toObject());
  if (!coloring) return coloring.error();
  const auto map = mapFrom(object.value(QLatin1StringView("map")), place.value().place.formula);
  if (!map) return map.error();
  return ExplorerState{.place = place.value().place,
                       .size = size.value(),
                       .samples = *samples,
                       .engines = engines.value(),
                       .coloring = coloring.value(),
                       .mapPlane = map.value()};
}

}  // namespace fatou::ui
