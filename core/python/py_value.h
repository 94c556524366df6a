// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <complex>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <Eigen/Core>

namespace fatou::python {

class PyValue;

// An int of more than 64 bits, as decimal text with an optional sign: never rounded.
struct PyBigInt {
  std::string digits;
  friend bool operator==(const PyBigInt&, const PyBigInt&) = default;
};
struct PyBytes {
  std::string bytes;
  friend bool operator==(const PyBytes&, const PyBytes&) = default;
};
struct PyEllipsis {
  friend bool operator==(const PyEllipsis&, const PyEllipsis&) = default;
};
// Stands for the value that the engine itself has under a name, as an argument of a call; also
// inside of lists and other values.
struct PyReference {
  std::string name;
  friend bool operator==(const PyReference&, const PyReference&) = default;
};
// A function of Python on its way to an engine: how it is packed, its name, and its code or text,
// as resources/python/PROTOCOL.md has them.
struct PyFunction {
  std::vector<PyValue> packed;
};
struct PyList {
  std::vector<PyValue> items;
};
struct PyTuple {
  std::vector<PyValue> items;
};
// Items in the order in which they arrived; that two sets are equal does not depend on it.
struct PySet {
  std::vector<PyValue> items;
  bool isFrozen = false;
};
// The i-th key goes with the i-th value.
struct PyDict {
  std::vector<PyValue> keys;
  std::vector<PyValue> values;

  void add(PyValue key, PyValue value);
  // The value of a str key, or null.
  const PyValue* find(std::string_view key) const;
};

// A numpy array in C order, or one number of a numpy type. Its bytes are shared and immutable.
class PyArray {
 public:
  static constexpr std::size_t kMostDimensions = 32;  // numpy 1 has no more

  PyArray() = default;  // of no numbers
  // `type` is numpy's dtype.str, like "<f8". Throws std::invalid_argument where the bytes are not
  // as many as the shape says.
  PyArray(std::string type, std::vector<std::uint64_t> shape, std::shared_ptr<const char[]> data,
          std::size_t byteCount, bool isScalar = false);

  // A copy of an Eigen array or matrix of numbers; one column is one dimension.
  template <typename Derived>
  static PyArray of(const Eigen::DenseBase<Derived>& array);
  // The numbers as an Eigen array by rows, copied; one dimension is a column. Throws
  // std::invalid_argument for another type of number or more than two dimensions.
  template <typename Scalar>
  Eigen::Array<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> toEigen() const;

  const std::string& type() const { return m_type; }
  const std::vector<std::uint64_t>& shape() const { return m_shape; }
  std::span<const char> bytes() const { return {m_data.get(), m_byteCount}; }
  const std::shared_ptr<const char[]>& memory() const { return m_data; }
  bool isScalar() const { return m_isScalar; }
  std::uint64_t rows() const { return m_shape.empty() ? 1 : m_shape.front(); }
  // Rows of an array of at least one dimension, which share its bytes.
  PyArray middleRows(std::uint64_t first, std::uint64_t count) const;

  friend bool operator==(const PyArray& a, const PyArray& b);

 private:
  std::string m_type = "<f8";
  std::vector<std::uint64_t> m_shape{0};
  std::shared_ptr<const char[]> m_data;
  std::size_t m_byteCount = 0;
  bool m_isScalar = false;
};

// The bytes of one number of a numpy type like "<f8", or 0 where the text is no such type.
std::size_t itemSize(std::string_view type);
// The numpy type of a number of this machine; empty for what numpy has not.
template <typename Scalar>
std::string numpyType();

// What can travel between this program and a Python engine. None is the default.
class PyValue {
 public:
  using Variant = std::variant<std::monostate, bool, std::int64_t, PyBigInt, double,
                               std::complex<double>, std::string, PyBytes, PyEllipsis, PyReference,
                               PyFunction, PyArray, PyList, PyTuple, PySet, PyDict>;

