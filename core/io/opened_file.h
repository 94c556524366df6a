// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <variant>

#include <QString>

#include "core/base/result.h"
#include "core/color/gradient.h"
#include "core/io/files/provenance.h"
#include "core/io/foreign/foreign_file.h"
#include "core/io/places/place_file.h"
#include "core/io/reports/run_json.h"

namespace fatou::io {

// A picture or array that Fatou wrote: what it was made from.
struct PictureSource {
  Parameters parameters;
};

// The content of a file that can be opened.
using OpenedFile =
    std::variant<NamedPlace, PictureSource, color::Gradient, Recording, ForeignPlace, EntryList>;

// Reads a file that was opened, dropped or given at the start, whatever it is called: a place, as
// a file or as text that has one; a picture by Fatou; a gradient, as JSON or a GIMP palette; a
// recorded run; a file of XaoS, Fractint or Ultra Fractal, of which "FILE#NAME" names one of
// several entries. The Error is one sentence that names the file, says what it is and what would be
// taken. Blocks: a picture is checked, a run of up to kLargestRecording bytes read. `change` is
// what the reader makes of the formula of a place; that of a picture is not read here.
Result<OpenedFile> readOpenedFile(const QString& path, const FormulaChange& change = {});

}  // namespace fatou::io
