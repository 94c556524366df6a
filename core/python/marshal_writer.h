// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/python/py_value.h"
#include "core/python/value_codec.h"

namespace fatou::python {

// Writes a value's bytes, see value_codec.h.
class MarshalWriter {
 public:
  // Writes a value that lies so deep in others. Throws std::invalid_argument.
  void put(const PyValue& value, int depth);
  EncodedValue take() && { return std::move(m_encoded); }

 private:
  void write(std::monostate, int) { byte('N'); }
  void write(bool value, int) { byte(value ? 'T' : 'F'); }
  void write(std::int64_t value, int);
  void write(const PyBigInt& value, int);
  void write(double value, int);
  void write(const std::complex<double>& value, int);
  void write(const std::string& value, int) { text('u', value); }
  void write(const PyBytes& value, int) { text('s', value.bytes); }
  void write(const PyEllipsis&, int);
  void write(const PyReference& value, int);
  void write(const PyFunction& value, int depth);
  void write(const PyArray& value, int);
  void write(const PyList& value, int depth) { all('[', value.items, depth); }
  void write(const PyTuple& value, int depth);
  void write(const PySet& value, int depth) { all(value.isFrozen ? '>' : '<', value.items, depth); }
  void write(const PyDict& value, int depth);

  void all(char type, const std::vector<PyValue>& items, int depth);
  void text(char type, std::string_view bytes);
  void putDigits(const std::vector<std::uint16_t>& digits, bool isNegative);
  // Begins a tuple of so many that says by `kind` what it is.
  void special(std::size_t count, char kind);
  void byte(char value) { m_encoded.bytes.push_back(value); }
  void number(std::int64_t value);  // of four bytes
  void real(double value);

  EncodedValue m_encoded;
};

}  // namespace fatou::python
