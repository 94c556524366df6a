// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "core/python/descriptor.h"
#include "core/python/py_value.h"

namespace fatou::python {

// A file of memory that holds the arrays, each at its offset, and can no longer be changed: who
// maps it need not fear that it shrinks. It is filled by writing, as that takes half the time of
// mapping fresh memory and copying into it. Throws std::bad_alloc where there is no memory for it.
Descriptor sharedArrays(std::span<const PyArray> arrays, std::span<const std::uint64_t> offsets);

}  // namespace fatou::python
