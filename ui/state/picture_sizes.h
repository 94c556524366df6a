// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include <QString>

#include "ui/state/explorer_state.h"

namespace fatou::ui {

// The largest picture that one window keeps: 64 Mi pixels, at about 20 bytes each.
inline constexpr std::int64_t kMaxWindowPixels = std::int64_t{1} << 26;

// The sizes that the window offers by name.
std::span<const PixelSize> offeredSizes();

// "1920 × 1080".
QString sizeText(PixelSize size);

// Why a picture of that size cannot be shown, and what can; empty where it can.
QString sizeProblem(std::int64_t width, std::int64_t height);

}  // namespace fatou::ui
