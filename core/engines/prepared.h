// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string_view>
#include <utility>

#include "core/engines/tasks/engine.h"
#include "core/engines/wire/wire.h"

namespace fatou::engines {

// A recipe as it came from another process, not read yet. Equal bytes are equal recipes.
template <typename Recipe>
struct UnreadRecipe {
  Bytes bytes{};

  Recipe read() const {
    Reader reader{std::string_view(bytes)};
    Recipe recipe = readFrom<Recipe>(reader);
    reader.requireEnd();
    return recipe;
  }
  friend bool operator==(const UnreadRecipe&, const UnreadRecipe&) = default;
};

// An object that is made once and needed by many tasks, as the tasks hold it. On an engine in this
// process it is the very object. An engine elsewhere is sent the recipe alone, a small value from
// which it makes the object anew, once, and keeps it for further tasks.
//
// A recipe has ==, and `product(stop)`, which gives a shared pointer or throws; or else
// `product(engine)`, where it keeps something on the engine for other recipes.
template <typename Product, typename Recipe>
struct Prepared {
  Recipe recipe{};                        // not set where `unread` is
  std::shared_ptr<const Product> here{};  // never sent
  // In a task that was sent. It is read only where the engine has no such object yet, as reading
  // numbers and formulas takes longer than all else that a message takes on an engine.
  UnreadRecipe<Recipe> unread{};

  // Throws what the recipe's product() throws, and WireError where what came is no recipe.
  std::shared_ptr<const Product> on(Engine& engine) const {
    if (here) return here;
    if (unread.bytes.empty())
      return engine.cache().template get<Product>(recipe, [&] { return made(recipe, engine); });
    return engine.cache().template get<Product>(unread,
                                                [&] { return made(unread.read(), engine); });
  }

 private:
  static std::shared_ptr<const Product> made(const Recipe& recipe, Engine& engine) {
    if constexpr (requires { recipe.product(engine); })
      return recipe.product(engine);
    else
      return recipe.product(engine.stopToken());
  }
};

// Only the recipe is sent.
template <typename Product, typename Recipe>
struct Wire<Prepared<Product, Recipe>> {
  using Sent = Prepared<Product, Recipe>;

  static void write(Writer& writer, const Sent& prepared) {
    if (!prepared.unread.bytes.empty()) return writeTo(writer, prepared.unread.bytes);
    Writer recipe;
    writeTo(recipe, prepared.recipe);
    writeTo(writer, std::move(recipe).take());
  }
  static Sent read(Reader& reader) {
    Sent prepared;
    prepared.unread.bytes = readFrom<Bytes>(reader);
    if (prepared.unread.bytes.empty()) throw WireError("a message holds no recipe where it should");
    return prepared;
  }
};

}  // namespace fatou::engines
