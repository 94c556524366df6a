// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include "core/base/result.h"
#include "core/io/place_file.h"

class QMimeData;
class QWidget;

namespace fatou::ui {

class ExplorerDocument;
class FractalCanvas;
class Settings;

// Places and pictures on their way in and out of the window: files, the clipboard, what is dropped.
class FileController : public QObject {
  Q_OBJECT
 public:
  struct Context {
    ExplorerDocument& document;
    FractalCanvas& canvas;
    Settings& settings;
    QWidget& window;  // that dialogs belong to
  };
  FileController(const Context& context, QObject* parent);

  // Goes to the place; one step of the history.
  void go(const io::NamedPlace& place);
  // Goes to the place of a file, which may be a picture.
  Status open(const QString& path);
  Status savePlace(const QString& path) const;
  // The picture as it is on the canvas, with what it was made from inside.
  Status saveImage(const QString& path) const;

  static bool canTake(const QMimeData& data);
  void take(const QMimeData& data);

 public Q_SLOTS:
  void askToOpen();
  void askToSavePlace();
  void askToSaveImage();
  void copyPlace() const;
  void pastePlace();

 Q_SIGNALS:
  // One sentence about what could not be done.
  void failed(const QString& message);
  void done(const QString& message);

 private:
  QString startFolder() const;
  void report(const Status& status, const QString& success);

  Context m_context;
};

}  // namespace fatou::ui
