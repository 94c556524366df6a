// SPDX-License-Identifier: GPL-3.0-or-later
// The catalogue of formulas: its rows and pictures, the dialog, and completions while one is typed.
#include <algorithm>

#include <QAbstractItemModelTester>
#include <QAbstractItemView>
#include <QCompleter>
#include <QImage>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>

#include "core/julia/plane/place.h"
#include "tests/patience.h"
#include "ui/jobs/thumbnail_renderer.h"
#include "ui/models/catalogue_model.h"
#include "ui/panels/catalogue_delegate.h"
#include "ui/panels/catalogue_dialog.h"
#include "ui/panels/formula_edit.h"

using namespace fatou;
using namespace fatou::ui;

namespace {

// A model with its formulas, and who renders their pictures.
struct Catalogue {
  ThumbnailRenderer thumbnails{engines::Client()};
  CatalogueModel model{thumbnails};

  Catalogue() {
    thumbnails.setPaused(true);
    model.load();
  }
};

}  // namespace

class CatalogueWindowTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyRowHasWhatIsShown() {
    Catalogue catalogue;
    const QAbstractItemModelTester tester(&catalogue.model);
    QVERIFY(catalogue.model.rowCount() >= 30);
    for (int row = 0; row < catalogue.model.rowCount(); ++row) {
      const QModelIndex index = catalogue.model.index(row);
      const io::NamedPlace place = placeOfFormula(index);
      QVERIFY2(julia::check(place.place).ok(), place.name.c_str());
      QCOMPARE(index.data(CatalogueModel::NameRole).toString().toStdString(), place.name);
      QVERIFY2(!index.data(CatalogueModel::LineRole).toString().isEmpty(), place.name.c_str());
      const QString text = index.data(CatalogueModel::FormulaRole).toString();
      QVERIFY2(!text.isEmpty(), place.name.c_str());
      QVERIFY(index.data(CatalogueModel::SearchRole).toString().contains(text));
    }
  }

  void itIsReadBesideThisThread() {
    ThumbnailRenderer thumbnails{engines::Client()};
    CatalogueModel model(thumbnails);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.loadBeside();
    QTRY_COMPARE_WITH_TIMEOUT(reset.count(), 1, tests::kPatienceMs);
    QVERIFY(model.rowCount() >= 30);
  }

  void aPictureFollowsWhenItIsRendered() {
    Catalogue catalogue;
    QSignalSpy changed(&catalogue.model, &QAbstractItemModel::dataChanged);
    const QModelIndex first = catalogue.model.index(0);
    QVERIFY(first.data(CatalogueModel::ThumbnailRole).value<QImage>().isNull());
    QCOMPARE(changed.count(), 0);
    catalogue.thumbnails.setPaused(false);
    QTRY_COMPARE_WITH_TIMEOUT(changed.count(), 1, tests::kPatienceMs);
    QCOMPARE(changed.first().first().toModelIndex(), first);
    QVERIFY(!first.data(CatalogueModel::ThumbnailRole).value<QImage>().isNull());
  }

  void aClickGoesToThePlaceAndTheDialogStays() {
    Catalogue catalogue;
    CatalogueDialog dialog(catalogue.model, nullptr);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.show();
    QSignalSpy chosen(&dialog, &CatalogueDialog::placeChosen);
    auto* list = dialog.findChild<QListView*>();
    QCOMPARE(list->model()->rowCount(), catalogue.model.rowCount());
    const QModelIndex second = list->model()->index(1, 0);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(second).center());
    QVERIFY(chosen.count() >= 1);
    QVERIFY(chosen.first().first().value<io::NamedPlace>() ==
            placeOfFormula(catalogue.model.index(1)));
    QVERIFY(dialog.isVisible());
  }

  void theDialogIsSearchedByNameAndFormula() {
    Catalogue catalogue;
    CatalogueDialog dialog(catalogue.model, nullptr);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    const auto* list = dialog.findChild<QListView*>();
    auto* search = dialog.findChild<QLineEdit*>();
    const int all = list->model()->rowCount();
    search->setText(QStringLiteral("NEWTON"));
    QVERIFY(list->model()->rowCount() > 0);
    QVERIFY(list->model()->rowCount() < all);
    search->setText(QStringLiteral("sin(z)"));
    QVERIFY(list->model()->rowCount() > 0);
    search->setText(QStringLiteral("no such formula"));
    QCOMPARE(list->model()->rowCount(), 0);
    search->clear();
    QCOMPARE(list->model()->rowCount(), all);
  }

  void returnInTheSearchGoesToTheFirstFound() {
    Catalogue catalogue;
    CatalogueDialog dialog(catalogue.model, nullptr);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.show();
    QSignalSpy chosen(&dialog, &CatalogueDialog::placeChosen);
    auto* search = dialog.findChild<QLineEdit*>();
    search->setText(QStringLiteral("no such formula"));
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(chosen.count(), 0);
    QVERIFY(dialog.isVisible());
    search->setText(QStringLiteral("sin(z)"));
    const auto* list = dialog.findChild<QListView*>();
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(chosen.count(), 1);
    QVERIFY(chosen.first().first().value<io::NamedPlace>() ==
            placeOfFormula(list->model()->index(0, 0)));
    QVERIFY(dialog.isVisible());
  }

  void aRowIsPaintedBeforeItsPictureIsThere() {
    Catalogue catalogue;
    const CatalogueDelegate delegate;
    QStyleOptionViewItem option;
    const QModelIndex first = catalogue.model.index(0);
    option.rect = QRect({}, delegate.sizeHint(option, first));
    QVERIFY(option.rect.height() >= 62);
    QImage image(option.rect.size(), QImage::Format_RGB32);
    image.fill(Qt::white);
    const QImage before = image.copy();
    QPainter painter(&image);
    delegate.paint(&painter, option, first);
    painter.end();
    QVERIFY(image != before);
  }

  void whatIsTypedIsCompletedFromTheCatalogue() {
    Catalogue catalogue;
    FormulaEdit edit;
    edit.setCompletions(&catalogue.model, CatalogueModel::SearchRole);
    QSignalSpy chosen(&edit, &FormulaEdit::completionChosen);
    QSignalSpy edited(&edit, &FormulaEdit::formulaEdited);
    edit.show();
    edit.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&edit, tests::kPatienceMs));
    edit.setFocus();
    edit.selectAll();
    auto* completer = edit.findChild<QCompleter*>();
    QTest::keyClicks(&edit, QStringLiteral("ewto"));
    QVERIFY(completer->popup()->isVisible());
    const QModelIndex first = completer->completionModel()->index(0, 0);
    QVERIFY(first.data(CatalogueModel::SearchRole).toString().contains(QStringLiteral("ewto")));
    Q_EMIT completer->activated(first);
    QCOMPARE(chosen.count(), 1);
    // What was typed was no formula: the one before it is shown until the place comes.
    QCOMPARE(edit.text(), QStringLiteral("z^2+c"));
    QVERIFY(edit.problem().isEmpty());
    QCOMPARE(edited.count(), 0);
  }

  void nothingIsCompletedOfOneLetterOrAFormula() {
    Catalogue catalogue;
    FormulaEdit edit;
    julia::Place place;
    place.view = julia::CentreView{.centre = {}, .radius = julia::Decimal::fromDouble(1.5)};
    edit.setPlace(place);
    edit.setCompletions(&catalogue.model, CatalogueModel::SearchRole);
    edit.show();
    edit.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&edit, tests::kPatienceMs));
    edit.setFocus();
    edit.selectAll();
    const auto* popup = edit.findChild<QCompleter*>()->popup();
    QTest::keyClicks(&edit, QStringLiteral("z"));
    QVERIFY(!popup->isVisible());
    QTest::keyClicks(&edit, QStringLiteral("^"));
    QVERIFY(popup->isVisible());
    QTest::keyClicks(&edit, QStringLiteral("3"));
    QVERIFY(!popup->isVisible());
  }
};

QTEST_MAIN(CatalogueWindowTest)
#include "catalogue_window_test.moc"
