// SPDX-License-Identifier: GPL-3.0-or-later
// The list of the lessons: what is about them, how far the user has come, and how it is laid out.
#include <QFont>
#include <QFontMetrics>
#include <QImage>
#include <QListWidget>
#include <QPixmap>
#include <QPushButton>
#include <QRect>
#include <QTest>

#include "tests/ui/lessons_stage.h"
#include "ui/lessons/action_view.h"
#include "ui/lessons/lesson_delegate.h"
#include "ui/widgets/wrapped_lines.h"

using namespace fatou;
using namespace fatou::ui;

using Stage = tests::LessonsStage;

class LessonsListTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theListHasTheEightLessonsWithTheirMinutes() {
    Stage stage;
    QTRY_COMPARE(stage.list().count(), 8);
    QCOMPARE(stage.list().item(0)->text(), QStringLiteral("Engines, and what they know"));
    QVERIFY(!stage.list().item(0)->data(LessonDelegate::AboutRole).toString().isEmpty());
    QCOMPARE(stage.progress(0), QStringLiteral("5 min"));
    QVERIFY(!stage.isDone(0));
    QCOMPARE(stage.panel.page(), -1);
  }

  void nothingIsSelectedBeforeALessonWasOpened() {
    Stage stage;
    QTRY_COMPARE(stage.list().count(), 8);
    QVERIFY(stage.list().selectedItems().isEmpty());
    stage.panel.openLesson(2);
    stage.panel.showList();
    QVERIFY(stage.list().item(2)->isSelected());
    QCOMPARE(stage.list().selectedItems().size(), 1);
  }

  void aNarrowListBreaksItsTexts() {
    Stage stage;
    QTRY_COMPARE(stage.list().count(), 8);
    const auto row = [&stage] { return stage.list().visualItemRect(stage.list().item(6)); };
    stage.panel.resize(1'000, 900);
    QTRY_COMPARE(row().width(), stage.list().viewport()->width());
    const int lowest = row().height();
    QVERIFY(lowest >= 3 * stage.list().fontMetrics().height());  // title, about, minutes
    stage.panel.resize(200, 900);
    QTRY_VERIFY(row().height() > lowest);
    QVERIFY(row().width() <= stage.list().viewport()->width());
  }

  void aCheckMarkStandsAtTheRightOfALessonThatIsDone() {
    Stage stage;
    QTRY_COMPARE(stage.list().count(), 8);
    const QRect row = stage.list().visualItemRect(stage.list().item(0));
    const QRect corner(row.right() - 40, row.top(), 41, row.height() / 2);
    const auto drawn = [&] { return stage.list().viewport()->grab(corner).toImage(); };
    const QImage before = drawn();
    stage.list().item(0)->setData(LessonDelegate::DoneRole, true);
    QVERIFY(drawn() != before);
  }

  void progressIsKeptAndTheLessonGoesOnThere() {
    Stage stage;
    QTRY_COMPARE(stage.list().count(), 8);
    stage.panel.openLesson(1);
    stage.panel.next();
    QCOMPARE(stage.settings.value(settings::kLessonProgress),
             QStringLiteral("2-direct-or-balanced:1"));
    stage.panel.showList();
    QVERIFY2(stage.progress(1).contains(u"1 of "), qPrintable(stage.progress(1)));
    QVERIFY(!stage.isDone(1));
    stage.panel.openLesson(1);
    QCOMPARE(stage.panel.page(), 1);
    stage.panel.back();
    QCOMPARE(stage.panel.page(), 0);
  }

  void whatALessonSaysIsNoHtml() {
    Stage stage;
    QTRY_COMPARE(stage.list().count(), 8);
    QByteArray text = tests::kLesson;
    text.replace("A lesson for a test.", "<img src='/dev/zero'>");
    text.replace("A tiny picture", "<img src='/dev/zero'>");
    stage.open(text);
    QTRY_COMPARE(stage.panel.page(), 0);
    QVERIFY(stage.list().item(8)->toolTip().contains(u"&lt;img"));
    QVERIFY(stage.panel.findChild<ActionView*>()->button().toolTip().contains(u"&lt;img"));
  }

  void linesAreAtMostAsManyAsAsked() {
    const QFont font;
    const int width = QFontMetrics(font).horizontalAdvance(QStringLiteral("as wide as this"));
    const QString text = QStringLiteral("as wide as this as wide as this as wide as this");
    QVERIFY(wrappedLines({}, font, width, 2).isEmpty());
    QCOMPARE(wrappedLines(QStringLiteral("short"), font, width, 2),
             QStringList(QStringLiteral("short")));
    const QStringList lines = wrappedLines(text, font, width, 2);
    QCOMPARE(lines.size(), 2);
    QVERIFY(!lines[0].contains(u'…'));
    QVERIFY2(lines[1].endsWith(u'…'), qPrintable(lines[1]));
    QVERIFY(!wrappedLines(text, font, width, 9).last().contains(u'…'));
  }
};

QTEST_MAIN(LessonsListTest)
#include "lessons_list_test.moc"
