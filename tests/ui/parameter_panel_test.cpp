// SPDX-License-Identifier: GPL-3.0-or-later
// Every way to choose c: typed, pasted, by sliders, along a path; and what the panel says of it.
#include "ui/panels/parameter_panel.h"

#include <cmath>
#include <limits>
#include <numbers>

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>

#include "core/julia/dynamics/critical_orbit.h"
#include "core/julia/dynamics/morph_path.h"
#include "tests/patience.h"
#include "ui/map/map_view.h"
#include "ui/panels/attracting_cycle_text.h"
#include "ui/panels/cardioid_sliders.h"
#include "ui/panels/morph_controls.h"
#include "ui/widgets/complex_edit.h"
#include "ui/widgets/coordinate_edit.h"
#include "ui/widgets/disclosure.h"
#include "ui/widgets/field_message.h"
#include "ui/widgets/integer_edit.h"
#include "ui/widgets/segmented_buttons.h"
#include "ui/widgets/slider_row.h"

using namespace fatou;
using julia::ComplexDecimal;
using ui::CoordinateEdit;
using ui::ParameterPanel;

namespace {

using Complex = std::complex<double>;

ComplexDecimal decimal(const char* text) {
  return julia::parseComplex(text).value();
}

julia::Place placeAt(const char* c) {
  return {.c = decimal(c), .view = julia::CentreView{.radius = decimal("1.3").re}};
}

Complex toDouble(const ComplexDecimal& c) {
  return {c.re.toDouble(), c.im.toDouble()};
}

ComplexDecimal cOf(const QSignalSpy& spy, qsizetype index) {
  return spy.at(index).at(0).value<ComplexDecimal>();
}

// A shown panel with its parts.
struct Shown {
  explicit Shown(const char* c = "-0.7269+0.1889i") {
    panel.setPlace(placeAt(c));
    panel.resize(290, 840);
    panel.findChild<ui::Disclosure*>()->setOpen(true);
    panel.show();
    panel.activateWindow();
    if (!QTest::qWaitForWindowActive(&panel, tests::kPatienceMs))
      qWarning("the panel is not active");
    const auto fields = panel.findChildren<CoordinateEdit*>();
    re = fields.at(0);
    im = fields.at(1);
    const auto sliders = panel.findChild<ui::CardioidSliders*>()->findChildren<QSlider*>();
    angle = sliders.at(0);
    radius = sliders.at(1);
  }
  void type(CoordinateEdit* field, const char* text) {
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, QString::fromLatin1(text));
    QTest::keyClick(field, Qt::Key_Return);
  }

  ParameterPanel panel;
  CoordinateEdit* re;
  CoordinateEdit* im;
  QSlider* angle;
  QSlider* radius;
};

}  // namespace

class ParameterPanelTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    qRegisterMetaType<ComplexDecimal>("fatou::julia::ComplexDecimal");
    qRegisterMetaType<std::optional<ComplexDecimal>>("std::optional<fatou::julia::ComplexDecimal>");
  }

  void showsAPlaceWithoutASignal();
  void keepsEveryDigitThatIsTyped();
  void takesAWholeNumberInEitherField();
  void takesANumberAsPeopleWriteIt();
  void saysThatACommaCanMeanTwoThings();
  void takesAPastedNumberAtOnce();
  void marksBadTextInPlaceAndKeepsTheLastC_data();
  void marksBadTextInPlaceAndKeepsTheLastC();
  void takesCFromTheMapLive();
  void passesAPreviewOn();

  void slidersMoveCAroundTheCardioid();
  void slidersFollowC();
  void slidersAreNotMovedByTheirOwnC();

  void playsTheCircleAtTheRadiusOfC();
  void playsTheLineThereAndBack();
  void endsOfTheLineArePutWhereCIs();
  void aPathWithoutLengthCannotBePlayed();
  void choosingCEndsThePlaying();
  void anotherPlaceEndsThePlayingWithoutASignal();
  void playsByTheClock();

  void saysWhyThereIsAnAttractingCycleOrNone_data();
  void saysWhyThereIsAnAttractingCycleOrNone();
  void saysWhatTheSetIsAfterCStoppedMoving();
  void saysWhyThereIsNoCycleToBeDrawn();
  void iterationsGoFromOneToAllOfInt32();
  void fitsTheWidthOfADock();
  void theMapGivesWayToTheFields();
  void theMapStaysOfUseWhereAFormulaHasManyNumbers();
  void theTabKeyGoesFromCToItsIterations();
};

