// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/py_json.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <utility>
#include <variant>
#include <vector>

namespace fatou::python {
namespace {

// What JSON has not; caught where the text is asked for.
class NotInJson : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

std::string realText(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
  char text[40];
  std::string digits(text, std::to_chars(text, text + sizeof text, number).ptr);
  if (digits.find_first_of(".e") == std::string::npos) digits += ".0";
  return digits;
}

template <typename Number>
Number numberAt(const char* bytes) {
  Number number{};
  std::memcpy(&number, bytes, sizeof number);
  return number;
}

// The number of a numpy type that lies there.
std::string numberText(const std::string& type, const char* bytes) {
  if (type == "|b1") return *bytes != 0 ? "true" : "false";
  if (type == "<f8") return realText(numberAt<double>(bytes));
  if (type == "<f4") return realText(static_cast<double>(numberAt<float>(bytes)));
  if (type == "<i8") return std::to_string(numberAt<std::int64_t>(bytes));
  if (type == "<i4") return std::to_string(numberAt<std::int32_t>(bytes));
  if (type == "<i2") return std::to_string(numberAt<std::int16_t>(bytes));
  if (type == "|i1") return std::to_string(numberAt<std::int8_t>(bytes));
  if (type == "<u8") return std::to_string(numberAt<std::uint64_t>(bytes));
  if (type == "<u4") return std::to_string(numberAt<std::uint32_t>(bytes));
  if (type == "<u2") return std::to_string(numberAt<std::uint16_t>(bytes));
  if (type == "|u1") return std::to_string(numberAt<std::uint8_t>(bytes));
  throw NotInJson("numbers of type " + type);
}

class JsonWriter {
 public:
  std::string take() && { return std::move(m_text); }
  void put(const PyValue& value) {
    std::visit([this](const auto& each) { write(each); }, value.variant());
  }

 private:
  void write(std::monostate) { m_text += "null"; }
  void write(bool value) { m_text += value ? "true" : "false"; }
  void write(std::int64_t value) { m_text += std::to_string(value); }
  void write(const PyBigInt& value) { m_text += value.digits; }
  void write(double value) { m_text += realText(value); }
  void write(const std::complex<double>&) { throw NotInJson("complex numbers"); }
  void write(const std::string& value);
  void write(const PyBytes&) { throw NotInJson("bytes"); }
  void write(const PyEllipsis&) { throw NotInJson("Ellipsis"); }
  void write(const PyReference&) { throw NotInJson("references"); }
  void write(const PyFunction&) { throw NotInJson("functions"); }
  void write(const PyArray& value);
  void write(const PyList& value) { putAll(value.items); }
  void write(const PyTuple& value) { putAll(value.items); }
  void write(const PySet&) { throw NotInJson("sets"); }
  void write(const PyDict& value);
  void putAll(const std::vector<PyValue>& items);
  void putSide(const PyArray& array, std::size_t side, std::size_t& item);

  std::string m_text;
};

void JsonWriter::write(const std::string& value) {
  constexpr char kDigits[] = "0123456789abcdef";
  m_text += '"';
  for (const char letter : value) {
    const auto byte = static_cast<unsigned char>(letter);
    if (letter == '"' || letter == '\\') {
      m_text += '\\';
      m_text += letter;
    } else if (byte < 0x20) {
      m_text += std::string("\\u00") + kDigits[byte >> 4] + kDigits[byte & 15];
    } else {
      m_text += letter;
    }
  }
  m_text += '"';
}

void JsonWriter::write(const PyArray& value) {
  std::size_t item = 0;
  if (value.bytes().empty()) return putAll({});
  putSide(value, 0, item);
}

// What lies along this side of the shape, from an item on.
void JsonWriter::putSide(const PyArray& array, std::size_t side, std::size_t& item) {
  if (side == array.shape().size()) {
    m_text += numberText(array.type(), array.bytes().data() + item * itemSize(array.type()));
    ++item;
    return;
  }
  m_text += '[';
  for (std::uint64_t i = 0; i < array.shape()[side]; ++i) {
    if (i > 0) m_text += ", ";
    putSide(array, side + 1, item);
  }
  m_text += ']';
}

void JsonWriter::write(const PyDict& value) {
  m_text += '{';
  for (std::size_t i = 0; i < value.keys.size(); ++i) {
    const auto* key = value.keys[i].as<std::string>();
    if (key == nullptr) throw NotInJson("a key that is a " + value.keys[i].typeName());
    if (i > 0) m_text += ", ";
    write(*key);
    m_text += ": ";
    put(value.values[i]);
  }
  m_text += '}';
}

void JsonWriter::putAll(const std::vector<PyValue>& items) {
  m_text += '[';
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) m_text += ", ";
    put(items[i]);
  }
  m_text += ']';
}

}  // namespace

Result<std::string> jsonText(const PyValue& value) {
  JsonWriter writer;
  try {
    writer.put(value);
  } catch (const NotInJson& what) {
    return Error{"JSON has no " + std::string(what.what()) +
                 ": return numbers, text, lists or dictionaries"};
  }
  return std::move(writer).take();
}

}  // namespace fatou::python
