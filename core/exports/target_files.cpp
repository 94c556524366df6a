// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/target_files.h"

#include <utility>

#include <QStringList>

#include "core/color/equalization.h"
#include "core/exports/slab_spool.h"
#include "core/io/formats/picture_formats.h"
#include "core/julia/formulas/formula_row.h"

namespace fatou::exports {

render::Quantities quantitiesFor(const PictureSpec& spec, const std::vector<Target>& targets) {
  // Colours do without smooth counts that the formula has not.
  const julia::Formula& formula = spec.request.picture.place.formula;
  const bool hasSmooth = has(formula, julia::Ability::Smooth);
  const bool hasDistance = has(formula, julia::Ability::Distance);
  render::Quantities quantities{.cycle = !targets.empty() && formula.hasBasins()};
  for (const Target& target : targets) {
    const io::FormatTraits* format = io::formatOf(target.path);
    if (format == nullptr) continue;  // checkTargets() complains
    const bool hasColours = format->fields.empty();
    const bool all = format->addsNumbers && spec.samples == 1;
    const io::Field field = io::optionsFor(*format, target.options).field;
    quantities.smooth |= (hasSmooth && (all || (hasColours && spec.coloring.smooth))) ||
                         (!hasColours && field == io::Field::Smooth);
    quantities.distance |= (hasDistance && all) || (hasColours && spec.coloring.distanceLines) ||
                           (!hasColours && field == io::Field::Distance);
  }
  return quantities;
}

io::PictureInfo infoFor(const PictureSpec& spec, const Target& target,
                        std::shared_ptr<const color::Painter> painter) {
  return {.width = spec.request.picture.width,
          .height = spec.request.picture.height,
          .tmax = spec.request.picture.place.tmax,
          .painter = std::move(painter),
          .parameters = parameters(spec),
          .identity = identityOf(spec),
          .dpi = spec.dpi,
          .hasCycles = spec.request.picture.place.formula.hasBasins(),
          .options = target.options};
}

Status writeSlab(std::span<const std::unique_ptr<io::PictureWriter>> writers,
                 const render::Frame& numbers, render::RowRange slab, int samples,
                 const std::function<std::string()>& digest) {
  std::vector<std::int16_t> engines;  // of each row of pixels
  for (std::size_t row = 0; row < numbers.engines().size();
       row += static_cast<std::size_t>(samples))
    engines.push_back(numbers.engines()[row]);
  const io::PictureRows rows{
      .firstRow = slab.begin,
      .rows = slab.size(),
      .field = {.width = static_cast<std::size_t>(numbers.width()), .samples = numbers.numbers()},
      .engines = engines};
  std::vector<io::PictureWriter*> behind;  // others had this slab from before
  for (const auto& writer : writers)
    if (writer->missingRows() == slab.end) behind.push_back(writer.get());
  for (io::PictureWriter* writer : behind)
    if (Status s = writer->writeRows(rows); !s) return s;
  const std::string word = digest();
  for (io::PictureWriter* writer : behind)
    if (Status s = writer->endSlab(word); !s) return s;
  return success();
}

std::vector<io::PictureFile::Digest> completeFiles(
    const PictureSpec& spec, const std::vector<Target>& targets,
    const std::shared_ptr<const color::Painter>& painter) {
  std::vector<io::PictureFile::Digest> all;
  for (const Target& target : targets)
    for (const auto& digest : io::completeFiles(target.path, infoFor(spec, target, painter)))
      all.push_back(digest);
  return all;
}

Status checkTargets(const PictureSpec& spec, const std::vector<Target>& targets,
                    const io::Replace& replace) {
  if (targets.empty()) return success();  // colours are not made for nothing
  const auto painter = std::make_shared<const color::Painter>(
      spec.coloring, spec.request.picture.place.tmax, color::Equalization(), spec.samples);
  QStringList names;
  for (const Target& target : targets) names += target.path;
  if (Status s = io::checkDistinct(names); !s) return s;
  const io::WriteOptions wishes{.replace = replace,
                                .complete = completeFiles(spec, targets, painter)};
  for (const Target& target : targets)
    if (Status s = io::checkPictureFile(target.path, infoFor(spec, target, painter), wishes); !s)
      return s;
  return SlabSpool::check(io::fileBehind(targets.front().path));
}

}  // namespace fatou::exports
