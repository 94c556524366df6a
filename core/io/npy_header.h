// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/io/provenance.h"

namespace fatou::io {

// The head of a NumPy file (.npy), as numpy/lib/format.py describes it: magic, version, length and
// the text of a Python dictionary, padded to 64 bytes so that the array can be mapped into memory.
//
// The format has no place for metadata. numpy reads the dictionary with ast.literal_eval(), to
// which a Python comment after it is legal and means nothing; there our provenance is:
//   {'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), } # Fatou 0.1.0 c=-0.065,0.66
struct NpyHeader {
  std::int64_t height = 0;
  std::int64_t width = 0;
  std::string type = "<i4";  // or "<f4"
  Provenance provenance;
};

// Bytes of magic, version and length in front of the text, for version 1.0.
inline constexpr std::size_t kNpyPreamble = 10;

// Everything before the array, version 1.0. Where the text would be longer than the 10,000
// characters numpy reads without being asked to, the parameters are left out.
std::string makeNpyHeader(const NpyHeader& header);

// Reads the text of a header. The Error is what follows `Cannot read "NAME":`, without a stop.
Result<NpyHeader> parseNpyHeaderText(std::string_view text);

}  // namespace fatou::io
