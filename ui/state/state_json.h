// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include "core/base/result.h"
#include "ui/state/explorer_state.h"

namespace fatou::ui {

// A state as text, for the next start of the program.
QByteArray stateJson(const ExplorerState& state);

// The state, or what is wrong as "REASON; REMEDY". What cannot be used is refused, never guessed.
Result<ExplorerState> parseStateJson(const QByteArray& json);

}  // namespace fatou::ui
