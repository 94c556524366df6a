// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>
#include <QTemporaryDir>
#include <QTest>

namespace fatou::tests {

// A folder with the files that a test writes and has read.
class ForeignFolder {
 protected:
  QString path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
  void put(const char* name, const QByteArray& bytes) const {
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
  }

 private:
  QTemporaryDir m_folder;
};

}  // namespace fatou::tests
