// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <typeindex>
#include <typeinfo>
#include <utility>

namespace fatou::engines {

// The objects that an engine has made of recipes (Prepared) and may need for its next tasks: the
// few that were used last. They have no names and are apart from the values that users name. Only
// the engine's tasks touch them, one at a time.
class EngineCache {
 public:
  // The Product that make() gave for an equal recipe, else what it gives now: a shared pointer.
  // Throws what make() throws, and keeps nothing then.
  template <typename Product, typename Recipe, typename Make>
  std::shared_ptr<const Product> get(const Recipe& recipe, const Make& make) {
    const std::type_index type = typeid(std::pair<Product*, Recipe*>);
    for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
      if (entry->type != type) continue;
      if (!(*static_cast<const Recipe*>(entry->recipe.get()) == recipe)) continue;
      m_entries.splice(m_entries.begin(), m_entries, entry);
      return std::static_pointer_cast<const Product>(entry->product);
    }
    std::shared_ptr<const Product> product = make();
    m_entries.push_front({type, std::make_shared<const Recipe>(recipe), product});
    if (m_entries.size() > kMost) m_entries.pop_back();
    return product;
  }

  static constexpr std::size_t kMost = 4;

 private:
  struct Entry {
    std::type_index type;  // of product and recipe
    std::shared_ptr<const void> recipe;
    std::shared_ptr<const void> product;
  };

  std::list<Entry> m_entries;  // the one used last in front
};

}  // namespace fatou::engines
