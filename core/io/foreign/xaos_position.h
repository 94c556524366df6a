// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include <QByteArray>

#include "core/base/result.h"
#include "core/io/foreign/foreign_entry.h"

namespace fatou::io {

// Whether a file with these first bytes is a position or an animation of XaoS: its comment says so,
// or its first command is (initstate).
bool isXaosStart(const QByteArray& firstBytes);

// A position of XaoS (.xpf), commands like
//
//   (initstate)
//   (formula 'mandel)
//   (juliaseed -0.8 0.156)
//   (julia #t)
//   (maxiter 500)
//   (view 0 0 3 3)
//
// The built-in formulas that iterate one formula of z are taken over, and those that a user typed;
// where there is no maxiter it is 170, as XaoS has it. Its colours are those of palettecolors, as
// other palettes are made from random numbers. XaoS draws imaginary numbers downwards: the numbers
// are kept, and the picture is seen upside down. `name` is the place's. The Error is "REASON;
// REMEDY".
Result<ForeignEntry> parseXaosPosition(std::string_view text, const std::string& name);

}  // namespace fatou::io
