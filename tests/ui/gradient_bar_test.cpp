// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/gradient_bar.h"

#include <memory>

#include <QDoubleSpinBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "tests/patience.h"
#include "ui/widgets/color_button.h"
#include "ui/widgets/gradient_editor.h"

using namespace fatou::ui;
using fatou::color::Gradient;
using fatou::color::GradientStop;
using fatou::color::Rgb;

namespace {

using Stops = std::vector<GradientStop>;

constexpr Rgb kRed{255, 0, 0};
constexpr Rgb kGreen{0, 255, 0};
constexpr Rgb kBlue{0, 0, 255};

Gradient three() {
  return {.name = "Three", .stops = {{0.0, kRed}, {0.5, kGreen}, {1.0, kBlue}}, .cyclic = false};
}

bool finished(const QSignalSpy& spy) {
  return spy.last().at(1).toBool();
}

void drag(QWidget& bar, QPoint from, const std::vector<QPoint>& way) {
  QTest::mousePress(&bar, Qt::LeftButton, {}, from);
  for (const QPoint& at : way) QTest::mouseMove(&bar, at);
  QTest::mouseRelease(&bar, Qt::LeftButton, {}, way.back());
}

}  // namespace

class GradientBarTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    m_bar = std::make_unique<GradientBar>();
    m_bar->resize(414, 60);  // a bar of 400 pixels
    m_bar->setGradient(three());
    m_bar->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_bar.get(), fatou::tests::kPatienceMs));
  }

  void aDragMovesAStopAndFinishesOnce() {
    QSignalSpy changes(m_bar.get(), &GradientBar::stopsChanged);
    const QPoint from = m_bar->handleOf(1);
    drag(*m_bar, from, {from + QPoint(40, 0), from + QPoint(100, 3)});
    QCOMPARE(changes.count(), 3);
    QVERIFY(!changes[0].at(1).toBool() && !changes[1].at(1).toBool() && finished(changes));
    QCOMPARE(m_bar->gradient().stops[1].position, 0.75);
    QCOMPARE(m_bar->selected(), 1);
  }

  void aDragPastANeighbourKeepsTheOrder() {
    const QPoint from = m_bar->handleOf(0);
    drag(*m_bar, from, {from + QPoint(300, 0)});
    const Stops& stops = m_bar->gradient().stops;
    QVERIFY(stops[0].color == kGreen && stops[1].color == kRed);
    QCOMPARE(m_bar->selected(), 1);
  }

  void aDragEndsAtTheEdges() {
    const QPoint from = m_bar->handleOf(1);
    drag(*m_bar, from, {from + QPoint(5000, 0)});
    QCOMPARE(m_bar->gradient().stops.back().position, 1.0);
    QVERIFY(m_bar->gradient().stops.back().color == kGreen);
  }

  void offTheBarAStopIsRemovedAndComesBackOnIt() {
    QSignalSpy changes(m_bar.get(), &GradientBar::stopsChanged);
    const QPoint from = m_bar->handleOf(1);
    drag(*m_bar, from, {from + QPoint(0, 80), from + QPoint(40, 0)});
    QCOMPARE(changes[0].at(0).value<Stops>().size(), std::size_t{2});
    QCOMPARE(m_bar->gradient().stops.size(), std::size_t{3});
    drag(*m_bar, m_bar->handleOf(1), {from + QPoint(0, 80)});
    QCOMPARE(m_bar->gradient().stops.size(), std::size_t{2});
    QVERIFY(finished(changes));
  }

  void theLastStopStays() {
    m_bar->setGradient({.name = "One", .stops = {{0.5, kRed}}});
    m_bar->select(0);
    QTest::keyClick(m_bar.get(), Qt::Key_Delete);
    const QPoint from = m_bar->handleOf(0);
    drag(*m_bar, from, {from + QPoint(0, 200)});
    QCOMPARE(m_bar->gradient().stops.size(), std::size_t{1});
  }

  void aDoubleClickAddsWhatIsThere() {
    const Rgb there = colorAt(three(), 0.25);
    QSignalSpy changes(m_bar.get(), &GradientBar::stopsChanged);
    QTest::mouseDClick(m_bar.get(), Qt::LeftButton, {}, {107, 15});
    QVERIFY(finished(changes));
    QCOMPARE(m_bar->gradient().stops.size(), std::size_t{4});
    QCOMPARE(m_bar->gradient().stops[1].position, 0.25);
    QVERIFY(m_bar->gradient().stops[1].color == there);
    QCOMPARE(m_bar->selected(), 1);
  }

  void aDoubleClickOnAStopAsksForItsColour() {
    QSignalSpy asked(m_bar.get(), &GradientBar::recolorRequested);
    QTest::mouseDClick(m_bar.get(), Qt::LeftButton, {}, m_bar->handleOf(2));
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked[0].at(0).toInt(), 2);
    QCOMPARE(m_bar->gradient().stops.size(), std::size_t{3});
  }

  void aClickChangesNothing() {
    QSignalSpy changes(m_bar.get(), &GradientBar::stopsChanged);
    QTest::mouseClick(m_bar.get(), Qt::LeftButton, {}, m_bar->handleOf(1));
    QCOMPARE(m_bar->selected(), 1);
    QTest::mouseClick(m_bar.get(), Qt::LeftButton, {}, {107, 15});
    QCOMPARE(m_bar->selected(), -1);
    QCOMPARE(changes.count(), 0);
  }

  void keysDoWhatTheMouseDoes() {
    QSignalSpy asked(m_bar.get(), &GradientBar::recolorRequested);
    QTest::keyClick(m_bar.get(), Qt::Key_Down);
    QTest::keyClick(m_bar.get(), Qt::Key_Down);
    QCOMPARE(m_bar->selected(), 1);
    QTest::keyClick(m_bar.get(), Qt::Key_Right);
    QCOMPARE(m_bar->gradient().stops[1].position, 0.51);
    QTest::keyClick(m_bar.get(), Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(m_bar->gradient().stops[1].position, 0.509);
    QTest::keyClick(m_bar.get(), Qt::Key_Insert);
    QCOMPARE(m_bar->gradient().stops.size(), std::size_t{4});
    QCOMPARE(m_bar->selected(), 2);
    QTest::keyClick(m_bar.get(), Qt::Key_Return);
    QCOMPARE(asked.count(), 1);
    QTest::keyClick(m_bar.get(), Qt::Key_Delete);
    QCOMPARE(m_bar->gradient().stops.size(), std::size_t{3});
    QTest::keyClick(m_bar.get(), Qt::Key_Up);
    QTest::keyClick(m_bar.get(), Qt::Key_Up);
    QTest::keyClick(m_bar.get(), Qt::Key_Left);
    QCOMPARE(m_bar->gradient().stops[0].position, 0.0);
  }

  void theEditorsFieldsAndBarAreInStep() {
    GradientEditor editor(three());
    QSignalSpy changes(&editor, &GradientEditor::gradientChanged);
    auto* bar = editor.findChild<GradientBar*>();
    auto* position = editor.findChild<QDoubleSpinBox*>();
    auto* color = editor.findChild<ColorButton*>();
    bar->select(1);
    QCOMPARE(changes.count(), 0);
    QCOMPARE(position->value(), 50.0);
    QCOMPARE(color->color(), QColor(Qt::green));
    position->setValue(62.5);
    QCOMPARE(editor.gradient().stops[1].position, 0.625);
    bar->moveSelected(0.3, true);
    QCOMPARE(position->value(), 30.0);
    Q_EMIT color->colorChanged(Qt::white, true);
    QVERIFY((editor.gradient().stops[1].color == Rgb{255, 255, 255}));
    QCOMPARE(changes.count(), 3);
    bar->select(-1);
    QVERIFY(!position->isEnabled() && !color->isEnabled());
    QVERIFY(editor.original() == three());
  }

  void theEditorReversesAndSpreadsAllStops() {
    Gradient uneven = three();
    uneven.stops[1].position = 0.2;
    GradientEditor editor(uneven);
    QSignalSpy changes(&editor, &GradientEditor::gradientChanged);
    const auto press = [&editor](const QString& name) {
      for (auto* button : editor.findChildren<QPushButton*>())
        if (button->text().contains(name)) button->click();
    };
    press(QStringLiteral("Reverse"));
    QVERIFY(editor.gradient().stops == reversed(uneven).stops);
    QVERIFY(editor.findChild<GradientBar*>()->gradient().stops == editor.gradient().stops);
    QCOMPARE(changes.count(), 1);
    press(QStringLiteral("Spread"));
    QVERIFY(editor.gradient().stops == reversed(three()).stops);
    QVERIFY(editor.findChild<GradientBar*>()->gradient().stops == editor.gradient().stops);
    QCOMPARE(changes.count(), 2);
  }

  void recolouringASelectedStopShowsEveryColourTried() {
    GradientEditor editor(three());
    auto* bar = editor.findChild<GradientBar*>();
    auto* color = editor.findChild<ColorButton*>();
    bar->select(2);
    Q_EMIT bar->recolorRequested(2);
    QVERIFY(color->dialog() != nullptr);
    color->dialog()->setCurrentColor(Qt::yellow);
    QVERIFY((editor.gradient().stops[2].color == Rgb{255, 255, 0}));
    color->dialog()->reject();
    QVERIFY(editor.gradient().stops[2].color == kBlue);
  }

 private:
  std::unique_ptr<GradientBar> m_bar;
};

QTEST_MAIN(GradientBarTest)
#include "gradient_bar_test.moc"
