// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/marshal_writer.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <limits>
#include <stdexcept>
#include <utility>

namespace fatou::python {
namespace {

// An int's digits in marshal have 15 bits each, the lowest first.
constexpr int kDigitBits = 15;

// The digits of a number that is written in decimal. Nine decimal digits are taken in at a time.
std::vector<std::uint16_t> binaryDigits(std::string_view decimal) {
  std::vector<std::uint16_t> digits;
  while (!decimal.empty()) {
    const std::size_t count = (decimal.size() - 1) % 9 + 1;
    std::uint64_t carry = 0;
    const char* const end = decimal.data() + count;
    if (std::from_chars(decimal.data(), end, carry).ptr != end)
      throw std::invalid_argument("a number of " + std::to_string(decimal.size()) +
                                  " digits has other letters in it");
    std::uint64_t factor = 1;
    for (std::size_t i = 0; i < count; ++i) factor *= 10;
    for (std::uint16_t& digit : digits) {
      carry += digit * factor;
      digit = static_cast<std::uint16_t>(carry & 0x7FFF);
      carry >>= kDigitBits;
    }
    for (; carry > 0; carry >>= kDigitBits)
      digits.push_back(static_cast<std::uint16_t>(carry & 0x7FFF));
    decimal.remove_prefix(count);
  }
  return digits;
}

}  // namespace

void MarshalWriter::put(const PyValue& value, int depth) {
  if (depth > kDeepestValue)
    throw std::invalid_argument("a value nests deeper than " + std::to_string(kDeepestValue));
  std::visit([this, depth](const auto& each) { write(each, depth); }, value.variant());
}

void MarshalWriter::write(std::int64_t value, int) {
  if (value >= std::numeric_limits<std::int32_t>::min() &&
      value <= std::numeric_limits<std::int32_t>::max()) {
    byte('i');
    return number(value);
  }
  std::uint64_t rest = static_cast<std::uint64_t>(value);
  if (value < 0) rest = 0 - rest;
  std::vector<std::uint16_t> found;
  for (; rest > 0; rest >>= kDigitBits) found.push_back(static_cast<std::uint16_t>(rest & 0x7FFF));
  putDigits(found, value < 0);
}

void MarshalWriter::write(const PyBigInt& value, int) {
  std::string_view decimal = value.digits;
  const bool isNegative = decimal.starts_with('-');
  if (isNegative) decimal.remove_prefix(1);
  if (decimal.empty() || decimal.size() > kMostDigits)
    throw std::invalid_argument("an int of " + std::to_string(decimal.size()) +
                                " decimal digits cannot travel: 1 to " +
                                std::to_string(kMostDigits) + " can");
  putDigits(binaryDigits(decimal), isNegative);
}

void MarshalWriter::write(double value, int) {
  byte('g');
  real(value);
}

void MarshalWriter::write(const std::complex<double>& value, int) {
  byte('y');
  real(value.real());
  real(value.imag());
}

void MarshalWriter::write(const PyEllipsis&, int) {
  special(2, 'e');
}

void MarshalWriter::write(const PyReference& value, int) {
  special(3, 'r');
  text('u', value.name);
}

void MarshalWriter::write(const PyFunction& value, int depth) {
  special(3, 'f');
  all('(', value.packed, depth + 1);
}

void MarshalWriter::write(const PyArray& value, int) {
  if (value.isScalar()) {
    special(4, 'n');
    text('u', value.type());
    return text('s', std::string_view(value.bytes().data(), value.bytes().size()));
  }
  special(3, 'a');
  write(static_cast<std::int64_t>(m_encoded.arrays.size()), 0);
  m_encoded.arrays.push_back(value);
}

void MarshalWriter::write(const PyTuple& value, int depth) {
  const bool isSpecial = !value.items.empty() && value.items.front().as<PyEllipsis>() != nullptr;
  if (!isSpecial) return all('(', value.items, depth);
  special(3, 't');
  byte('(');
  number(static_cast<std::int64_t>(value.items.size()));
  byte('.');
  for (std::size_t i = 1; i < value.items.size(); ++i) put(value.items[i], depth + 1);
}

void MarshalWriter::write(const PyDict& value, int depth) {
  byte('{');
  for (std::size_t i = 0; i < value.keys.size(); ++i) {
    put(value.keys[i], depth + 1);
    put(value.values[i], depth + 1);
  }
  byte('0');
}

void MarshalWriter::all(char type, const std::vector<PyValue>& items, int depth) {
  byte(type);
  number(static_cast<std::int64_t>(items.size()));
  for (const PyValue& item : items) put(item, depth + 1);
}

void MarshalWriter::text(char type, std::string_view bytes) {
  if (bytes.size() > kMostValueBytes)
    throw std::invalid_argument("a str or bytes of more than 64 MB cannot travel");
  byte(type);
  number(static_cast<std::int64_t>(bytes.size()));
  m_encoded.bytes.append(bytes);
}

void MarshalWriter::putDigits(const std::vector<std::uint16_t>& digits, bool isNegative) {
  byte('l');
  const auto count = static_cast<std::int64_t>(digits.size());
  number(isNegative ? -count : count);
  for (const std::uint16_t digit : digits) {
    byte(static_cast<char>(digit & 0xFF));
    byte(static_cast<char>(digit >> 8));
  }
}

void MarshalWriter::special(std::size_t count, char kind) {
  m_encoded.hasTuples = true;
  byte('(');
  number(static_cast<std::int64_t>(count));
  byte('.');
  text('u', std::string_view(&kind, 1));
}

void MarshalWriter::number(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  for (int shift = 0; shift < 32; shift += 8) byte(static_cast<char>((bits >> shift) & 0xFF));
}

void MarshalWriter::real(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  for (int shift = 0; shift < 64; shift += 8) byte(static_cast<char>((bits >> shift) & 0xFF));
}

}  // namespace fatou::python
