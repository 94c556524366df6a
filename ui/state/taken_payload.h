// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

class QMimeData;

namespace fatou::ui {

// The part of a drop or of the clipboard that can be taken, whatever other programs put there.
struct TakenPayload {
  QStringList files;  // of this computer, by their paths
  QString text;       // where there are no files; trimmed, never empty and of bounded length
  QString problem;    // one sentence about what cannot be taken; never empty without the others

  bool isEmpty() const { return files.isEmpty() && text.isEmpty(); }
};

// `data` is null for a clipboard that cannot be read. Its list of files may be empty, or have
// comments, blank lines, addresses of the web and text that is no address at all.
TakenPayload payloadOf(const QMimeData* data);

}  // namespace fatou::ui
