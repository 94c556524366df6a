// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/render/map_plane.h"

namespace fatou::ui {

// What a map shows is called so: "Mandelbrot set", "Map of a", "Map of c, point 2".
QString mapName(const julia::Formula& formula, const render::MapPlane& plane);

// What its points mean and what can be done with it, for a tool tip.
QString mapMeaning(const julia::Formula& formula, const render::MapPlane& plane);

}  // namespace fatou::ui
