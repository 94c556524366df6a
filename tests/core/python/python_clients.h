// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <QFile>

#include "core/engines/client.h"
#include "core/python/python_engines.h"

// Clients of Python engines for tests, with what the engines print and what is told of them.
namespace fatou::tests {

// The system's Python, which is the one that has numpy where there are several.
inline std::string testPython() {
  return QFile::exists(QStringLiteral("/usr/bin/python3")) ? "/usr/bin/python3" : "";
}

class PythonClients {
 public:
  // A source whose engines tell this object what they print and how they end.
  engines::EngineSource source(std::string program = testPython()) {
    return python::pythonEngines(
        {.program = std::move(program),
         .output =
             [this](engines::EngineId engine, int stream, std::string_view text) {
               const std::scoped_lock lock(m_mutex);
               m_output.append(std::to_string(engine) + (stream == 1 ? "o" : "e") + "<" +
                               std::string(text) + ">");
             },
         .notice =
             [this](const std::string& sentence) {
               const std::scoped_lock lock(m_mutex);
               m_notices.push_back(sentence);
             }});
  }
  engines::Client start(int engines) { return source().start(engines); }

  // All that was printed, a piece like "0o<text>" for stream 1 of engine 0, "0e<...>" for stream 2.
  std::string output() const {
    const std::scoped_lock lock(m_mutex);
    return m_output;
  }
  std::vector<std::string> notices() const {
    const std::scoped_lock lock(m_mutex);
    return m_notices;
  }

 private:
  mutable std::mutex m_mutex;
  std::string m_output;
  std::vector<std::string> m_notices;
};

}  // namespace fatou::tests
