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

// The state that the last session left.
struct Session {
  ExplorerState state;
  // Whether the program ended, or was killed, before the picture was finished. To open it again
  // might hang again.
  bool isUnfinished = false;
};

// Keeps the document's state in a file: within half a second of a change and at the end, so that a
// crash loses no more. Says in the file whether the picture is still being computed.
class SessionKeeper : public QObject {
  Q_OBJECT
 public:
  // Reads what the last session left. A file that cannot be used is moved aside, and the Error
  // names it; no file is no error.
  static Result<Session> restore(const QString& path);

  // The state to begin with instead of a picture that was not finished: the place of a first start,
  // with the user's colours and engines; with the defaults if that very place was not finished.
  static ExplorerState safeState(const ExplorerState& unfinished);

  SessionKeeper(ExplorerDocument& document, QString path, QObject* parent = nullptr);
  // Must not be destroyed before computing has ended: it writes that the picture is finished.
  ~SessionKeeper() override;

 public Q_SLOTS:
  // Whether the document's picture is being computed. The first time, the file says so before that
  // begins; later, if it takes longer than the half second.
  void setRendering(bool rendering);
  // Writes the file now, so that it is right whatever ends the program afterwards. False where that
  // fails.
  bool save();

 Q_SIGNALS:
  // Sent with one sentence, once for a row of failures.
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
