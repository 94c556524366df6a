// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/file_controller.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QImageWriter>
#include <QMimeData>
#include <QSaveFile>
#include <QStandardPaths>
#include <QUrl>

#include "core/io/place_source.h"
#include "core/io/place_text.h"
#include "core/io/png_format.h"
#include "core/io/provenance.h"
#include "ui/canvas/fractal_canvas.h"
#include "ui/explorer_document.h"
#include "ui/settings.h"

namespace fatou::ui {
namespace {

// A dialog gives the name that was typed; the ending says the format.
QString withEnding(const QString& path, const QString& ending) {
  return QFileInfo(path).suffix().isEmpty() ? path + ending : path;
}

Error cannotWrite(const QString& path, const QString& why) {
  return {FileController::tr("Cannot write \"%1\": %2.")
              .arg(QFileInfo(path).fileName(), why)
              .toStdString()};
}

}  // namespace

FileController::FileController(const Context& context, QObject* parent)
    : QObject(parent), m_context(context) {}

void FileController::go(const io::NamedPlace& place) {
  ExplorerState state = m_context.document.state();
  state.place = place.place;
  m_context.document.change(state, QString::fromStdString(place.name));
}

Status FileController::open(const QString& path) {
  const auto place = io::readPlaceOf(path);
  if (!place) return place.error();
  go(place.value());
  return success();
}

Status FileController::savePlace(const QString& path) const {
  const std::string name = io::cleanName(QFileInfo(path).completeBaseName()).toStdString();
  return io::writePlaceFile(path, {.name = name.empty() ? "place" : name,
                                   .about = {},
                                   .place = m_context.document.state().place});
}

Status FileController::saveImage(const QString& path) const {
  const Picture& picture = m_context.canvas.picture();
  if (picture.isEmpty()) return cannotWrite(path, tr("there is no picture yet"));
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly)) return cannotWrite(path, file.errorString());
  // On the image, not on the writer, which takes keys with a space for descriptions.
  QImage image = picture.image();
  for (const auto& [name, value] : render::parameters(picture.request()))
    image.setText(QLatin1StringView(io::kPngKeyPrefix) + QString::fromStdString(name),
                  QString::fromStdString(value));
  image.setText(QStringLiteral("Software"), QString::fromStdString(io::softwareName()));
  QImageWriter writer(&file, QFileInfo(path).suffix().toLatin1());
  if (!writer.write(image))
    return cannotWrite(path, writer.error() == QImageWriter::UnsupportedFormatError
                                 ? tr("its ending is no format for pictures: use .png, .jpg or "
                                      ".webp")
                                 : writer.errorString());
  if (!file.commit()) return cannotWrite(path, file.errorString());
  return success();
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
                                   tr("Places and pictures (*.json *.png *.npy);;All files (*)"));
  if (path.isEmpty()) return;
  m_context.settings.setValue(settings::kLastFolder, QFileInfo(path).path());
  report(open(path), {});
}

void FileController::askToSavePlace() {
  QString path = QFileDialog::getSaveFileName(&m_context.window, tr("Save Place"),
                                              startFolder() + QStringLiteral("/place.json"),
                                              tr("Places (*.json)"));
  if (path.isEmpty()) return;
  path = withEnding(path, QStringLiteral(".json"));
  m_context.settings.setValue(settings::kLastFolder, QFileInfo(path).path());
  report(savePlace(path), tr("Saved %1").arg(QFileInfo(path).fileName()));
}

void FileController::askToSaveImage() {
  QString path = QFileDialog::getSaveFileName(&m_context.window, tr("Export Image"),
                                              startFolder() + QStringLiteral("/julia.png"),
                                              tr("Pictures (*.png *.jpg *.webp)"));
  if (path.isEmpty()) return;
  path = withEnding(path, QStringLiteral(".png"));
  m_context.settings.setValue(settings::kLastFolder, QFileInfo(path).path());
  report(saveImage(path), tr("Exported %1").arg(QFileInfo(path).fileName()));
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
