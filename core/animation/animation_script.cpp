// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/animation/animation_script.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <string>

#include "core/animation/easing.h"
#include "core/animation/zoom_path.h"
#include "core/base/check.h"
#include "core/julia/formulas/basins.h"
#include "core/julia/formulas/formula_row.h"
#include "core/render/render_job.h"

namespace fatou::animation {
namespace {

// How far c may lie from the path of a morph that begins there: a hundredth of what shows at full
// view.
constexpr double kNearPath = 1e-4;

const julia::CentreView& centred(const julia::Place& place) {
  return std::get<julia::CentreView>(place.view);
}

render::RenderRequest requestOf(const AnimationScript& script, const julia::Place& place) {
  return {.picture = {.place = place,
                      .width = script.width,
                      .height = script.height,
                      .quantities = {.smooth = script.coloring.smooth &&
                                               has(place.formula, julia::Ability::Smooth),
                                     .distance = script.coloring.distanceLines,
                                     .cycle = place.formula.hasBasins()}},
          .engines = {}};
}

std::int32_t countBetween(std::int32_t from, std::int32_t to, double share) {
  if (share <= 0.0) return from;
  if (share >= 1.0) return to;
  return static_cast<std::int32_t>(std::lround(from * std::pow(double{1} * to / from, share)));
}

// Whether one formula goes over into the other by the values of its parameters.
bool isSameButValues(const julia::Formula& a, const julia::Formula& b) {
  return a.expression() == b.expression() && a.escapeRadius() == b.escapeRadius() &&
         a.escapePart() == b.escapePart() && a.hasBasins() == b.hasBasins();
}

// The formula at `share` of the way between two that are the same but for values. These have the
// digits that a view of this radius tells apart.
julia::Formula formulaBetween(const julia::Formula& from, const julia::Formula& to, double share,
                              const julia::Decimal& radius) {
  julia::Formula formula = from;
  for (std::size_t i = 0; i < from.parameters().size(); ++i) {
    const auto& [name, value] = from.parameters()[i];
    const auto& end = to.parameters()[i].value;
    if (value != end) formula = formula.with(name, numberBetween(value, end, share, radius));
  }
  return formula;
}

julia::Place placeAt(const julia::Place& from, const Segment& segment, double share) {
  const auto view = viewBetween(centred(from), centred(segment.to), share);
  julia::Place place{
      .view = view,
      .tmax = countBetween(from.tmax, segment.to.tmax, share),
      .formula = formulaBetween(from.formula, segment.to.formula, share, view.radius)};
  const bool along = segment.morph && share > 0.0 && share < 1.0;
  place.c = along ? morphed(*segment.morph, from.c, share)
                  : numberBetween(from.c, segment.to.c, share, view.radius);
  return place;
}

Status checkPlace(const AnimationScript& script, const julia::Place& place,
                  const std::string& which) {
  if (!std::holds_alternative<julia::CentreView>(place.view))
    return Error{which + " has a region; give it a center and a radius"};
  std::string why;
  if (Status s = render::checkResolved(requestOf(script, place)); !s) why = s.error().message;
  if (why.empty() && place.formula.hasBasins())
    if (const auto basins = julia::basinsOf(place.formula, place.c); !basins)
      why = basins.error().message;
  if (why.empty()) return success();
  // Errors of core/julia and core/render have the form "REASON: REMEDY"; here it is "REASON;
  // REMEDY".
  if (const auto colon = why.rfind(": "); colon != std::string::npos) why[colon] = ';';
  return Error{which + " shows nothing, as " + why};
}

Status checkMorph(const Segment& segment, const julia::Place& from, const std::string& which) {
  const auto& [path, turns] = *segment.morph;
  if (std::holds_alternative<julia::CardioidCircle>(path) &&
      !has(from.formula, julia::Ability::Morphs))
    return Error{which + " goes around the cardioid, which " + toString(from.formula) +
                 " does not have; give its path a from and a to"};
  const auto begin = julia::pointOn(path, julia::nearestPhase(path, from.c.toDouble()));
  if (std::abs(begin - from.c.toDouble()) > kNearPath)
    return Error{which + "'s path does not come to the c where it begins; begin at " +
                 julia::Decimal::fromDouble(begin.real()).text() + "," +
                 julia::Decimal::fromDouble(begin.imag()).text() + " or choose another path"};
  const auto end = morphed(*segment.morph, from.c, 1.0).toDouble();
  if (std::abs(end - segment.to.c.toDouble()) > kNearPath)
    return Error{which + " has a path that does not end at its c; leave one of them out"};
  return success();
}

Status checkSegment(const AnimationScript& script, std::size_t i) {
  const Segment& segment = script.segments[i];
  const std::string which = "its segment " + std::to_string(i + 1);
  const julia::Place& from = i == 0 ? script.start : script.segments[i - 1].to;
  if (!isSameButValues(from.formula, segment.to.formula))
    return Error{which + " goes from " + toString(from.formula) + " to " +
                 toString(segment.to.formula) +
                 ", between which there is nothing; keep one formula, whose numbers may move"};
  if (!(segment.seconds > 0.0 && segment.seconds <= kMostSeconds))
    return Error{which + "'s seconds are not above 0 and at most 86400; mend them"};
  if (!(segment.easeIn >= 0.0 && segment.easeOut >= 0.0 &&
        segment.easeIn + segment.easeOut <= segment.seconds))
    return Error{which + "'s easeIn and easeOut are longer than its seconds; shorten them"};
  if (Status s = checkPlace(script, segment.to, which); !s) return s;
  return segment.morph ? checkMorph(segment, from, which) : success();
}

}  // namespace

double AnimationScript::seconds() const {
  double sum = 0.0;
  for (const Segment& segment : segments) sum += segment.seconds;
  return sum;
}

std::int64_t AnimationScript::frames() const {
  return std::max<std::int64_t>(1, std::llround(seconds() * framesPerSecond));
}

Status check(const AnimationScript& script) {
  if (script.segments.empty()) return Error{"it has no segments; list at least one"};
  if (Status s = checkPlace(script, script.start, "its start"); !s) return s;
  for (std::size_t i = 0; i < script.segments.size(); ++i)
    if (Status s = checkSegment(script, i); !s) return s;
  if (script.framesPerSecond < 1 || script.framesPerSecond > kMostFramesPerSecond)
    return Error{"its framesPerSecond is no whole number from 1 to 240; use 30"};
  if (script.frames() > kMostFrames)
    return Error{"it has " + std::to_string(script.frames()) +
                 " frames; shorten it to 1000000 at the most"};
  if (script.samples < 1 || script.samples > exports::kMaxSamples)
    return Error{"its supersample is no whole number from 1 to 8; use 2"};
  return success();
}

julia::ComplexDecimal morphed(const Morph& morph, const julia::ComplexDecimal& start,
                              double share) {
  const double begin = julia::nearestPhase(morph.path, start.toDouble());
  const auto c = julia::pointOn(morph.path, begin + share * morph.turns);
  return {julia::Decimal::fromDouble(c.real()), julia::Decimal::fromDouble(c.imag())};
}

exports::PictureSpec frameAt(const AnimationScript& script, std::int64_t index) {
  const std::int64_t frames = script.frames();
  FATOU_CHECK(index >= 0 && index < frames && !script.segments.empty());
  const std::int64_t steps = script.loop ? frames : std::max<std::int64_t>(1, frames - 1);
  double time = script.seconds() * static_cast<double>(index) / static_cast<double>(steps);
  const bool isEnd = index == steps;
  std::size_t i = 0;
  double cycles = 0.0;
  for (; i + 1 < script.segments.size() && (isEnd || time >= script.segments[i].seconds); ++i) {
    time -= script.segments[i].seconds;
    cycles += script.segments[i].cycles;
  }
  const Segment& segment = script.segments[i];
  const double share = isEnd ? 1.0 : time / segment.seconds;
  const double motion =
      eased(share, segment.easeIn / segment.seconds, segment.easeOut / segment.seconds);
  const julia::Place& from = i == 0 ? script.start : script.segments[i - 1].to;
  exports::PictureSpec spec{.request = requestOf(script, placeAt(from, segment, motion)),
                            .coloring = script.coloring,
                            .samples = script.samples};
  const double offset = spec.coloring.offset + cycles + share * segment.cycles;
  spec.coloring.offset = offset - std::floor(offset);
  return spec;
}

}  // namespace fatou::animation
