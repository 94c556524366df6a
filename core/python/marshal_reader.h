// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/engines/wire/bytes.h"
#include "core/python/py_value.h"

namespace fatou::python {

// Reads a value's bytes, see value_codec.h. Whatever the bytes are, it takes no more memory than a
// multiple of theirs, and throws engines::WireError where they are no value.
class MarshalReader {
 public:
  MarshalReader(std::string_view bytes, std::span<const PyArray> arrays)
      : m_bytes(bytes), m_arrays(arrays) {}

  // Reads a value that lies so deep in others.
  PyValue take(int depth);
  void requireEnd() const { m_bytes.requireEnd(); }

 private:
  PyValue takeAs(char type, int depth);
  PyValue takeInt();
  PyValue takeTuple(int depth);
  PyValue takeDict(int depth);
  PyValue takeQuoted(std::size_t count, int depth);
  PyValue special(const std::vector<PyValue>& items) const;
  static PyValue functionOf(const PyValue& packed);
  PyValue arrayOf(const std::vector<PyValue>& items) const;
  PyValue numberOf(const std::vector<PyValue>& items) const;

  std::vector<PyValue> takeAll(int depth);
  std::string_view takeText();
  std::int32_t takeNumber();
  std::size_t takeCount();
  double takeReal();
  void countItem();

  engines::Reader m_bytes;
  std::span<const PyArray> m_arrays;
  std::size_t m_items = 0;
};

}  // namespace fatou::python