void ParameterPanelTest::showsAPlaceWithoutASignal() {
  ParameterPanel panel;
  QSignalSpy spy(&panel, &ParameterPanel::cRequested);
  panel.setPlace(placeAt("-0.123,0.745"));
  const auto fields = panel.findChildren<CoordinateEdit*>();
  QCOMPARE(fields.at(0)->text(), QStringLiteral("-0.123"));
  QCOMPARE(fields.at(1)->text(), QStringLiteral("0.745"));
  QVERIFY(panel.mapView().parameter() == decimal("-0.123,0.745"));
  QCOMPARE(spy.count(), 0);
}

void ParameterPanelTest::keepsEveryDigitThatIsTyped() {
  Shown shown;
  QSignalSpy spy(&shown.panel, &ParameterPanel::cRequested);
  shown.type(shown.im, "0.65000000000000000000000000000000000000000000001");
  QCOMPARE(spy.count(), 1);
  QVERIFY(cOf(spy, 0) == decimal("-0.7269,0.65000000000000000000000000000000000000000000001"));
  QVERIFY(spy.at(0).at(1).toBool());
  shown.type(shown.re, "-1.0");
  QCOMPARE(cOf(spy, 1).re.text(), std::string("-1.0"));
  QCOMPARE(cOf(spy, 1).im, cOf(spy, 0).im);
}

void ParameterPanelTest::takesAWholeNumberInEitherField() {
  Shown shown;
  QSignalSpy spy(&shown.panel, &ParameterPanel::cRequested);
  shown.type(shown.re, "0.25-0.5i");
  QCOMPARE(shown.re->text(), QStringLiteral("0.25"));
  QCOMPARE(shown.im->text(), QStringLiteral("-0.5"));
  shown.type(shown.im, "-1.5, 0.125");
  QCOMPARE(shown.re->text(), QStringLiteral("-1.5"));
  QCOMPARE(shown.im->text(), QStringLiteral("0.125"));
  shown.type(shown.im, "i");
  QCOMPARE(spy.count(), 3);
  QVERIFY(cOf(spy, 2) == decimal("i"));
}

void ParameterPanelTest::takesANumberAsPeopleWriteIt() {
  Shown shown;
  QSignalSpy spy(&shown.panel, &ParameterPanel::cRequested);
  for (const char* text : {"(-0.8+0.156j)", "-0.8 0.156", "0.156i-0.8", "-0.8, 0.156",
                           "c = -0.8 + 0.156*I", "-0.8,0.156i", "-0,8+0,156i"}) {
    shown.type(shown.re, "0");
    shown.type(shown.re, text);
    QVERIFY2(cOf(spy, spy.count() - 1) == decimal("-0.8,0.156"), text);
  }
  shown.type(shown.re, "-1.5*10^-1");
  QVERIFY(cOf(spy, spy.count() - 1) == decimal("-0.15,0.156"));
}

void ParameterPanelTest::saysThatACommaCanMeanTwoThings() {
  Shown shown;
  shown.type(shown.re, "-0,75");
  QVERIFY2(shown.re->problem().contains(QStringLiteral("'-0,75' can be one number with a decimal "
                                                       "comma or a pair: write a point for the "
                                                       "comma, or a space behind it")),
           qPrintable(shown.re->problem()));
}

void ParameterPanelTest::takesAPastedNumberAtOnce() {
  Shown shown;
  QSignalSpy spy(&shown.panel, &ParameterPanel::cRequested);
  QGuiApplication::clipboard()->setText(QStringLiteral("-0.8 + 0.156i"));
  shown.im->setFocus();
  shown.im->selectAll();
  QTest::keySequence(shown.im, QKeySequence::Paste);
  QCOMPARE(spy.count(), 1);
  QVERIFY(cOf(spy, 0) == decimal("-0.8,0.156"));
  QCOMPARE(shown.im->text(), QStringLiteral("0.156"));
}

void ParameterPanelTest::marksBadTextInPlaceAndKeepsTheLastC_data() {
  QTest::addColumn<QByteArray>("text");
  for (const char* text : {"", "-0.7x", "1e999", "1+2", "0.5+1e999i", "1e9999999", "ii", "-0,75",
                           "1,5e-3", "0,156i", "1,234,5"})
    QTest::newRow(text) << QByteArray(text);
}

