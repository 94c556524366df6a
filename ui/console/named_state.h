// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QString>

#include "core/base/result.h"
#include "ui/state/explorer_state.h"

namespace fatou::ui {

// The state with one thing changed: c, formula, view or tmax. The Error names the value. A formula
// is read as draftOf() reads it, with the numbers of the one before.
Result<ExplorerState> withNamed(const ExplorerState& state, const QString& name,
                                const QString& value);
// What `name` is in the state, as withNamed() reads it; nothing for another name.
std::optional<QString> namedIn(const ExplorerState& state, const QString& name);

}  // namespace fatou::ui
