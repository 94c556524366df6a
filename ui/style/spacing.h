// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace fatou::ui {

// Pixels that panels and dialogs have in common.
inline constexpr int kPanelMargin = 12;
inline constexpr int kDialogMargin = 16;
inline constexpr int kFormGap = 6;  // between the fields of a row

}  // namespace fatou::ui
