// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include <QByteArray>
#include <QString>

#include "core/base/result.h"
#include "core/io/files/output_target.h"
#include "core/io/places/place_fields.h"
#include "core/julia/plane/place.h"

namespace fatou::io {

// A place worth coming back to. Both texts are UTF-8 of one line.
struct NamedPlace {
  std::string name;   // 1 to kLongestName bytes, not only spaces
  std::string about;  // what is special, may be empty; at most kLongestAbout bytes
  julia::Place place;

  friend bool operator==(const NamedPlace&, const NamedPlace&) = default;
};

inline constexpr std::size_t kLongestName = 200;
inline constexpr std::size_t kLongestAbout = 1'000;
inline constexpr std::int64_t kLargestPlaceFile = std::int64_t{1} << 20;

// A text as a name: without control characters, runs of space as one, cut at a character to at
// most kLongestName bytes. May be empty.
QString cleanName(const QString& text);

// A place as a file:
//
//   {
//     "fatou": "place",
//     "version": 1,
//     "name": "Douady's rabbit",
//     "about": "…",
//     "c": "-0.1225611668766536,0.7448617666197442",
//     "center": "0,0",
//     "radius": "1.2",
//     "tmax": 2000
//   }
//
// with "region": "XMIN,YMIN,XMAX,YMAX" instead of centre and radius where the view was given so.
// Where the formula is not z^2+c, the version is 2 and "formula": "z^3+c" stands before "c".
// Numbers are text, since they may have any number of digits; "about" may be left out, and names
// this version does not know are passed over. The numbers of a formula stand in its text,
// "z^3+a*z+c,a=0.3", or, as in scripts, in "parameters": {"a": "0.3"}.
QByteArray placeJson(const NamedPlace& place);

// The place, or what is wrong and the remedy as "REASON; REMEDY", to stand in a complaint. `change`
// is what the caller makes of its formula afterwards.
Result<NamedPlace> parsePlaceJson(const QByteArray& json, const FormulaChange& change = {});

// Reads a place file of at most kLargestPlaceFile bytes; blocks. The Error names the file.
Result<NamedPlace> readPlaceFile(const QString& path, const FormulaChange& change = {});

// Writes it as writeFile() does; blocks. The Error names the file.
Status writePlaceFile(const QString& path, const NamedPlace& place, const Replace& replace = false);

}  // namespace fatou::io
