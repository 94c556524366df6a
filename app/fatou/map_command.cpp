// SPDX-License-Identifier: GPL-3.0-or-later
// `fatou map`: draws the plane of a parameter.
#include <chrono>
#include <cmath>
#include <complex>
#include <limits>
#include <optional>
#include <string>
#include <tuple>

#include "app/fatou/command.h"
#include "app/fatou/export_options.h"
#include "app/fatou/interrupt.h"
#include "app/fatou/option_values.h"
#include "app/fatou/options.h"
#include "app/fatou/progress.h"
#include "app/fatou/python_command.h"
#include "app/fatou/report.h"
#include "app/fatou/text.h"
#include "core/exports/map_export.h"
#include "core/julia/formulas/formula_row.h"
#include "core/render/map_plane.h"

namespace fatou::app {
namespace {

void addMapOptions(Options& options) {
  options.addFormula("End orbits in the attracting cycles of the formula, too.");
  options.add("plane", "The parameter whose map it is: the formula's first one when left out.",
              "NAME");
  options.add("critical", "The critical point whose orbit is followed, or the latest of all.",
              "N|all", "1");
  options.add("start", "The point whose orbit is followed instead of a critical one.",
              "RE,IM | RE+IMi");
  options.add("c", "The parameter c, where the map is that of another one.", "RE,IM | RE+IMi");
  options.add("center", "The centre of the map; what is usual for the formula when left out.",
              "RE,IM");
  options.add("radius", "Half the height of the map; the width follows, pixels are square.", "R");
  options.add("size", "Pixels.", "WIDTHxHEIGHT", "1024x768");
  options.add("tmax", "Most iterations a pixel; chosen from the radius when left out.", "N");
  options.addEngines(QStringLiteral("How many engines; all cores when left out."));
  options.addMpi();
  options.addSimd();
  addColoringOptions(options);
  options.add({QStringLiteral("quiet"), QStringLiteral("Print nothing but errors.")});
}

julia::ComplexDecimal finiteNumber(const QString& name, const QString& text) {
  const julia::ComplexDecimal number = parseComplex(name, text);
  const std::complex<double> rounded = number.toDouble();
  if (!std::isfinite(rounded.real()) || !std::isfinite(rounded.imag()))
    throw badUsage(
        QStringLiteral("--%1 '%2' is not finite: use numbers below 1e308").arg(name, text));
  return number;
}

render::MapPlane planeOf(const Options& options, const julia::Formula& formula) {
  const auto text = [&](const char* name) { return options.value(QLatin1StringView(name)); };
  const auto isSet = [&](const char* name) { return options.isSet(QLatin1StringView(name)); };
  julia::ComplexDecimal c;
  if (isSet("c")) c = finiteNumber(QStringLiteral("c"), text("c"));
  render::MapPlane plane = render::usualPlane(formula, c);
  if (isSet("plane")) plane.parameter = text("plane").toStdString();
  plane.c = plane.parameter == "c" ? julia::ComplexDecimal() : c;
  if (isSet("c") && plane.parameter == "c")
    throw badUsage(
        QStringLiteral("--c is the number that the map is of: leave it out, or name "
                       "another one with --plane"));
  // If there is no such plane, the check of the request says what is wrong.
  const bool hasPlane = render::check(formula, plane).ok();
  if (hasPlane && !isSet("c") && plane.parameter != "c" && formula.usesC())
    throw badUsage(QStringLiteral("--c is missing: say which, like --c -0.8,0.156"));
  if (isSet("start") && isSet("critical"))
    throw badUsage(QStringLiteral("--start and --critical exclude each other: use one"));
  if (isSet("start")) plane.start = finiteNumber(QStringLiteral("start"), text("start"));
  plane.critical =
      known(QStringLiteral("critical"), text("critical"),
            render::parseCritical(text("critical").toStdString()), "all or a number from 1 on");
  return plane;
}

// Complains of a formula without a parameter before anything else that it lacks.
void requireParameter(const Options& options) {
  const std::string text = options.value(QStringLiteral("formula")).toStdString();
  const auto formula = julia::parseFormula(text, options.parameters());
  if (formula && render::mappedParameters(formula.value()).empty())
    throw badUsage(QString::fromStdString(julia::why(formula.value(), julia::Ability::Map)));
}

render::MapRequest requestOf(const Options& options) {
  const QString center = QStringLiteral("center");
  const QString radius = QStringLiteral("radius");
  const QString tmax = QStringLiteral("tmax");
  render::MapRequest request;
  requireParameter(options);
  request.formula = options.formula();
  options.tellUnused(request.formula, options.value(QStringLiteral("formula")));
  if (Status mapped = require(request.formula, julia::Ability::Map); !mapped)
    throw badUsage(mapped.error());
  request.plane = planeOf(options, request.formula);
  request.view = render::usualMapView(request.formula);
  if (options.isSet(center)) request.view.centre = parseComplex(center, options.value(center));
  if (options.isSet(radius)) request.view.radius = parseDecimal(radius, options.value(radius));
  std::tie(request.width, request.height) = parseSize(options.value(QStringLiteral("size")));
  request.tmax = options.isSet(tmax)
                     ? options.number(tmax, 1, std::numeric_limits<int>::max())
                     : render::mapIterations(julia::Scaled::of(request.view.radius));
  return request;
}

QString summaryText(const exports::MapSpec& spec, const exports::MapRecord& record,
                    engines::Seconds time) {
  const render::MapRequest& request = spec.request;
  return QStringLiteral("%1 x %2 pixels, tmax %3, sum of J %4, pixels %5 at tmax\nwall time %6\n")
      .arg(request.width)
      .arg(request.height)
      .arg(countText(request.tmax), countText(record.sum), countText(record.inside),
           durationText(time));
}

exports::MapRecord compute(const Options& options, const exports::MapSpec& spec,
                           const std::vector<exports::Target>& targets) {
  const Interrupt interrupt;
  const engines::EngineSource source = options.source(interrupt.token());
  const engines::Client client = source.start(options.engines(), interrupt.token());
  Progress progress("mapping", spec.request.height, options.isSet(QStringLiteral("quiet")));
  const auto record = exports::exportMap(
      client, spec, targets, replaceOf(options),
      [&progress](std::int32_t rows) { progress.add(rows); }, interrupt.token());
  if (!record) throw failed(record.error());
  if (!record.value())
    throw Failure{kInterrupted, QStringLiteral("interrupted; no file was written")};
  return *record.value();
}

}  // namespace

void runMap(const QStringList& arguments) {
  if (isFunctionMap(arguments)) return runFunctionMap(arguments);
  Options options(
      QStringLiteral("Computes the map of a formula's parameter: for each of its values how long "
                     "the orbit of a critical point takes to escape."));
  addMapOptions(options);
  options.parse(arguments);
  const exports::MapSpec spec{
      .request = requestOf(options),
      .coloring = countColoringOf(options, color::Coloring::defaultColoring()),
      .dpi = dpiOf(options)};
  if (Status sound = render::checkComputable(spec.request); !sound) throw badFormula(sound.error());
  options.applySimd();
  const auto targets = targetsOf(options);
  if (Status sound = exports::checkMapExport(spec, targets, replaceOf(options)); !sound)
    throw badUsage(sound.error());
  const auto begin = std::chrono::steady_clock::now();
  const exports::MapRecord record = compute(options, spec, targets);
  if (!options.isSet(QStringLiteral("quiet")))
    print(summaryText(spec, record, std::chrono::steady_clock::now() - begin));
}

}  // namespace fatou::app
