// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "core/stats/losses.h"

namespace fatou::stats {

// A word of parallel computing and one sentence that explains it to a student. UTF-8, English,
// static; windows translate them by the text.
struct Term {
  const char* term;
  const char* explanation;
};

// All words that tables, charts and reports use; the parts of the engines' time come first.
std::span<const Term> glossary();

// The word for a loss, and why it is one.
const Term& termOf(LossKind kind);

// The entry of a word; nullptr where there is none.
const Term* findTerm(const char* term);

}  // namespace fatou::stats
