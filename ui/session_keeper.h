// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

#include "core/base/result.h"
#include "ui/explorer_state.h"

namespace fatou::ui {

class ExplorerDocument;

// Keeps the document's state in a file: within half a second of a change and at the end, so that a
// crash loses no more.
class SessionKeeper : public QObject {
  Q_OBJECT
 public:
  // What the last session left. A file that cannot be used is moved aside, and the Error names it;
  // no file is no error.
  static Result<ExplorerState> restore(const QString& path);

  SessionKeeper(ExplorerDocument& document, QString path, QObject* parent = nullptr);
  ~SessionKeeper() override;

 Q_SIGNALS:
  // One sentence; once for a row of failures.
  void failed(const QString& message);

 private:
  void save();

  ExplorerDocument& m_document;
  const QString m_path;
  QTimer m_timer;
  bool m_hasFailed = false;
};

}  // namespace fatou::ui
