// SPDX-License-Identifier: GPL-3.0-or-later
// Places as JSON and as fatou: text, numbers. What is read must come back from what is written.
#include <cstddef>
#include <cstdint>
#include <string>

#include <QByteArray>

#include "core/base/check.h"
#include "core/io/places/pasted_text.h"
#include "core/io/places/place_file.h"
#include "core/io/places/place_text.h"

using namespace fatou;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
  if (const auto named = io::parsePlaceJson(bytes)) {
    const auto again = io::parsePlaceJson(io::placeJson(named.value()));
    FATOU_CHECK(again.ok() && again.value() == named.value());
  }
  const std::string text = bytes.toStdString();
  if (const auto number = julia::parseComplex(text)) {
    const auto again = julia::parseComplex(number.value().text());
    FATOU_CHECK(again.ok() && again.value() == number.value());
  }
  (void)io::readPasted(QString::fromUtf8(bytes)).ok();
  if (const auto place = io::parsePlaceText(text)) {
    const auto again = io::parsePlaceText(io::placeText(place.value()));
    FATOU_CHECK(again.ok() && again.value() == place.value());
  }
  return 0;
}
