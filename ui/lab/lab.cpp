// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/lab.h"

#include <algorithm>
#include <optional>

#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QMainWindow>
#include <QStandardPaths>

#include "core/io/files/publish.h"
#include "core/io/reports/trace_json.h"
#include "core/julia/formulas/formula_row.h"
#include "core/render/recorded_run.h"
#include "core/render/row_savings.h"
#include "ui/canvas/fractal_canvas.h"
#include "ui/lab/chart_file.h"
#include "ui/lab/comparison_fields.h"
#include "ui/lab/lab_panel.h"
#include "ui/lab/lab_words.h"
#include "ui/lab/side_by_side_page.h"
#include "ui/state/explorer_document.h"
#include "ui/state/picture_request.h"
#include "ui/state/settings.h"
#include "ui/widgets/dock_room.h"
#include "ui/widgets/dock_title.h"

namespace fatou::ui {
namespace {

constexpr int kComfortableHeight = 330;
constexpr QSize kWindowSize{1'100, 680};

// Returns what each row of the picture costs its kernel; nothing unless the picture is complete.
std::optional<stats::RowCosts> rowCostsOf(const Picture& picture) {
  if (!picture.isComplete()) return std::nullopt;
  const render::RenderRequest& request = picture.request();
  return stats::countedCosts(picture.counts(), picture.width(), request.picture.place.tmax,
                             render::rowSavings(request));
}

}  // namespace

Lab::Lab(const Context& context, QObject* parent)
    : QObject(parent),
      m_context(context),
      m_room(new DockRoom(context.window, dockOf(context.panel), kComfortableHeight, this)) {
  connectAll();
  connectPicture();
  connectComparisons();
}

void Lab::connectAll() {
  const LabPanel& panel = m_context.panel;
  connect(&panel, &LabPanel::compareRequested, this, &Lab::compare);
  connect(&panel, &LabPanel::cancelRequested, &m_context.comparisons, &LabController::cancel);
  connect(&panel, &LabPanel::openRequested, this, &Lab::askToOpen);
  connect(&panel, &LabPanel::exportRequested, this, &Lab::askToExport);
  connect(&panel, &LabPanel::traceRequested, this, &Lab::askToSaveTrace);
  connect(&panel, &LabPanel::windowRequested, this, &Lab::setFloating);
  connect(dockOf(panel).toggleViewAction(), &QAction::toggled, this, &Lab::shownChanged);
}

void Lab::connectPicture() {
  const LabPanel& panel = m_context.panel;
  connect(&panel, &LabPanel::shown, this, &Lab::takePicture);
  connect(&m_context.canvas, &FractalCanvas::rowHovered, &panel.sideBySidePage(),
          &SideBySidePage::markRow);
  connect(&panel, &LabPanel::rowsHovered, &m_context.canvas, &FractalCanvas::highlightRows);
}

void Lab::connectComparisons() {
  LabPanel* panel = &m_context.panel;
  const LabController& comparisons = m_context.comparisons;
  connect(&comparisons, &LabController::begun, this, [this] {
    m_context.panel.setProgress(0, 0);
    Q_EMIT measuring(true);
  });
  connect(&comparisons, &LabController::progressed, panel, &LabPanel::setProgress);
  connect(&comparisons, &LabController::finished, this,
          [this](const std::shared_ptr<const LabResult>& result) {
            m_result = result;
            m_context.panel.setResult(result);
          });
  connect(&comparisons, &LabController::failed, this, &Lab::failed);
  connect(&comparisons, &LabController::ended, this, [this] {
    m_context.panel.setIdle();
    Q_EMIT measuring(false);
  });
}

void Lab::compare(const ComparisonSettings& settings) {
  const auto picture = pictureRequest(m_context.document.state(), m_context.canvas.devicePixels());
  if (!picture) return report(picture.error(), {});
  render::RenderRequest request = picture.value();
  if (settings.kernel == render::Kernel::Fast)
    if (auto fast = require(request.picture.place.formula, julia::Ability::Fast); !fast)
      return report(fast.error(), {});
  request.picture.quantities = {};
  request.engines.kernel = settings.kernel;
  m_context.comparisons.start({.request = request,
                               .engineCounts = settings.engineCounts,
                               .bandHeights = settings.bandHeights,
                               .repeats = settings.repeats,
                               .cores = m_context.cores});
}

void Lab::setShown(bool shown) {
  dockOf(m_context.panel).setVisible(shown);
  if (shown) show();
}

void Lab::show() {
  QDockWidget& dock = dockOf(m_context.panel);
  dock.show();
  dock.raise();
  m_room->settle();
  const ExplorerState& state = m_context.document.state();
  if (!m_context.comparisons.isBusy())
    m_context.panel.setKernel(kernelFor(state.place.formula, state.engines.kernel));
}

void Lab::setFloating() {
  QDockWidget& dock = dockOf(m_context.panel);
  dock.setFloating(!dock.isFloating());
  if (dock.isFloating()) dock.resize(dock.size().expandedTo(kWindowSize));
}

void Lab::takePicture() {
  if (!m_context.panel.isVisible()) return;
  const Picture& picture = m_context.canvas.picture();
  m_context.panel.sideBySidePage().setPicture(picture.image());
  if (const auto costs = rowCostsOf(picture))
    m_context.panel.setPictureCosts(*costs, render::parameters(picture.request()));
}

void Lab::takeRun(const render::RunRecord& run) {
  const render::RenderRequest& request = m_context.canvas.picture().request();
  const stats::Run value = render::toRun(run, request.engines.viewKind, m_context.cores);
  if (!stats::check(value)) return;
  const QString name = configurationName({.view = value.view, .engines = value.engines});
  m_context.panel.sideBySidePage().setRun(RunKind::Current,
                                          {.name = name,
                                           .run = value,
                                           .height = request.picture.height,
                                           .caption = captionText(render::parameters(request))});
}

void Lab::pinRun() {
  if (m_context.panel.sideBySidePage().pin())
    Q_EMIT done(tr("Pinned: the lab shows this run beside the next ones"));
}

void Lab::showRun(const io::Recording& recording, const QString& name) {
  show();
  m_context.panel.setRecording(recording, name);
}

Status Lab::saveReport(const QString& path, const io::Replace& replace) const {
  const auto wrong = [&path](const QString& why) {
    return Error{tr("Cannot write %1: %2").arg(path, why).toStdString()};
  };
  if (!m_result) return wrong(tr("nothing has been compared yet"));
  const QString ending = QFileInfo(path).suffix().toLower();
  QByteArray bytes;
  if (ending == u"html" || ending == u"htm") bytes = io::reportHtml(m_result->report);
  if (ending == u"csv") bytes = io::reportCsv(m_result->report);
  if (ending == u"json") bytes = io::reportJson(m_result->report);
  if (ending == u"pdf") bytes = chartsPdf(m_result->report);
  if (ending == u"svg") bytes = chartsSvg(m_result->report);
  if (bytes.isEmpty()) return wrong(tr("its ending is none of .html, .csv, .json, .pdf and .svg"));
  return io::writeFile(path, bytes, replace);
}

Status Lab::saveTrace(const QString& path, const io::Replace& replace) const {
  std::vector<io::TracedRun> runs;
  for (const NamedRun& run : m_context.panel.sideBySidePage().shown())
    runs.push_back({.name = run.name, .run = run.run});
  if (runs.empty())
    return Error{tr("Cannot write %1: nothing has run yet").arg(path).toStdString()};
  const QByteArray trace = io::traceJson(runs);
  const bool isPacked = path.endsWith(QLatin1String(".gz"), Qt::CaseInsensitive);
  return io::writeFile(path, isPacked ? io::gzipped(trace) : trace, replace);
}

void Lab::askToOpen() {
  const QString path = QFileDialog::getOpenFileName(&m_context.window, tr("Open Recorded Run"),
                                                    startFolder(), tr("Runs (*.json)"));
  if (!path.isEmpty()) Q_EMIT openRequested(path);
}

std::optional<SaveName> Lab::askWhereTo(const QString& title, const QString& proposed,
                                        const QString& endings) const {
  const QString chosen = QFileDialog::getSaveFileName(&m_context.window, title,
                                                      startFolder() + u'/' + proposed, endings);
  if (chosen.isEmpty()) return std::nullopt;
  SaveName name = saveName(chosen, u'.' + QFileInfo(proposed).suffix());
  m_context.settings.setValue(settings::kLastFolder, QFileInfo(name.path).path());
  return name;
}

void Lab::askToExport() {
  const auto name = askWhereTo(
      tr("Export Report"), QStringLiteral("comparison.html"),
      tr("Pages (*.html);;Tables (*.csv);;Everything for scripts (*.json);;Charts (*.pdf *.svg)"));
  if (name)
    report(saveReport(name->path, name->replace),
           tr("Exported %1").arg(QFileInfo(name->path).fileName()));
}

void Lab::askToSaveTrace() {
  const auto name =
      askWhereTo(tr("Save Trace"), QStringLiteral("trace.json"), tr("Traces (*.json *.json.gz)"));
  if (name)
    report(saveTrace(name->path, name->replace),
           tr("Saved %1").arg(QFileInfo(name->path).fileName()));
}

QString Lab::startFolder() const {
  const QString last = m_context.settings.value(settings::kLastFolder);
  if (!last.isEmpty() && QFileInfo(last).isDir()) return last;
  return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}

void Lab::report(const Status& status, const QString& success) {
  if (!status)
    Q_EMIT failed(QString::fromStdString(status.error().message));
  else if (!success.isEmpty())
    Q_EMIT done(success);
}

}  // namespace fatou::ui
