// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/cell_tasks.h"

#include <QFile>
#include <QRegularExpression>

#include "ui/console/watch_number.h"

namespace fatou::ui {
namespace {

Result<QByteArray> consoleText(const char* name) {
  QFile file(QStringLiteral(":/python/console/") + QLatin1StringView(name));
  if (!file.open(QIODevice::ReadOnly))
    return Error{std::string(name) + " is missing from this program: install Fatou anew"};
  return file.readAll();
}

// Python that runs the text as part of the engine, whose frames tracebacks leave out.
std::string asEngineText(const QByteArray& text) {
  return "exec(compile(bytes.fromhex('" + text.toHex().toStdString() +
         "').decode(), '<fatou engine>', 'exec'))";
}

}  // namespace

Result<std::string> cellSupport() {
  const auto text = consoleText("cell.py");
  if (!text) return text.error();
  return asEngineText(text.value());
}

Result<std::string> explorerSupport(const QString& path) {
  const auto text = consoleText("explorer.py");
  if (!text) return text.error();
  const QByteArray hex = path.toUtf8().toHex();
  return asEngineText("PATH = bytes.fromhex('" + hex + "').decode()\n" + text.value());
}

python::PyValue RunCell::operator()(engines::Engine& engine) const {
  return (*this)(engine, python::PyValue());
}

python::PyValue RunCell::operator()(engines::Engine& engine, const python::PyValue& i) const {
  const auto looksOn = WatchNumber::find(watch);
  const render::BandWatch::Scope atWork(looksOn.get(), engine.id(), {});
  return python::PythonFunction::ofSource("__fatou_cell__", support)(engine, text, name, i);
}

std::string cellName(CellRunId run) {
  return "<cell " + std::to_string(run) + ">";
}

CellError cellError(const engines::TaskFailure& failure, const std::string& name, int engine) {
  const QString message = QString::fromStdString(failure.message);
  const QString type = QString::fromStdString(failure.typeName);
  const qsizetype traced = message.indexOf(QStringLiteral("\nTraceback (most"));
  const qsizetype end = message.indexOf(u'\n');
  CellError error{.engine = engine};
  const QString first = end < 0 ? message : message.left(end);
  const bool isPython = failure.kind == engines::TaskFailure::Kind::Raised;
  error.sentence = isPython && !type.isEmpty() ? type + QStringLiteral(": ") + first : first;
  if (traced >= 0)
    error.traceback = message.mid(traced + 1).trimmed();
  else if (end >= 0)
    error.traceback = message.mid(end + 1).trimmed();
  const QRegularExpression line(QStringLiteral("File \"%1\", line (\\d+)")
                                    .arg(QRegularExpression::escape(QString::fromStdString(name))));
  for (auto found = line.globalMatch(message); found.hasNext();)
    error.line = found.next().captured(1).toInt();
  return error;
}

}  // namespace fatou::ui
