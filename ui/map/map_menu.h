// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>

#include "core/render/map_plane.h"

class QMenu;

namespace fatou::ui {

// Adds the choice whose plane a formula's map is, where there is more than one. `choose` gets the
// plane that the user wants.
void addPlaneChoices(QMenu& menu, const julia::Formula& formula, const render::MapPlane& plane,
                     const std::function<void(const render::MapPlane&)>& choose);

// Adds an empty menu of the critical points that the map can follow. It is greyed until
// fillPointChoices() has been told how many there are, and gone where that is less than two.
QMenu& addPointMenu(QMenu& menu);
void fillPointChoices(QMenu& menu, std::int32_t points, const render::MapPlane& plane,
                      const std::function<void(const render::MapPlane&)>& choose);

}  // namespace fatou::ui