void ParameterPanelTest::marksBadTextInPlaceAndKeepsTheLastC() {
  QFETCH(QByteArray, text);
  Shown shown;
  QSignalSpy spy(&shown.panel, &ParameterPanel::cRequested);
  shown.re->setFocus();
  shown.re->setText(QString::fromLatin1(text));
  QTest::keyClick(shown.re, Qt::Key_Return);
  QCOMPARE(spy.count(), 0);
  QVERIFY(!shown.re->problem().isEmpty());
  QCOMPARE(shown.re->text(), QString::fromLatin1(text));
  QVERIFY(shown.panel.mapView().parameter() == decimal("-0.7269+0.1889i"));
  const auto messages = shown.panel.findChildren<ui::FieldMessage*>();
  QCOMPARE(std::ranges::count_if(messages, [](const auto* m) { return m->isVisible(); }), 1);
  QTest::keyClick(shown.re, Qt::Key_Escape);
  QCOMPARE(shown.re->text(), QStringLiteral("-0.7269"));
  QVERIFY(shown.re->problem().isEmpty());
}

void ParameterPanelTest::takesCFromTheMapLive() {
  Shown shown;
  QSignalSpy spy(&shown.panel, &ParameterPanel::cRequested);
  auto& map = shown.panel.mapView();
  QTest::mousePress(&map, Qt::LeftButton, {}, {60, 60});
  QTest::mouseRelease(&map, Qt::LeftButton, {}, {60, 60});
  QCOMPARE(spy.count(), 2);
  QVERIFY(!spy.at(0).at(1).toBool());
  QVERIFY(spy.at(1).at(1).toBool());
  QCOMPARE(shown.re->text().toStdString(), cOf(spy, 1).re.text());
  QVERIFY(shown.re->text().size() <= 6);  // -0.123
}

void ParameterPanelTest::passesAPreviewOn() {
  Shown shown;
  QSignalSpy spy(&shown.panel, &ParameterPanel::cPreviewed);
  Q_EMIT shown.panel.mapView().cPreviewed(decimal("i"));
  QCOMPARE(spy.count(), 1);
  QCOMPARE(shown.im->text(), QStringLiteral("0.1889"));
}

void ParameterPanelTest::slidersMoveCAroundTheCardioid() {
  Shown shown("0");
  QSignalSpy spy(&shown.panel, &ParameterPanel::cRequested);
  shown.radius->setValue(1000);
  shown.angle->setValue(1800);
  QCOMPARE(spy.count(), 2);
  QVERIFY(std::abs(toDouble(cOf(spy, 0)) - 0.25) < 1e-6);
  QVERIFY(std::abs(toDouble(cOf(spy, 1)) - -0.75) < 1e-6);
  QVERIFY(spy.at(1).at(1).toBool());
  shown.angle->setSliderDown(true);
  shown.angle->setSliderPosition(900);
  QVERIFY(!spy.at(2).at(1).toBool());
  shown.angle->setSliderDown(false);
  QCOMPARE(spy.count(), 4);
  QVERIFY(spy.at(3).at(1).toBool());
  QVERIFY(std::abs(toDouble(cOf(spy, 3)) - Complex(0.25, 0.5)) < 1e-6);
}

void ParameterPanelTest::slidersFollowC() {
  Shown shown("0.25+0.5i");
  QCOMPARE(shown.angle->value(), 900);
  QCOMPARE(shown.radius->value(), 1000);
  shown.panel.setPlace(placeAt("0.25-0.5i"));
  QCOMPARE(shown.angle->value(), 2700);
  shown.panel.setPlace(placeAt("-2"));
  QCOMPARE(shown.radius->value(), shown.radius->maximum());
}

// A c that comes back rounded must not push the handle about.
void ParameterPanelTest::slidersAreNotMovedByTheirOwnC() {
  Shown shown("0");
  connect(&shown.panel, &ParameterPanel::cRequested, &shown.panel,
          [&](const ComplexDecimal& c) { shown.panel.setPlace({.c = c}); });
  shown.radius->setValue(1000);
  for (int angle = 0; angle <= 3600; angle += 7) {
    shown.angle->setValue(angle);
    QCOMPARE(shown.angle->value(), angle);
    QCOMPARE(shown.radius->value(), 1000);
  }
}

