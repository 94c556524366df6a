// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <QFile>
#include <QRegularExpression>
#include <QStringList>
#include <QTemporaryDir>

#include "tests/patience.h"
#include "ui/console/cell_runner.h"
#include "ui/console/console_session.h"

// What tests of the console have in common.
namespace fatou::tests {

// The system's Python, which is the one that has numpy where there are several.
inline std::string consolePython() {
  return QFile::exists(QStringLiteral("/usr/bin/python3")) ? "/usr/bin/python3" : "";
}

// What a cell waits for until the test opens it.
class Gate {
 public:
  // Python that waits where the condition holds.
  QString waitsWhere(const QString& condition) const {
    return QStringLiteral(
               "import os, time\nwhile (%1) and not os.path.exists('%2'): time.sleep(0.001)")
        .arg(condition, path());
  }
  void open() const {
    QFile file(path());
    if (!file.open(QIODevice::WriteOnly)) qFatal("no file");
  }

 private:
  QString path() const { return m_folder.filePath(QStringLiteral("open")); }

  QTemporaryDir m_folder;
};

// A program that is no Python: it never says anything, and can be seen to have begun.
class SilentPython {
 public:
  SilentPython() {
    QFile file(path());
    if (!file.open(QIODevice::WriteOnly)) qFatal("no file");
    file.write("#!/bin/sh\n: > " + m_folder.filePath(QStringLiteral("begun")).toUtf8() +
               "\nexec sleep 1000\n");
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
  }
  QString path() const { return m_folder.filePath(QStringLiteral("silent")); }
  bool hasBegun() const { return QFile::exists(m_folder.filePath(QStringLiteral("begun"))); }

 private:
  QTemporaryDir m_folder;
};

// Hears all that a runner tells.
struct CellEar : QObject {
  explicit CellEar(const ui::CellRunner& runner) {
    connect(&runner, &ui::CellRunner::output, this,
            [this](ui::CellRunId, int engine, int stream, const QString& text) {
              printed[QString::number(engine) + (stream == 1 ? u'o' : u'e')] += text;
              plain += text;
            });
    connect(&runner, &ui::CellRunner::noticed, this,
            [this](const QString& sentence) { notices << sentence; });
    connect(&runner, &ui::CellRunner::finished, this,
            [this](const ui::CellResult& result) { results.push_back(result); });
  }

  const ui::CellResult* of(ui::CellRunId run) const {
    const auto found = std::ranges::find(results, run, &ui::CellResult::run);
    return found == results.end() ? nullptr : &*found;
  }

  std::map<QString, QString> printed;  // by engine and stream: "0o" is standard output
  QString plain;
  QStringList notices;
  std::vector<ui::CellResult> results;
};

// A runner without Python: the test says what comes of a cell.
class ToldRunner : public ui::CellRunner {
 public:
  struct Asked {
    ui::CellRunId run = 0;
    QString text;
    ui::CellTarget target;
  };

  ui::CellRunId run(const QString& text, const ui::CellTarget& target) override {
    asked.push_back({.run = asked.size() + 1, .text = text, .target = target});
    return asked.back().run;
  }
  void stop() override { ++stops; }
  bool isRunning() const override { return false; }
  QStringList completions(const QString& begun) const override {
    return words.filter(
        QRegularExpression(QStringLiteral("^") + QRegularExpression::escape(begun)));
  }

  std::vector<Asked> asked;
  int stops = 0;
  QStringList words;
};

}  // namespace fatou::tests
