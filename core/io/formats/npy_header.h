// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/io/files/provenance.h"

namespace fatou::io {

// The head of a NumPy file (.npy), as numpy/lib/format.py describes it: magic, version, length and
// the text of a Python dictionary, padded to 64 bytes so that the array can be mapped into memory.
//
// The format has no place for metadata. Parsers outside of Python take nothing but the three keys
// and spaces, so our provenance stands behind the array, where readers do not look:
//   # Fatou 0.1.0 c=-0.065,0.66 tmax=256 sha256=…
// Fatou up to 0.1.0 wrote it as a comment behind the dictionary, which parseNpyHeaderText() still
// reads.
struct NpyHeader {
  std::int64_t height = 0;
  std::int64_t width = 0;
  std::int64_t planes = 1;   // 1 or 2 arrays of that size, one behind the other
  std::string type = "<i4";  // or "<f4"
  Provenance provenance;     // of an old file; the others' is in their trailer
};

// Bytes of magic, version and length in front of the text, for version 1.0.
inline constexpr std::size_t kNpyPreamble = 10;

// Everything before the array, version 1.0; the provenance is left out.
std::string makeNpyHeader(const NpyHeader& header);

// Reads the text of a header. The Error is what follows `Cannot read "NAME":`, without a stop.
Result<NpyHeader> parseNpyHeaderText(std::string_view text);

// Bytes that a trailer may have; one of any sensible number of digits has fewer.
inline constexpr std::size_t kLongestNpyTrailer = std::size_t{1} << 23;

// Everything behind the array: a line padded to a multiple of 64 bytes, so that a reader that takes
// all the rest of a file for numbers finds whole ones. Where it would be too long, the parameters
// are left out.
std::string makeNpyTrailer(const Provenance& provenance);

// Reads a trailer; nothing where the bytes are none.
std::optional<Provenance> parseNpyTrailer(std::string_view trailer);

}  // namespace fatou::io
