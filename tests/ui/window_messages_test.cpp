// SPDX-License-Identifier: GPL-3.0-or-later
// The messages over the picture: how long they stay, and how they are laid out.
#include <algorithm>

#include <QAction>
#include <QLabel>
#include <QTest>
#include <QToolButton>

#include "ui/state/actions.h"
#include "ui/widgets/message_bar.h"
#include "ui/window/main_window.h"
#include "window_program.h"

using namespace fatou;
using namespace fatou::ui;

class WindowMessagesTest : public QObject, private TestFolders {
  Q_OBJECT

 private Q_SLOTS:
  // Messages are shown one below the other, at the start and while pictures come and go.
  void whatWentWrongStaysUntilItIsClosed() {
    const QString folder = newFolder();
    Program program(folder);
    program.window->openFile(folder + QStringLiteral("/nofile.json"));
    program.window->complain(QStringLiteral("The session cannot be saved."));
    auto& messages = program.the<MessageBar>();
    QTRY_COMPARE(messages.texts().size(), 2);
    VERIFY_SETTLED(program);
    for (int k = 0; k < 3; ++k) {
      program.actions().zoomIn->trigger();
      VERIFY_SETTLED(program);
    }
    QCOMPARE(messages.texts().size(), 2);
    QVERIFY(messages.texts().first().contains(QStringLiteral("nofile.json")));
    QVERIFY(messages.isVisible());
    QVERIFY(program.canvas().rect().contains(messages.geometry()));
    messages.findChild<QToolButton*>()->click();
    QCOMPARE(messages.texts(), QStringList(QStringLiteral("The session cannot be saved.")));
    messages.findChild<QToolButton*>()->click();
    QVERIFY(!messages.isVisible());
  }

  void aMessageWrapsWhereTheWindowIsSmallAndShowsNoMarkup() {
    Program program(newFolder());
    program.window->resize(700, 500);
    VERIFY_SETTLED(program);
    auto& messages = program.the<MessageBar>();
    const QString text = QStringLiteral("Cannot read \"<b>a</b>.json\": ").repeated(12);
    program.window->complain(text);
    QVERIFY(messages.width() < program.canvas().width());
    const auto labels = messages.findChildren<QLabel*>();
    const auto label = std::ranges::find(labels, text, &QLabel::text);
    QVERIFY(label != labels.end());
    QCOMPARE((*label)->textFormat(), Qt::PlainText);
    QVERIFY((*label)->height() >= (*label)->heightForWidth((*label)->width()));
  }
};

QTEST_MAIN(WindowMessagesTest)
#include "window_messages_test.moc"
