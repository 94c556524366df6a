// SPDX-License-Identifier: GPL-3.0-or-later
// `fatou map FILE.py:FUNCTION A..B`: a function of the user's own over a range of numbers.
#include <algorithm>
#include <chrono>
#include <exception>

#include <QFileInfo>

#include "app/fatou/function_results.h"
#include "app/fatou/interrupt.h"
#include "app/fatou/option_values.h"
#include "app/fatou/progress.h"
#include "app/fatou/python_command.h"
#include "app/fatou/report.h"
#include "app/fatou/text.h"
#include "core/base/exception_text.h"
#include "core/io/files/publish.h"
#include "core/python/py_json.h"
#include "core/python/python_calls.h"

namespace fatou::app {
namespace {

constexpr char kBetween[] = ".py:";  // a script and its function
constexpr qint64 kMostNumbers = 10'000'000;
constexpr int kMostTold = 5;  // failures that are told one by one

// "0..9999", both ends included.
FunctionRange rangeOf(const QString& function, const QString& text) {
  const QStringList ends = text.split(QStringLiteral(".."));
  bool isFirst = false;
  bool isLast = false;
  const qint64 first = ends.value(0).toLongLong(&isFirst);
  const qint64 last = ends.value(1).toLongLong(&isLast);
  constexpr qint64 kFurthest = qint64{1} << 60;
  if (ends.size() != 2 || !isFirst || !isLast || first > last || first < -kFurthest ||
      last > kFurthest)
    throw badUsage(QStringLiteral("'%1' is no range: write one like 0..9999").arg(text));
  if (last - first >= kMostNumbers)
    throw badUsage(QStringLiteral("'%1' has more than 10,000,000 numbers: cut it").arg(text));
  return {.function = function, .first = first, .last = last};
}

// "script.py:simulate"
python::PythonFunction functionOf(const QString& text) {
  const qsizetype end = text.lastIndexOf(QLatin1StringView(kBetween)) + 3;
  const QString path = text.left(end);
  const QString name = text.mid(end + 1);
  if (name.isEmpty())
    throw badUsage(
        QStringLiteral("'%1' names no function: write it like %2:simulate").arg(text, path));
  if (!QFileInfo(path).isFile())
    throw badUsage(QStringLiteral("there is no file '%1': name a Python script").arg(path));
  return python::PythonFunction::ofFile(name.toStdString(),
                                        QFileInfo(path).absoluteFilePath().toStdString());
}

void addFunctionOptions(Options& options) {
  options.addArgument(QStringLiteral("FILE.py:FUNCTION"),
                      QStringLiteral("The function of one number, and its script."));
  options.addArgument(QStringLiteral("A..B"), QStringLiteral("The numbers, both ends included."));
  options.add({{QStringLiteral("o"), QStringLiteral("output")},
               QStringLiteral("The results, in the order of the numbers: .npy, .csv or .jsonl. "
                              "Where the command is repeated, it goes on with NAME.unfinished."),
               QStringLiteral("FILE")});
  options.add("retries", "On how many further engines a number is tried that has failed.", "N",
              "0");
  addForceOption(options);
  options.add({QStringLiteral("quiet"), QStringLiteral("Print nothing but errors.")});
  addPythonOptions(options);
}

// Says what has failed, the first few times.
class FailuresTold {
 public:
  void tellOf(std::int64_t number, const QString& why) {
    if (++m_count <= kMostTold)
      tell(QStringLiteral("%1: %2").arg(number).arg(why.section(u'\n', 0, 0)));
  }
  int count() const { return m_count; }

