// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/explorer_state.h"

#include "core/io/machine/usable_cores.h"

namespace fatou::ui {

ExplorerState ExplorerState::initial() {
  ExplorerState state;
  state.place = {.c = julia::parseComplex("-0.7269+0.1889i").value(),
                 .view = julia::CentreView{.centre = {}, .radius = julia::Decimal::fromDouble(1.2)},
                 .tmax = 5000};
  state.engines.count = io::usableCores();
  state.coloring = color::Coloring::defaultColoring();
  return state;
}

}  // namespace fatou::ui
