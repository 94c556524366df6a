// SPDX-License-Identifier: GPL-3.0-or-later
// What a Python engine sends. A value that is read must be read again from what is written of it.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/base/check.h"
#include "core/python/frame.h"
#include "core/python/py_json.h"

using namespace fatou;

namespace {

constexpr std::size_t kMostArrayBytes = std::size_t{1} << 20;

void use(const python::PyValue& value) {
  FATOU_CHECK(value.repr().size() < 2000);
  static_cast<void>(python::jsonText(value).ok());
  try {
    const python::EncodedValue encoded = python::encode(value);
    const python::PyValue again = python::decode(encoded.bytes, encoded.arrays);
    FATOU_CHECK(python::encode(again).bytes == encoded.bytes);
  } catch (const std::invalid_argument&) {  // deeper than what is written
  }
}

void readBody(const std::string& bytes) {
  const python::IncomingFrame frame(bytes);
  std::vector<std::shared_ptr<const char[]>> data;
  for (const auto& array : frame.arrays()) {
    if (array.bytes > kMostArrayBytes) return;
    data.emplace_back(new char[array.bytes]());
  }
  use(frame.value(data));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  try {
    use(python::decode(bytes));
  } catch (const engines::WireError&) {
  }
  try {
    readBody(bytes);
  } catch (const engines::WireError&) {
  }
  return 0;
}
