// SPDX-License-Identifier: GPL-3.0-or-later
// What the window begins with, as its options say it.
#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTest>

#include "fatou_process.h"
#include "tests/patience.h"

class ExplorerStartTest : public QObject {
  Q_OBJECT
  fatou::tests::FatouFolder m_folder;

  // The session that the window keeps at once; empty where it ends without one.
  QString sessionOf(const QString& arguments) {
    const QString session = m_folder.path(QStringLiteral("fatou/explorer/session.json"));
    QFile::remove(session);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    for (const char* name : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"})
      environment.insert(QLatin1String(name), m_folder.path());
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(qEnvironmentVariable("FATOU_EXPLORER"), fatou::tests::words(arguments));
    const auto isOver = [&] {
      return QFile::exists(session) || process.state() == QProcess::NotRunning;
    };
    if (!QTest::qWaitFor(isOver, fatou::tests::kPatienceMs)) return {};
    QFile file(session);
    const QString text =
        file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    fatou::tests::send(process, SIGTERM);
    process.waitForFinished(fatou::tests::kPatienceMs);
    return text;
  }

 private Q_SLOTS:
  void aFormulaHasTheDefaultsOfTheField() {
    const auto has = [this](const char* arguments, const char* formula) {
      const QString session = sessionOf(QString::fromLatin1(arguments));
      QVERIFY2(session.contains(QString::fromLatin1(formula)), qPrintable(session));
    };
    has("--formula newton(z^3-2*z+2)", ",basins=1\"");
    has("--formula c*sin(z)", "c*sin(z),escape=50");
    has("--formula z^3-z+c", "z^3-z+c\"");
    has("--formula c*sin(z),escape=9 --c 0.5", "c*sin(z),escape=9");
  }
};

QTEST_GUILESS_MAIN(ExplorerStartTest)
#include "explorer_start_test.moc"
