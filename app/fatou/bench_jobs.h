// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

#include "core/julia/formulas/formula.h"
#include "core/render/render_request.h"

namespace fatou::app {

// A picture whose difficulty is known: square, side x side pixels, around a centre.
struct BenchJob {
  const char* name;
  const char* c;
  const char* centre;
  const char* radius;
  std::int32_t side;
  std::int32_t tmax;
};

inline constexpr std::array kBenchJobs{
    BenchJob{"seed", "-0.065+0.66i", "0,0", "1.3", 1024, 256},
    BenchJob{"seed-4096", "-0.065+0.66i", "0,0", "1.3", 4096, 256},
    BenchJob{"rabbit", "-0.123+0.745i", "0,0", "1.3", 2048, 2'000},
    BenchJob{"rabbit-million", "-0.123+0.745i", "0,0", "1.3", 2048, 1'000'000},
    BenchJob{"dust", "-0.7269+0.1889i", "0,0", "1.3", 2048, 5'000},
    BenchJob{"dendrite", "i", "0,0", "1.3", 2048, 1'000},
    BenchJob{"near-parabolic", "0.2501+0.00005i", "0,0", "1.3", 1024, 20'000},
    BenchJob{"siegel", "-0.390541-0.586788i", "0,0", "1.3", 1024, 10'000},
    // In the bud of period 61 that touches the main cardioid at the angle 24/61.
    BenchJob{"long-cycle", "-0.4496181+0.553835i", "0,0", "1.3", 1024, 20'000},
    // Around a repelling fixed point, the middle of one of the large spirals.
    BenchJob{"close-up", "-0.7269+0.1889i", "-0.4929491148691219,0.0951206850236724", "1e-4", 2048,
             5'000},
};

// The picture of a job, of that formula.
inline render::PictureRequest pictureOf(const BenchJob& job, julia::Formula formula) {
  return {.place = {.c = julia::parseComplex(job.c).value(),
                    .view = julia::CentreView{.centre = julia::parseComplex(job.centre).value(),
                                              .radius = julia::Decimal::parse(job.radius).value()},
                    .tmax = job.tmax,
                    .formula = formula},
          .width = job.side,
          .height = job.side};
}

}  // namespace fatou::app
