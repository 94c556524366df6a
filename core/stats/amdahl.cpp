// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/amdahl.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "core/stats/run_summary.h"
#include "core/stats/words.h"

namespace fatou::stats {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Two-sided 95 % of Student's t for 1 ... 30 degrees of freedom.
constexpr std::array kStudent{12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306,
                              2.262,  2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
                              2.110,  2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064,
                              2.060,  2.056, 2.052, 2.048, 2.045, 2.042};

double student(std::size_t freedom) {
  return freedom <= kStudent.size() ? kStudent[freedom - 1] : 1.96;
}

// T = a + b x with x = 1 / engines, and what is needed for the errors of a and b.
struct Line {
  double a = 0.0;
  double b = 0.0;
  double weights = 0.0, xMean = 0.0, xSpread = 0.0;
};

Line fitLine(std::span<const TimeAt> times, const std::vector<double>& weights) {
  Line line;
  double tMean = 0.0;
  for (std::size_t i = 0; i < times.size(); ++i) {
    line.weights += weights[i];
    line.xMean += weights[i] / times[i].engines;
    tMean += weights[i] * times[i].wallTime;
  }
  line.xMean /= line.weights;
  tMean /= line.weights;
  double xt = 0.0;
  for (std::size_t i = 0; i < times.size(); ++i) {
    const double dx = 1.0 / times[i].engines - line.xMean;
    line.xSpread += weights[i] * dx * dx;
    xt += weights[i] * dx * (times[i].wallTime - tMean);
  }
  line.b = xt / line.xSpread;
  line.a = tMean - line.b * line.xMean;
  return line;
}

// How far each time lies off the line, as a share of the time.
std::vector<double> residuals(std::span<const TimeAt> times, const Line& line) {
  std::vector<double> all;
  for (const TimeAt& time : times)
    all.push_back((time.wallTime - line.a - line.b / time.engines) / time.wallTime);
  return all;
}

// Huber's weights on top of 1 / T^2: residuals beyond 1.345 robust deviations count less.
std::vector<double> weightsFor(std::span<const TimeAt> times, const std::vector<double>& off) {
  std::vector<double> sizes;
  for (const double each : off) sizes.push_back(std::abs(each));
  const double limit = 1.345 * 1.4826 * median(sizes);
  std::vector<double> weights;
  for (std::size_t i = 0; i < times.size(); ++i) {
    const double damping = limit > 0.0 && sizes[i] > limit ? limit / sizes[i] : 1.0;
    weights.push_back(damping / (times[i].wallTime * times[i].wallTime));
  }
  return weights;
}

// Half the width of the 95 % interval of s = a / (a + b), by the delta method.
double halfWidth(std::span<const TimeAt> times, const Line& line,
                 const std::vector<double>& weights) {
  if (times.size() < 3) return kInfinity;
  const auto off = residuals(times, line);
  double squares = 0.0;
  for (std::size_t i = 0; i < times.size(); ++i) {
    const double residual = off[i] * times[i].wallTime;
    squares += weights[i] * residual * residual;
  }
  const std::size_t freedom = times.size() - 2;
  const double variance = squares / static_cast<double>(freedom);
  const double varB = variance / line.xSpread;
  const double varA = variance * (1.0 / line.weights + line.xMean * line.xMean / line.xSpread);
  const double covariance = -line.xMean * varB;
  const double t1 = line.a + line.b;
  const double byA = line.b / (t1 * t1);
  const double byB = -line.a / (t1 * t1);
  const double var = byA * byA * varA + byB * byB * varB + 2 * byA * byB * covariance;
  return student(freedom) * std::sqrt(std::max(0.0, var));
}

}  // namespace

double AmdahlFit::wallTimeAt(double engines) const {
  return serialTime * (fraction + (1.0 - fraction) / engines);
}

double AmdahlFit::speedupAt(double engines) const {
  return 1.0 / (fraction + (1.0 - fraction) / engines);
}

double AmdahlFit::greatestSpeedup() const {
  return fraction > 0.0 ? 1.0 / fraction : kInfinity;
}

std::optional<AmdahlFit> fitAmdahl(std::span<const TimeAt> times, int cores) {
  std::vector<TimeAt> used;
  for (const TimeAt& time : times)
    if (time.engines >= 1 && time.wallTime > 0.0 && (cores == 0 || time.engines <= cores))
      used.push_back(time);
  const auto differs = [&](const TimeAt& time) { return time.engines != used.front().engines; };
  if (std::ranges::none_of(used, differs)) return std::nullopt;
  std::vector<double> weights = weightsFor(used, std::vector<double>(used.size(), 0.0));
  Line line = fitLine(used, weights);
  for (int round = 0; round < 20; ++round) {
    weights = weightsFor(used, residuals(used, line));
    line = fitLine(used, weights);
  }
  const double serialTime = line.a + line.b;
  if (!(serialTime > 0.0)) return std::nullopt;
  const double fraction = line.a / serialTime;
  const double half = halfWidth(used, line, weights);
  return AmdahlFit{.fraction = fraction,
                   .low = fraction - half,
                   .high = fraction + half,
                   .serialTime = serialTime};
}

std::string amdahlSentence(const std::optional<AmdahlFit>& fit) {
  if (!fit) return "Amdahl's law needs times at two engine counts that have cores of their own";
  if (!std::isfinite(fit->low))
    return "two times leave open how much of the work cannot be shared: take more repeats";
  if (!fit->isConclusive())
    return "these times are too unsteady to tell how much of the work cannot be shared: take more "
           "repeats or a longer picture when the machine is quiet";
  const double fraction = std::clamp(fit->fraction, 0.0, 1.0);
  const std::string range = "(95 % confidence: " + percentText(std::clamp(fit->low, 0.0, 1.0)) +
                            " to " + percentText(std::clamp(fit->high, 0.0, 1.0)) + ")";
  if (fraction == 0.0)
    return "all of the work behaves as if it could be shared " + range +
           ", so nothing in these times bounds the speed-up";
  return percentText(fraction) + " of the work behaves as if it could not be shared " + range +
         ", so no number of engines is more than " + fixedText(1.0 / fraction, 1) + " times faster";
}

}  // namespace fatou::stats
