// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QObject>
#include <QString>

#include "core/base/result.h"
#include "core/exports/picture_spec.h"
#include "core/io/place_file.h"
#include "ui/explorer_state.h"

class QMimeData;
class QWidget;

namespace fatou::ui {

class ExplorerDocument;
class Settings;

// Places and pictures on their way in and out of the window: files, the clipboard, what is dropped.
class FileController : public QObject {
  Q_OBJECT
 public:
  struct Context {
    ExplorerDocument& document;
    Settings& settings;
    QWidget& window;  // that dialogs belong to
  };
  FileController(const Context& context, QObject* parent);

  // Goes to the place; one step of the history.
  void go(const io::NamedPlace& place);
  // Goes to the place of a file, or back to the picture that is in one: its colours, samples and
  // size, too, unless that is too large for a window.
  Status open(const QString& path);
  Status savePlace(const QString& path, const io::Replace& replace = false) const;
  // The picture that was opened last, while the state is still that picture's.
  std::optional<exports::PictureSpec> pictureOf(const ExplorerState& state) const;

  static bool canTake(const QMimeData& data);
  void take(const QMimeData& data);

 public Q_SLOTS:
  void askToOpen();
  void askToSavePlace();
  void copyPlace() const;
  void pastePlace();

 Q_SIGNALS:
  // One sentence about what could not be done.
  void failed(const QString& message);
  void done(const QString& message);

 private:
  Status openPicture(const QString& path, const io::Parameters& parameters);
  QString startFolder() const;
  void report(const Status& status, const QString& success);

  Context m_context;
  ExplorerState m_openedState;
  std::optional<exports::PictureSpec> m_opened;
};

}  // namespace fatou::ui
