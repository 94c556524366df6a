// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/file_controller.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>
#include <QStandardPaths>
#include <QUrl>

#include "core/io/file_info.h"
#include "core/io/place_source.h"
#include "core/io/place_text.h"
#include "core/io/png_format.h"
#include "core/io/provenance.h"
#include "ui/explorer_document.h"
#include "ui/save_name.h"
#include "ui/settings.h"

namespace fatou::ui {
namespace {

// A larger picture is shown as large as the canvas: nobody wants to wait for all of a poster.
constexpr std::int64_t kMostOpenedPixels = std::int64_t{1} << 24;

// A dialog gives the name that was typed; the ending says the format.
}  // namespace

FileController::FileController(const Context& context, QObject* parent)
    : QObject(parent), m_context(context) {}

void FileController::go(const io::NamedPlace& place) {
  ExplorerState state = m_context.document.state();
  state.place = place.place;
  m_context.document.change(state, QString::fromStdString(place.name));
}

Status FileController::open(const QString& path) {
  const auto info = io::readFileInfo(path);
  if (info && !info.value().provenance.software.empty())
    return openPicture(path, info.value().provenance.parameters);
  const auto place = io::readPlaceOf(path);
  if (!place) return place.error();
  go(place.value());
  return success();
}

Status FileController::openPicture(const QString& path, const io::Parameters& parameters) {
  const QString name = QFileInfo(path).fileName();
  const auto spec = exports::specOf(parameters);
  if (!spec)
    return Error{tr("Cannot open \"%1\": %2")
                     .arg(name, QString::fromStdString(spec.error().message))
                     .toStdString()};
  ExplorerState state = m_context.document.state();
  const render::RenderRequest& request = spec.value().request;
  state.place = request.place;
  state.coloring = spec.value().coloring;
  state.samples = spec.value().samples;
  state.size.reset();
  if (std::int64_t{request.width} * request.height <= kMostOpenedPixels)
    state.size = PixelSize{request.width, request.height};
  m_openedState = state;
  m_opened = spec.value();
  m_context.document.change(state, name);
  return success();
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
  return data.hasUrls() || (data.hasText() && data.text().trimmed().startsWith(u"fatou:"));
}

void FileController::take(const QMimeData& data) {
  if (data.hasUrls() && data.urls().first().isLocalFile())
    return report(open(data.urls().first().toLocalFile()), {});
  const auto place = io::parsePlaceText(data.text().trimmed().toStdString());
  if (!place) {
    Q_EMIT failed(QString::fromStdString(place.error().message));
    return;
  }
  go({.name = tr("Pasted place").toStdString(), .about = {}, .place = place.value()});
}

void FileController::askToOpen() {
  const QString path =
      QFileDialog::getOpenFileName(&m_context.window, tr("Open Place"), startFolder(),
                                   tr("Places and pictures (*.json *.png *.tif *.tiff *.exr *.npy "
                                      "*.jpg *.jpeg *.webp);;All files (*)"));
  if (path.isEmpty()) return;
  m_context.settings.setValue(settings::kLastFolder, QFileInfo(path).path());
  report(open(path), {});
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
  const QMimeData* data = QGuiApplication::clipboard()->mimeData();
  if (data != nullptr && canTake(*data)) return take(*data);
  Q_EMIT failed(tr("The clipboard holds no place: copy a line that begins with \"fatou:\"."));
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
