// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/places_model.h"

#include <unistd.h>

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>
#include <QUrl>

#include "core/io/places/place_text.h"
#include "places_samples.h"
#include "tests/patience.h"

using namespace fatou;
using namespace fatou::ui;
using namespace fatou::ui::samples;

namespace {

// A model over a folder of its own, watched by Qt's tester.
struct Bench {
  explicit Bench(const QString& folder, const QString& chosen = QString::fromLatin1(kChosenPlaces))
      : model(chosen, folder, history) {
    model.load();
  }
  QStringList bookmarks() const {
    QStringList names;
    for (int row = 0; row < model.bookmarkCount(); ++row)
      names << QString::fromStdString(model.placeAt(row).name);
    return names;
  }

  QUndoStack history;
  PlacesModel model;
  QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};
  QSignalSpy problems{&model, &PlacesModel::problem};
};

}  // namespace

class PlacesModelTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() { m_dir = std::make_unique<QTemporaryDir>(); }

  void theChosenPlacesComeWithTheProgram() {
    Bench bench(folder());
    QVERIFY(bench.model.rowCount() >= 28);
    QCOMPARE(bench.model.bookmarkCount(), 0);
    QCOMPARE(bench.model.index(0).data().toString(), QStringLiteral("Douady’s rabbit"));
    for (int row = 0; row < bench.model.rowCount(); ++row) {
      const QModelIndex index = bench.model.index(row);
      QVERIFY(!index.data(PlacesModel::AboutRole).toString().isEmpty());
      QVERIFY(!index.data(PlacesModel::BookmarkRole).toBool());
      QVERIFY(!index.flags().testFlag(Qt::ItemIsEditable));
    }
  }

  void noFolderIsAnEmptyOneAndIsMadeByTheFirstBookmark() {
    Bench bench(folder() + QStringLiteral("/deep/down"));
    QCOMPARE(bench.problems.count(), 0);
    QVERIFY(bench.model.addBookmark(place("First")));
    QCOMPARE(jsonFiles(folder() + QStringLiteral("/deep/down")).size(), 1);
  }

  void whatIsSpecialIsSaidAsAStatusTipToo() {
    Bench bench(folder());
    for (int row = 0; row < bench.model.rowCount(); ++row) {
      const QString tip = bench.model.index(row).data(Qt::StatusTipRole).toString();
      QVERIFY(!tip.isEmpty());
      QCOMPARE(tip, bench.model.index(row).data(PlacesModel::AboutRole).toString());
    }
  }

  void aNameThatTurnsTheDirectionOfReadingIsSeenToDoSo() {
    Bench bench(folder());
    QVERIFY(
        bench.model.addBookmark(place("a\xe2\x80\xae"
                                      "b")));
    const QModelIndex index = bench.model.index(0);
    QCOMPARE(index.data().toString(), QStringLiteral("a\uFFFDb"));
    QVERIFY(index.data(Qt::ToolTipRole).toString().contains(QStringLiteral("a\uFFFDb")));
    QCOMPARE(index.data(Qt::EditRole).toString(), QStringLiteral("a\u202Eb"));
  }

  void aBookmarkIsOnTheDiskAtOnceAndThereAtTheNextStart() {
    Bench bench(folder());
    QVERIFY(bench.model.addBookmark(place("One", "0.25,0")));
    QVERIFY(bench.model.addBookmark(place("Two")));
    QCOMPARE(jsonFiles(folder()).size(), 2);
    Bench next(folder());
    QCOMPARE(next.bookmarks(), (QStringList{QStringLiteral("One"), QStringLiteral("Two")}));
    QVERIFY(next.model.placeAt(0) == place("One", "0.25,0"));
    QVERIFY(next.model.index(0).data(PlacesModel::BookmarkRole).toBool());
  }

  void addingIsUndoneAndDoneAgain() {
    Bench bench(folder());
    bench.model.addBookmark(place("One"));
    bench.history.undo();
    QCOMPARE(bench.bookmarks(), QStringList());
    QCOMPARE(jsonFiles(folder()), QStringList());
    bench.history.redo();
    QCOMPARE(bench.bookmarks(), QStringList{QStringLiteral("One")});
    QCOMPARE(jsonFiles(folder()).size(), 1);
  }

  void aDeletedBookmarkComesBackWhereItWas() {
    Bench bench(folder());
    for (const char* name : {"One", "Two", "Three"}) bench.model.addBookmark(place(name));
    const QStringList all = bench.bookmarks();
    for (int row = 0; row < 3; ++row) {
      QVERIFY(bench.model.removeBookmark(row));
      QCOMPARE(bench.model.bookmarkCount(), 2);
      QCOMPARE(jsonFiles(folder()).size(), 2);
      bench.history.undo();
      QCOMPARE(bench.bookmarks(), all);
      QCOMPARE(jsonFiles(folder()).size(), 3);
    }
  }

  void renamingKeepsTheFileAndIsUndone() {
    Bench bench(folder());
    bench.model.addBookmark(place("One"));
    const QStringList files = jsonFiles(folder());
    QVERIFY(bench.model.setData(bench.model.index(0), QStringLiteral("  Eins\n"), Qt::EditRole));
    QCOMPARE(Bench(folder()).bookmarks(), QStringList{QStringLiteral("Eins")});
    QCOMPARE(jsonFiles(folder()), files);
    bench.history.undo();
    QCOMPARE(Bench(folder()).bookmarks(), QStringList{QStringLiteral("One")});
    bench.history.redo();
    QCOMPARE(bench.bookmarks(), QStringList{QStringLiteral("Eins")});
  }

  void aLongHistoryGoesBackToNothingAndForthAgain() {
    Bench bench(folder());
    bench.model.addBookmark(place("One"));
    bench.model.addBookmark(place("Two"));
    bench.model.renameBookmark(0, QStringLiteral("Uno"));
    bench.model.removeBookmark(0);
    bench.model.addBookmark(place("Three"));
    bench.model.renameBookmark(0, QStringLiteral("Due"));
    const QStringList end = bench.bookmarks();
    while (bench.history.canUndo()) bench.history.undo();
    QCOMPARE(jsonFiles(folder()), QStringList());
    while (bench.history.canRedo()) bench.history.redo();
    QCOMPARE(bench.bookmarks(), end);
    QStringList stored = Bench(folder()).bookmarks();
    stored.sort();
    QCOMPARE(stored, (QStringList{QStringLiteral("Due"), QStringLiteral("Three")}));
  }

  void aNameOfNothingIsRefusedAndTheSameNameIsNoStep() {
    Bench bench(folder());
    QVERIFY(!bench.model.addBookmark(place(" \n")));
    bench.model.addBookmark(place("One"));
    QVERIFY(!bench.model.renameBookmark(0, QStringLiteral("  ")));
    QCOMPARE(bench.problems.count(), 2);
    QVERIFY(bench.model.renameBookmark(0, QStringLiteral("One")));
    QCOMPARE(bench.history.count(), 1);
    QCOMPARE(bench.bookmarks(), QStringList{QStringLiteral("One")});
  }

  void chosenPlacesCannotBeChanged() {
    Bench bench(folder());
    const int steps = bench.history.count();
    for (const int row : {-1, 0, bench.model.rowCount()}) {
      QVERIFY(!bench.model.removeBookmark(row));
      QVERIFY(!bench.model.renameBookmark(row, QStringLiteral("Mine")));
    }
    QCOMPARE(bench.history.count(), steps);
  }

  void brokenFilesAreNamedSkippedAndNeverTouched() {
    QVERIFY(io::writePlaceFile(path("b.json"), place("Good")).ok());
    const QByteArray broken = "{\"fatou\": \"place\", \"version\": 1, \"na";
    for (const char* name : {"a.json", "c.json"}) QVERIFY(writeContent(path(name), broken));
    QUndoStack history;
    PlacesModel model({}, folder(), history);
    QSignalSpy problems(&model, &PlacesModel::problem);
    model.load();
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(problems.count(), 2);
    QVERIFY(problems[0][0].toString().contains(path("a.json")));
    QVERIFY(problems[1][0].toString().contains(path("c.json")));
    model.addBookmark(place("a"));
    model.renameBookmark(0, QStringLiteral("c"));
    model.removeBookmark(0);
    for (const char* name : {"a.json", "c.json"}) QCOMPARE(contentOf(path(name)), broken);
  }

  void aFileBrokenWhileItsBookmarkIsShownIsNotOverwrittenEither() {
    Bench bench(folder());
    bench.model.addBookmark(place("One"));
    const QString file = path(jsonFiles(folder()).first().toLatin1());
    QVERIFY(writeContent(file, "scribble"));
    bench.model.renameBookmark(0, QStringLiteral("Eins"));
    bench.model.removeBookmark(0);
    bench.history.undo();
    QCOMPARE(contentOf(file), QByteArray("scribble"));
    QCOMPARE(Bench(folder()).bookmarks(), QStringList{QStringLiteral("Eins")});
  }

  void whereNothingCanBeWrittenTheBookmarkStaysInTheListAndTheFileIsNamed() {
    QVERIFY(writeContent(path("file"), "in the way"));
    Bench bench(path("file"));
    QVERIFY(bench.model.addBookmark(place("One")));
    QCOMPARE(bench.problems.count(), 1);
    QVERIFY(bench.problems[0][0].toString().contains(path("file")));
    QCOMPARE(bench.model.bookmarkCount(), 1);
    QCOMPARE(contentOf(path("file")), QByteArray("in the way"));
  }

  void aFileThatCannotBeDeletedKeepsItsBookmark() {
    if (::geteuid() == 0) QSKIP("root may delete everything");
    Bench bench(folder());
    bench.model.addBookmark(place("One"));
    QFile::setPermissions(folder(), QFile::ReadOwner | QFile::ExeOwner);
    QVERIFY(!bench.model.removeBookmark(0));
    QFile::setPermissions(folder(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QCOMPARE(bench.model.bookmarkCount(), 1);
    QCOMPARE(bench.problems.count(), 1);
  }

  void bookmarksOfOneNameHaveFilesOfTheirOwn() {
    Bench bench(folder());
    for (int i = 0; i < 5; ++i) bench.model.addBookmark(place("Same/../name: ∞"));
    QCOMPARE(jsonFiles(folder()).size(), 5);
    QCOMPARE(Bench(folder()).model.bookmarkCount(), 5);
  }

  void aDragCarriesAFileAndALine() {
    Bench bench(folder());
    bench.model.addBookmark(place("My rabbit"));
    const std::unique_ptr<QMimeData> data(bench.model.mimeData({bench.model.index(0)}));
    QCOMPARE(data->urls().size(), 1);
    const QString file = data->urls().first().toLocalFile();
    QVERIFY2(file.endsWith(QStringLiteral("/my-rabbit.json")), qPrintable(file));
    QVERIFY(io::readPlaceFile(file).value() == place("My rabbit"));
    QVERIFY(io::parsePlaceText(data->text().toStdString()).value() == place("x").place);
  }

  void droppedFilesBecomeBookmarksAndBrokenOnesAreNamed() {
    QTemporaryDir outside;
    QVERIFY(io::writePlaceFile(outside.filePath(QStringLiteral("1.json")), place("One")).ok());
    QVERIFY(io::writePlaceFile(outside.filePath(QStringLiteral("3.json")), place("Three")).ok());
    QVERIFY(writeContent(outside.filePath(QStringLiteral("2.json")), "no place"));
    QMimeData data;
    QList<QUrl> urls{QUrl(QStringLiteral("https://example.org/place.json"))};
    for (const char* name : {"1.json", "2.json", "3.json"})
      urls << QUrl::fromLocalFile(outside.filePath(QLatin1String(name)));
    data.setUrls(urls);
    Bench bench(folder());
    QVERIFY(bench.model.dropMimeData(&data, Qt::CopyAction, -1, -1, {}));
    QTRY_COMPARE(bench.bookmarks(), (QStringList{QStringLiteral("One"), QStringLiteral("Three")}));
    QCOMPARE(bench.problems.count(), 2);
    QVERIFY(bench.problems[1][0].toString().contains(QStringLiteral("2.json")));
    bench.history.undo();  // one step
    QCOMPARE(bench.model.bookmarkCount(), 0);
  }

  void droppedTextIsAPlaceOrAComplaint() {
    Bench bench(folder());
    QMimeData data;
    data.setText(QString::fromStdString(io::placeText(place("x").place)));
    QVERIFY(bench.model.dropMimeData(&data, Qt::CopyAction, -1, -1, {}));
    QCOMPARE(bench.bookmarks(), QStringList{QStringLiteral("−0.75 + 0.1i")});
    QVERIFY(bench.model.placeAt(0).place == place("x").place);
    data.setText(QStringLiteral("a shopping list"));
    QVERIFY(!bench.model.dropMimeData(&data, Qt::CopyAction, -1, -1, {}));
    QCOMPARE(bench.problems.count(), 1);
    QVERIFY(!bench.model.canDropMimeData(nullptr, Qt::CopyAction, -1, -1, {}));
  }

  void aDropOfNothingIsAProblemAndNoCrash() {
    Bench bench(folder());
    QMimeData data;
    data.setData(QStringLiteral("text/uri-list"), "\r\n");
    QVERIFY(!bench.model.dropMimeData(&data, Qt::CopyAction, -1, -1, {}));
    QVERIFY(!bench.model.dropMimeData(nullptr, Qt::CopyAction, -1, -1, {}));
    QCOMPARE(bench.problems.count(), 2);
    QCOMPARE(bench.model.bookmarkCount(), 0);
  }

  void bookmarksAreReadBesideTheWindowAndNoneIsLostMeanwhile() {
    Bench before(folder());
    before.model.addBookmark(place("Old"));
    QUndoStack history;
    PlacesModel model(QLatin1StringView(kChosenPlaces), folder(), history);
    model.loadBeside();
    QVERIFY(model.addBookmark(place("New")));
    QTRY_VERIFY(model.rowCount() > 2);
    QCOMPARE(model.bookmarkCount(), 2);
    QCOMPARE(model.placeAt(0).name, std::string("Old"));
    QCOMPARE(model.placeAt(1).name, std::string("New"));
    history.undo();
    QCOMPARE(model.bookmarkCount(), 1);
  }

  void aFilesNameIsMadeOfWhatEverySystemTakes() {
    QCOMPARE(fileStem(QStringLiteral("Douady’s  Rabbit!")), QStringLiteral("douady-s-rabbit"));
    QCOMPARE(fileStem(QStringLiteral("Schönes Ä/..\\:")), QStringLiteral("schones-a"));
    QCOMPARE(fileStem(QStringLiteral("兎 🐇")), QStringLiteral("place"));
    QVERIFY(fileStem(QString(1'000, u'x')).size() <= 40);
  }

 private:
  QString folder() const { return m_dir->path(); }
  QString path(const char* name) const { return m_dir->filePath(QLatin1String(name)); }

  std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_MAIN(PlacesModelTest)
#include "places_model_test.moc"
