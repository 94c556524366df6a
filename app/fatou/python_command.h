// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

#include <QString>
#include <QStringList>

#include "app/fatou/command.h"
#include "app/fatou/options.h"
#include "core/engines/client.h"
#include "core/python/own_python.h"

namespace fatou::app {

// What the commands that run Python share.

// Prints what engines print, a line at a time behind "[engine] ": their standard output on standard
// output, their standard error on standard error. Any thread may put.
class EngineOutput {
 public:
  void put(engines::EngineId engine, int stream, std::string_view text);
  // Prints lines that have no end. Throws the Failure of an output that could not be written.
  void finish();

 private:
  void printLine(engines::EngineId engine, int stream, std::string_view line);

  std::mutex m_mutex;
  std::map<std::pair<engines::EngineId, int>, std::string> m_pending;
  std::optional<Failure> m_failure;
};

// --engines, --mpi and where its ranks are, and --python.
void addPythonOptions(Options& options);

// Engines that are Python processes and print to `output`, or with --mpi ranks that have a Python
// each, if tasks are given to them in an InOwnPython; which were lost is told on standard error.
engines::EngineSource pythonSource(const Options& options, std::shared_ptr<EngineOutput> output,
                                   const std::stop_token& stop);
// Throws a Failure where the options name engines that cannot be, without starting any.
void requireEngines(const Options& options);
// Throws the Failure of an interrupted command where there was a signal meanwhile.
engines::Client startPython(const engines::EngineSource& source, const Options& options,
                            const std::stop_token& stop);

// The task for the ranks of --mpi.
template <typename Task>
python::InOwnPython<Task> onRanks(const Options& options, const Task& task) {
  return {.task = task, .program = options.value(QStringLiteral("python")).toStdString()};
}
// What a rank's Python gives, after what it has printed was put.
const python::PyValue& printed(const python::OwnAnswer& answer, EngineOutput& output);
// Puts what tasks that have failed have printed on ranks.
void putLeftOutput(const engines::Client& client, const Options& options, EngineOutput& output);

// `fatou map FILE.py:FUNCTION A..B`, a function of the user's own over a range: whether it is
// meant, and the command.
bool isFunctionMap(const QStringList& arguments);
void runFunctionMap(const QStringList& arguments);

}  // namespace fatou::app
