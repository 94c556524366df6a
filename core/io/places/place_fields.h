// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/io/files/provenance.h"
#include "core/julia/formulas/formula.h"
#include "core/julia/plane/place.h"

namespace fatou::io {

// What a place is written as, in a file as in a line: text as it was found, which may be wrong.
struct PlaceFields {
  std::optional<std::string> formula;            // z^2+c where it is not there
  std::vector<julia::FormulaParameter> numbers;  // of the formula, beside those in its text
  std::optional<std::string> c;
  std::optional<std::string> center;
  std::optional<std::string> radius;
  std::optional<std::string> region;
  std::int32_t tmax = 0;

  // The field that is text and has this name, else null.
  std::optional<std::string>* text(std::string_view name) {
    if (name == "formula") return &formula;
    if (name == "c") return &c;
    if (name == "center") return &center;
    if (name == "radius") return &radius;
    return name == "region" ? &region : nullptr;
  }
};

// What becomes of the formula of a place after it is read. A formula that is changed may lack what
// the change adds, like a radius of escape; one that is replaced is not read at all. Who changes it
// checks it afterwards.
struct FormulaChange {
  std::optional<julia::Formula> replacement{};
  bool isChanged = false;
};

// The place of the fields, or what is wrong as "REASON; REMEDY".
Result<julia::Place> placeOf(const PlaceFields& fields, const FormulaChange& change = {});

// The place that the parameters of a picture say; parameters of other names are passed over.
Result<julia::Place> placeOf(const Parameters& parameters, const FormulaChange& change = {});

// The fields of a place but for tmax by name, in the order of writing. The formula is among them
// where it is not the usual one.
std::vector<std::pair<std::string, std::string>> fieldsOf(const julia::Place& place);

// A complaint of core/julia, "REASON: REMEDY", as one about a field: "its FIELD is wrong, as
// REASON; REMEDY", in one short line whatever number it quotes.
Error inField(const char* field, const Error& error);

// The complaint that a field is not there.
Error missingField(std::string_view field, std::string_view example);

}  // namespace fatou::io
