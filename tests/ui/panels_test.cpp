// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

#include "tests/patience.h"
#include "ui/panels/engines_panel.h"
#include "ui/panels/region_panel.h"
#include "ui/panels/resolution_panel.h"
#include "ui/widgets/band_edit.h"
#include "ui/widgets/complex_edit.h"
#include "ui/widgets/decimal_edit.h"
#include "ui/widgets/integer_edit.h"
#include "ui/widgets/segmented_buttons.h"

using namespace fatou;
using namespace fatou::ui;

namespace {

constexpr PixelSize kCanvas{860, 652};
constexpr int kCores = 2;

julia::View cornerView(const char* low, const char* high) {
  const auto from = julia::parseComplex(low).value();
  const auto to = julia::parseComplex(high).value();
  return julia::CornerView{from.re, from.im, to.re, to.im};
}

void enter(QLineEdit& field, const char* text) {
  field.setFocus();
  field.selectAll();
  QTest::keyClicks(&field, QString::fromUtf8(text));
  QTest::keyClick(&field, Qt::Key_Return);
}

// The panels in a window, wired as the main window wires them: an edit becomes the state.
struct Stage {
  QWidget window;
  EnginesPanel* engines = new EnginesPanel(kCores);
  ResolutionPanel* resolution = new ResolutionPanel;
  RegionPanel* region = new RegionPanel;
  ExplorerState state = ExplorerState::initial();
  julia::View shown = cornerView("-1.6,-1.2", "1.6,1.2");
  QStringList steps;

  Stage() {
    state.engines = {.count = 2};
    auto* column = new QVBoxLayout(&window);
    for (QWidget* panel : {static_cast<QWidget*>(engines), static_cast<QWidget*>(resolution),
                           static_cast<QWidget*>(region)})
      column->addWidget(panel);
    wire();
    show();
    window.resize(300, 900);
    window.show();
    window.activateWindow();
    if (!QTest::qWaitForWindowActive(&window, tests::kPatienceMs)) qFatal("no active window");
  }

  void wire() {
    QObject::connect(engines, &EnginesPanel::enginesEdited, &window,
                     [this](const render::EngineSetup& setup, const QString& text) {
                       state.engines = setup;
                       step(text);
                     });
    QObject::connect(resolution, &ResolutionPanel::sizeEdited, &window,
                     [this](std::optional<PixelSize> size, const QString& text) {
                       state.size = size;
                       step(text);
                     });
    QObject::connect(resolution, &ResolutionPanel::samplesEdited, &window,
                     [this](int samples, const QString& text) {
                       state.samples = samples;
                       step(text);
                     });
    QObject::connect(region, &RegionPanel::placeEdited, &window,
                     [this](const julia::Place& place, const QString& text) {
                       state.place = place;
                       shown = squareView(place.view);
                       step(text);
                     });
  }
  // Stands in for the canvas: what a square one shows.
  static julia::View squareView(const julia::View& view) {
    if (std::holds_alternative<julia::CornerView>(view)) return view;
    const auto& [centre, radius] = std::get<julia::CentreView>(view);
    const auto edge = [&radius](const julia::Decimal& middle, double side) {
      return julia::Decimal::fromDouble(sumToDouble(middle, radius, side));
    };
    return julia::CornerView{edge(centre.re, -1), edge(centre.im, -1), edge(centre.re, 1),
                             edge(centre.im, 1)};
  }
  void step(const QString& text) {
    steps << text;
    show();
  }
  void show() {
    engines->setState(state, kCanvas);
    resolution->setState(state, kCanvas);
    region->setState(state, shown);
  }

  template <typename Field>
  Field* field(const char* name) {
    for (auto* candidate : window.findChildren<Field*>())
      if (candidate->accessibleName() == QString::fromUtf8(name)) return candidate;
    qFatal("no field %s", name);
  }
  QString text(const char* name) { return field<CheckedEdit>(name)->text(); }
  void press(const char* name, int segment) {
    QTest::mouseClick(field<SegmentedButtons>(name)->findChildren<QAbstractButton*>()[segment],
                      Qt::LeftButton);
  }
  void pickSize(int index) {
    auto* sizes = window.findChild<QComboBox*>();
    sizes->setCurrentIndex(index);
    Q_EMIT sizes->activated(index);
  }
};

}  // namespace

class PanelsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void bothFormsOfTheRegionAreShown() {
    Stage stage;
    stage.state.place.view = julia::CentreView{{}, julia::Decimal::parse("1.20").value()};
    stage.show();
    QCOMPARE(stage.text("Centre"), QStringLiteral("0 + 0i"));
    QCOMPARE(stage.text("Radius"), QStringLiteral("1.20"));
    QCOMPARE(stage.text("z min"), QStringLiteral("-1.6 - 1.2i"));
    QCOMPARE(stage.text("z max"), QStringLiteral("1.6 + 1.2i"));
    QVERIFY(stage.steps.isEmpty());
  }
  void aRadiusMovesTheCorners() {
    Stage stage;
    enter(*stage.field<DecimalEdit>("Radius"), "0.50");
    QCOMPARE(stage.steps, {QStringLiteral("Radius")});
    QCOMPARE(stage.text("Radius"), QStringLiteral("0.50"));
    QCOMPARE(stage.text("z min"), QStringLiteral("-0.5 - 0.5i"));
    QCOMPARE(stage.text("z max"), QStringLiteral("0.5 + 0.5i"));
  }
  void aCornerMovesCentreAndRadius() {
    Stage stage;
    enter(*stage.field<ComplexEdit>("z max"), "2.4+2.8i");
    QCOMPARE(stage.steps.size(), 1);
    QVERIFY(std::holds_alternative<julia::CornerView>(stage.state.place.view));
    QCOMPARE(stage.text("Centre"), QStringLiteral("0.4 + 0.8i"));
    QCOMPARE(stage.text("Radius"), QStringLiteral("2"));
  }
  void aCentreKeepsAllItsDigits() {
    Stage stage;
    enter(*stage.field<ComplexEdit>("Centre"), "-0.1000000000000000000000000001,0");
    QCOMPARE(std::get<julia::CentreView>(stage.state.place.view).centre.re.text(),
             std::string("-0.1000000000000000000000000001"));
    QCOMPARE(stage.steps.size(), 1);
  }
  void emptyRegionsAreRefusedWithCoresSentence() {
    Stage stage;
    const auto before = stage.state.place;
    for (const char* radius : {"0", "-1", "1e400", "x"}) {
      enter(*stage.field<DecimalEdit>("Radius"), radius);
      QVERIFY2(!stage.field<DecimalEdit>("Radius")->problem().isEmpty(), radius);
    }
    enter(*stage.field<ComplexEdit>("z min"), "1.6,0");
    QCOMPARE(stage.field<ComplexEdit>("z min")->problem(),
             QStringLiteral("the region is empty: xmin 1.6 must be less than xmax 1.6"));
    enter(*stage.field<ComplexEdit>("z max"), "1,-5");
    QVERIFY(!stage.field<ComplexEdit>("z max")->problem().isEmpty());
    QVERIFY(stage.state.place == before);
    QVERIFY(stage.steps.isEmpty());
  }
  void aRegionCanBeMovedCornerByCorner() {
    Stage stage;
    enter(*stage.field<ComplexEdit>("z min"), "5, 5");
    QVERIFY(stage.steps.isEmpty());
    enter(*stage.field<ComplexEdit>("z max"), "6, 6");
    QCOMPARE(stage.steps.size(), 1);
    QVERIFY(stage.field<ComplexEdit>("z min")->problem().isEmpty());
    QCOMPARE(stage.text("z min"), QStringLiteral("5 + 5i"));
    QVERIFY(stage.state.place.view == cornerView("5,5", "6,6"));
    QCOMPARE(stage.text("Centre"), QStringLiteral("5.5 + 5.5i"));
  }
  void aDecimalCommaIsNoPair() {
    Stage stage;
    enter(*stage.field<ComplexEdit>("Centre"), "-0,75");
    QVERIFY(stage.field<ComplexEdit>("Centre")->problem().contains(
        QStringLiteral("write a point for the comma")));
    QVERIFY(stage.steps.isEmpty());
    enter(*stage.field<ComplexEdit>("Centre"), "-0,75+0,1i");
    QCOMPARE(stage.text("Centre"), QStringLiteral("-0.75 + 0.1i"));
  }
  void anotherPlaceTakesMarksAway() {
    Stage stage;
    enter(*stage.field<ComplexEdit>("z min"), "5, 5");
    enter(*stage.field<DecimalEdit>("Radius"), "2");
    QCOMPARE(stage.text("z min"), QStringLiteral("-2 - 2i"));
    QVERIFY(stage.field<ComplexEdit>("z min")->problem().isEmpty());
  }
  void everyControlOfTheEnginesIsOneStep() {
    Stage stage;
    enter(*stage.field<IntegerEdit>("Engines"), "8");
    QCOMPARE(stage.steps, {QStringLiteral("8 engines")});
    stage.press("View", 1);
    stage.press("View", 1);
    QVERIFY(stage.state.engines.viewKind == render::ViewKind::Direct);
    stage.press("Kernel", 0);
    enter(*stage.field<BandEdit>("Band"), "16");
    QCOMPARE(stage.steps.size(), 4);
    QVERIFY((stage.state.engines == render::EngineSetup{.count = 8,
                                                        .viewKind = render::ViewKind::Direct,
                                                        .bandRows = 16,
                                                        .kernel = render::Kernel::Plain}));
  }
  void moreEnginesThanFourTimesTheCoresAreRefused() {
    Stage stage;
    enter(*stage.field<IntegerEdit>("Engines"), "9");
    QCOMPARE(stage.field<IntegerEdit>("Engines")->problem(),
             QStringLiteral("engines 9 is out of range: use 1 to 8"));
    QVERIFY(stage.steps.isEmpty());
  }
  void moreEnginesThanCoresAreSaidPlainly() {
    Stage stage;
    const auto notes = [&stage] {
      QStringList shown;
      for (const auto* label : stage.engines->findChildren<QLabel*>())
        if (label->isVisible() && label->text().contains(QStringLiteral("cores")))
          shown << label->text();
      return shown;
    };
    QVERIFY(notes().isEmpty());
    enter(*stage.field<IntegerEdit>("Engines"), "3");
    QCOMPARE(notes().size(), 1);
    QVERIFY(notes().front().contains(QStringLiteral("2 cores")));
    enter(*stage.field<IntegerEdit>("Engines"), "2");
    QVERIFY(notes().isEmpty());
  }
  void automaticBandsShowWhatTheyComeTo() {
    Stage stage;
    QCOMPARE(stage.text("Band"), QStringLiteral("auto · 12 rows"));
    stage.state.size = PixelSize{4'096, 4'096};
    stage.show();
    QCOMPARE(stage.text("Band"), QStringLiteral("auto · 60 rows"));
    enter(*stage.field<BandEdit>("Band"), "24 rows");
    QCOMPARE(stage.state.engines.bandRows, 24);
    enter(*stage.field<BandEdit>("Band"), "auto");
    QCOMPARE(stage.state.engines.bandRows, 0);
    QCOMPARE(stage.text("Band"), QStringLiteral("auto · 60 rows"));
    QCOMPARE(stage.steps,
             QStringList({QStringLiteral("Bands of 24 rows"), QStringLiteral("Automatic bands")}));
  }
  void badBandsAreMarked() {
    Stage stage;
    for (const char* text : {"-1", "65537", "ten", "1.5", ""}) {
      auto* band = stage.field<BandEdit>("Band");
      band->setFocus();
      band->setText(QString::fromUtf8(text));
      QTest::keyClick(band, Qt::Key_Return);
      QVERIFY2(!band->problem().isEmpty(), text);
    }
    QVERIFY(stage.steps.isEmpty());
  }
  void theMenuOfBandsOffersTheUsualOnes() {
    Stage stage;
    auto* menu = stage.field<BandEdit>("Band")->findChild<QMenu*>();
    Q_EMIT menu->aboutToShow();
    QVERIFY(menu->actions().first()->isChecked());
    menu->actions().last()->trigger();
    QCOMPARE(stage.state.engines.bandRows, 192);
    QCOMPARE(stage.steps.size(), 1);
  }

  void presetsAndTheWindowsSizeAreOneStepEach() {
    Stage stage;
    auto* sizes = stage.window.findChild<QComboBox*>();
    QCOMPARE(sizes->currentText(), QStringLiteral("Fit window · 860 × 652"));
    stage.pickSize(4);
    QVERIFY((stage.state.size == PixelSize{1'920, 1'080}));
    QCOMPARE(sizes->currentText(), QStringLiteral("1920 × 1080"));
    stage.pickSize(4);
    QCOMPARE(stage.steps.size(), 1);
    stage.pickSize(0);
    QVERIFY(!stage.state.size);
    QCOMPARE(stage.steps.size(), 2);
  }
  void onesOwnSizeBeginsAsWhatIsShown() {
    Stage stage;
    stage.pickSize(7);
    QVERIFY((stage.state.size == kCanvas));
    QVERIFY(stage.field<IntegerEdit>("Width")->isVisible());
    enter(*stage.field<IntegerEdit>("Width"), "1000");
    QVERIFY((stage.state.size == PixelSize{1'000, 652}));
    QCOMPARE(stage.steps.last(), QStringLiteral("1000 × 652 pixels"));
    QCOMPARE(stage.steps.size(), 2);
    stage.pickSize(0);
    QVERIFY(!stage.field<IntegerEdit>("Width")->isVisible());
  }
  void widthAndHeightAreTakenTogether() {
    Stage stage;
    stage.pickSize(7);
    auto* width = stage.field<IntegerEdit>("Width");
    auto* height = stage.field<IntegerEdit>("Height");
    const auto typeAndLeave = [](QLineEdit* field, const char* text) {
      field->setFocus();
      field->selectAll();
      QTest::keyClicks(field, QString::fromLatin1(text));
      QTest::keyClick(field, Qt::Key_Tab);
    };
    typeAndLeave(width, "6000");
    QVERIFY(height->hasFocus());
    QVERIFY((stage.state.size == kCanvas));
    typeAndLeave(height, "40");
    QVERIFY((stage.state.size == PixelSize{6'000, 40}));
    QCOMPARE(stage.steps.size(), 2);
    typeAndLeave(width, "500");
    QTest::keyClick(height, Qt::Key_Tab);  // which stays as it is
    QVERIFY((stage.state.size == PixelSize{500, 40}));
    QCOMPARE(stage.steps.size(), 3);
  }
  void aPresetCanBecomeOnesOwnSize() {
    Stage stage;
    stage.pickSize(1);
    stage.pickSize(7);
    QCOMPARE(stage.steps.size(), 1);
    enter(*stage.field<IntegerEdit>("Height"), "256");
    QVERIFY((stage.state.size == PixelSize{512, 256}));
  }
  void aSizeBeyondMemoryIsRefusedUntilTheOtherSideFits() {
    Stage stage;
    stage.pickSize(6);
    stage.pickSize(7);
    enter(*stage.field<IntegerEdit>("Width"), "65536");
    QVERIFY(!stage.field<IntegerEdit>("Width")->problem().isEmpty());
    QCOMPARE(stage.steps.size(), 1);
    enter(*stage.field<IntegerEdit>("Height"), "1024");
    QVERIFY((stage.state.size == PixelSize{65'536, 1'024}));
    QVERIFY(stage.field<IntegerEdit>("Width")->problem().isEmpty());
    QCOMPARE(stage.steps.size(), 2);
  }
  void antialiasingAndScalingAreReported() {
    Stage stage;
    QSignalSpy scaled(stage.resolution, &ResolutionPanel::scaledToFitChanged);
    stage.press("Antialiasing", 2);
    QCOMPARE(stage.state.samples, 4);
    QCOMPARE(stage.steps, {QStringLiteral("4×4 samples")});
    QVERIFY(!stage.field<SegmentedButtons>("Shown")->isVisible());
    stage.pickSize(1);
    QVERIFY(stage.field<SegmentedButtons>("Shown")->isVisible());
    stage.press("Shown", 1);
    stage.press("Shown", 1);
    QCOMPARE(scaled.count(), 1);
    QCOMPARE(scaled.first().first().toBool(), false);
    stage.resolution->setScaledToFit(true);
    QCOMPARE(scaled.count(), 1);
  }

  void theTabKeyGoesThroughEveryControlOnceFromTheTop() {
    Stage stage;
    stage.field<IntegerEdit>("Engines")->setFocus();
    int lastTop = -1;
    for (int stop = 0; stop < 10; ++stop) {
      QWidget* now = QApplication::focusWidget();
      const int top = now->mapTo(&stage.window, QPoint()).y();
      QVERIFY2(top > lastTop, qPrintable(now->accessibleName()));
      lastTop = top;
      if (stop < 9) QTest::keyClick(now, Qt::Key_Tab);
    }
    QVERIFY(stage.field<ComplexEdit>("z max")->hasFocus());
  }
  void everyControlHasANameAndSaysWhatItDoes() {
    Stage stage;
    for (const auto* field : stage.window.findChildren<CheckedEdit*>())
      QVERIFY2(!field->accessibleName().isEmpty() && !field->toolTip().isEmpty(),
               qPrintable(field->text()));
    for (const auto* segments : stage.window.findChildren<SegmentedButtons*>())
      for (const auto* button : segments->findChildren<QAbstractButton*>())
        QVERIFY2(!button->toolTip().isEmpty(), qPrintable(button->text()));
  }
};

QTEST_MAIN(PanelsTest)
#include "panels_test.moc"
