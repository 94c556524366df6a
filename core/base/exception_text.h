// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <exception>
#include <string>

namespace fatou {

// The exception's text for the user, without a stop: its own words, except where memory or threads
// are short. There the standard library gives a name only, and this says what would help.
std::string exceptionText(const std::exception& error);

// The text of the exception that is being handled, of whatever type; to be called in a catch block.
std::string currentExceptionText();

}  // namespace fatou
