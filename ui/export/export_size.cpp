// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_size.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QCoreApplication>

#include "core/render/render_request.h"
#include "ui/style/number_text.h"

namespace fatou::ui {
namespace {

// ISO 216 in millimetres at 300 dpi: A3 is 420 x 297, A0 is 1189 x 841.
constexpr NamedSize kNamed[] = {
    {QT_TRANSLATE_NOOP("fatou::ui::ExportSize", "Full HD"), {1920, 1080}, 0},
    {QT_TRANSLATE_NOOP("fatou::ui::ExportSize", "4K"), {3840, 2160}, 0},
    {QT_TRANSLATE_NOOP("fatou::ui::ExportSize", "8K"), {7680, 4320}, 0},
    {QT_TRANSLATE_NOOP("fatou::ui::ExportSize", "A3 at 300 dpi"), {4961, 3508}, 300},
    {QT_TRANSLATE_NOOP("fatou::ui::ExportSize", "A0 at 300 dpi"), {14043, 9933}, 300},
};

std::int64_t atLeastOne(double pixels) {
  // llround() has no answer for numbers far larger than this; such a size is refused anyway.
  if (!(pixels < 1e15)) return std::int64_t{1'000'000'000'000'000};
  return std::max<std::int64_t>(1, std::llround(pixels));
}

double ratio(PixelSize size) {
  return double{1} * size.width / size.height;
}

}  // namespace

std::int64_t pixelsOf(double centimetres, double dpi) {
  return atLeastOne(centimetres / kCmPerInch * dpi);
}

double centimetresOf(std::int64_t pixels, double dpi) {
  return static_cast<double>(pixels) / dpi * kCmPerInch;
}

std::int64_t heightFor(std::int64_t width, PixelSize proportions) {
  return atLeastOne(static_cast<double>(width) / ratio(proportions));
}

std::int64_t widthFor(std::int64_t height, PixelSize proportions) {
  return atLeastOne(static_cast<double>(height) * ratio(proportions));
}

bool haveSameProportions(PixelSize a, PixelSize b) {
  return heightFor(a.width, b) == a.height || widthFor(a.height, b) == a.width;
}

std::span<const NamedSize> namedSizes() {
  return kNamed;
}

PixelSize turnedFor(const NamedSize& named, PixelSize proportions) {
  const bool upright = named.dpi > 0 && proportions.height > proportions.width;
  return upright ? PixelSize{named.size.height, named.size.width} : named.size;
}

QString sideProblem(std::int64_t side) {
  if (side >= 1 && side <= render::kMaxSide) return {};
  return QCoreApplication::translate("fatou::ui::ExportSize",
                                     "%1 pixels is out of range: use 1 to %2")
      .arg(groupedText(side), groupedText(render::kMaxSide));
}

}  // namespace fatou::ui
