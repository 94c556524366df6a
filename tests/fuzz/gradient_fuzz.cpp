// SPDX-License-Identifier: GPL-3.0-or-later
// Gradients: GIMP palettes and JSON. What is read must be sound enough to be looked up and written.
#include <cstddef>
#include <cstdint>

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>

#include "core/base/check.h"
#include "core/color/gradient.h"
#include "core/io/gradients/gimp_palette.h"
#include "core/io/gradients/gradient_json.h"

using namespace fatou;

namespace {

void use(const color::Gradient& gradient) {
  expanded(gradient, 64);
  io::gimpPalette(gradient);
  FATOU_CHECK(io::gradientFromJson(io::toJson(gradient)).ok());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
  if (const auto read = io::parseGimpPalette(bytes, QStringLiteral("palette"))) use(read.value());
  const QJsonObject object = QJsonDocument::fromJson(bytes).object();
  if (const auto read = io::gradientFromJson(object)) use(read.value());
  (void)io::coloringFromJson(object).ok();
  return 0;
}
