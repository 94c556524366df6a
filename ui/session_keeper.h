// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QTimer>

#include "core/base/result.h"
#include "ui/explorer_state.h"

namespace fatou::ui {

class ExplorerDocument;

// What the last session left.
struct Session {
  ExplorerState state;
  // The program ended, or was ended, before the picture did: to open it again may be to hang again.
  bool isUnfinished = false;
};

// Keeps the document's state in a file: within half a second of a change and at the end, so that a
// crash loses no more. Says in the file whether the picture is still being computed.
class SessionKeeper : public QObject {
  Q_OBJECT
 public:
  // What the last session left. A file that cannot be used is moved aside, and the Error names it;
  // no file is no error.
  static Result<Session> restore(const QString& path);

  // Where to begin instead of at a picture that was not finished: at the first start's place, with
  // the user's colours and engines unless that was not finished, either.
  static ExplorerState safeState(const ExplorerState& unfinished);

  SessionKeeper(ExplorerDocument& document, QString path, QObject* parent = nullptr);
  // To be called when nothing is computed any more, so that the picture is not to blame.
  ~SessionKeeper() override;

 public Q_SLOTS:
  // Whether the document's picture is being computed. The first one is said in the file before it
  // begins, later ones when they take longer than the file's half second.
  void setRendering(bool rendering);
  // Writes what is known now: whatever ends the program afterwards, the file is right.
  void save();

 Q_SIGNALS:
  // One sentence; once for a row of failures.
  void failed(const QString& message);

 private:
  void saveSoon();
  QByteArray content() const;

  ExplorerDocument& m_document;
  const QString m_path;
  QTimer m_timer;
  QByteArray m_saved;
  bool m_isRendering = false;
  bool m_hasFailed = false;
};

}  // namespace fatou::ui
