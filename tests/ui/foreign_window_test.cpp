// SPDX-License-Identifier: GPL-3.0-or-later
// The real window: files of XaoS, Fractint and Ultra Fractal.
#include <QDialogButtonBox>
#include <QFile>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

#include "ui/state/explorer_document.h"
#include "ui/state/file_controller.h"
#include "ui/widgets/entry_dialog.h"
#include "window_program.h"

using namespace fatou;
using namespace fatou::ui;

namespace {

constexpr char kEntries[] =
    "Sea { type=formula formulafile=my.frm formulaname=Sea }\n"
    "Cube { type=julzpower params=0.3/0.5/3 maxiter=70 decomp=256\n"
    "  inside=0 colors=000zzz<252>z00 }\n"
    "Rabbit { type=julia params=-0.1226/0.7449 }\n";

void putFile(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  QCOMPARE(file.write(bytes), bytes.size());
}

}  // namespace

class ForeignWindowTest : public QObject, private TestFolders {
  Q_OBJECT
 private Q_SLOTS:
  void theUserChoosesOneOfSeveralEntries() {
    const QString folder = newFolder();
    putFile(folder + QStringLiteral("/mine.par"), kEntries);
    Program program(folder);
    VERIFY_SETTLED(program);
    auto& files = program.the<FileController>();
    QSignalSpy failed(&files, &FileController::failed);
    const color::Coloring before = program.document.state().coloring;
    files.open(folder + QStringLiteral("/mine.par"));
    QTRY_VERIFY(program.window->findChild<EntryDialog*>() != nullptr);
    auto* dialog = program.window->findChild<EntryDialog*>();
    const auto* list = dialog->findChild<QListWidget*>();
    QCOMPARE(list->count(), 3);
    QVERIFY(!list->item(0)->flags().testFlag(
        Qt::ItemIsEnabled));  // a formula of a file that is not there
    QCOMPARE(list->currentRow(), 1);
    dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Open)->click();
    QTRY_VERIFY(program.document.state().place.formula == julia::Formula(3));
    QCOMPARE(program.document.state().place.tmax, 70);
    QVERIFY(program.document.state().coloring != before);
    QCOMPARE(failed.count(), 1);
    QCOMPARE(failed[0][0].toString(), QStringLiteral("Cube is open. Not taken over: decomp=256."));
  }

  void onePositionIsOneStepThatCanBeTakenBack() {
    const QString folder = newFolder();
    putFile(folder + QStringLiteral("/one.xpf"),
            "(initstate)\n(formula 'mandel)\n(juliaseed -0.5 0.5)\n(julia #t)\n(view 0 0 3 3)\n");
    Program program(folder);
    VERIFY_SETTLED(program);
    const ExplorerState before = program.document.state();
    program.the<FileController>().open(folder + QStringLiteral("/one.xpf"));
    QTRY_COMPARE(program.document.state().place.c.text(), std::string("-0.5,0.5"));
    QVERIFY(program.document.state().coloring == before.coloring);  // the file has none
    program.document.history().undo();
    QVERIFY(program.document.state().place == before.place);
  }

  void anEntryThatCannotBeIteratedLeavesThePictureAsItIs() {
    const QString folder = newFolder();
    putFile(folder + QStringLiteral("/mine.par"), kEntries);
    Program program(folder);
    VERIFY_SETTLED(program);
    auto& files = program.the<FileController>();
    QSignalSpy failed(&files, &FileController::failed);
    const ExplorerState before = program.document.state();
    files.open(folder + QStringLiteral("/mine.par#Sea"));
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(failed[0][0].toString().contains(QStringLiteral("its formula Sea of my.frm")));
    QVERIFY(program.document.state() == before);
  }
};

QTEST_MAIN(ForeignWindowTest)
#include "foreign_window_test.moc"