  PyValue() = default;
  template <std::same_as<bool> T>
  PyValue(T value) : m_value(value) {}  // NOLINT(google-explicit-constructor)
  template <std::integral T>
  requires(!std::same_as<T, bool>) PyValue(T value)  // NOLINT(google-explicit-constructor)
      : m_value(integer(value)) {}
  template <std::floating_point T>
  PyValue(T value)  // NOLINT(google-explicit-constructor)
      : m_value(static_cast<double>(value)) {}
  PyValue(std::complex<double> value) : m_value(value) {}    // NOLINT(google-explicit-constructor)
  PyValue(std::string text) : m_value(std::move(text)) {}    // NOLINT(google-explicit-constructor)
  PyValue(const char* text) : m_value(std::string(text)) {}  // NOLINT(google-explicit-constructor)
  PyValue(PyBigInt value) : m_value(std::move(value)) {}     // NOLINT(google-explicit-constructor)
  PyValue(PyBytes value) : m_value(std::move(value)) {}      // NOLINT(google-explicit-constructor)
  PyValue(PyEllipsis value) : m_value(value) {}              // NOLINT(google-explicit-constructor)
  PyValue(PyReference value) : m_value(std::move(value)) {}  // NOLINT(google-explicit-constructor)
  PyValue(PyFunction value) : m_value(std::move(value)) {}   // NOLINT(google-explicit-constructor)
  PyValue(PyArray value) : m_value(std::move(value)) {}      // NOLINT(google-explicit-constructor)
  PyValue(PyList value) : m_value(std::move(value)) {}       // NOLINT(google-explicit-constructor)
  PyValue(PyTuple value) : m_value(std::move(value)) {}      // NOLINT(google-explicit-constructor)
  PyValue(PySet value) : m_value(std::move(value)) {}        // NOLINT(google-explicit-constructor)
  PyValue(PyDict value) : m_value(std::move(value)) {}       // NOLINT(google-explicit-constructor)

  bool isNone() const { return std::holds_alternative<std::monostate>(m_value); }
  // The value as a T of the variant, or null where it is another type.
  template <typename T>
  const T* as() const {
    return std::get_if<T>(&m_value);
  }
  template <typename T>
  T* as() {
    return std::get_if<T>(&m_value);
  }
  const Variant& variant() const { return m_value; }

  // As Python's repr() has it, cut after about `most` letters; arrays by type and shape.
  std::string repr(std::size_t most = 1000) const;
  // "int", "ndarray", ...
  std::string typeName() const;

  // NaN equals nothing, as in Python; True is not 1 here.
  friend bool operator==(const PyValue& a, const PyValue& b);

 private:
  template <std::integral T>
  static Variant integer(T value) {
    if constexpr (std::is_unsigned_v<T> && sizeof(T) >= sizeof(std::int64_t))
      if (value > static_cast<T>(std::numeric_limits<std::int64_t>::max()))
        return PyBigInt{std::to_string(value)};
    return static_cast<std::int64_t>(value);
  }

  Variant m_value;
};

bool operator==(const PyList& a, const PyList& b);
bool operator==(const PyTuple& a, const PyTuple& b);
bool operator==(const PySet& a, const PySet& b);
bool operator==(const PyDict& a, const PyDict& b);

template <typename Scalar>
std::string numpyType() {
  if constexpr (std::is_same_v<Scalar, bool>) {
    return "|b1";
  } else {
    const std::string size = std::to_string(sizeof(Scalar));
    const std::string order = sizeof(Scalar) == 1 ? "|" : "<";
    if constexpr (std::is_floating_point_v<Scalar>)
      return sizeof(Scalar) <= sizeof(double) ? order + "f" + size : std::string();
    else if constexpr (std::is_integral_v<Scalar>)
      return order + (std::is_signed_v<Scalar> ? "i" : "u") + size;
    else if constexpr (std::is_same_v<Scalar, std::complex<float>> ||
                       std::is_same_v<Scalar, std::complex<double>>)
      return order + "c" + size;
    else
      return {};
  }
}

namespace detail {
[[noreturn]] void refuseArray(const PyArray& array, const std::string& wanted);
}  // namespace detail

template <typename Derived>
PyArray PyArray::of(const Eigen::DenseBase<Derived>& array) {
  using Scalar = typename Derived::Scalar;
  using Row = Eigen::Array<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const auto rows = static_cast<std::uint64_t>(array.rows());
  const auto cols = static_cast<std::uint64_t>(array.cols());
  const std::size_t bytes = static_cast<std::size_t>(array.size()) * sizeof(Scalar);
  std::shared_ptr<char[]> data(new char[bytes]);
  const Row byRows = array.derived().array();
  std::copy_n(reinterpret_cast<const char*>(byRows.data()), bytes, data.get());
  std::vector<std::uint64_t> shape{rows};
  if (cols != 1) shape.push_back(cols);
  return {numpyType<Scalar>(), std::move(shape), std::move(data), bytes};
}

template <typename Scalar>
Eigen::Array<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> PyArray::toEigen() const {
  if (m_type != numpyType<Scalar>() || m_shape.size() > 2)
    detail::refuseArray(*this, numpyType<Scalar>());
  const auto length = [this](std::size_t side) {
    return side < m_shape.size() ? static_cast<Eigen::Index>(m_shape[side]) : Eigen::Index{1};
  };
  Eigen::Array<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> array(length(0), length(1));
  std::copy_n(m_data.get(), m_byteCount, reinterpret_cast<char*>(array.data()));
  return array;
}

}  // namespace fatou::python
