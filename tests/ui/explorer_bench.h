// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>

#include <QMouseEvent>
#include <QTest>

#include "tests/patience.h"
#include "tests/ui/driven_canvas.h"
#include "tests/ui/wheel.h"
#include "ui/canvas/fractal_canvas.h"
#include "ui/picture/render_controller.h"
#include "ui/window/explorer.h"

// The explorer as its tests drive it, at places that are quickly computed.
namespace fatou::tests {

using ui::ExplorerState;

inline const char* const kDeepPoint =
    "-0.276581949455925920010892372312738139174104054409529618386189544918483861236720156520225"
    "534374709744369115820063944768789,0.479666054897327793313079723716885277958931991891790284"
    "323238956066520086154643524714676477109231303823874020348465756876";

// Around the point where the rabbit's ears meet, to a hundred and twenty digits.
inline ExplorerState deepState(const char* radius) {
  ExplorerState state = smallState();
  state.place.c = julia::parseComplex("-0.123+0.745i").value();
  state.place.tmax = 3'000;
  state.place.view = julia::CentreView{.centre = julia::parseComplex(kDeepPoint).value(),
                                       .radius = julia::Decimal::parse(radius).value()};
  return state;
}

// Everything the window shows a picture with, without the window.
struct Bench {
  explicit Bench(const ExplorerState& state = smallState())
      : document(state), canvas(state.coloring), explorer(document, canvas, renders) {
    canvas.resize(240, 180);
    canvas.show();
  }

  bool settled() const { return !renders.isBusy() && canvas.picture().isComplete(); }
  void wheel(QPoint at, int notches) { turnWheel(canvas, at, notches); }
  void drag(QPoint from, QPoint to, Qt::MouseButton button = Qt::LeftButton,
            Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::mousePress(&canvas, button, modifiers, from);
    for (int step = 1; step <= 4; ++step) move(from + (to - from) * step / 4, button, modifiers);
    QTest::mouseRelease(&canvas, button, modifiers, to);
  }
  void move(QPoint at, Qt::MouseButton button, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QMouseEvent event(QEvent::MouseMove, at, canvas.mapToGlobal(at), Qt::NoButton, button,
                      modifiers);
    QCoreApplication::sendEvent(&canvas, &event);
  }
  bool hasTheCountsOfTheCommandLine() const { return hasCountsOfTheCommandLine(canvas); }
  ui::PlaneMapping mapping() const { return ui::PlaneMapping::of(canvas.picture().raster()); }
  std::complex<double> pointAt(QPoint at) const { return mapping().pointAt(QPointF(at)); }

  ui::ExplorerDocument document;
  ui::RenderController renders;
  ui::FractalCanvas canvas;
  ui::Explorer explorer;
};

#define VERIFY_SETTLED(bench) QTRY_VERIFY((bench).settled())

}  // namespace fatou::tests
