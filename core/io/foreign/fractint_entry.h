// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QByteArray>

#include "core/base/result.h"
#include "core/io/files/named_blocks.h"
#include "core/io/foreign/foreign_entry.h"

namespace fatou::io {

// Whether a file with these first bytes can be one of parameters by Fractint or Iterated Dynamics
// (.par): an entry with a type.
bool isFractintStart(const QByteArray& firstBytes);

// An entry of a parameter file, like
//
//   Spiral { ; my first one
//     reset=2004 type=julia center-mag=-0.1/0.2/3.5 params=-0.2/0.66 maxiter=255 inside=0
//     colors=000zzz<252>000 }
//
// Types are those of fractintType(). What is left out is as Fractint has it: 150 iterations, the
// type's own parameters and corners. The Error is "REASON; REMEDY" and names a type, a function or
// a formula that cannot be taken over.
Result<ForeignEntry> parseFractintEntry(const NamedBlock& entry);

// "type=julia": what an entry is, for a list.
std::string fractintKind(const NamedBlock& entry);

}  // namespace fatou::io
