// SPDX-License-Identifier: GPL-3.0-or-later
// Tasks of unknown length on whichever engine is free: estimate pi by throwing points, each task
// after a nap of random length, and watch the estimate settle while results come in.
#include <chrono>
#include <cmath>
#include <cstdio>
#include <random>
#include <thread>
#include <vector>

#include "core/engines/client.h"

namespace {

using fatou::engines::Engine;

struct Throws {
  int points = 0;
  int inside = 0;
  int engine = 0;
};

// A task: naps, throws its points, and says where it ran.
Throws throwPoints(Engine& engine, unsigned seed) {
  std::mt19937 random(seed);
  std::this_thread::sleep_for(std::chrono::milliseconds(random() % 20));
  std::uniform_real_distribution<double> coordinate(-1.0, 1.0);
  Throws result{.points = 20'000, .engine = engine.id()};
  for (int i = 0; i < result.points; ++i)
    result.inside += std::hypot(coordinate(random), coordinate(random)) <= 1.0;
  return result;
}

}  // namespace

int main() {
  const fatou::engines::Client client(4);
  const auto view = client.loadBalancedView().with({.chunkSize = 1});
  std::vector<unsigned> seeds;
  for (unsigned seed = 1; seed <= 40; ++seed) seeds.push_back(seed);

  const auto results = view.map(throwPoints, seeds);
  double points = 0;
  double inside = 0;
  for (const auto& [task, throws] : results.asCompleted()) {
    points += throws.points;
    inside += throws.inside;
    std::printf("task %2zu from engine %d: pi is about %.4f\n", task, throws.engine,
                4 * inside / points);
  }
  std::printf("%zu tasks took %.2f s in all and %.2f s of waiting: speed-up %.2f\n", results.size(),
              results.serialTime().count(), results.wallTime().count(), results.speedup());
  return std::abs(4 * inside / points - 3.14159265) < 0.01 ? 0 : 1;
}
