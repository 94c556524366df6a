// SPDX-License-Identifier: GPL-3.0-or-later
// The experiment Fatou began with: scatter the rows of a grid over the engines, let each count its
// part, gather the counts, and compare with the same picture computed by one.
#include <complex>
#include <cstdio>

#include <Eigen/Core>

#include "core/engines/client.h"

namespace {

using fatou::engines::Client;
using fatou::engines::Engine;
using Points = Eigen::Array<std::complex<double>, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Counts = Eigen::ArrayXXi;

constexpr int kSide = 200;
constexpr int kMaxIterations = 256;
constexpr std::complex<double> kC(-0.065, 0.66);

Points grid() {
  const Eigen::ArrayXd axis = Eigen::ArrayXd::LinSpaced(kSide, -1.3, 1.3);
  Points points(kSide, kSide);
  for (int row = 0; row < kSide; ++row)
    for (int col = 0; col < kSide; ++col) points(row, col) = {axis(col), axis(row)};
  return points;
}

Counts escapeTimes(const Points& points) {
  return points.unaryExpr([](std::complex<double> z) {
    int t = 0;
    for (; t < kMaxIterations && std::norm(z) <= 4.0; ++t) z = z * z + kC;
    return t;
  });
}

}  // namespace

int main() {
  const Client client(4);
  auto view = client[fatou::engines::Slice{}];
  const Points points = grid();

  view.scatter("Z", points);
  const auto work =
      view.apply([](Engine& engine) { engine.set("J", escapeTimes(engine.get<Points>("Z"))); });
  const Counts gathered = view.gatherSync<Counts>("J");

  const bool same = (gathered == escapeTimes(points)).all();
  std::printf("%zu engines: wall time %.1f ms, serial time %.1f ms, speed-up %.2f\n", client.size(),
              1e3 * work.wallTime().count(), 1e3 * work.serialTime().count(), work.speedup());
  std::printf("gathered J is %s\n", same ? "identical to the serial one" : "DIFFERENT");
  return same ? 0 : 1;
}
