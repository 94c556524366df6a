// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <utility>

#include "core/engines/client.h"
#include "test_tasks.h"

// What the tests of direct views share.
namespace fatou::engines {

// Whether reading `name` fails with the engine's NameError, on these engines in this order.
template <typename Read>
bool isNameErrorOn(const Ints& engines, Read&& read) {
  const auto error = thrownBy<CompositeError>(std::forward<Read>(read));
  if (!error || error->entries().size() != engines.size()) return false;
  for (std::size_t i = 0; i < engines.size(); ++i)
    if (error->entries()[i]->engine != engines[i] ||
        error->entries()[i]->typeName != "fatou::engines::NameError")
      return false;
  return true;
}

}  // namespace fatou::engines
