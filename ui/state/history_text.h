// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace fatou::color {
struct Coloring;
}
namespace fatou::julia {
class Formula;
class MovableView;
struct Place;
}  // namespace fatou::julia

namespace fatou::ui {

// How the history calls a zoom: "Zoom in to × 12", how much closer than a view with radius 1.5.
QString zoomStep(const julia::MovableView& from, const julia::MovableView& to);

// A formula as a part of a title: "z^3+a*z", without its numbers, and cut where it is long.
QString formulaName(const julia::Formula& formula);

// What the window is called by: "c = -0.7269,0.1889", after the formula where that is not the usual
// one, and before the first few of its other numbers: "z^3+a*z+c, c = 0.5,0, a = 0.3,-0.2".
QString placeTitle(const julia::Place& place);

// How the history calls another formula: "Formula: z^3+c", or "a = 0.3,-0.2" and "Escape radius:
// 50" where only that number differs.
QString formulaStep(const julia::Formula& from, const julia::Formula& to);

// How the history calls another colouring, by the first thing that differs: "Gradient: Inferno".
QString coloringStep(const color::Coloring& from, const color::Coloring& to);

}  // namespace fatou::ui
