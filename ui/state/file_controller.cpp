// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/file_controller.h"

#include <algorithm>
#include <vector>

#include <QClipboard>
#include <QDir>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QMimeData>
#include <QStandardPaths>

#include "core/io/formats/picture_formats.h"
#include "core/io/places/pasted_text.h"
#include "core/io/places/place_text.h"
#include "ui/state/explorer_document.h"
#include "ui/state/save_name.h"
#include "ui/state/settings.h"
#include "ui/state/taken_payload.h"
#include "ui/widgets/entry_dialog.h"

namespace fatou::ui {
namespace {

// A picture with more pixels is shown in the size of the canvas, since a poster would take too
// long.
constexpr std::int64_t kMostOpenedPixels = std::int64_t{1} << 24;
constexpr qsizetype kMostFiles = 20;  // of a drop

std::optional<PixelSize> windowSizeOf(const render::PictureRequest& picture) {
  if (std::int64_t{picture.width} * picture.height > kMostOpenedPixels) return std::nullopt;
  return PixelSize{picture.width, picture.height};
}

}  // namespace

FileController::FileController(const Context& context, QObject* parent)
    : QObject(parent),
      m_context(context),
      m_dropHint(new QLabel(tr("Drop to open"), &context.window)) {
  m_dropHint->setProperty("class", QStringLiteral("chip"));
  m_dropHint->hide();
  m_context.window.setAcceptDrops(true);
  m_context.window.installEventFilter(this);
  connect(&m_reader, &FileReader::busyChanged, this, [this](bool busy) {
    if (!busy) Q_EMIT reading({});
  });
}

void FileController::go(const io::NamedPlace& place) {
  cancel();
  ExplorerState state = m_context.document.state();
  state.place = place.place;
  m_context.document.change(state, QString::fromStdString(place.name));
}

void FileController::open(const QString& path) {
  openAll({path});
}

void FileController::openAll(const QStringList& paths) {
  if (paths.size() > kMostFiles)
    Q_EMIT failed(tr("Only the first %1 of %2 files are opened: drop the others afterwards.")
                      .arg(kMostFiles)
                      .arg(paths.size()));
  Q_EMIT reading(tr("Reading %1").arg(QFileInfo(paths.first()).fileName()));
  m_reader.read([this, all = paths.first(std::min(paths.size(), kMostFiles))] {
    std::vector<Result<OpenedFile>> opened;
    for (const QString& path : all) opened.push_back(readOpenedFile(path));
    return FileReader::Reaction([this, all, opened] {
      for (qsizetype i = 0; i < all.size(); ++i) show(opened[static_cast<std::size_t>(i)], all[i]);
    });
  });
}

void FileController::cancel() {
  m_reader.cancel();
}

void FileController::show(const Result<OpenedFile>& opened, const QString& path) {
  if (!opened) return report(opened.error(), {});
  if (const auto* place = std::get_if<io::NamedPlace>(&opened.value())) return go(*place);
  const QString name = QFileInfo(path).fileName();
  if (const auto* picture = std::get_if<exports::PictureSpec>(&opened.value()))
    return goToPicture(*picture, name);
  if (const auto* gradient = std::get_if<color::Gradient>(&opened.value()))
    return Q_EMIT gradientOpened(*gradient);
  if (const auto* foreign = std::get_if<io::ForeignPlace>(&opened.value()))
    return goToForeign(*foreign);
  if (const auto* list = std::get_if<io::EntryList>(&opened.value()))
    return askForEntry(*list, path);
  const auto& recording = std::get<io::Recording>(opened.value());
  goToRun(recording, name);
  Q_EMIT runOpened(recording, name);
}

void FileController::askForEntry(const io::EntryList& list, const QString& path) {
  auto* dialog = new EntryDialog(list, QFileInfo(path).fileName(), &m_context.window);
  connect(dialog, &EntryDialog::entryChosen, this,
          [this, path](const QString& name) { open(path + u'#' + name); });
  dialog->open();
}

void FileController::goToForeign(const io::ForeignPlace& foreign) {
  cancel();
  ExplorerState state = m_context.document.state();
  state.place = foreign.place.place;
  if (foreign.coloring) state.coloring = *foreign.coloring;
  const QString name = QString::fromStdString(foreign.place.name);
  m_context.document.change(state, name);
  if (!foreign.notTaken.empty())
    Q_EMIT failed(tr("%1 is open. %2").arg(name, QString::fromStdString(foreign.notTaken)));
}

void FileController::goToRun(const io::Recording& recording, const QString& name) {
  const auto spec = exports::specOf(recording.request);
  if (!spec || !exports::check(spec.value()))
    return Q_EMIT done(tr("%1 does not say what picture it is a run of").arg(name));
  cancel();
  ExplorerState state = m_context.document.state();
  state.place = spec.value().request.picture.place;
  state.size = windowSizeOf(spec.value().request.picture);
  m_context.document.change(state, name);
}

void FileController::goToPicture(const exports::PictureSpec& spec, const QString& name) {
  cancel();
  ExplorerState state = m_context.document.state();
  state.place = spec.request.picture.place;
  state.coloring = spec.coloring;
  state.samples = spec.samples;
  state.size = windowSizeOf(spec.request.picture);
  m_openedState = state;
  m_opened = spec;
  m_context.document.change(state, name);
}

std::optional<exports::PictureSpec> FileController::pictureOf(const ExplorerState& state) const {
  if (!m_opened || state.place != m_openedState.place || state.size != m_openedState.size ||
      state.coloring != m_openedState.coloring)
    return std::nullopt;
  return m_opened;
}

Status FileController::savePlace(const QString& path, const io::Replace& replace) const {
  const std::string name = io::cleanName(QFileInfo(path).completeBaseName()).toStdString();
  return io::writePlaceFile(path,
                            {.name = name.empty() ? "place" : name,
                             .about = {},
                             .place = m_context.document.state().place},
                            replace);
}

bool FileController::canTake(const QMimeData& data) {
  return data.hasUrls() || (data.hasText() && io::mayBePasted(data.text()));
}

bool FileController::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::DragEnter || event->type() == QEvent::Drop)
    drag(static_cast<QDropEvent&>(*event));
  if (event->type() == QEvent::DragLeave) m_dropHint->hide();
  return QObject::eventFilter(watched, event);
}

