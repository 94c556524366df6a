// SPDX-License-Identifier: GPL-3.0-or-later
// Not a line of this compiles; CMakeLists.txt looks for what the compiler says to each.
#include <memory>
#include <ranges>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/engines/client.h"

namespace fatou::engines {

struct Uncopied {
  std::unique_ptr<int> held;
  int operator()(int i) const { return i + *held; }
};

void refusals(const Client& client, std::vector<int>& numbers) {
  const auto view = client.loadBalancedView();
  view.applyAsync([](int i) { return i; }, std::string("no number"));
  view.applyAsync([](const auto& part) { return part.size(); }, numbers | std::views::take(2));
  view.applyAsync([](const auto& words) { return words.size(); }, std::set<std::string_view>{});
  view.applyAsync([](const auto& word) { return word.index(); },
                  std::variant<int, std::string_view>{});
  view.imap(Uncopied{}, numbers);
  view.mapAsync([](int i) { return i; }, std::views::iota(0));
}

}  // namespace fatou::engines
