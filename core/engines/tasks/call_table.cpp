// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/tasks/call_table.h"

#include <bit>
#include <map>

#include "core/engines/tasks/errors.h"

namespace fatou::engines {
namespace {

// The table is complete before main() and unchanged from then on, so that it needs no lock. It is
// made at the first call, because files initialise in no order, and never destroyed, because a task
// that does not heed stops may still look something up while the process ends.
struct RegisteredCall {
  CallThunk run = nullptr;
  BeginThunk begin = nullptr;
};
std::map<std::uint64_t, RegisteredCall>& registeredCalls() {
  static auto& table = *new std::map<std::uint64_t, RegisteredCall>;
  return table;
}

}  // namespace

std::uint64_t registerCall(const char* typeName, CallThunk thunk, BeginThunk begin) {
  const std::uint64_t number = hashOf(typeName);
  const auto [entry, isNew] = registeredCalls().emplace(number, RegisteredCall{thunk, begin});
  if (!isNew && entry->second.run != thunk) entry->second = {};
  return number;
}

CallThunk callNumbered(std::uint64_t number) {
  const auto found = registeredCalls().find(number);
  return found == registeredCalls().end() ? nullptr : found->second.run;
}

BeginThunk beginNumbered(std::uint64_t number) {
  const auto found = registeredCalls().find(number);
  return found == registeredCalls().end() ? nullptr : found->second.begin;
}

void writeCallNumber(Writer& writer, std::uint64_t number, const char* typeName) {
  if (callNumbered(number) == nullptr)
    throw WireError("two functions are called " + readableTypeName(typeName) +
                    ": give them a type with a name");
  writeTo(writer, number);
}

std::uint64_t callTableFingerprint() {
  std::uint64_t fingerprint = sizeof(long double) * 2 + sizeof(void*) * 64 +
                              (std::endian::native == std::endian::little ? 1 : 0);
  for (const auto& [number, entry] : registeredCalls()) fingerprint = fingerprint * 31 + number;
  return fingerprint;
}

}  // namespace fatou::engines
