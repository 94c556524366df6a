// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/engines/wire/wire.h"
#include "core/python/py_value.h"

namespace fatou::python {

// Values are written as Python's marshal module writes them in its version 2, restricted to what
// PyValue holds: Python reads and writes that at the speed of C, and every Python 3 writes the same
// bytes (Python/marshal.c). What marshal has not is a tuple that begins with Ellipsis:
//   (..., 'a', k)            the k-th array beside the value
//   (..., 'n', type, bytes)  a number of a numpy type
//   (..., 'r', name)         a PyReference
//   (..., 'f', parts)        a PyFunction
//   (..., 't', tuple)        a tuple that itself begins with Ellipsis
//   (..., 'e')               Ellipsis
inline constexpr std::size_t kMostValueBytes = std::size_t{64} << 20;  // arrays count apart
inline constexpr std::size_t kMostDigits = 40'000;                     // decimal ones of an int
inline constexpr int kDeepestValue = 200;                              // lists in lists in lists

// A value as bytes, and the arrays in it.
struct EncodedValue {
  std::string bytes;
  std::vector<PyArray> arrays;
  bool hasTuples = false;  // that begin with Ellipsis: the reader has to look for them
};

// Throws std::invalid_argument for a value that is too large, too deep, or a number that is none.
EncodedValue encode(const PyValue& value);

// Reads a value, which has to take all of the bytes, and any bytes at all: no size in them is
// believed before it is checked. Throws engines::WireError where they are no value, or one that
// cannot be held here.
PyValue decode(std::string_view bytes, std::span<const PyArray> arrays = {});

}  // namespace fatou::python

namespace fatou::engines {

template <>
struct Wire<python::PyArray> {
  static void write(Writer& writer, const python::PyArray& array);
  static python::PyArray read(Reader& reader);
};

template <>
struct Wire<python::PyValue> {
  static void write(Writer& writer, const python::PyValue& value);
  static python::PyValue read(Reader& reader);
};

}  // namespace fatou::engines
