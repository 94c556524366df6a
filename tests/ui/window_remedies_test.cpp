// SPDX-License-Identifier: GPL-3.0-or-later
// What stops the window from writing a file names a remedy that the window has.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/io/files/publish.h"
#include "tests/patience.h"
#include "ui/export/export_queue.h"
#include "ui/state/explorer_state.h"
#include "ui/state/save_name.h"

using namespace fatou;
using namespace fatou::ui;

class WindowRemediesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void anExportWhoseNameWasTakenMeanwhileSaysHowToBeAsked_data() {
    QTest::addColumn<QString>("taken");
    QTest::newRow("the picture's name") << QStringLiteral("a.png");
    QTest::newRow("that of its part") << QStringLiteral("a.png.part");
  }
  void anExportWhoseNameWasTakenMeanwhileSaysHowToBeAsked() {
    QFETCH(QString, taken);
    const QTemporaryDir folder;
    QVERIFY(io::writeFile(folder.filePath(taken), "old", false).ok());
    ExportOrder order;
    order.target.path = folder.filePath(QStringLiteral("a.png"));
    order.spec.request.picture.place = ExplorerState::initial().place;
    order.spec.request.picture.width = order.spec.request.picture.height = 10;
    ExportQueue queue;
    const int id = queue.add(order);
    QTRY_COMPARE(queue.job(id).stage, ExportStage::Failed);
    const QString message = queue.job(id).message;
    QVERIFY2(message.contains(QStringLiteral("export it again to be asked")), qPrintable(message));
    QVERIFY2(!message.contains(QStringLiteral("--")), qPrintable(message));
  }

  void aSavedFileWithoutAnEndingSaysHowToBeAsked() {
    const QTemporaryDir folder;
    const auto [path, replace] =
        saveName(folder.filePath(QStringLiteral("a")), QStringLiteral(".json"));
    QVERIFY(io::writeFile(path, "old", replace).ok());
    const Status refused = io::writeFile(path, "new", replace);
    QVERIFY(!refused.ok());
    const QString message = QString::fromStdString(refused.error().message);
    QVERIFY2(message.contains(QStringLiteral("type it with its ending")), qPrintable(message));
    QVERIFY2(!message.contains(QStringLiteral("--")), qPrintable(message));
  }
};

QTEST_MAIN(WindowRemediesTest)
#include "window_remedies_test.moc"
