// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <complex>
#include <memory>

#include <QTest>

#include "tests/patience.h"
#include "tests/ui/wheel.h"
#include "ui/map/map_frame.h"
#include "ui/map/map_view.h"

// What the tests of the map of c share.
namespace fatou::tests {

using julia::ComplexDecimal;
using ui::MapFrame;
using ui::MapView;

using Complex = std::complex<double>;

inline constexpr QSize kSize(266, 190);

inline Complex toDouble(const ComplexDecimal& c) {
  return {c.re.toDouble(), c.im.toDouble()};
}

inline double unitOf(const MapFrame& frame) {
  return frame.unit.toDouble();
}

// The distance of a point from a position, in pixels of the frame.
inline double pixelsApart(const MapFrame& frame, const ComplexDecimal& point, QPointF position) {
  const QPointF away = frame.positionOf(point) - position;
  return std::hypot(away.x(), away.y());
}

inline ComplexDecimal decimal(const char* text) {
  return julia::parseComplex(text).value();
}

inline std::unique_ptr<MapView> shownView() {
  auto view = std::make_unique<MapView>();
  view->resize(kSize);
  view->show();
  if (!QTest::qWaitForWindowExposed(view.get(), kPatienceMs)) return nullptr;
  return view;
}

}  // namespace fatou::tests
