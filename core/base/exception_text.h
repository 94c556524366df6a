// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <exception>
#include <string>

namespace fatou {

// What an exception tells the user: its own words, but for a shortage of memory or threads, of
// which the standard library only says a name, what is short and what would help. Without a stop.
std::string exceptionText(const std::exception& error);

// The same of the exception that is being handled, whatever it is; to be called in a catch block.
std::string currentExceptionText();

}  // namespace fatou
