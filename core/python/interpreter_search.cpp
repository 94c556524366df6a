// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/interpreter_search.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <unistd.h>

namespace fatou::python {
namespace {

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

bool canBeRun(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error) && ::access(path.c_str(), X_OK) == 0;
}

// The first program with this name in the folders of PATH.
std::optional<std::string> inPath(const std::string& name) {
  const std::string folders = variable("PATH");
  std::string_view rest = folders;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    const std::string folder(rest.substr(0, end));
    const std::string path = (folder.empty() ? "." : folder) + "/" + name;
    if (canBeRun(path)) return path;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return std::nullopt;
}

// A program that somebody has named is this one or none.
Result<std::string> named(const std::string& name) {
  if (name.find('/') == std::string::npos) {
    if (auto path = inPath(name)) return *path;
    return Error{"there is no program '" + name +
                 "' in PATH: name a Python, like /usr/bin/python3"};
  }
  if (canBeRun(name)) return name;
  std::error_code error;
  if (std::filesystem::exists(name, error))
    return Error{"'" + name + "' cannot be run: name a Python, like /usr/bin/python3"};
  return Error{"there is no '" + name + "': name a Python, like /usr/bin/python3"};
}

}  // namespace

Result<std::string> findInterpreter(const std::string& chosen) {
  if (!chosen.empty()) return named(chosen);
  if (const std::string own = variable("FATOU_PYTHON"); !own.empty()) return named(own);
  if (const std::string environment = variable("VIRTUAL_ENV"); !environment.empty()) {
    const std::string path = environment + "/bin/python3";
    if (canBeRun(path)) return path;
  }
  if (auto path = inPath("python3")) return *path;
  if (canBeRun("/usr/bin/python3")) return std::string("/usr/bin/python3");
  return Error{"no python3 was found: install it, or name one with --python"};
}

}  // namespace fatou::python
