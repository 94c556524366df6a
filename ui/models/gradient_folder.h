// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>
#include <vector>

#include <QString>

#include "core/base/result.h"
#include "core/color/gradient.h"

namespace fatou::ui {

// A gradient of the user's, and the file it is kept in.
struct OwnGradient {
  color::Gradient gradient;
  QString path{};  // empty while there is no file
};

// The user's gradients as files of a folder, one each, named so that they sort by when they were
// made. A file that no longer says what was read or written here, since another window or an
// editor has changed it, is neither written to nor deleted. Every call blocks.
class GradientFolder {
 public:
  explicit GradientFolder(QString folder) : m_folder(std::move(folder)) {}

  struct Contents {
    std::vector<OwnGradient> gradients;
    std::vector<Error> problems;  // one a file that is no gradient
  };
  // A folder that is not there yet is an empty one.
  Contents read() const;

  // Makes the file say `gradient`: its own where that still says what `own` says, else a new one.
  // The gradient is taken over even where it cannot be written, so that it is not lost at once.
  Status save(OwnGradient& own, const color::Gradient& gradient) const;

  // Deletes the file, unless it says something else by now.
  Status erase(const OwnGradient& own) const;

 private:
  QString m_folder;
};

}  // namespace fatou::ui