void ParameterPanelTest::playsTheCircleAtTheRadiusOfC() {
  Shown shown("0.125+0.25i");
  QSignalSpy spy(&shown.panel, &ParameterPanel::cRequested);
  auto& morph = shown.panel.morph();
  const double radius = julia::cardioidCoordinates({0.125, 0.25}).radius;
  morph.setPlaying(true);
  for (int i = 0; i < 100; ++i) morph.advance(0.7);
  QVERIFY(spy.count() >= 100);
  for (qsizetype i = 0; i < spy.count(); ++i) {
    QVERIFY(std::abs(julia::cardioidCoordinates(toDouble(cOf(spy, i))).radius - radius) < 1e-4);
    QVERIFY(!spy.at(i).at(1).toBool());
  }
  morph.setPlaying(false);
  QVERIFY(spy.last().at(1).toBool());
}

void ParameterPanelTest::playsTheLineThereAndBack() {
  ui::MorphControls morph;
  auto* kind = morph.findChild<ui::SegmentedButtons*>();
  kind->setCurrent(1);
  Q_EMIT kind->currentEdited(1);
  const auto line = std::get<julia::StraightLine>(morph.path());
  morph.setC(line.from);
  QSignalSpy spy(&morph, &ui::MorphControls::moved);
  morph.setPlaying(true);
  double nearestToEnd = 1.0;
  for (int i = 0; i < 400; ++i) {
    morph.advance(0.1);
    const Complex c = spy.last().at(0).value<Complex>();
    nearestToEnd = std::min(nearestToEnd, std::abs(c - line.to));
    const double along = ((c - line.from) / (line.to - line.from)).real();
    QVERIFY(along > -1e-9 && along < 1.0 + 1e-9);
  }
  QVERIFY(nearestToEnd < 0.01);  // once in 40 s
  QVERIFY(std::abs(spy.last().at(0).value<Complex>() - line.from) < 0.01);
}

void ParameterPanelTest::endsOfTheLineArePutWhereCIs() {
  ui::MorphControls morph;
  auto* kind = morph.findChild<ui::SegmentedButtons*>();
  kind->setCurrent(1);
  morph.setC({0.3, -0.4});
  const auto ends = morph.findChildren<ui::ComplexEdit*>();
  QCOMPARE(ends.size(), 2);
  ends.at(1)->findChild<QAbstractButton*>()->click();
  QVERIFY(std::get<julia::StraightLine>(morph.path()).to == Complex(0.3, -0.4));
  ends.at(0)->setText(QStringLiteral("1-2i"));
  ends.at(0)->commit();
  QVERIFY(std::get<julia::StraightLine>(morph.path()).from == Complex(1.0, -2.0));
}

void ParameterPanelTest::aPathWithoutLengthCannotBePlayed() {
  ui::MorphControls morph;
  const auto* play = morph.findChild<QPushButton*>();
  morph.setRadius(0.0);
  QVERIFY(!play->isEnabled());
  morph.setRadius(0.5);
  QVERIFY(play->isEnabled());
  auto* kind = morph.findChild<ui::SegmentedButtons*>();
  kind->setCurrent(1);
  for (auto* end : morph.findChildren<ui::ComplexEdit*>())
    end->findChild<QAbstractButton*>()->click();
  QVERIFY(!play->isEnabled());
}

void ParameterPanelTest::choosingCEndsThePlaying() {
  Shown shown;
  QSignalSpy spy(&shown.panel, &ParameterPanel::cRequested);
  shown.panel.morph().setPlaying(true);
  shown.panel.morph().advance(1.0);
  shown.type(shown.re, "-0.5");
  QVERIFY(!shown.panel.morph().isPlaying());
  QVERIFY(spy.last().at(1).toBool());
  QCOMPARE(cOf(spy, spy.count() - 1).re.text(), std::string("-0.5"));
  QVERIFY(spy.at(spy.count() - 2).at(1).toBool());  // the path's own step ended before
}

void ParameterPanelTest::anotherPlaceEndsThePlayingWithoutASignal() {
  Shown shown;
  shown.panel.morph().setPlaying(true);
  shown.panel.morph().advance(1.0);
  QSignalSpy spy(&shown.panel, &ParameterPanel::cRequested);
  shown.panel.setPlace({.c = shown.panel.mapView().parameter()});  // its own, coming back
  QVERIFY(shown.panel.morph().isPlaying());
  shown.panel.setPlace(placeAt("i"));
  QVERIFY(!shown.panel.morph().isPlaying());
  QCOMPARE(spy.count(), 0);
}