 private:
  int m_count = 0;
};

// What takes the results of a map.
struct MapTakers {
  const Options& options;
  FunctionResults& results;
  FailuresTold& failures;
  EngineOutput& output;
};

const python::PyValue& mappedValue(const python::PyValue& value, EngineOutput&) {
  return value;
}
const python::PyValue& mappedValue(const python::OwnAnswer& answer, EngineOutput& output) {
  return printed(answer, output);
}

// Computes numbers, and keeps the results as they come.
template <typename Function>
void mapNumbers(const engines::Client& client, const Function& function,
                const std::vector<std::int64_t>& missing, const MapTakers& takers,
                const std::stop_token& stop) {
  const int retries = takers.options.number(QStringLiteral("retries"), 0, 1000);
  const std::vector<python::PyValue> numbers(missing.begin(), missing.end());
  const auto computed =
      client.loadBalancedView().with({.retries = retries}).mapAsync(function, numbers);
  const std::stop_callback onStop(stop, [&computed] { computed.cancel(); });
  Progress progress("mapping", static_cast<std::int64_t>(missing.size()),
                    takers.options.isSet(QStringLiteral("quiet")));
  const auto arrivals = computed.asCompleted();
  for (auto arrival = arrivals.begin(); arrival != arrivals.end(); ++arrival) {
    const std::size_t item = arrival.index();
    progress.add(1);
    try {
      const auto json = python::jsonText(mappedValue(computed[item], takers.output));
      if (json)
        takers.results.add(missing[item], json.value());
      else
        takers.failures.tellOf(missing[item], QString::fromStdString(json.error().message));
    } catch (const std::exception& error) {
      if (stop.stop_requested()) continue;
      takers.failures.tellOf(missing[item], QString::fromStdString(exceptionText(error)));
    }
  }
}

void computeMissing(const Options& options, const python::PythonFunction& function,
                    FunctionResults& results, const Interrupt& interrupt, FailuresTold& failures) {
  const std::vector<std::int64_t> missing = results.missing();
  if (missing.empty()) return;
  const std::stop_token stop = interrupt.token();
  const auto output = std::make_shared<EngineOutput>();
  const MapTakers takers{options, results, failures, *output};
  {
    const engines::EngineSource source = pythonSource(options, output, stop);
    const engines::Client client = startPython(source, options, stop);
    if (options.ranks()) {
      mapNumbers(client, onRanks(options, function), missing, takers, stop);
      if (failures.count() > 0 && !stop.stop_requested()) putLeftOutput(client, options, *output);
    } else {
      mapNumbers(client, function, missing, takers, stop);
    }
  }
  output->finish();
}

void requireOutputName(const Options& options) {
  const QStringList names = options.values(QStringLiteral("output"));
  if (names.size() != 1)
    throw badUsage(QStringLiteral("say once where the results are to be, like -o results.csv"));
  requireResultName(names[0]);
  if (Status status = io::checkWritable(names[0], replaceOf(options)); !status)
    throw badUsage(status.error());
}

}  // namespace

bool isFunctionMap(const QStringList& arguments) {
  return std::any_of(arguments.begin() + 1, arguments.end(), [](const QString& argument) {
    return !argument.startsWith(u'-') && argument.contains(QLatin1StringView(kBetween));
  });
}

void runFunctionMap(const QStringList& arguments) {
  Options options(
      QStringLiteral("Calls a Python function for each number of a range on all "
                     "engines, and writes what it returns."));
  addFunctionOptions(options);
  options.parse(arguments);
  if (options.positional().size() != 2)
    throw badUsage(
        QStringLiteral("a function and a range are needed, like script.py:simulate 0..9999"));
  requireOutputName(options);
  const auto function = functionOf(options.positional()[0]);
  const FunctionRange range = rangeOf(options.positional()[0], options.positional()[1]);
  requireEngines(options);
  const QString name = options.value(QStringLiteral("output"));
  const auto begin = std::chrono::steady_clock::now();
  const Interrupt interrupt;
  FunctionResults results(name, range);
  FailuresTold failures;
  computeMissing(options, function, results, interrupt, failures);
  const std::size_t left = results.missing().size();
  if (left > 0 && interrupt.token().stop_requested())
    throw Failure{kInterrupted, QStringLiteral("interrupted with %1 of %2 left: repeat the command "
                                               "to go on")
                                    .arg(left)
                                    .arg(range.size())};
  if (left > 0)
    throw Failure{kFailed, QStringLiteral("%1 of %2 failed: repeat the command to try them again")
                               .arg(left)
                               .arg(range.size())};
  require(io::writeFile(name, results.file(), replaceOf(options)));
  results.removePart();
  if (!options.isSet(QStringLiteral("quiet")))
    print(QStringLiteral("%1 results in %2\n")
              .arg(countText(static_cast<std::int64_t>(range.size())),
                   durationText(std::chrono::steady_clock::now() - begin)));
}

}  // namespace fatou::app
