// SPDX-License-Identifier: GPL-3.0-or-later
// `fatou px` and `fatou run`: code and scripts on Python engines.
#include "app/fatou/python_command.h"

#include <variant>
#include <vector>

#include <QFileInfo>

#include "app/fatou/interrupt.h"
#include "app/fatou/text.h"
#include "core/engines/tasks/errors.h"
#include "core/python/python_calls.h"
#include "core/python/python_engines.h"

namespace fatou::app {
namespace {

constexpr std::size_t kLongestLine = 65536;  // longer ones are printed in pieces

// Whose failure it is, and the sentence; a traceback on lines of its own.
void tellFailure(const engines::TaskFailure& failure) {
  const QString text =
      QStringLiteral("engine %1: %2: %3")
          .arg(failure.engine)
          .arg(QString::fromStdString(failure.typeName), QString::fromStdString(failure.message));
  for (const QString& line : text.trimmed().split(u'\n')) tell(line);
}

void putPrinted(const std::monostate&, EngineOutput&) {}  // it has come already
void putPrinted(const python::OwnAnswer& answer, EngineOutput& output) {
  printed(answer, output);
}

// Has all engines do it, and waits; a signal stops them. The failures.
template <typename Task>
std::vector<engines::FailurePtr> failuresOf(const engines::Client& client, const Task& task,
                                            EngineOutput& output, const std::stop_token& stop) {
  const auto result = client.directView().applyAsync(task);
  const std::stop_callback onStop(stop, [&result] { result.cancel(); });
  std::vector<engines::FailurePtr> failures;
  for (const auto& outcome : result.get(engines::kReturnExceptions)) {
    if (outcome.ok())
      putPrinted(outcome.value(), output);
    else
      failures.push_back(outcome.failure());
  }
  return failures;
}

// The same on the ranks of --mpi, where what failed has printed is fetched.
template <typename Task>
std::vector<engines::FailurePtr> failuresOnRanks(const engines::Client& client,
                                                 const Options& options, const Task& task,
                                                 EngineOutput& output,
                                                 const std::stop_token& stop) {
  auto failures = failuresOf(client, onRanks(options, task), output, stop);
  if (!failures.empty() && !stop.stop_requested()) putLeftOutput(client, options, output);
  return failures;
}

// Has all engines do it. Throws the Failure where one has failed.
template <typename Task>
void runOnAll(const Options& options, const Task& task) {
  const Interrupt interrupt;
  const std::stop_token stop = interrupt.token();
  const auto output = std::make_shared<EngineOutput>();
  std::vector<engines::FailurePtr> failures;
  std::size_t count = 0;
  {
    const engines::EngineSource source = pythonSource(options, output, stop);
    const engines::Client client = startPython(source, options, stop);
    count = client.size();
    failures = options.ranks() ? failuresOnRanks(client, options, task, *output, stop)
                               : failuresOf(client, task, *output, stop);
    if (!stop.stop_requested())
      for (const auto& failure : failures) tellFailure(*failure);
  }
  output->finish();
  if (stop.stop_requested()) throw Failure{kInterrupted, QStringLiteral("interrupted")};
  if (!failures.empty())
    throw Failure{kFailed, QStringLiteral("it failed on %1 of %2")
                               .arg(failures.size())
                               .arg(enginesText(static_cast<int>(count)))};
}

}  // namespace

void EngineOutput::put(engines::EngineId engine, int stream, std::string_view text) {
  const std::scoped_lock lock(m_mutex);
  std::string& pending = m_pending[{engine, stream}];
  pending += text;
  std::size_t begin = 0;
  for (std::size_t end = pending.find('\n'); end != std::string::npos;
       end = pending.find('\n', begin)) {
    printLine(engine, stream, std::string_view(pending).substr(begin, end - begin));
    begin = end + 1;
  }
  pending.erase(0, begin);
  if (pending.size() < kLongestLine) return;
  printLine(engine, stream, pending);
  pending.clear();
}

void EngineOutput::finish() {
  const std::scoped_lock lock(m_mutex);
  for (const auto& [from, text] : m_pending)
    if (!text.empty()) printLine(from.first, from.second, text);
  m_pending.clear();
  if (m_failure) throw *m_failure;
}

// An engine's thread must not throw.
void EngineOutput::printLine(engines::EngineId engine, int stream, std::string_view line) {
  const QString text = QStringLiteral("[%1] %2").arg(engine).arg(
      QString::fromUtf8(line.data(), static_cast<qsizetype>(line.size())));
  if (stream != 1) return tell(text);
  if (m_failure) return;
  try {
    print(text + u'\n');
  } catch (const Failure& failure) {
    m_failure = failure;
  }
}

void addPythonOptions(Options& options) {
  options.addEngines(QStringLiteral("How many engines; all cores when left out."));
  options.addMpi();
  options.add("python",
              "The Python that engines run: that of FATOU_PYTHON, of the active virtual "
              "environment or the first python3 in PATH when left out.",
              "PROGRAM");
}

engines::EngineSource pythonSource(const Options& options, std::shared_ptr<EngineOutput> output,
                                   const std::stop_token& stop) {
  if (options.ranks()) return options.source(stop);
  return python::pythonEngines(
      {.program = options.value(QStringLiteral("python")).toStdString(),
       .output = [output](engines::EngineId engine, int stream,
                          std::string_view text) { output->put(engine, stream, text); },
       .notice = [](const std::string& sentence) { tell(QString::fromStdString(sentence)); }});
}

void requireEngines(const Options& options) {
  static_cast<void>(options.engines());
  static_cast<void>(options.source());
}

const python::PyValue& printed(const python::OwnAnswer& answer, EngineOutput& output) {
  output.put(answer.engine, 1, answer.out);
  output.put(answer.engine, 2, answer.err);
  return answer.value;
}

void putLeftOutput(const engines::Client& client, const Options& options, EngineOutput& output) {
  if (client.size() == 0) return;
  const auto nothing = onRanks(options, python::Execute{"pass"});
  for (const auto& outcome :
       client.directView().applyAsync(nothing).get(engines::kReturnExceptions))
    if (outcome.ok()) printed(outcome.value(), output);
}

engines::Client startPython(const engines::EngineSource& source, const Options& options,
                            const std::stop_token& stop) {
  const Failure interrupted{kInterrupted,
                            QStringLiteral("interrupted while engines were being started")};
  try {
    engines::Client client = source.start(options.engines(), stop);
    if (stop.stop_requested()) throw interrupted;
    return client;
  } catch (const engines::TaskAborted&) {
    throw interrupted;
  }
}

void runPx(const QStringList& arguments) {
  Options options(QStringLiteral("Runs Python code on all engines, and prints what they print."));
  options.addArgument(QStringLiteral("CODE"), QStringLiteral("The statements."));
  addPythonOptions(options);
  options.parse(arguments);
  if (options.positional().isEmpty())
    throw badUsage(QStringLiteral("the code is missing: say which, like 'print(1 + 1)'"));
  runOnAll(options, python::Execute{options.positional()[0].toStdString(), "<code>"});
}

void runScript(const QStringList& arguments) {
  Options options(
      QStringLiteral("Runs a Python script on all engines, and prints what they print."));
  options.addArgument(QStringLiteral("FILE.py"), QStringLiteral("The script."));
  addPythonOptions(options);
  options.parse(arguments);
  if (options.positional().isEmpty())
    throw badUsage(QStringLiteral("the script is missing: name one, like simulate.py"));
  const QFileInfo script(options.positional()[0]);
  if (!script.isFile())
    throw badUsage(
        QStringLiteral("there is no file '%1': name a Python script").arg(options.positional()[0]));
  runOnAll(options, python::RunFile{script.absoluteFilePath().toStdString()});
}

}  // namespace fatou::app
