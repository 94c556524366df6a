// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fatou/report.h"

#include "app/fatou/command.h"
#include "core/io/files/publish.h"
#include "core/io/machine/usable_cores.h"
#include "core/render/recorded_run.h"

namespace fatou::app {

std::vector<stats::Run> toRuns(const std::vector<render::RunRecord>& records,
                               render::ViewKind view) {
  const int cores = io::usableCores();
  std::vector<stats::Run> runs;
  for (const auto& record : records) runs.push_back(render::toRun(record, view, cores));
  return runs;
}

void addForceOption(Options& options) {
  options.add({QStringLiteral("force"), QStringLiteral("Replace files that are there.")});
}

io::Replace replaceOf(const Options& options) {
  return {options.isSet(QStringLiteral("force")), QStringLiteral("--force to have it replaced")};
}

void requireWritable(const Options& options, std::initializer_list<const char*> names,
                     QStringList files) {
  for (const char* name : names) {
    const QString option = QString::fromLatin1(name);
    if (!options.isSet(option)) continue;
    files += options.value(option);
    if (auto status = io::checkWritable(files.last(), replaceOf(options)); !status)
      throw badUsage(status.error());
  }
  if (auto status = io::checkDistinct(files); !status) throw badUsage(status.error());
}

void writeReport(const Options& options, const char* name, const QByteArray& bytes) {
  require(io::writeFile(options.value(QString::fromLatin1(name)), bytes, replaceOf(options)));
}

void addTraceOption(Options& options) {
  options.add(
      {QStringLiteral("trace"),
       QStringLiteral("Write a trace for Perfetto, Tracy or speedscope; gzipped as .json.gz."),
       QStringLiteral("FILE")});
}

void writeTrace(const Options& options, const std::vector<io::TracedRun>& runs) {
  if (!options.isSet(QStringLiteral("trace"))) return;
  const QByteArray trace = io::traceJson(runs);
  const bool isPacked =
      options.value(QStringLiteral("trace")).endsWith(QStringLiteral(".gz"), Qt::CaseInsensitive);
  writeReport(options, "trace", isPacked ? io::gzipped(trace) : trace);
}

}  // namespace fatou::app
