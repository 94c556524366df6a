// SPDX-License-Identifier: GPL-3.0-or-later
// A program of its own that uses the engines alone.
#include <core/engines/client.h>
#include <cstdio>
#include <vector>

int main() {
  using namespace fatou::engines;
  const Client client(2);
  const auto view = client.directView();
  view.scatter("a", std::vector<int>{1, 2, 3});
  const auto sums = view.applySync(
      [](const std::vector<int>& part) {
        int sum = 0;
        for (const int number : part) sum += number;
        return sum;
      },
      ref("a"));
  const auto squares =
      client.loadBalancedView().mapSync([](int i) { return i * i; }, std::vector<int>{1, 2, 3});
  std::printf("%d and %d, %d\n", sums[0], sums[1], squares[2]);
  return sums[0] + sums[1] == 6 && squares[2] == 9 ? 0 : 1;
}
