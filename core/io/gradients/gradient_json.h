// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>

#include "core/base/result.h"
#include "core/color/coloring.h"
#include "core/color/gradient.h"

namespace fatou::io {

// A gradient as {"name", "description", "cyclic", "interior": "#rrggbb",
// "stops": [{"position": 0 ... 1, "color": "#rrggbb"}, ...]}.
QJsonObject toJson(const color::Gradient& gradient);

// All about colours, for sessions: {"gradient": {...}, "interior": "#rrggbb", "mapping": "linear",
// "logarithm", "squareRoot" or "equalized", "density", "offset", "smooth", "distanceLines"}.
QJsonObject toJson(const color::Coloring& coloring);

// The values, or what is wrong and the remedy as "REASON; REMEDY", to stand in a complaint. Stops
// and, of a gradient, the name must be there; the rest is the default's where it is not. Names
// that are not known are passed over.
Result<color::Gradient> gradientFromJson(const QJsonObject& object);
Result<color::Coloring> coloringFromJson(const QJsonObject& object);

}  // namespace fatou::io
