// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
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
             [heard = m_heard](engines::EngineId engine, int stream, std::string_view text) {
               const std::scoped_lock lock(heard->mutex);
               heard->output += std::to_string(engine) + (stream == 1 ? "o" : "e") + "<" +
                                std::string(text) + ">";
             },
         .notice =
             [heard = m_heard](const std::string& sentence) {
               const std::scoped_lock lock(heard->mutex);
               heard->notices.push_back(sentence);
             }});
  }
  engines::Client start(int engines) { return source().start(engines); }

  // All that was printed, a piece like "0o<text>" for stream 1 of engine 0, "0e<...>" for stream 2.
  std::string output() const {
    const std::scoped_lock lock(m_heard->mutex);
    return m_heard->output;
  }
  std::vector<std::string> notices() const {
    const std::scoped_lock lock(m_heard->mutex);
    return m_heard->notices;
  }

 private:
  struct Heard {
    std::mutex mutex;
    std::string output;
    std::vector<std::string> notices;
  };
  std::shared_ptr<Heard> m_heard = std::make_shared<Heard>();
};

}  // namespace fatou::tests
