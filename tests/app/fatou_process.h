// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <csignal>

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>
#include <QTest>

// The command line as scripts see it, in a folder of its own.
namespace fatou::tests {

struct Outcome {
  int code = -1;  // -1: it crashed
  QString out;
  QString err;
};

inline QStringList words(const QString& text) {
  return text.split(u' ', Qt::SkipEmptyParts);
}

inline Outcome outcomeOf(QProcess& process) {
  process.waitForFinished(120'000);
  return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
          QString::fromUtf8(process.readAllStandardOutput()),
          QString::fromUtf8(process.readAllStandardError())};
}

inline bool isOneSentence(const QString& text) {
  return text.count(u'\n') == 1 && text.endsWith(u'\n') && text.size() < 400;
}

// Sends a signal, unless the process has ended: its id is 0 then, which kill() takes for all
// processes of this one's group.
inline void send(const QProcess& process, int signal) {
  if (const auto id = process.processId(); id > 0) ::kill(static_cast<pid_t>(id), signal);
}

class FatouFolder {
 public:
  void start(QProcess& process, const QStringList& arguments) {
    process.setWorkingDirectory(m_folder.path());
    process.start(qEnvironmentVariable("FATOU"), arguments);
    QVERIFY(process.waitForStarted());
  }
  Outcome run(const QStringList& arguments) {
    QProcess process;
    start(process, arguments);
    return outcomeOf(process);
  }

  // Whether a command has begun to write the file; signals are caught by then.
  bool isBegun(const QString& name) const {
    return QFile::exists(path(name + QStringLiteral(".part")));
  }

  QString path(const QString& name = {}) const { return m_folder.filePath(name); }
  QStringList files() const { return QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden); }
  QByteArray contents(const QString& name) const {
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  void put(const QString& name, const QByteArray& bytes) const {
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
  }
  void clear() {
    for (const QString& name : files()) QFile::remove(path(name));
  }

 private:
  QTemporaryDir m_folder;
};

}  // namespace fatou::tests
