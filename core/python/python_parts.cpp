// SPDX-License-Identifier: GPL-3.0-or-later
// How a value of Python is cut over engines, and put together again.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <stdexcept>

#include "core/engines/tasks/errors.h"
#include "core/engines/tasks/partition.h"
#include "core/python/python_calls.h"

namespace fatou::python {
namespace {

std::vector<PyValue> cutItems(const std::vector<PyValue>& items, std::size_t count, bool flatten) {
  std::vector<PyValue> parts;
  for (const auto& range : engines::blockPartition(items.size(), count)) {
    if (flatten && range.size() == 1) {
      parts.push_back(items[range.begin]);
      continue;
    }
    PyList part;
    for (std::size_t i = range.begin; i < range.end; ++i) part.items.push_back(items[i]);
    parts.emplace_back(std::move(part));
  }
  return parts;
}

// One number of an array of one dimension, as a number of a numpy type.
PyArray numberAt(const PyArray& array, std::size_t place) {
  const PyArray row = array.middleRows(place, 1);
  const std::size_t size = row.bytes().size();
  const std::shared_ptr<char[]> data(new char[size]);
  std::ranges::copy(row.bytes(), data.get());
  return {row.type(), {}, data, size, true};
}

std::vector<PyValue> cutArray(const PyArray& array, std::size_t count, bool flatten) {
  std::vector<PyValue> parts;
  const auto rows = static_cast<std::size_t>(array.rows());
  for (const auto& range : engines::blockPartition(rows, count)) {
    if (flatten && range.size() == 1 && array.shape().size() == 1)
      parts.emplace_back(numberAt(array, range.begin));
    else
      parts.emplace_back(array.middleRows(range.begin, range.size()));
  }
  return parts;
}

std::string partText(const PyValue& part) {
  return part.as<PyArray>() != nullptr ? part.repr() : "a " + part.typeName();
}

[[noreturn]] void refuseParts(const std::vector<PyValue>& parts, std::size_t odd) {
  throw engines::ShapeError("part " + std::to_string(odd) + " is " + partText(parts[odd]) +
                            " and part 0 is " + partText(parts.front()) +
                            ": they do not fit together");
}

// The sides of an array but for the first; a number counts as an array of one.
std::vector<std::uint64_t> breadthOf(const PyArray& array) {
  if (array.shape().empty()) return {};
  return {array.shape().begin() + 1, array.shape().end()};
}

PyValue joinedArrays(const std::vector<PyValue>& parts) {
  const PyArray& first = *parts.front().as<PyArray>();
  std::uint64_t rows = 0;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto* part = parts[i].as<PyArray>();
    if (part == nullptr || part->type() != first.type() || breadthOf(*part) != breadthOf(first))
      refuseParts(parts, i);
    rows += part->rows();
    bytes += part->bytes().size();
  }
  const std::shared_ptr<char[]> data(new char[bytes]);
  char* end = data.get();
  for (const PyValue& part : parts) end = std::ranges::copy(part.as<PyArray>()->bytes(), end).out;
  std::vector<std::uint64_t> shape = breadthOf(first);
  shape.insert(shape.begin(), rows);
  return PyArray(first.type(), std::move(shape), data, bytes);
}

}  // namespace

std::vector<PyValue> partsOf(const PyValue& whole, std::size_t count, bool flatten) {
  if (const auto* list = whole.as<PyList>()) return cutItems(list->items, count, flatten);
  if (const auto* tuple = whole.as<PyTuple>()) return cutItems(tuple->items, count, flatten);
  const auto* array = whole.as<PyArray>();
  if (array == nullptr || array->shape().empty())
    throw std::invalid_argument("a " + whole.typeName() +
                                " cannot be cut into parts: a list, a tuple or an array can");
  return cutArray(*array, count, flatten);
}

PyValue joined(const std::vector<PyValue>& parts) {
  if (!parts.empty() && parts.front().as<PyArray>() != nullptr) return joinedArrays(parts);
  PyList whole;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].as<PyArray>() != nullptr) refuseParts(parts, i);
    if (const auto* list = parts[i].as<PyList>())
      whole.items.insert(whole.items.end(), list->items.begin(), list->items.end());
    else
      whole.items.push_back(parts[i]);  // one that was flattened
  }
  return whole;
}

}  // namespace fatou::python
