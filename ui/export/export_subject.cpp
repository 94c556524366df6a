// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_subject.h"

#include <algorithm>

#include "core/julia/numbers/scaled.h"
#include "ui/export/export_size.h"
#include "ui/state/picture_request.h"

namespace fatou::ui {
namespace {

PixelSize sizeOf(const exports::PictureSpec& spec) {
  return {spec.request.picture.width, spec.request.picture.height};
}

// The least view of these proportions that has all of the other in it.
julia::CentreView containing(const julia::MovableView& view, PixelSize size) {
  constexpr int kRadiusDigits = 15;
  const julia::CornerView edges = view.corners();
  const auto length = [](const julia::Decimal& from, const julia::Decimal& to, int pixels) {
    return julia::Scaled::ofDifference(to, from) * (pixels / (pixels - 1.0));
  };
  const double shown =
      length(edges.xmin, edges.xmax, view.width()) / length(edges.ymin, edges.ymax, view.height());
  const double wanted = double{1} * size.width / size.height;
  julia::CentreView around = view.centred();
  if (wanted < shown)
    around.radius =
        julia::decimalOf(julia::Scaled::of(around.radius) * (shown / wanted), kRadiusDigits);
  return around;
}

Result<julia::View> viewFor(const ExportSubject& subject, PixelSize size) {
  const auto shown = pictureRequest(subject.state, subject.canvas);
  if (!shown) return shown.error();
  const julia::View& view = shown.value().picture.place.view;
  const PixelSize shownPixels = shownSize(subject);
  if (size == shownPixels) return view;
  // A region of the user's own may have pixels that are not square.
  if (subject.state.size && haveSameProportions(size, shownPixels)) return view;
  const auto movable = movableView(subject.state, subject.canvas);
  if (!movable) return view;
  return julia::View(containing(movable.value(), size));
}

}  // namespace

PixelSize shownSize(const ExportSubject& subject) {
  return subject.opened ? sizeOf(*subject.opened) : pictureSize(subject.state, subject.canvas);
}

Result<exports::PictureSpec> specFor(const ExportSubject& subject, PixelSize size, int samples) {
  exports::PictureSpec spec{
      .request = {.picture = {.place = subject.state.place,
                              .width = size.width,
                              .height = size.height},
                  .engines = {.count = std::clamp(subject.engines, 1, render::kMaxEngines)}},
      .coloring = subject.state.coloring,
      .samples = samples};
  if (auto status = exports::check(spec); !status) return status.error();
  if (subject.opened && size == sizeOf(*subject.opened)) {
    spec.request.picture.place.view = subject.opened->request.picture.place.view;
  } else {
    auto view = viewFor(subject, size);
    if (!view) return view.error();
    spec.request.picture.place.view = std::move(view).value();
  }
  return spec;
}

}  // namespace fatou::ui
