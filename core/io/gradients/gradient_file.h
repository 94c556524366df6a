// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <QByteArray>
#include <QString>

#include "core/base/result.h"
#include "core/color/gradient.h"
#include "core/io/files/output_target.h"

namespace fatou::io {

inline constexpr std::int64_t kLargestGradientFile = std::int64_t{1} << 20;

// Reads a gradient of at most kLargestGradientFile bytes, whatever its name ends with: JSON, a GIMP
// palette, a colour map of Fractint, or a file of Ultra Fractal, of which "FILE#NAME" names one
// where it has several; blocks. The Error names the file.
Result<color::Gradient> readGradientFile(const QString& path);

// The names of the gradients in the bytes of a file by Ultra Fractal. The Error is "REASON;
// REMEDY".
Result<std::vector<std::string>> gradientNames(const QByteArray& bytes);

// Writes it, as JSON where the path ends with .json, else as a GIMP palette, as writeFile() does;
// blocks. The Error names the file.
Status writeGradientFile(const QString& path, const color::Gradient& gradient,
                         const Replace& replace = false);

// The gradients of a folder's .json and .gpl files, by file name. A broken file is left as it is
// and is an Error that names it.
struct GradientFolder {
  std::vector<color::Gradient> gradients;
  std::vector<Error> broken;
};
GradientFolder readGradientFolder(const QString& folder);

}  // namespace fatou::io
