// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <QTest>

#include "core/render/renderer.h"

// Requests for pictures that are quickly computed, or never, on every kind of view.
namespace fatou::tests {

using render::ViewKind;

inline julia::Decimal decimal(const char* text) {
  return julia::Decimal::parse(text).value();
}

inline render::RenderRequest request(std::int32_t width, std::int32_t height, int engines,
                                     ViewKind kind) {
  render::RenderRequest r{.picture = {.width = width, .height = height},
                          .engines = {.count = engines, .viewKind = kind}};
  r.picture.place.c = julia::parseComplex("-0.065+0.66i").value();
  // The centre is not 0, where half of the bands would do.
  r.picture.place.view = julia::CentreView{.centre = julia::parseComplex("0.01,0.02").value(),
                                           .radius = decimal("1.3")};
  return r;
}

inline void addParallelKinds() {
  QTest::addColumn<ViewKind>("kind");
  QTest::newRow("direct") << ViewKind::Direct;
  QTest::newRow("balanced") << ViewKind::Balanced;
}

}  // namespace fatou::tests
