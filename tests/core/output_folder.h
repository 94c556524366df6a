// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include "core/base/result.h"
#include "picture_samples.h"

namespace fatou::io::samples {

inline QString text(const Error& error) {
  return QString::fromStdString(error.message);
}

// A folder that a test writes files to; a test's init() makes it anew.
class OutputFolder {
 protected:
  // False where the system gives no folder.
  bool makeFolder() {
    m_folder = std::make_unique<QTemporaryDir>();
    return m_folder->isValid();
  }
  QString path(const char* name) const { return m_folder->filePath(QString::fromLatin1(name)); }
  QStringList names() const { return namesIn(m_folder->path()); }

  std::unique_ptr<QTemporaryDir> m_folder;
};

}  // namespace fatou::io::samples
