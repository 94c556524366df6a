// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/marshal_reader.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

#include "core/python/value_codec.h"

namespace fatou::python {
namespace {

using engines::WireError;

constexpr std::size_t kMostItems = 16'000'000;  // in one value: each takes 64 bytes or so here
constexpr std::size_t kMostReserved = 4096;     // damaged bytes claim many more than there are
constexpr char kNobodys[] = "a value holds a tuple that nobody writes";

// Digits of 15 bits, the lowest first, as decimal text. They are divided by 10^9 again and again.
std::string decimalOf(std::vector<std::uint16_t> digits) {
  constexpr std::uint64_t kChunk = 1'000'000'000;
  std::string reversed;
  while (!digits.empty()) {
    std::uint64_t rest = 0;
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
      rest = (rest << 15) | *digit;
      *digit = static_cast<std::uint16_t>(rest / kChunk);
      rest %= kChunk;
    }
    while (!digits.empty() && digits.back() == 0) digits.pop_back();
    for (int i = 0; i < 9; ++i, rest /= 10) reversed += static_cast<char>('0' + rest % 10);
  }
  while (reversed.size() > 1 && reversed.back() == '0') reversed.pop_back();
  std::ranges::reverse(reversed);
  return reversed;
}

// An int of 64 bits, or where these are too few, as text.
PyValue intOf(std::vector<std::uint16_t> digits, bool isNegative) {
  if (digits.size() <= 4 || (digits.size() == 5 && digits.back() < 8)) {  // below 2^63
    std::int64_t value = 0;
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit)
      value = (value << 15) | *digit;
    return isNegative ? -value : value;
  }
  std::string decimal = decimalOf(std::move(digits));
  if (isNegative && decimal == "9223372036854775808")
    return std::numeric_limits<std::int64_t>::min();
  return PyBigInt{isNegative ? "-" + decimal : decimal};
}

const std::string& textOf(const PyValue& value) {
  const auto* text = value.as<std::string>();
  if (text == nullptr) throw WireError("a value holds no text where it should");
  return *text;
}

bool isSpecial(const std::vector<PyValue>& items) {
  return !items.empty() && items.front().as<PyEllipsis>() != nullptr;
}

}  // namespace

PyValue MarshalReader::take(int depth) {
  if (depth > 2 * kDeepestValue + 4)  // a tuple may take two levels
    throw WireError("a value nests deeper than " + std::to_string(kDeepestValue));
  char type = 0;
  m_bytes.raw(&type, 1);
  return takeAs(type, depth);
}

PyValue MarshalReader::takeAs(char type, int depth) {
  countItem();
  switch (type) {
    case 'N':
      return {};
    case 'T':
      return true;
    case 'F':
      return false;
    case '.':
      return PyEllipsis{};
    case 'i':
      return takeNumber();
    case 'l':
      return takeInt();
    case 'g':
      return takeReal();
    case 'y': {
      const double real = takeReal();
      return std::complex<double>(real, takeReal());
    }
    case 's':
      return PyBytes{std::string(takeText())};
    case 'u':
    case 't':
      return std::string(takeText());
    case '(':
      return takeTuple(depth);
    case '[':
      return PyList{takeAll(depth)};
    case '<':
    case '>':
      return PySet{takeAll(depth), type == '>'};
    case '{':
      return takeDict(depth);
    default:
      throw WireError("a value is of a type that does not travel");
  }
}

PyValue MarshalReader::takeInt() {
  const std::int64_t size = takeNumber();
  const auto count = static_cast<std::size_t>(std::abs(size));
  if (count > m_bytes.remaining() / 2) throw WireError("a value ends too early");
  if (count > kMostDigits / 4)  // four decimal digits are less than 15 bits
    throw WireError("an int of more than " + std::to_string(kMostDigits) +
                    " decimal digits cannot travel: send it as text");
  std::vector<std::uint16_t> digits(count);
  for (std::uint16_t& digit : digits) {
    unsigned char bytes[2]{};
    m_bytes.raw(bytes, 2);
    digit = static_cast<std::uint16_t>(bytes[0] | (bytes[1] << 8));
    if (digit > 0x7FFF) throw WireError("a value holds an int with a damaged digit");
  }
  while (!digits.empty() && digits.back() == 0) digits.pop_back();
  return intOf(std::move(digits), size < 0);
}

