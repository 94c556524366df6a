// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/shape.h"

#include <string>

#include "core/engines/tasks/errors.h"

namespace fatou::engines {

void throwMismatch(const PartMismatch& odd, const TaskRange& tasks) {
  throw ShapeError("the part of engine " + std::to_string(tasks.recordOfItem(odd.part).engine) +
                   " is " + odd.shape + ", which does not fit the " + odd.otherShape +
                   " of engine " + std::to_string(tasks.recordOfItem(odd.other).engine));
}

}  // namespace fatou::engines
