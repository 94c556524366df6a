// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QString>

#include "core/base/result.h"

namespace fatou::io {

// A file and the name of one of the entries in it; the name is empty where none is said.
struct EntryPath {
  QString file;
  QString entry;

  friend bool operator==(const EntryPath&, const EntryPath&) = default;
};

// Divides "FILE#NAME" where there is no file that is called so as a whole.
EntryPath entryPath(const QString& path);

// The place in `names` of the entry that is wanted: by its name in any case, or the only one. The
// Error says which there are, "REASON; REMEDY".
Result<std::size_t> entryAmong(const std::vector<std::string>& names, const EntryPath& wanted);

}  // namespace fatou::io
