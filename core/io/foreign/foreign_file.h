// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include <QByteArray>
#include <QString>

#include "core/base/result.h"
#include "core/color/gradient.h"
#include "core/io/files/entry_path.h"
#include "core/io/foreign/foreign_entry.h"

namespace fatou::io {

inline constexpr std::int64_t kLargestForeignFile = std::int64_t{4} << 20;

// An entry of a file that has several.
struct EntryLine {
  std::string name;
  std::string about;  // its formula, or what it is where it cannot be opened
  bool canBeOpened = true;

  friend bool operator==(const EntryLine&, const EntryLine&) = default;
};

// All entries of a file, of which one is to be chosen: "FILE#NAME".
struct EntryList {
  std::vector<EntryLine> entries;

  friend bool operator==(const EntryList&, const EntryList&) = default;
};

// What a file of another fractal program holds.
using ForeignContent = std::variant<ForeignPlace, color::Gradient, EntryList>;

// Whether the file is one of XaoS (.xpf), Fractint and Iterated Dynamics (.par, .map) or Ultra
// Fractal (.ugr). The content decides, and the name where the content has no head.
bool isForeignFile(const QString& path, const QByteArray& firstBytes);

// What is in the bytes of such a file: the entry that is wanted or the only one, else the list. The
// Error is "REASON; REMEDY".
Result<ForeignContent> parseForeign(const QByteArray& bytes, const EntryPath& wanted);

}  // namespace fatou::io
