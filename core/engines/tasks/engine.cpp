// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/tasks/engine.h"

#include <utility>

namespace fatou::engines {
namespace {

thread_local const void* t_home = nullptr;

}  // namespace

bool isEngineOf(const void* home) {
  return t_home != nullptr && t_home == home;
}

EngineThreadScope::EngineThreadScope(const void* home) : m_outer(std::exchange(t_home, home)) {}
EngineThreadScope::~EngineThreadScope() {
  t_home = m_outer;
}

Engine::Named& Engine::called(const std::string& name) const {
  const auto found = m_values.find(name);
  if (found == m_values.end()) throw NameError(name);
  return found->second;
}

void Engine::throwTypeError(const std::string& name, const Value& value, const char* askedFor) {
  throw TypeError(name, readableTypeName(value.typeName()), readableTypeName(askedFor));
}

std::vector<std::string> Engine::names() const {
  std::vector<std::string> names;
  names.reserve(m_values.size());
  for (const auto& [name, value] : m_values) names.push_back(name);
  return names;
}

}  // namespace fatou::engines
