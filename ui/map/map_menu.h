// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "core/render/map_plane.h"

class QMenu;

namespace fatou::ui {

// Adds the choices of a formula's map: whose plane it is and which critical points it follows, as
// far as there is more than one. `choose` gets the plane that the user wants. The critical points
// are looked for, which takes milliseconds.
void addPlaneChoices(QMenu& menu, const julia::Formula& formula, const render::MapPlane& plane,
                     const std::function<void(const render::MapPlane&)>& choose);

}  // namespace fatou::ui
