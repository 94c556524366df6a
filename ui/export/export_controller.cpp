// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_controller.h"

#include <algorithm>

#include <QAction>
#include <QDesktopServices>
#include <QDir>
#include <QDockWidget>
#include <QFileInfo>
#include <QMainWindow>
#include <QMessageBox>
#include <QPushButton>
#include <QStandardPaths>
#include <QUrl>

#include "core/io/picture_writer.h"
#include "ui/actions.h"
#include "ui/canvas/fractal_canvas.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/explorer_document.h"
#include "ui/export/export_queue.h"
#include "ui/export/export_queue_model.h"
#include "ui/export/exports_panel.h"
#include "ui/export/file_form.h"
#include "ui/file_controller.h"
#include "ui/models/places_model.h"
#include "ui/render_controller.h"
#include "ui/settings.h"
#include "ui/widgets/dock_title.h"

namespace fatou::ui {
namespace {

bool isExporting(const ExportQueue& queue, const QString& path) {
  return std::ranges::any_of(queue.jobs(), [&](const ExportJob& job) {
    return !isOver(job.stage) && QFileInfo(job.order.target.path) == QFileInfo(path);
  });
}

QString nameOf(const ExportOrder& order) {
  return QFileInfo(order.target.path).fileName();
}

}  // namespace

ExportController::ExportController(const Context& context, QObject* parent)
    : QObject(parent), m_context(context) {
  m_context.panel.setModel(new ExportQueueModel(m_context.queue, this));
  connectPanel();
  measure();
  connect(&m_context.queue, &ExportQueue::ended, this, &ExportController::report);
}

void ExportController::serve(const Actions& actions) {
  connect(actions.exportImage, &QAction::triggered, this, &ExportController::ask);
  connect(actions.showExports, &QAction::triggered, this, &ExportController::setShown);
  connect(this, &ExportController::shownChanged, actions.showExports, &QAction::setChecked);
}

void ExportController::connectPanel() {
  const ExportsPanel& panel = m_context.panel;
  ExportQueue* queue = &m_context.queue;
  connect(&panel, &ExportsPanel::pauseRequested, queue, &ExportQueue::pause);
  connect(&panel, &ExportsPanel::resumeRequested, queue, &ExportQueue::resume);
  connect(&panel, &ExportsPanel::cancelRequested, queue, &ExportQueue::cancel);
  connect(&panel, &ExportsPanel::retryRequested, queue, &ExportQueue::retry);
  connect(&panel, &ExportsPanel::discardRequested, queue, &ExportQueue::discard);
  connect(&panel, &ExportsPanel::placeRequested, this, [this, queue](int id) {
    const ExportOrder& order = queue->job(id).order;
    m_context.files.goToPicture(order.spec, nameOf(order));
  });
  connect(&panel, &ExportsPanel::removeRequested, queue, &ExportQueue::remove);
  connect(&panel, &ExportsPanel::moveRequested, queue, &ExportQueue::move);
  connect(&panel, &ExportsPanel::folderRequested, this, &ExportController::openFolder);
  connect(&panel, &ExportsPanel::exportRequested, this, &ExportController::ask);
  connect(dockOf(panel).toggleViewAction(), &QAction::toggled, this,
          &ExportController::shownChanged);
}

// Measures what the picture in the window costs, by which a larger one is estimated.
void ExportController::measure() {
  const RenderController& renders = m_context.renders;
  connect(&renders, &RenderController::begun, this, [this](const RenderOrder& order) {
    m_cost.begin(std::int64_t{order.request.picture.width} * order.request.picture.height);
  });
  connect(&renders, &RenderController::tileReady, this,
          [this](const render::Tile& tile) { m_cost.addSamples(tile.counts.size()); });
  connect(&renders, &RenderController::finished, this,
          [this](const render::RunRecord& run) { m_cost.finish(run); });
}

void ExportController::ask() {
  const ExplorerState& state = m_context.document.state();
  auto* dialog =
      new ExportDialog({.subject = {.state = state,
                                    .canvas = m_context.canvas.devicePixels(),
                                    .opened = m_context.files.pictureOf(state),
                                    .engines = m_context.cores},
                        .shader = m_context.canvas.picture().shader(),
                        .cost = m_cost,
                        .formats = exportFormats(io::pictureEndings()),
                        .choices = storedChoices(m_context.settings),
                        .folder = startFolder(),
                        .stem = stemFor(state.place),
                        .isBusy = [queue = &m_context.queue](
                                      const QString& path) { return isExporting(*queue, path); }},
                       &m_context.window);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &ExportDialog::exportRequested, this, [this, dialog](const ExportOrder& order) {
    storeChoices(dialog->choices(), m_context.settings);
    start(order);
  });
  dialog->open();
}

void ExportController::start(const ExportOrder& order) {
  m_context.settings.setValue(settings::kLastFolder, QFileInfo(order.target.path).path());
  m_context.queue.add(order);
  setShown(true);
}

void ExportController::setShown(bool shown) {
  QDockWidget& dock = dockOf(m_context.panel);
  dock.setVisible(shown);
  if (shown) dock.raise();
}

void ExportController::report(const ExportJob& job) {
  if (job.stage == ExportStage::Failed) Q_EMIT failed(job.message);
  if (job.stage == ExportStage::Done) Q_EMIT done(tr("Exported %1").arg(nameOf(job.order)));
}

void ExportController::openFolder(int id) {
  const QString folder = QFileInfo(m_context.queue.job(id).order.target.path).absolutePath();
  if (!QDesktopServices::openUrl(QUrl::fromLocalFile(folder)))
    Q_EMIT failed(tr("No program shows folders here: the file is in \"%1\".").arg(folder));
}

QString ExportController::startFolder() const {
  const QString last = m_context.settings.value(settings::kLastFolder);
  if (!last.isEmpty() && QDir(last).exists()) return last;
  return QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
}

// The stem of a file's name, taken from the name of the place where that has one.
QString ExportController::stemFor(const julia::Place& place) const {
  for (int row = 0; row < m_context.places.rowCount(); ++row) {
    const io::NamedPlace& named = m_context.places.placeAt(row);
    if (named.place != place) continue;
    const QString stem = stemOf(QString::fromStdString(named.name));
    if (!stem.isEmpty()) return stem;
  }
  return tr("julia");
}

bool ExportController::mayQuit() {
  const int pending = m_context.queue.pending();
  if (pending == 0) return true;
  QMessageBox box(QMessageBox::Question, tr("Quit"),
                  pending == 1 ? tr("An export is not finished. Quit nevertheless?")
                               : tr("%1 exports are not finished. Quit nevertheless?").arg(pending),
                  QMessageBox::Cancel, &m_context.window);
  box.setInformativeText(tr(
      "What is done of it is kept beside the file. At the next start, Exports offers to continue "
      "it."));
  const auto* quit = box.addButton(tr("Quit"), QMessageBox::AcceptRole);
  box.exec();
  return box.clickedButton() == quit;
}

}  // namespace fatou::ui
