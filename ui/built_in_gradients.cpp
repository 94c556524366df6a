// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/built_in_gradients.h"

namespace fatou::ui {

std::vector<color::Gradient> builtInGradients() {
  return {color::Gradient::defaultGradient()};
}

}  // namespace fatou::ui
