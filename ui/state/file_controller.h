// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QObject>
#include <QString>

#include "core/base/result.h"
#include "core/exports/picture_spec.h"
#include "core/io/places/place_file.h"
#include "ui/jobs/file_reader.h"
#include "ui/state/explorer_state.h"
#include "ui/state/opened_file.h"

class QDropEvent;
class QLabel;
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
    QWidget& window;  // that dialogs belong to, and that takes what is dropped
  };
  FileController(const Context& context, QObject* parent);

  // Goes to the place; one step of the history. A file that is still being read is forgotten.
  void go(const io::NamedPlace& place);
  // Goes back to a picture: its colours, samples and size, too, unless that is too large for a
  // window.
  void goToPicture(const exports::PictureSpec& spec, const QString& name);
  // Goes to the picture that a run was recorded of, as far as the recording says; colours stay.
  void goToRun(const io::Recording& recording, const QString& name);
  // Goes to a picture of another program, with its colours where they are known; failed() says what
  // of it is not taken over.
  void goToForeign(const io::ForeignPlace& foreign);
  // Goes to the place of a file, or back to the picture that is in one or that a run is of;
  // gradients and runs are passed on. Of several entries, the user is asked which is meant. The
  // file is read beside this thread; failed() says what is wrong with it, and a later call takes
  // its place.
  void open(const QString& path);
  Status savePlace(const QString& path, const io::Replace& replace = false) const;
  // The picture that was opened last, while the state is still that picture's.
  std::optional<exports::PictureSpec> pictureOf(const ExplorerState& state) const;

  // Goes to what was dropped or is on the clipboard; failed() says what of it cannot be taken.
  // `data` is null where the clipboard cannot be read.
  void take(const QMimeData* data);

 public Q_SLOTS:
  void askToOpen();
  void askToSavePlace();
  void copyPlace() const;
  void pastePlace();
  // Forgets a file that is being read.
  void cancel();

 Q_SIGNALS:
  // A file that was opened has a gradient or a recorded run, which others show.
  void gradientOpened(const fatou::color::Gradient& gradient);
  void runOpened(const fatou::io::Recording& recording, const QString& name);
  // Sent with one sentence about what could not be done.
  void failed(const QString& message);
  void done(const QString& message);
  // Says what is being read; empty when nothing is any more.
  void reading(const QString& what);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  static bool canTake(const QMimeData& data);
  void drag(QDropEvent& event);
  void openAll(const QStringList& paths);  // one after the other, each a step of the history
  void show(const Result<OpenedFile>& opened, const QString& path);
  void askForEntry(const io::EntryList& list, const QString& path);
  QString startFolder() const;
  void report(const Status& status, const QString& success);

  Context m_context;
  FileReader m_reader;
  QLabel* m_dropHint;
  ExplorerState m_openedState;
  std::optional<exports::PictureSpec> m_opened;
};

}  // namespace fatou::ui
