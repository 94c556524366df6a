// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <tuple>
#include <utility>

#include "core/engines/tasks/engine.h"

namespace fatou::engines {

// An object that is made once and needed by many tasks, as the tasks hold it. On an engine in this
// process it is the very object. An engine elsewhere is sent the recipe alone, a small value from
// which it makes the object anew, once, and keeps it for further tasks.
//
// A recipe has ==, and `product(stop)`, which gives a shared pointer or throws; or else
// `product(engine)`, where it keeps something on the engine for other recipes.
template <typename Product, typename Recipe>
struct Prepared {
  Recipe recipe;
  std::shared_ptr<const Product> here{};  // never sent

  std::shared_ptr<const Product> on(Engine& engine) const {
    if (here) return here;
    return engine.cache().template get<Product>(recipe, [&] {
      if constexpr (requires { recipe.product(engine); })
        return recipe.product(engine);
      else
        return recipe.product(engine.stopToken());
    });
  }

  // Only the recipe is sent.
  static constexpr auto kFields = std::tuple(&Prepared::recipe);
};

}  // namespace fatou::engines
