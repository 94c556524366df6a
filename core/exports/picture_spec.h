// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QString>

#include "core/base/result.h"
#include "core/color/coloring.h"
#include "core/io/files/provenance.h"
#include "core/io/formats/picture_info.h"
#include "core/io/places/place_fields.h"
#include "core/render/render_request.h"
#include "core/render/tile_plan.h"

namespace fatou::exports {

inline constexpr int kMaxSamples = 8;
inline constexpr int kMaxDpi = 65'535;  // what a JPEG can say

// A picture, whole: which points, how many, in which colours. The same spec is the same picture,
// in the window and on the command line.
struct PictureSpec {
  render::RenderRequest request;  // its quantities are what the colours and files need, and ignored
  color::Coloring coloring = color::Coloring::defaultColoring();
  int samples = 1;  // samples x samples points a pixel, 1 ... kMaxSamples
  int dpi = 0;      // pixels an inch on paper, 1 ... kMaxDpi; 0 where nobody has chosen

  friend bool operator==(const PictureSpec&, const PictureSpec&) = default;
};

// The Error of a spec that cannot be rendered, naming what is out of range.
Status check(const PictureSpec& spec);

// All of the spec as names and values: those of the request, "supersample" and "coloring" (JSON in
// one line). What a picture file carries of its origin.
io::Parameters parameters(const PictureSpec& spec);

// The parameters that say which picture it is, without those that say how it was computed.
io::Parameters identityOf(const PictureSpec& spec);

// A key of these rows of pixels with their samples: the same where the program, its version and
// all that J and the quantities of the rows depend on are the same. 64 hexadecimal digits.
std::string keyOf(const PictureSpec& spec, render::RowRange rows);

// The spec that a file carries; what an older file does not say is the default. `change` is what
// the caller makes of its formula afterwards.
Result<PictureSpec> specOf(const io::Parameters& parameters, const io::FormulaChange& change = {});

// One file that a picture is to be written to.
struct Target {
  QString path;  // the ending says the format
  io::FileOptions options;

  friend bool operator==(const Target&, const Target&) = default;
};

}  // namespace fatou::exports
