// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/py_value.h"

#include <charconv>
#include <cmath>
#include <stdexcept>

namespace fatou::python {
namespace {

// A shape of so many bytes at most, so that products of its sides do not overflow.
constexpr std::uint64_t kMostArrayBytes = std::uint64_t{1} << 46;

// The bytes that an array of this shape has, or nothing where that is more than any memory.
std::uint64_t bytesOf(const std::vector<std::uint64_t>& shape, std::size_t itemBytes) {
  std::uint64_t bytes = itemBytes;
  for (const std::uint64_t side : shape) {
    if (side == 0) return 0;
    if (bytes > kMostArrayBytes / side) return kMostArrayBytes + 1;
    bytes *= side;
  }
  return bytes;
}

std::string shapeText(const std::vector<std::uint64_t>& shape) {
  std::string text = "(";
  for (const std::uint64_t side : shape) text += std::to_string(side) + ", ";
  if (shape.size() == 1) text.pop_back();
  if (shape.size() > 1) text.resize(text.size() - 2);
  return text + ")";
}

// The shortest text that is read as the same number.
std::string numberText(double number) {
  if (std::isnan(number)) return "nan";
  if (std::isinf(number)) return number < 0 ? "-inf" : "inf";
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, number).ptr;
  std::string digits(text, end);
  if (digits.find_first_of(".e") == std::string::npos) digits += ".0";
  return digits;
}

std::string complexText(const std::complex<double>& number) {
  const std::string imag = numberText(number.imag());
  const bool isSigned = imag.front() == '-';
  return '(' + numberText(number.real()) + (isSigned ? "" : "+") + imag + "j)";
}

std::string quotedText(std::string_view text) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string literal = "'";
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (letter == '\'' || letter == '\\') {
      literal += '\\';
      literal += letter;
    } else if (letter == '\n') {
      literal += "\\n";
    } else if (byte < 0x20 || byte == 0x7f) {
      literal += std::string("\\x") + kDigits[byte >> 4] + kDigits[byte & 15];
    } else {
      literal += letter;
    }
  }
  return literal + "'";
}

// Writes values one behind the other until the text is long enough.
class ReprWriter {
 public:
  explicit ReprWriter(std::size_t most) : m_most(most) {}
  std::string take() && {
    if (m_text.size() > m_most) {
      m_text.resize(m_most);
      while (!m_text.empty() && (m_text.back() & 0x80) != 0) m_text.pop_back();  // half a letter
      m_text += "...";
    }
    return std::move(m_text);
  }
  void put(const PyValue& value) {
    std::visit([this](const auto& each) { write(each); }, value.variant());
  }

 private:
  void write(std::monostate) { m_text += "None"; }
  void write(bool value) { m_text += value ? "True" : "False"; }
  void write(std::int64_t value) { m_text += std::to_string(value); }
  void write(const PyBigInt& value) { m_text += value.digits; }
  void write(double value) { m_text += numberText(value); }
  void write(const std::complex<double>& value) { m_text += complexText(value); }
  void write(const std::string& value) { m_text += quotedText(shortened(value)); }
  void write(const PyBytes& value) { m_text += 'b' + quotedText(shortened(value.bytes)); }
  void write(const PyEllipsis&) { m_text += "Ellipsis"; }
  void write(const PyReference& value) { m_text += "Reference(" + quotedText(value.name) + ")"; }
  void write(const PyFunction& value) {
    m_text += "function ";
    putAll("(", value.packed, ")");
  }
  void write(const PyArray& value) {
    m_text += (value.isScalar() ? "number " : "array ") + value.type();
    if (!value.isScalar()) m_text += ' ' + shapeText(value.shape());
  }
  void write(const PyList& value) { putAll("[", value.items, "]"); }
  void write(const PyTuple& value) {
    putAll("(", value.items, value.items.size() == 1 ? ",)" : ")");
  }
  void write(const PySet& value) {
    if (value.items.empty())
      m_text += value.isFrozen ? "frozenset()" : "set()";
    else if (value.isFrozen)
      putAll("frozenset({", value.items, "})");
    else
      putAll("{", value.items, "}");
  }
  void write(const PyDict& value) {
    m_text += "{";
    for (std::size_t i = 0; i < value.keys.size() && m_text.size() <= m_most; ++i) {
      if (i > 0) m_text += ", ";
      put(value.keys[i]);
      m_text += ": ";
      put(value.values[i]);
    }
    m_text += "}";
  }
  void putAll(const char* open, const std::vector<PyValue>& items, const char* close) {
    m_text += open;
    for (std::size_t i = 0; i < items.size() && m_text.size() <= m_most; ++i) {
      if (i > 0) m_text += ", ";
      put(items[i]);
    }
    m_text += close;
  }
  std::string_view shortened(const std::string& text) const {
    return std::string_view(text).substr(0, m_most);
  }

