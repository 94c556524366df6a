// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QJsonValue>

#include "core/base/result.h"
#include "core/io/places/place_fields.h"
#include "core/julia/plane/place.h"

namespace fatou::animation {

// Reads a place of a script: a text of one line, or an object, in which what is left out stays as
// it is in `before`. Where that is null, all but the formula must be there, and c only where the
// formula has it. `part` is what the place is in complaints, "its start"; they have the form
// "REASON; REMEDY".
Result<julia::Place> readScriptPlace(const QJsonValue& value, const std::string& part,
                                     const julia::Place* before,
                                     const io::FormulaChange& change = {});

}  // namespace fatou::animation
