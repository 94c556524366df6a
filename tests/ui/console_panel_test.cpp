// SPDX-License-Identifier: GPL-3.0-or-later
// How the console is laid out: room for cells and values, words where there is nothing yet, keys
// where they can be read. No Python runs.
#include "ui/console/console_panel.h"

#include <cstdlib>

#include <QComboBox>
#include <QLabel>
#include <QSettings>
#include <QSplitter>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "ui/console/cell_edit.h"
#include "ui/console/cell_view.h"
#include "ui/console/values_model.h"
#include "ui/state/settings.h"
#include "ui/widgets/tall_area.h"

using namespace fatou;
using namespace fatou::ui;

namespace {

struct Stage {
  QTemporaryDir folder;
  QSettings store{folder.filePath(QStringLiteral("a.ini")), QSettings::IniFormat};
  Settings settings{store};
  ConsolePanel panel{ConsoleSession::Setup{}, settings};

  CellView& cell() const { return *panel.cells().front(); }
};

}  // namespace

class ConsolePanelTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void cellsHaveThreeFifthsOfTheWidth() {
    Stage stage;
    stage.panel.resize(1'400, 330);
    stage.panel.show();
    const QList<int> sizes = stage.panel.findChild<QSplitter*>()->sizes();
    QCOMPARE(sizes.size(), 2);
    QVERIFY2(std::abs(2 * sizes[0] - 3 * sizes[1]) <= 20, qPrintable(QString::number(sizes[0])));
  }

  void nothingOfACellIsCutWhereThereIsNoRoom() {
    Stage stage;
    stage.panel.resize(1, 330);
    stage.panel.show();
    const auto* area = stage.panel.findChild<TallArea*>();
    QTRY_VERIFY(area->widget()->width() <= area->viewport()->width());
    const auto* target = stage.cell().findChild<QComboBox*>();
    QVERIFY(target->width() >= target->minimumSizeHint().width());
    const auto* run = stage.cell().findChild<QToolButton*>();
    QVERIFY(run->width() >= run->sizeHint().width());
    QVERIFY(stage.cell().edit().width() >= stage.cell().edit().minimumSizeHint().width());
    QVERIFY(target->geometry().right() < run->geometry().left());  // where, then run
  }

  void whereNothingIsYetASentenceSaysWhatWillBe() {
    Stage stage;
    stage.panel.show();
    QVERIFY(!stage.panel.findChild<QTableView*>()->isVisible());
    bool isSaid = false;
    for (const QLabel* label : stage.panel.findChildren<QLabel*>())
      isSaid = isSaid ||
               (label->isVisible() && label->text().contains(u"appear here once a cell has run"));
    QVERIFY(isSaid);
    QVERIFY(stage.cell().edit().placeholderText().contains(u"Shift+Return"));
    QVERIFY(!stage.cell().edit().placeholderText().contains(u'\n'));
  }

  void theKeysAreInTheToolTips() {
    Stage stage;
    QVERIFY(stage.cell().findChild<QToolButton*>()->toolTip().contains(u"Shift+Return"));
    bool isStopSaid = false;
    for (const QToolButton* button : stage.panel.findChildren<QToolButton*>())
      isStopSaid = isStopSaid || button->toolTip().contains(u"(Esc)");
    QVERIFY(isStopSaid);
  }

  void numbersOfEnginesStandAtTheRight() {
    Stage stage;
    const auto* table = stage.panel.findChild<QTableView*>();
    const auto alignment = [table](int column) {
      return table->model()->headerData(column, Qt::Horizontal, Qt::TextAlignmentRole).toInt();
    };
    QVERIFY(alignment(ValuesModel::EngineColumn) & Qt::AlignRight);
    QVERIFY(alignment(ValuesModel::NameColumn) & Qt::AlignLeft);
    QVERIFY(alignment(ValuesModel::FirstColumn) & Qt::AlignLeft);
  }
};

QTEST_MAIN(ConsolePanelTest)
#include "console_panel_test.moc"