void ParameterPanelTest::playsByTheClock() {
  Shown shown;
  QSignalSpy spy(&shown.panel, &ParameterPanel::cRequested);
  QTest::mouseClick(shown.panel.morph().findChild<QPushButton*>(), Qt::LeftButton);
  QTRY_VERIFY(spy.count() >= 3);
  QVERIFY(cOf(spy, 0) != cOf(spy, 2));
  QTest::mouseClick(shown.panel.morph().findChild<QPushButton*>(), Qt::LeftButton);
  QVERIFY(!shown.panel.morph().isPlaying());
}

void ParameterPanelTest::saysWhyThereIsAnAttractingCycleOrNone_data() {
  QTest::addColumn<QString>("c");
  QTest::addColumn<QString>("says");
  const auto row = [](const char* name, const char* c, const char* says) {
    QTest::newRow(name) << QString::fromUtf8(c) << QString::fromUtf8(says);
  };
  row("dust", "0.5+0.5i", "escapes after 5 steps");
  row("far", "3", "after its first step");
  row("fixed point", "0.1", "Period 1, |λ| = 0.2254");
  row("rabbit", "-0.123+0.745i", "cycle of 3 points");
  row("basilica", "-1", "Period 2, superattracting");
  row("dendrite", "i", "None found");
  row("cusp", "0.25", "Period 1, parabolic, |λ| = 1");
  row("where the bulb of period 2 begins", "-0.75", "Period 1, parabolic, |λ| = 1");
  row("the airplane's cusp", "-1.75", "Period 3, parabolic, |λ| = 1");
  row("a third of a turn", "-0.125+0.64951905283832898i", "Parabolic but for rounding, period 1");
}

void ParameterPanelTest::saysWhyThereIsAnAttractingCycleOrNone() {
  QFETCH(QString, c);
  QFETCH(QString, says);
  const QString text = ui::attractingCycleText(
      julia::followCriticalOrbit(julia::parseComplex(c.toStdString()).value()));
  QVERIFY2(text.contains(says), qPrintable(text));
}

void ParameterPanelTest::saysWhatTheSetIsAfterCStoppedMoving() {
  Shown shown("-1");
  const auto said = [&](QLatin1StringView words) {
    return std::ranges::any_of(shown.panel.findChildren<QLabel*>(),
                               [&](const auto* label) { return label->text().contains(words); });
  };
  QTRY_VERIFY(said(QLatin1StringView("superattracting")));
  for (int i = 0; i < 50; ++i) shown.panel.setPlace(placeAt(i % 2 ? "0.5+0.5i" : "0.1"));
  QTRY_VERIFY(said(QLatin1StringView("escapes after 5 steps")));
  QVERIFY(!said(QLatin1StringView("rounded to a double")));
  // A sentence that is true of a double may be false of a c that differs from it in the thirtieth
  // digit.
  shown.panel.setPlace(placeAt("0.500000000000000000000000000001+0.5i"));
  QTRY_VERIFY(said(QLatin1StringView("Of c rounded to a double: None")));
}

void ParameterPanelTest::saysWhyThereIsNoCycleToBeDrawn() {
  const auto why = [](const char* c) {
    return ui::noCycleText(julia::followCriticalOrbit(decimal(c)));
  };
  QCOMPARE(why("-1"), QString());
  QVERIFY(why("0.5+0.5i").endsWith(QStringLiteral("escapes after 5 steps")));
  QVERIFY(why("3").endsWith(QStringLiteral("escapes at once")));
  QVERIFY(why("0.25").contains(QStringLiteral("parabolic")));
  QVERIFY(why("i").contains(QStringLiteral("neither escapes nor settles")));
  ParameterPanel panel;
  QSignalSpy spy(&panel, &ParameterPanel::cycleMissed);
  panel.setPlace(placeAt("0.5+0.5i"));
  QTRY_COMPARE(spy.count(), 1);
  QVERIFY(cOf(spy, 0) == decimal("0.5+0.5i"));
  QCOMPARE(spy.at(0).at(1).toString(), why("0.5+0.5i"));
}