  std::size_t m_most;
  std::string m_text;
};

}  // namespace

std::size_t itemSize(std::string_view type) {
  if (type.size() < 3 || std::string_view("<>|=").find(type[0]) == std::string_view::npos) return 0;
  if (std::string_view("biufcmMSUV").find(type[1]) == std::string_view::npos) return 0;
  std::size_t size = 0;
  const auto [end, error] = std::from_chars(type.data() + 2, type.data() + type.size(), size);
  const bool isTime = type[1] == 'm' || type[1] == 'M';  // "<M8[ns]" says its unit behind
  if (error != std::errc() || (!isTime && end != type.data() + type.size())) return 0;
  if (size == 0 || size > (std::size_t{1} << 24)) return 0;
  return type[1] == 'U' ? 4 * size : size;
}

PyArray::PyArray(std::string type, std::vector<std::uint64_t> shape,
                 std::shared_ptr<const char[]> data, std::size_t byteCount, bool isScalar)
    : m_type(std::move(type)),
      m_shape(std::move(shape)),
      m_data(std::move(data)),
      m_byteCount(byteCount),
      m_isScalar(isScalar) {
  const std::size_t size = itemSize(m_type);
  if (size == 0) throw std::invalid_argument("there is no numpy type '" + m_type + "'");
  if (m_shape.size() > kMostDimensions || bytesOf(m_shape, size) != m_byteCount)
    throw std::invalid_argument("an array of shape " + shapeText(m_shape) + " and type " + m_type +
                                " does not have " + std::to_string(m_byteCount) + " bytes");
}

PyArray PyArray::middleRows(std::uint64_t first, std::uint64_t count) const {
  std::vector<std::uint64_t> shape = m_shape;
  if (shape.empty() || first > shape[0] || count > shape[0] - first)
    throw std::invalid_argument("an array of shape " + shapeText(m_shape) + " has not these rows");
  const std::uint64_t rowBytes = shape[0] == 0 ? 0 : m_byteCount / shape[0];
  shape[0] = count;
  return {m_type, std::move(shape),
          std::shared_ptr<const char[]>(m_data, m_data.get() + first * rowBytes),
          static_cast<std::size_t>(count * rowBytes)};
}

bool operator==(const PyArray& a, const PyArray& b) {
  return a.m_type == b.m_type && a.m_shape == b.m_shape && a.m_isScalar == b.m_isScalar &&
         std::ranges::equal(a.bytes(), b.bytes());
}

void PyDict::add(PyValue key, PyValue value) {
  keys.push_back(std::move(key));
  values.push_back(std::move(value));
}

const PyValue* PyDict::find(std::string_view key) const {
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (const auto* text = keys[i].as<std::string>(); text != nullptr && *text == key)
      return &values[i];
  return nullptr;
}

bool operator==(const PyFunction& a, const PyFunction& b) {
  return a.packed == b.packed;
}
bool operator==(const PyList& a, const PyList& b) {
  return a.items == b.items;
}
bool operator==(const PyTuple& a, const PyTuple& b) {
  return a.items == b.items;
}
bool operator==(const PySet& a, const PySet& b) {
  return a.isFrozen == b.isFrozen && std::ranges::is_permutation(a.items, b.items);
}
bool operator==(const PyDict& a, const PyDict& b) {
  if (a.keys.size() != b.keys.size()) return false;
  for (std::size_t i = 0; i < a.keys.size(); ++i) {
    const auto found = std::ranges::find(b.keys, a.keys[i]);
    if (found == b.keys.end()) return false;
    const auto place = static_cast<std::size_t>(found - b.keys.begin());
    if (!(a.values[i] == b.values[place])) return false;
  }
  return true;
}
bool operator==(const PyValue& a, const PyValue& b) {
  return a.m_value == b.m_value;
}

std::string PyValue::repr(std::size_t most) const {
  ReprWriter writer(most);
  writer.put(*this);
  return std::move(writer).take();
}

std::string PyValue::typeName() const {
  static constexpr const char* kNames[] = {
      "NoneType", "bool",      "int",      "int",     "float", "complex", "str", "bytes",
      "ellipsis", "Reference", "function", "ndarray", "list",  "tuple",   "set", "dict"};
  static_assert(std::size(kNames) == std::variant_size_v<Variant>);
  return kNames[m_value.index()];
}

namespace detail {

void refuseArray(const PyArray& array, const std::string& wanted) {
  throw std::invalid_argument("an array of type " + array.type() + " and " +
                              std::to_string(array.shape().size()) + " dimensions is not one of " +
                              wanted + " with one or two: convert it on the engine");
}

}  // namespace detail
}  // namespace fatou::python
