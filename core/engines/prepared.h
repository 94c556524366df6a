// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <tuple>
#include <utility>

#include "core/engines/engine.h"

namespace fatou::engines {

// What many tasks need and one has made for all of them, as the tasks hold it. On an engine in this
// process it is the very object. What is sent to an engine elsewhere is the recipe alone, a small
// value of which the engine makes the object anew, once, and keeps it for further tasks.
//
// A recipe has ==, and `product(stop)`, which gives a shared pointer or throws.
template <typename Product, typename Recipe>
struct Prepared {
  Recipe recipe;
  std::shared_ptr<const Product> here{};  // never sent

  std::shared_ptr<const Product> on(Engine& engine) const {
    if (here) return here;
    return engine.cache().template get<Product>(recipe,
                                                [&] { return recipe.product(engine.stopToken()); });
  }

  // What is sent.
  static constexpr auto kFields = std::tuple(&Prepared::recipe);
};

}  // namespace fatou::engines
