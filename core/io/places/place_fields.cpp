// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/places/place_fields.h"

#include <charconv>

#include <QString>

#include "core/io/files/shown_text.h"
#include "core/julia/formulas/formula_row.h"
#include "core/julia/plane/corners_text.h"

namespace fatou::io {
namespace {

// A long text without its middle: what it is about stands at its beginning, and what is wrong at
// its end.
std::string shortened(const QString& text) {
  constexpr qsizetype kBeginning = 50;
  constexpr qsizetype kEnd = 80;
  if (text.size() <= kBeginning + kEnd) return text.toStdString();
  return (text.first(kBeginning) + QStringLiteral("...") + text.last(kEnd)).toStdString();
}

Result<julia::View> cornerView(const std::string& region) {
  auto corners = julia::parseCorners(region);
  if (!corners) return inField("region", corners.error());
  return julia::View(std::move(corners).value());
}

Result<julia::View> centreView(const std::string& center, const std::string& radius) {
  const auto centre = julia::parseComplex(center);
  if (!centre) return inField("center", centre.error());
  const auto half = julia::Decimal::parse(radius);
  if (!half) return inField("radius", half.error());
  return julia::View(julia::CentreView{centre.value(), half.value()});
}

Result<julia::View> viewOf(const PlaceFields& fields) {
  if (fields.region && (fields.center || fields.radius))
    return Error{"it has both a region and a center or radius; leave one of them out"};
  if (fields.region) return cornerView(*fields.region);
  if (!fields.center) return missingField("center", "\"0,0\"");
  if (!fields.radius) return missingField("radius", "\"1.5\"");
  return centreView(*fields.center, *fields.radius);
}

Result<julia::Formula> formulaOf(const PlaceFields& fields, const FormulaChange& change) {
  if (change.replacement) return *change.replacement;
  if (!fields.formula && fields.numbers.empty()) return julia::Formula();
  const std::string text = fields.formula.value_or(julia::toString(julia::Formula()));
  auto read = change.isChanged ? julia::parseFormula(text, fields.numbers)
                               : julia::parseKnownFormula(text, fields.numbers);
  if (!read) return inField("formula", read.error());
  return read;
}

}  // namespace

Result<julia::Place> placeOf(const Parameters& parameters, const FormulaChange& change) {
  for (const auto& [name, value] : parameters)
    if (name == "map")
      return Error{"it is a map of " + value +
                   " and no Julia set; choose a point on it, and give that with --c or --param"};
  PlaceFields fields;
  for (const auto& [name, value] : parameters) {
    if (auto* field = fields.text(name)) *field = value;
    if (name != "tmax") continue;
    const char* end = value.data() + value.size();
    if (const auto read = std::from_chars(value.data(), end, fields.tmax);
        read.ec != std::errc() || read.ptr != end)
      return Error{"its tmax \"" + value + "\" is no whole number; write the file again"};
  }
  return placeOf(fields, change);
}

Result<julia::Place> placeOf(const PlaceFields& fields, const FormulaChange& change) {
  const auto formula = formulaOf(fields, change);
  if (!formula) return formula.error();
  if (!fields.c) return missingField("c", "\"-0.75,0.1\"");
  const auto c = julia::parseComplex(*fields.c);
  if (!c) return inField("c", c.error());
  const auto view = viewOf(fields);
  if (!view) return view.error();
  julia::Place place{.c = c.value(), .view = view.value(), .tmax = fields.tmax};
  // What the formula needs of the place is known once it is the final one.
  if (!change.isChanged && !change.replacement) place.formula = formula.value();
  if (const Status sound = julia::check(place); !sound) return inField("place", sound.error());
  place.formula = formula.value();
  return place;
}

std::vector<std::pair<std::string, std::string>> fieldsOf(const julia::Place& place) {
  std::vector<std::pair<std::string, std::string>> fields;
  if (place.formula != julia::Formula())
    fields.emplace_back("formula", julia::toString(place.formula));
  fields.emplace_back("c", place.c.text());
  if (const auto* corners = std::get_if<julia::CornerView>(&place.view)) {
    fields.emplace_back("region", corners->xmin.text() + "," + corners->ymin.text() + "," +
                                      corners->xmax.text() + "," + corners->ymax.text());
    return fields;
  }
  const auto& view = std::get<julia::CentreView>(place.view);
  fields.emplace_back("center", view.centre.text());
  fields.emplace_back("radius", view.radius.text());
  return fields;
}

Error missingField(std::string_view field, std::string_view example) {
  return {"it has no " + std::string(field) + "; give one like " + std::string(example)};
}

Error inField(const char* field, const Error& error) {
  const QString text = plainLine(QString::fromStdString(error.message));
  const qsizetype colon = text.lastIndexOf(QLatin1String(": "));
  const auto part = [&](qsizetype from, qsizetype length) {
    return shortened(text.sliced(from, length));
  };
  const std::string prefix = std::string("its ") + field + " is wrong, as ";
  if (colon < 0) return {prefix + part(0, text.size()) + "; mend it"};
  return {prefix + part(0, colon) + "; " + part(colon + 2, text.size() - colon - 2)};
}

}  // namespace fatou::io