// Shows the hint while something that can be taken is dragged over the window, and takes a drop.
void FileController::drag(QDropEvent& event) {
  const bool drops = event.type() == QEvent::Drop;
  m_dropHint->hide();
  if (!canTake(*event.mimeData())) return;
  event.acceptProposedAction();
  if (drops) return take(event.mimeData());
  m_dropHint->adjustSize();
  m_dropHint->move(m_context.window.rect().center() - m_dropHint->rect().center());
  m_dropHint->show();
  m_dropHint->raise();
}

void FileController::take(const QMimeData* data) {
  const TakenPayload payload = payloadOf(data);
  if (!payload.problem.isEmpty()) Q_EMIT failed(payload.problem);
  if (!payload.files.isEmpty()) return openAll(payload.files);
  if (payload.text.isEmpty()) return;
  const auto pasted = io::readPasted(payload.text);
  if (!pasted) return report(pasted.error(), {});
  if (const auto* file = std::get_if<io::LocalFile>(&pasted.value()))
    return open(QString::fromStdString(file->path));
  if (const auto* place = std::get_if<julia::Place>(&pasted.value()))
    return go({.name = tr("Pasted place").toStdString(), .about = {}, .place = *place});
  julia::Place place = m_context.document.state().place;
  place.c = std::get<julia::ComplexDecimal>(pasted.value());
  go({.name = tr("Pasted c").toStdString(), .about = {}, .place = place});
}

void FileController::askToOpen() {
  const QString path =
      QFileDialog::getOpenFileName(&m_context.window, tr("Open Place"), startFolder(),
                                   tr("Places, pictures, gradients, runs (*.json %1 *.gpl *.map "
                                      "*.ugr *.xpf *.par);;All files (*)")
                                       .arg(io::picturePatterns()));
  if (path.isEmpty()) return;
  m_context.settings.setValue(settings::kLastFolder, QFileInfo(path).path());
  open(path);
}

void FileController::askToSavePlace() {
  const QString chosen = QFileDialog::getSaveFileName(&m_context.window, tr("Save Place"),
                                                      startFolder() + QStringLiteral("/place.json"),
                                                      tr("Places (*.json)"));
  if (chosen.isEmpty()) return;
  const auto [path, replace] = saveName(chosen, QStringLiteral(".json"));
  m_context.settings.setValue(settings::kLastFolder, QFileInfo(path).path());
  report(savePlace(path, replace), tr("Saved %1").arg(QFileInfo(path).fileName()));
}

void FileController::copyPlace() const {
  QGuiApplication::clipboard()->setText(
      QString::fromStdString(io::placeText(m_context.document.state().place)));
}

void FileController::pastePlace() {
  take(QGuiApplication::clipboard()->mimeData());
}

QString FileController::startFolder() const {
  const QString last = m_context.settings.value(settings::kLastFolder);
  if (!last.isEmpty() && QDir(last).exists()) return last;
  return QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
}

void FileController::report(const Status& status, const QString& success) {
  if (!status) {
    Q_EMIT failed(QString::fromStdString(status.error().message));
  } else if (!success.isEmpty()) {
    Q_EMIT done(success);
  }
}

}  // namespace fatou::ui
