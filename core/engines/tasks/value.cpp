// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/tasks/value.h"

#include <map>
#include <utility>

#include "core/engines/tasks/call_table.h"
#include "core/engines/tasks/errors.h"

namespace fatou::engines {
namespace {

// The table is complete before main() and never destroyed, as that of calls is.
std::map<std::uint64_t, ValueCodec>& registeredCodecs() {
  static auto& table = *new std::map<std::uint64_t, ValueCodec>;
  return table;
}

// How deep the value that this thread is reading lies within others, as in a vector of values.
class Level {
 public:
  Level() {
    if (t_depth == kDeepest) throw WireError("a message holds values within values without end");
    ++t_depth;
  }
  ~Level() { --t_depth; }
  Level(const Level&) = delete;
  Level& operator=(const Level&) = delete;

 private:
  static constexpr int kDeepest = 100;  // each takes a few stack frames
  static thread_local int t_depth;
};
thread_local int Level::t_depth = 0;

}  // namespace

Value::Value(std::shared_ptr<const void> data, const std::type_info& type, const ValueCodec* codec)
    : m_data(std::move(data)), m_type(type), m_codec(codec) {}

const ValueCodec* codecNumbered(std::uint64_t type) {
  const auto found = registeredCodecs().find(type);
  return found == registeredCodecs().end() ? nullptr : &found->second;
}

const ValueCodec* registerCodec(const char* typeName, ValueCodec codec) {
  codec.type = hashOf(typeName);
  const auto& known = registeredCodecs().emplace(codec.type, codec).first->second;
  return known.write == codec.write ? &known : nullptr;  // another type of the same name was first
}

void Wire<Value>::write(Writer& writer, const Value& value) {
  if (value.m_codec == nullptr)
    throw WireError("a " + readableTypeName(value.typeName()) +
                    " cannot be sent to an engine elsewhere: let it name its fields, or "
                    "specialise Wire for it");
  writeTo(writer, value.m_codec->type);
  value.m_codec->write(writer, value.m_data.get());
}

Value Wire<Value>::read(Reader& reader) {
  const Level level;
  const auto type = readFrom<std::uint64_t>(reader);
  const ValueCodec* codec = codecNumbered(type);
  if (codec == nullptr) throw WireError("a message holds a value of a type nobody knows here");
  return codec->read(reader);
}

}  // namespace fatou::engines
