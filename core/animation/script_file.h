// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>

#include <QByteArray>
#include <QString>

#include "core/animation/animation_script.h"
#include "core/base/result.h"
#include "core/io/places/place_fields.h"

namespace fatou::animation {

inline constexpr std::int64_t kLargestScript = std::int64_t{1} << 20;

// An animation as a file:
//
//   {
//     "fatou": "animation",
//     "version": 1,
//     "size": "1280x720",
//     "framesPerSecond": 30,
//     "supersample": 2,
//     "loop": false,
//     "coloring": {"gradient": "Dusk", "mapping": "logarithm", "density": 1, "offset": 0},
//     "start": {"c": "-0.8,0.156", "center": "0,0", "radius": "1.2", "tmax": 1000},
//     "segments": [
//       {"seconds": 6, "to": {"center": "-0.3,0.1", "radius": "1e-6", "tmax": 5000},
//        "easeIn": 1, "easeOut": 0.5},
//       {"seconds": 4, "path": {"circle": 1.02, "turns": 0.25}, "cycles": 1}
//     ]
//   }
//
// "start", "segments" and "size" must be there. Numbers of the plane are text, since they may have
// any number of digits. "start" and "to" may also be a place in one line, "fatou:c=…;center=…". In
// "to", what is left out stays as it was. A "formula" in "start" is that of all segments, "z^2+c"
// where it is left out; where it has other numbers than c, "parameters" says them, in "start" as in
// "to", to which they go straight: {"formula": "z^3+a*z+c", "parameters": {"a": "0.3"}, ...} and
// {"to": {"parameters": {"a": "0.5i"}}}. They may also stand in the formula, "z^3+a*z+c,a=0.3".
// "path" moves c: around the main cardioid where the multiplier has the absolute value "circle" (1
// is its boundary), or straight from "from" to "to" and back, "turns" times. A segment's "seconds"
// is 10, its "easeIn" and "easeOut" one second each, or a quarter of its seconds where that is
// less, and its "cycles", how often the gradient runs through, 0 where they are left out.
// "gradient" is the name of a built-in one, the path of a .json or .gpl file from the script's
// folder, or as core/io/gradients/gradient_json.h has it; so is the rest of "coloring". "name" and
// "about" are for people. Any other name is a mistake.

// Chooses the formula of the start, and so of all segments, by what the script has there. May
// throw; readers let that through.
using FormulaChoice = std::function<julia::Formula(const julia::Place& start)>;

// The script, or what is wrong and the remedy as "REASON; REMEDY". Gradient files are read, seen
// from `folder`; blocks. Without a choice the formula is what the script says.
// `change` is what the choice makes of it.
Result<AnimationScript> parseScript(const QByteArray& json, const QString& folder,
                                    const FormulaChoice& choice = {},
                                    const io::FormulaChange& change = {});

// Reads a script of at most kLargestScript bytes; blocks. The Error names the file.
Result<AnimationScript> readScript(const QString& path, const FormulaChoice& choice = {},
                                   const io::FormulaChange& change = {});

}  // namespace fatou::animation
