// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/escape_time.h"

namespace fatou::kernels {}  // namespace fatou::kernels