void ParameterPanelTest::iterationsGoFromOneToAllOfInt32() {
  Shown shown;
  auto* field = shown.panel.findChild<ui::IntegerEdit*>();
  QSignalSpy spy(&shown.panel, &ParameterPanel::iterationsEdited);
  const auto enter = [field](const char* text) {
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, QString::fromLatin1(text));
    QTest::keyClick(field, Qt::Key_Return);
  };
  enter("0");
  enter("2147483648");
  QCOMPARE(spy.count(), 0);
  enter("2147483647");
  QCOMPARE(spy.last().at(0).toInt(), std::numeric_limits<std::int32_t>::max());
  enter("1");
  QCOMPARE(spy.last().at(0).toInt(), 1);
  QCOMPARE(spy.count(), 2);
  julia::Place place = placeAt("i");
  place.tmax = 5'000;
  shown.panel.setPlace(place);
  QCOMPARE(field->text(), QStringLiteral("5,000"));
  QCOMPARE(spy.count(), 2);
}

void ParameterPanelTest::fitsTheWidthOfADock() {
  Shown shown;
  QVERIFY(shown.panel.minimumSizeHint().width() <= 290);
  const QSize map = shown.panel.mapView().size();
  QCOMPARE(map, QSize(266, 190));
  shown.panel.resize(556, 1200);
  QTRY_COMPARE(shown.panel.mapView().size(), QSize(532, 380));
}

void ParameterPanelTest::theMapGivesWayToTheFields() {
  Shown shown;
  shown.panel.findChild<ui::Disclosure*>()->setOpen(false);
  const auto& map = shown.panel.mapView();
  QTRY_COMPARE(map.size(), QSize(266, 190));
  QScrollArea area;
  area.setWidgetResizable(true);
  area.setWidget(&shown.panel);
  area.setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);  // so that its width stays
  area.resize(300, 180);
  area.show();
  // Waits until the text below the map, of several lines, is there.
  QTRY_VERIFY(shown.panel.layout()->hasHeightForWidth());
  QTRY_VERIFY(area.verticalScrollBar()->maximum() > 0);
  QTRY_VERIFY(map.height() >= 175);  // as a smaller one would not spare the scrolling
  const int least = shown.panel.layout()->totalMinimumHeightForWidth(area.viewport()->width());
  area.resize(300, least + 10);
  QTRY_VERIFY(map.height() < 170);
  for (const QLabel* label : shown.panel.findChildren<QLabel*>(Qt::FindDirectChildrenOnly))
    QTRY_VERIFY(!label->geometry().intersects(map.geometry()));
  QVERIFY(map.height() >= map.minimumSizeHint().height());
  for (const QWidget* field :
       {static_cast<const QWidget*>(shown.re), static_cast<const QWidget*>(shown.im),
        static_cast<const QWidget*>(shown.panel.findChild<ui::IntegerEdit*>())}) {
    const QRect at(field->mapTo(&shown.panel, QPoint()), field->size());
    QVERIFY(shown.panel.rect().contains(at));
    QVERIFY(at.bottom() < map.y());
  }
  QVERIFY(shown.re->width() > 80);
  QVERIFY(shown.im->width() > 80);
  area.takeWidget();
}

void ParameterPanelTest::theMapStaysOfUseWhereAFormulaHasManyNumbers() {
  Shown shown;
  QScrollArea area;
  area.setWidgetResizable(true);
  area.setWidget(&shown.panel);
  area.resize(300, 320);
  area.show();
  julia::Place place = placeAt("0.3");
  place.formula = julia::parseFormula("p*z^3+q*z^2+r*z+s+c,p=1,q=2,r=3,s=4").value();
  shown.panel.setPlace(place);
  const auto& map = shown.panel.mapView();
  QTRY_VERIFY(area.verticalScrollBar()->maximum() > 0);
  QTRY_VERIFY(map.height() >= 175);
  for (const auto* field : shown.panel.findChildren<CoordinateEdit*>())
    QTRY_VERIFY(!field->isVisible() ||
                field->mapTo(&shown.panel, QPoint()).y() + field->height() <= map.y());
  area.takeWidget();
}

void ParameterPanelTest::theTabKeyGoesFromCToItsIterations() {
  Shown shown;
  shown.re->setFocus();
  QTest::keyClick(shown.re, Qt::Key_Tab);
  QVERIFY(shown.im->hasFocus());
  QTest::keyClick(shown.im, Qt::Key_Tab);
  QVERIFY(shown.panel.findChild<ui::IntegerEdit*>()->hasFocus());
  QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
  QVERIFY(shown.panel.mapView().hasFocus());
}

QTEST_MAIN(ParameterPanelTest)
#include "parameter_panel_test.moc"
