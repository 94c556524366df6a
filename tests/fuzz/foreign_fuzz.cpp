// SPDX-License-Identifier: GPL-3.0-or-later
// Files of XaoS, Fractint and Ultra Fractal. What is read must be a place or a gradient that can be
// written, and what is refused one short sentence.
#include <cstddef>
#include <cstdint>
#include <string>

#include <QByteArray>
#include <QString>

#include "core/base/check.h"
#include "core/io/foreign/foreign_file.h"
#include "core/io/foreign/fractint_entry.h"
#include "core/io/foreign/xaos_formula.h"
#include "core/io/foreign/xaos_position.h"
#include "core/io/gradients/color_map.h"
#include "core/io/gradients/gradient_json.h"
#include "core/io/gradients/ultra_fractal_gradient.h"
#include "core/io/places/place_file.h"

using namespace fatou;

namespace {

constexpr std::size_t kLongestComplaint = 800;

void use(const Result<color::Gradient>& read) {
  if (!read) return FATOU_CHECK(read.error().message.size() < kLongestComplaint);
  expanded(read.value(), 64);
  FATOU_CHECK(io::gradientFromJson(io::toJson(read.value())).ok());
}

void use(const Result<io::ForeignEntry>& read) {
  if (!read) return FATOU_CHECK(read.error().message.size() < kLongestComplaint);
  FATOU_CHECK(io::notTakenSentence(read.value()).size() < 2 * kLongestComplaint);
  if (read.value().coloring) use(read.value().coloring->gradient);
  if (const auto place = io::placeOf(read.value())) {
    const auto again = io::parsePlaceJson(io::placeJson(place.value().place));
    FATOU_CHECK(again.ok() && again.value() == place.value().place);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
  const std::string text = bytes.toStdString();
  use(io::parseXaosPosition(text, "name"));
  use(io::parseColorMap(bytes, QStringLiteral("map")));
  if (const auto formula = io::formulaOfXaos(text))
    FATOU_CHECK(formula.value().size() <= io::kLongestXaosFormula);
  if (const auto blocks = io::namedBlocks(text))
    for (const io::NamedBlock& block : blocks.value()) {
      use(io::parseFractintEntry(block));
      use(io::parseUltraFractalGradient(block));
    }
  for (const char* ending : {"f.par", "f.ugr", "f.xpf", "f.map"}) {
    const QString name = QString::fromLatin1(ending);
    if (io::isForeignFile(name, bytes)) (void)io::parseForeign(bytes, {name, {}}).ok();
  }
  return 0;
}
