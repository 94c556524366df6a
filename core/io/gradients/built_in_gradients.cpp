// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/gradients/built_in_gradients.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/io/gradients/gradient_file.h"

namespace fatou::io {

std::vector<color::Gradient> builtInGradients() {
  GradientFolder folder = readGradientFolder(QStringLiteral(":/gradients"));
  FATOU_CHECK(folder.broken.empty() && !folder.gradients.empty());
  std::ranges::stable_partition(folder.gradients, &color::Gradient::cyclic);
  const std::string first = color::Gradient::defaultGradient().name;
  std::ranges::stable_partition(folder.gradients,
                                [&](const color::Gradient& each) { return each.name == first; });
  return std::move(folder.gradients);
}

}  // namespace fatou::io
