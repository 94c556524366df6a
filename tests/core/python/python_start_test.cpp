// SPDX-License-Identifier: GPL-3.0-or-later
// Programs that are no Python engine: one sentence each.
#include <string>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/engines/client.h"
#include "core/engines/tasks/errors.h"
#include "core/python/interpreter_search.h"
#include "core/python/python_engines.h"
#include "python_clients.h"

namespace fatou::python {

class PythonStartTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theTextOfTheEngineIsInTheProgram() {
    const auto text = engineText();
    QVERIFY(text.ok());
    QVERIFY(text.value().find("class Engine(") != std::string::npos);
  }

  void programsThatAreNoEngineAreNamed_data() {
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("says");
    QTest::newRow("fails") << "echo first >&2; echo broken >&2; exit 1"
                           << "it ended with code 1 before it said hello: broken";
    QTest::newRow("says nothing") << "exec sleep 1000"
                                  << "it said nothing for 5 s";
    QTest::newRow("other words") << "echo 'hello, I am no engine at all' >&3; sleep 1000"
                                 << "does not speak Fatou's protocol: it began with "
                                    "'hello, I am no e";
    QTest::newRow("an old one")
        << "exec /usr/bin/env python3 -u -c \"import sys; sys.version_info = (3, 8, 18); $3\""
        << "it is Python 3.8, and engines need 3.9 or later: name another with --python";
    QTest::newRow("killed") << "kill -9 $$"
                            << "it was ended by signal 9";
  }
  void programsThatAreNoEngineAreNamed() {
    QFETCH(QString, script);
    QFETCH(QString, says);
    const QString path = m_folder.filePath(QStringLiteral("fake"));
    QFile::remove(path);
    {
      QFile file(path);
      QVERIFY(file.open(QIODevice::WriteOnly));
      file.write("#!/bin/sh\n" + script.toUtf8() + "\n");
    }
    QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    complaintIs(path.toStdString(), says);
  }

  void filesThatAreNoProgramAreNamed() {
    complaintIs("/no/such/python", QStringLiteral("there is no '/no/such/python'"));
    complaintIs("no-such-python", QStringLiteral("there is no program 'no-such-python' in PATH"));
    const QString path = m_folder.filePath(QStringLiteral("text"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    complaintIs(path.toStdString(), QStringLiteral("cannot be run"));
  }

  void theInterpreterIsTheOneThatIsChosen() {
    qputenv("FATOU_PYTHON", "/no/such/python");
    QVERIFY(!findInterpreter().ok());
    qunsetenv("FATOU_PYTHON");
    qputenv("PATH", m_folder.path().toUtf8() + ":/bin:/usr/bin");
    QVERIFY(QFile::link(QStringLiteral("/bin/sh"), m_folder.filePath(QStringLiteral("python3"))));
    qunsetenv("VIRTUAL_ENV");
    QCOMPARE(QString::fromStdString(findInterpreter().value()),
             m_folder.filePath(QStringLiteral("python3")));
    QCOMPARE(findInterpreter("sh").value(), std::string("/bin/sh"));
  }

 private:
  static void complaintIs(const std::string& program, const QString& says) {
    tests::PythonClients clients;
    try {
      static_cast<void>(clients.source(program).start(1));
      QFAIL("it is an engine");
    } catch (const engines::EngineError& error) {
      QVERIFY2(QString::fromUtf8(error.what()).contains(says), error.what());
    }
  }

  QTemporaryDir m_folder;
};

}  // namespace fatou::python

QTEST_GUILESS_MAIN(fatou::python::PythonStartTest)
#include "python_start_test.moc"
