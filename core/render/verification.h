// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <stop_token>
#include <string>
#include <tuple>
#include <vector>

#include "core/base/result.h"
#include "core/engines/client.h"
#include "core/engines/stream.h"
#include "core/engines/tasks/timing.h"
#include "core/render/picture_sample.h"
#include "core/render/render_request.h"

namespace fatou::render {

// How a pixel's numbers compare with those of the exact orbit.
enum class Agreement {
  Agrees,
  Undecidable,  // another J, but rounding alone can do that
  Differs,      // another number, and rounding does not explain it
  TooLong       // not known: the exact orbit costs more than it may
};

// The number of a pixel that differs.
enum class Quantity { Count, Smooth, Distance };

struct CheckedPixel {
  SampledPixel pixel;
  std::int32_t exact = 0;  // J of the exact orbit, unless TooLong
  Agreement agreement = Agreement::Agrees;
  std::int64_t bits = 0;               // that it took
  std::int32_t steps = 0;              // of the exact orbit that were taken
  Quantity differs = Quantity::Count;  // which number it is that Differs
  double exactValue = 0.0;             // of that number

  friend bool operator==(const CheckedPixel&, const CheckedPixel&) = default;
  static constexpr auto kFields = std::tuple(
      &CheckedPixel::pixel, &CheckedPixel::exact, &CheckedPixel::agreement, &CheckedPixel::bits,
      &CheckedPixel::steps, &CheckedPixel::differs, &CheckedPixel::exactValue);
};

// How many of the checked pixels are right, and at what cost.
struct VerificationSummary {
  int agree = 0;
  int undecidable = 0;
  int differ = 0;
  int tooLong = 0;
  std::int64_t bits = 0;                                               // the most that one took
  std::int32_t fewestLong = std::numeric_limits<std::int32_t>::max();  // steps that were too long

  void add(const CheckedPixel& checked);
  int checked() const { return agree + undecidable + differ; }

  friend bool operator==(const VerificationSummary&, const VerificationSummary&) = default;
};

// "Verified 300 pixels with 1,120 bits: all agree", "… with 192 bits: 298 agree, 2 are undecidable
// in double precision; 5 more were left out, they take more than 150,000 steps".
std::string toString(const VerificationSummary& summary);

// Gets every pixel as it is done, on the thread that called verify().
using CheckSink = std::function<void(const CheckedPixel&)>;

// Computes pixels of a picture anew by brute force: every point of their orbits in big numbers, of
// the exact c and the exact point that the pixel stands for. A picture in doubles is made of exact
// doubles; that of another grid for the same view, which has an origin of its own, is within
// rounding.
//
// A smooth count must be right to a thousandth, a distance to a thousandth of itself, and either to
// what the picture's rounding is worth beyond that. They are checked where J agrees.
//
// Of any formula but z^2 + c it is J alone that is checked.
//
// J of a picture in doubles is that of its rounded orbits (see kernels::escapeTimes()), so where
// those are chaotic it may rightly be another one than the exact orbit's: such pixels are
// Undecidable, and so are those of deep pictures that are as chaotic.
class Verifier {
 public:
  // `budget` is what all pixels together may take of one engine's time, about.
  explicit Verifier(engines::Client client, engines::Seconds budget = kBudget)
      : m_client(std::move(client)), m_budget(budget) {}

  // Blocks until all pixels are checked, on whichever engine is free, or `stop` is requested, which
  // leaves the engines within 5 ms. Pixels that need more than their
  // share of the budget are TooLong: steps are counted, not time, so it is the same ones each time.
  Result<engines::Ended> verify(const PictureRequest& request,
                                const std::vector<SampledPixel>& pixels, const CheckSink& sink,
                                const std::stop_token& stop = {}) const;

  static constexpr engines::Seconds kBudget{30.0};

 private:
  engines::Client m_client;
  engines::Seconds m_budget;
};

}  // namespace fatou::render
