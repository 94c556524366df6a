// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/places_panel.h"

#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMainWindow>
#include <QMimeData>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QUndoStack>
#include <QUrl>

#include "core/io/places/place_text.h"
#include "places_samples.h"
#include "tests/patience.h"
#include "ui/jobs/thumbnail_renderer.h"
#include "ui/models/places_model.h"
#include "ui/panels/place_delegate.h"

using namespace fatou;
using namespace fatou::ui;
using namespace fatou::ui::samples;

namespace {

// A shown panel over a folder of its own.
struct Bench {
  Bench() {
    model.load();
    model.setThumbnails(thumbnails);
    panel.resize(290, 500);
    panel.show();
    grid = panel.findChild<QListView*>();
  }
  QPoint middle(int row) const { return grid->visualRect(grid->model()->index(row, 0)).center(); }
  void click(int row) const {
    QTest::mouseClick(grid->viewport(), Qt::LeftButton, {}, middle(row));
  }
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    panel.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&panel, tests::kPatienceMs));
    grid->setFocus();
    QTest::keyClick(grid, key, modifiers);
  }
  QString problem() const {
    for (const QLabel* label : panel.findChildren<QLabel*>())
      if (label->property("class") == QLatin1String("error"))
        return label->isVisible() ? label->text() : QString();
    return QStringLiteral("no label");
  }
  void drop(const QMimeData& data) const {
    QDragEnterEvent enter(middle(0), Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(grid->viewport(), &enter);
    QDropEvent event(middle(0), Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(grid->viewport(), &event);
  }

  QTemporaryDir folder;
  QUndoStack history;
  ThumbnailRenderer thumbnails{engines::Client(1)};
  PlacesModel model{QString::fromLatin1(kChosenPlaces), folder.path(), history};
  PlacesPanel panel{model, thumbnails};
  QListView* grid = nullptr;
};

// How many places share the first row.
int columns(const QListView& grid) {
  int count = 0;
  while (grid.visualRect(grid.model()->index(count, 0)).top() ==
         grid.visualRect(grid.model()->index(0, 0)).top())
    ++count;
  return count;
}

}  // namespace

class PlacesPanelTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aClickChoosesAPlaceAndSoDoesEnter() {
    Bench bench;
    QSignalSpy chosen(&bench.panel, &PlacesPanel::placeChosen);
    bench.click(2);
    QCOMPARE(chosen.count(), 1);
    QVERIFY(chosen[0][0].value<io::NamedPlace>() == bench.model.placeAt(2));
    bench.press(Qt::Key_Right);
    QCOMPARE(chosen.count(), 1);
    bench.press(Qt::Key_Return);
    QCOMPARE(chosen.count(), 2);
    QVERIFY(chosen[1][0].value<io::NamedPlace>() == bench.model.placeAt(3));
  }

  void theThumbnailsOnTheScreenArrive() {
    Bench bench;
    QTRY_VERIFY(
        !bench.grid->model()->index(0, 0).data(Qt::DecorationRole).value<QImage>().isNull());
    QTRY_VERIFY(
        !bench.grid->model()->index(8, 0).data(Qt::DecorationRole).value<QImage>().isNull());
  }

  void asManyColumnsAsFit() {
    Bench bench;
    for (const auto& [width, fitting] :
         {std::pair(290, 3), {200, 2}, {120, 1}, {400, 4}, {388, 4}, {900, 9}}) {
      bench.panel.resize(width, 500);
      QTRY_COMPARE(columns(*bench.grid), fitting);
    }
    for (int width = 60; width < 700; width += 7) {  // none leaves a column's room unused
      bench.panel.resize(width, 300);
      QApplication::processEvents();
      const int used = columns(*bench.grid) * bench.grid->gridSize().width();
      QVERIFY(bench.grid->viewport()->width() - used < bench.grid->gridSize().width());
    }
  }

  void theFilterShowsAllOrBuiltInOrMine() {
    Bench bench;
    const int all = bench.model.rowCount();
    bench.model.addBookmark(place("Mine"));
    QCOMPARE(bench.grid->model()->rowCount(), all + 1);
    bench.panel.setShown(PlacesPanel::Shown::BuiltIn);
    QCOMPARE(bench.grid->model()->rowCount(), all);
    bench.panel.setShown(PlacesPanel::Shown::Mine);
    QCOMPARE(bench.grid->model()->rowCount(), 1);
    bench.history.undo();
    QCOMPARE(bench.grid->model()->rowCount(), 0);
    bench.panel.grab();  // the empty state paints
  }

  void theSearchLooksAtNamesAndDescriptions() {
    Bench bench;
    const auto find = [&bench](const char* words) {
      bench.panel.findChild<QLineEdit*>()->setText(QLatin1StringView(words));
      QStringList names;
      for (int row = 0; row < bench.grid->model()->rowCount(); ++row)
        names << bench.grid->model()->index(row, 0).data().toString();
      return names;
    };
    const qsizetype all = find("").size();
    QVERIFY(find("RABBIT").contains(QStringLiteral("Fat rabbit")));
    QVERIFY(find("parabolic").contains(QStringLiteral("Fat rabbit")));  // in its description
    QVERIFY(find(" rabbit  fat ").contains(QStringLiteral("Fat rabbit")));
    QVERIFY(find("rabbit").size() < all);
    QCOMPARE(find("rabbit no-such-word").size(), 0);
    bench.panel.grab();  // the empty state paints
    QCOMPARE(find("").size(), all);
  }

  void aNewBookmarkIsShownWhateverIsSought() {
    Bench bench;
    bench.panel.findChild<QLineEdit*>()->setText(QStringLiteral("rabbit"));
    const int found = bench.grid->model()->rowCount();
    bench.model.addBookmark(place("Mine"));
    QCOMPARE(bench.panel.findChild<QLineEdit*>()->text(), QString());
    QVERIFY(bench.grid->model()->rowCount() > found + 1);
  }

  void everyNameOfTheProgramsPlacesIsWhole() {
    Bench bench;
    const int cell = bench.grid->gridSize().width();
    for (int row = 0; row < bench.model.rowCount(); ++row) {
      const QString name = QString::fromStdString(bench.model.placeAt(row).name);
      const QStringList lines = PlaceDelegate::nameLines(name, cell, bench.grid->font());
      QCOMPARE(lines.join(u' '), name);
    }
  }

  void aNameOfAnyLengthKeepsToTwoLinesAndTheCell() {
    const QFont font;
    QCOMPARE(PlaceDelegate::nameLines({}, 92, font).size(), 0);
    for (const QString& name : {QString(300, u'w'), QStringLiteral("word ").repeated(60)}) {
      const QStringList lines = PlaceDelegate::nameLines(name, 92, font);
      QCOMPARE(lines.size(), 2);
      QVERIFY(lines.last().endsWith(u'…'));
    }
  }

  void theDescriptionIsSaidInTheStatusBar() {
    QMainWindow window;
    auto bench = std::make_unique<Bench>();
    bench->panel.setParent(&window);
    QSignalSpy said(window.statusBar(), &QStatusBar::messageChanged);
    bench->grid->setCurrentIndex(bench->grid->model()->index(2, 0));
    QCOMPARE(said.count(), 1);
    QCOMPARE(said[0][0].toString().toStdString(), bench->model.placeAt(2).about);
    bench->panel.setParent(nullptr);
  }

  void aNewBookmarkIsNamedInPlace() {
    Bench bench;
    bench.panel.setShown(PlacesPanel::Shown::BuiltIn);
    bench.model.addBookmark(place("−0.75"));
    bench.panel.nameBookmark(0);
    QCOMPARE(bench.panel.shown(), PlacesPanel::Shown::All);
    auto* editor = bench.grid->findChild<QLineEdit*>();
    QVERIFY(editor);
    QTest::keyClicks(editor, QStringLiteral("Castle"));  // over what was selected
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(bench.model.placeAt(0).name, std::string("Castle"));
  }

  void aThumbnailThatArrivesLeavesTheNameBeingTyped() {
    Bench bench;
    bench.thumbnails.setPaused(true);
    bench.model.addBookmark(place("Mine"));
    bench.panel.nameBookmark(0);
    auto* editor = bench.grid->findChild<QLineEdit*>();
    QVERIFY(editor);
    QTest::keyClicks(editor, QStringLiteral("Cas"));
    bench.thumbnails.thumbnail(bench.model.placeAt(0).place);
    bench.thumbnails.setPaused(false);
    QTRY_VERIFY(!bench.thumbnails.thumbnail(bench.model.placeAt(0).place).isNull());
    QCOMPARE(editor->text(), QStringLiteral("Cas"));
  }

  void f2RenamesABookmarkButNoChosenPlace() {
    Bench bench;
    bench.model.addBookmark(place("Mine"));
    bench.click(1);
    bench.press(Qt::Key_F2);
    QVERIFY(!bench.grid->findChild<QLineEdit*>());
    bench.click(0);
    bench.press(Qt::Key_F2);
    auto* editor = bench.grid->findChild<QLineEdit*>();
    QVERIFY(editor);
    editor->setText(QStringLiteral("  "));
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_VERIFY(bench.problem().contains(QStringLiteral("Mine")));
    QCOMPARE(bench.model.placeAt(0).name, std::string("Mine"));
  }

  void deleteTakesABookmarkAwayAndUndoBringsItBack() {
    Bench bench;
    bench.model.addBookmark(place("Mine"));
    const int all = bench.model.rowCount();
    bench.click(1);
    bench.press(Qt::Key_Delete);
    QCOMPARE(bench.model.rowCount(), all);  // a chosen place stays
    bench.click(0);
    bench.press(Qt::Key_Delete);
    QCOMPARE(bench.model.rowCount(), all - 1);
    QCOMPARE(jsonFiles(bench.folder.path()).size(), 0);
    bench.history.undo();
    QCOMPARE(bench.model.placeAt(0).name, std::string("Mine"));
  }

  void theButtonAsksForABookmark() {
    Bench bench;
    QSignalSpy asked(&bench.panel, &PlacesPanel::bookmarkRequested);
    for (QToolButton* button : bench.panel.findChildren<QToolButton*>())
      if (!button->menu()) button->click();
    QCOMPARE(asked.count(), 1);
  }

  void aPlaceIsCopiedAndPastedAsALine() {
    Bench bench;
    bench.click(1);
    bench.press(Qt::Key_C, Qt::ControlModifier);
    const std::string line = io::placeText(bench.model.placeAt(1).place);
    QCOMPARE(QApplication::clipboard()->text().toStdString(), line);
    const julia::Place copied = bench.model.placeAt(1).place;
    bench.press(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(bench.model.bookmarkCount(), 1);
    QVERIFY(bench.model.placeAt(0).place == copied);
    QApplication::clipboard()->setText(QStringLiteral("fatou:c=none"));
    bench.press(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(bench.model.bookmarkCount(), 1);
    QVERIFY(bench.problem().contains(QStringLiteral("fatou:c=none")));
  }

  void aDropOfAGoodFileAddsItAndOfABrokenOneSaysSo() {
    Bench bench;
    QTemporaryDir outside;
    const QString good = outside.filePath(QStringLiteral("good.json"));
    const QString bad = outside.filePath(QStringLiteral("bad.json"));
    QVERIFY(io::writePlaceFile(good, place("Good")).ok());
    QVERIFY(writeContent(bad, "{"));
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(good)});
    bench.drop(data);
    QTRY_COMPARE(bench.model.bookmarkCount(), 1);
    QCOMPARE(bench.problem(), QString());
    data.setUrls({QUrl::fromLocalFile(bad)});
    bench.drop(data);
    QTRY_VERIFY2(bench.problem().contains(bad), qPrintable(bench.problem()));
    QCOMPARE(bench.model.bookmarkCount(), 1);
    QCOMPARE(contentOf(bad), QByteArray("{"));
    bench.click(3);
    QCOMPARE(bench.problem(), QString());
  }

  void aSelectedPlaceIsSavedOrTheReasonNamed() {
    Bench bench;
    bench.click(4);
    const QString file = bench.folder.filePath(QStringLiteral("saved"));
    bench.panel.saveSelectedAs(file);
    QVERIFY(io::readPlaceFile(file).value() == bench.model.placeAt(4));
    bench.panel.saveSelectedAs(bench.folder.filePath(QStringLiteral("no/where.json")));
    QVERIFY(bench.problem().contains(QStringLiteral("where.json")));
  }

  void thePlaceOnTheCanvasHasTheRing() {
    Bench bench;
    const auto shot = [&] { return bench.grid->viewport()->grab().toImage(); };
    bench.thumbnails.setPaused(true);
    const QImage without = shot();
    bench.panel.setCurrentPlace(bench.model.placeAt(4).place);
    const QImage with = shot();
    QVERIFY(with != without);
    bench.panel.setCurrentPlace(place("nowhere", "7,7").place);
    QCOMPARE(shot(), without);
  }

  void manyProblemsKeepToAFewLines() {
    Bench bench;
    for (int i = 0; i < 100; ++i) Q_EMIT bench.model.problem(QStringLiteral("No %1.").arg(i));
    QCOMPARE(bench.problem().count(u'\n'), 3);
    QVERIFY(bench.problem().contains(QStringLiteral("No 99.")));
  }

  void thePanelMayGoBeforeItsModel() {
    QTemporaryDir folder;
    QUndoStack history;
    ThumbnailRenderer thumbnails{engines::Client(1)};
    PlacesModel model(QString::fromLatin1(kChosenPlaces), folder.path(), history);
    model.load();
    auto panel = std::make_unique<PlacesPanel>(model, thumbnails);
    panel->show();
    panel.reset();
    model.addBookmark(place("After"));
  }
};

QTEST_MAIN(PlacesPanelTest)
#include "places_panel_test.moc"