PyValue MarshalReader::takeTuple(int depth) {
  const std::size_t count = takeCount();
  std::vector<PyValue> items;
  items.reserve(std::min(count, kMostReserved));
  while (items.size() < count) {
    if (items.size() == 2 && isSpecial(items) && textOf(items[1]) == "t")
      return takeQuoted(count, depth);
    items.push_back(take(depth + 1));
  }
  if (isSpecial(items)) return special(items);
  return PyTuple{std::move(items)};
}

// The tuple in (..., 't', tuple), which begins with Ellipsis and is what it looks like.
PyValue MarshalReader::takeQuoted(std::size_t count, int depth) {
  char type = 0;
  m_bytes.raw(&type, 1);
  if (count != 3 || type != '(') throw WireError(kNobodys);
  countItem();
  return PyTuple{takeAll(depth + 1)};
}

PyValue MarshalReader::special(const std::vector<PyValue>& items) const {
  if (items.size() < 2) throw WireError(kNobodys);
  const std::string& kind = textOf(items[1]);
  if (kind == "e" && items.size() == 2) return PyEllipsis{};
  if (kind == "a" && items.size() == 3) return arrayOf(items);
  if (kind == "n" && items.size() == 4) return numberOf(items);
  if (kind == "r" && items.size() == 3) return PyReference{textOf(items[2])};
  if (kind == "f" && items.size() == 3) return functionOf(items[2]);
  throw WireError(kNobodys);
}

PyValue MarshalReader::functionOf(const PyValue& packed) {
  const auto* parts = packed.as<PyTuple>();
  if (parts == nullptr || parts->items.size() != 3)
    throw WireError("a value holds a function of other parts");
  return PyFunction{parts->items};
}

PyValue MarshalReader::arrayOf(const std::vector<PyValue>& items) const {
  const auto* place = items[2].as<std::int64_t>();
  if (place == nullptr || *place < 0 || static_cast<std::uint64_t>(*place) >= m_arrays.size())
    throw WireError("a value names an array that is not beside it");
  return m_arrays[static_cast<std::size_t>(*place)];
}

PyValue MarshalReader::numberOf(const std::vector<PyValue>& items) const {
  const auto* bytes = items[3].as<PyBytes>();
  if (bytes == nullptr) throw WireError("a value holds a number without bytes");
  const std::size_t count = bytes->bytes.size();
  const std::shared_ptr<char[]> data(new char[count]);
  std::ranges::copy(bytes->bytes, data.get());
  try {
    return PyArray(textOf(items[2]), {}, data, count, true);
  } catch (const std::invalid_argument& error) {
    throw WireError(error.what());
  }
}

PyValue MarshalReader::takeDict(int depth) {
  PyDict dict;
  for (;;) {
    char type = 0;
    m_bytes.raw(&type, 1);
    if (type == '0') return dict;
    PyValue key = takeAs(type, depth + 1);
    dict.add(std::move(key), take(depth + 1));
  }
}

std::vector<PyValue> MarshalReader::takeAll(int depth) {
  const std::size_t count = takeCount();
  std::vector<PyValue> items;
  items.reserve(std::min(count, kMostReserved));
  for (std::size_t i = 0; i < count; ++i) items.push_back(take(depth + 1));
  return items;
}

std::string_view MarshalReader::takeText() {
  return m_bytes.view(takeCount());
}

std::int32_t MarshalReader::takeNumber() {
  unsigned char bytes[4]{};
  m_bytes.raw(bytes, 4);
  std::uint32_t number = 0;
  for (int i = 3; i >= 0; --i) number = (number << 8) | bytes[i];
  return static_cast<std::int32_t>(number);
}

std::size_t MarshalReader::takeCount() {
  const std::int32_t count = takeNumber();
  if (count < 0 || static_cast<std::size_t>(count) > m_bytes.remaining())
    throw WireError("a value ends too early");
  return static_cast<std::size_t>(count);
}

double MarshalReader::takeReal() {
  unsigned char bytes[8]{};
  m_bytes.raw(bytes, 8);
  std::uint64_t bits = 0;
  for (int i = 7; i >= 0; --i) bits = (bits << 8) | bytes[i];
  return std::bit_cast<double>(bits);
}

void MarshalReader::countItem() {
  if (++m_items > kMostItems)
    throw WireError("a value of more than " + std::to_string(kMostItems) +
                    " items cannot travel: make an array of it");
}

}  // namespace fatou::python
