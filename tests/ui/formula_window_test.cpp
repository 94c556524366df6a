// SPDX-License-Identifier: GPL-3.0-or-later
// What the window makes of a formula: chosen, undone, and greyed where the formula lacks something.
#include <algorithm>
#include <cmath>
#include <complex>
#include <variant>

#include <QAction>
#include <QCheckBox>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

#include "core/io/gradients/built_in_gradients.h"
#include "core/julia/dynamics/orbit.h"
#include "core/julia/formulas/formula_row.h"
#include "tests/patience.h"
#include "ui/map/map_view.h"
#include "ui/models/own_gradients.h"
#include "ui/panels/cardioid_sliders.h"
#include "ui/panels/color_panel.h"
#include "ui/panels/engines_panel.h"
#include "ui/panels/formula_edit.h"
#include "ui/panels/formula_form.h"
#include "ui/panels/morph_controls.h"
#include "ui/panels/parameter_panel.h"
#include "ui/picture/picture.h"
#include "ui/state/actions.h"
#include "ui/state/explorer_document.h"
#include "ui/state/formula_abilities.h"
#include "ui/state/picture_request.h"
#include "ui/state/state_commands.h"
#include "ui/state/state_json.h"
#include "ui/widgets/coordinate_edit.h"
#include "ui/widgets/segmented_buttons.h"

using namespace fatou;
using namespace fatou::ui;
using julia::Ability;
using julia::Formula;

namespace {

// A formula without a kernel, and so without abilities.
const Formula kNone(97);
constexpr PixelSize kCanvas{64, 48};

ExplorerState stateOf(Formula formula) {
  ExplorerState state = ExplorerState::initial();
  state.place.formula = formula;
  return state;
}

QString why(Ability ability) {
  return QString::fromStdString(julia::why(kNone, ability));
}

// The buttons that say plain and fast.
SegmentedButtons* kernelsOf(const EnginesPanel& panel) {
  return panel.findChildren<SegmentedButtons*>().at(1);
}

}  // namespace

class FormulaWindowTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aFormulaIsOneStepThatUndoTakesBack() {
    ExplorerDocument document(ExplorerState::initial());
    StateCommands commands(document, 4);
    commands.setFormula(kNone);
    QVERIFY(document.state().place.formula == kNone);
    QCOMPARE(document.history().count(), 1);
    QCOMPARE(document.history().undoText(), QStringLiteral("Formula: z^97+c"));
    document.history().undo();
    QVERIFY(document.state() == ExplorerState::initial());
  }

  void aFormulaWithoutDepthBringsADeepViewBackInOneStep() {
    const auto radius = [](const char* text) { return julia::Decimal::parse(text).value(); };
    const julia::ComplexDecimal centre = julia::parseComplex("-0.7436438870371587,0.1318").value();
    const Formula sine = julia::parseKnownFormula("c*sin(z),escape=50").value();
    const ExplorerState initial = ExplorerState::initial();
    for (const bool hasSize : {false, true}) {
      ExplorerState deep = initial;
      deep.place.view = julia::CentreView{.centre = centre, .radius = radius("1e-500")};
      if (hasSize) deep.size = PixelSize{9'000, 7'000};
      ExplorerDocument document(deep);
      StateCommands commands(document, 4);
      commands.setFormula(sine);
      const ExplorerState& now = document.state();
      QVERIFY(now.place.formula == sine);
      const auto& view = std::get<julia::CentreView>(now.place.view);
      QVERIFY(view.centre == centre);
      QVERIFY(view.radius.toDouble() < 1e-6);
      for (const PixelSize canvas : {kCanvas, PixelSize{3'840, 2'160}}) {
        const auto request = pictureRequest(now, canvas);
        QVERIFY2(request.ok(), request.ok() ? "" : request.error().message.c_str());
      }
      QCOMPARE(document.history().count(), 1);
      document.history().undo();
      QVERIFY(document.state() == deep);
      for (const int degree : {2, 3}) {
        commands.setFormula(Formula(degree));  // which has depth
        QVERIFY(document.state().place.view == deep.place.view);
      }
    }
  }

  void aFormulaWithoutDepthKeepsAViewThatDoublesResolve() {
    const ExplorerState initial = ExplorerState::initial();
    const Formula sine = julia::parseKnownFormula("c*sin(z),escape=50").value();
    QVERIFY(withFormula(initial, sine).place.view == initial.place.view);
  }

  void aFormulaThatThereIsNotIsASentenceInsteadOfAPicture() {
    QVERIFY(pictureRequest(stateOf(Formula()), kCanvas).ok());
    const auto request = pictureRequest(stateOf(kNone), kCanvas);
    QVERIFY(!request.ok());
    QVERIFY(request.error().message.starts_with("formula z^97+c is not known"));
  }

  void aSessionComesBackWithItsFormula() {
    for (const julia::FormulaRow& row : julia::formulaRows()) {
      const auto read = parseStateJson(stateJson(stateOf(row.formula)));
      QVERIFY(read.ok());
      QVERIFY(read.value() == stateOf(row.formula));
    }
    QVERIFY(!parseStateJson(stateJson(stateOf(kNone))).ok());
  }

  void aPictureOfAnotherFormulaKeepsNoPixel() {
    Picture picture(color::Coloring::defaultColoring());
    const auto begin = [&picture](Formula formula) {
      render::RenderRequest request = pictureRequest(stateOf(Formula()), kCanvas).value();
      request.picture.place.formula = formula;
      const render::PictureRequest& wanted = request.picture;
      picture.begin(request,
                    julia::Raster::of(wanted.place.view, wanted.width, wanted.height).value());
    };
    begin(Formula());
    render::Tile tile{.rect = {0, 0, kCanvas.width, kCanvas.height}};
    tile.counts.setConstant(kCanvas.height, kCanvas.width, 7);
    tile.smooth.setConstant(kCanvas.height, kCanvas.width, 7.0F);
    picture.add(tile, 0);
    QVERIFY(picture.isComplete());
    begin(Formula());
    QVERIFY(picture.isComplete());
    begin(kNone);
    QVERIFY(!picture.isComplete());
    QCOMPARE(picture.counts().front(), -1);
  }

  void actionsThatTheFormulaLacksAreGreyAndSayWhy() {
    QUndoStack history;
    const Actions actions(history, nullptr);
    const QString usual = actions.verify->toolTip();
    greyActions(actions, kNone);
    QVERIFY(!actions.verify->isEnabled());
    QVERIFY(!actions.kernelFast->isEnabled());
    QVERIFY(actions.kernelPlain->isEnabled());
    QCOMPARE(actions.verify->toolTip(), why(Ability::Verified));
    QCOMPARE(actions.kernelFast->toolTip(), why(Ability::Fast));
    greyActions(actions, Formula());
    QVERIFY(actions.verify->isEnabled());
    QVERIFY(actions.kernelFast->isEnabled());
    QCOMPARE(actions.verify->toolTip(), usual);
  }

  void theFastKernelIsGreyWhereThereIsNone() {
    EnginesPanel panel(2);
    panel.setState(stateOf(kNone), kCanvas);
    SegmentedButtons* kernels = kernelsOf(panel);
    QCOMPARE(kernels->current(), 0);
    QVERIFY(!kernels->isSegmentEnabled(1));
    QCOMPARE(kernels->segmentToolTip(1), why(Ability::Fast));
    // The wish stays: the square is computed fast again.
    panel.setState(stateOf(Formula()), kCanvas);
    QCOMPARE(kernels->current(), 1);
    QVERIFY(kernels->isSegmentEnabled(1));
    QVERIFY(kernels->segmentToolTip(1) != why(Ability::Fast));
  }

  void aGreySegmentIsNotChosenByKeysEither() {
    SegmentedButtons buttons;
    buttons.addSegment(QStringLiteral("A"), {});
    buttons.addSegment(QStringLiteral("B"), {});
    buttons.setSegmentEnabled(1, false, QStringLiteral("not now"));
    buttons.show();
    QSignalSpy edited(&buttons, &SegmentedButtons::currentEdited);
    QTest::keyClick(buttons.focusProxy(), Qt::Key_Right);
    QCOMPARE(buttons.current(), 0);
    buttons.setSegmentEnabled(1, true, {});
    QTest::keyClick(buttons.focusProxy(), Qt::Key_Right);
    QCOMPARE(buttons.current(), 1);
    QCOMPARE(edited.count(), 1);
  }

  void theParameterPanelGreysWhatTheFormulaLacks() {
    ParameterPanel panel;
    panel.setPlace(stateOf(kNone).place);
    QVERIFY(!panel.mapView().isEnabled());
    QCOMPARE(panel.mapView().toolTip(), why(Ability::Map));
    QVERIFY(!panel.findChild<CardioidSliders*>()->isEnabled());
    const auto* paths = panel.morph().findChild<SegmentedButtons*>();
    QVERIFY(!paths->isSegmentEnabled(0));
    QVERIFY(std::holds_alternative<julia::StraightLine>(panel.morph().path()));
    panel.setPlace(stateOf(Formula()).place);
    QVERIFY(panel.mapView().isEnabled());
    QVERIFY(panel.mapView().toolTip() != why(Ability::Map));
    QVERIFY(panel.findChild<CardioidSliders*>()->isEnabled());
    QVERIFY(paths->isSegmentEnabled(0));
  }

  void coloursThatTheFormulaHasNoNumbersForAreGrey() {
    QTemporaryDir folder;
    OwnGradients own(folder.path());
    ColorPanel panel(io::builtInGradients(), own);
    const auto boxes = panel.findChildren<QCheckBox*>();
    const auto* lines =
        *std::ranges::find(boxes, QStringLiteral("Distance lines"), &QWidget::accessibleName);
    const QString usual = lines->toolTip();
    panel.setFormula(kNone);
    QVERIFY(!lines->isEnabled());
    QCOMPARE(lines->toolTip(), why(Ability::Distance));
    panel.setFormula(Formula());
    QVERIFY(lines->isEnabled());
    QCOMPARE(lines->toolTip(), usual);
  }

  void theMapIsThatOfTheFormula() {
    MapView map;
    QVERIFY(map.request().formula == Formula());
    QSignalSpy changed(&map, &MapView::viewChanged);
    map.setFormula(kNone);  // which has none: nothing is asked for
    QVERIFY(map.request().formula == kNone);
    QCOMPARE(changed.count(), 0);
    map.setFormula(Formula());
    QCOMPARE(changed.count(), 1);
  }

  void thePanelShowsTheFormulaOfThePlace() {
    ParameterPanel panel;
    const FormulaEdit& edit = panel.formulaForm().edit();
    QCOMPARE(edit.text(), QStringLiteral("z^2+c"));
    panel.setPlace(stateOf(julia::formulaRows().back().formula).place);
    QCOMPARE(edit.text(), QStringLiteral("z^4+c"));
    QVERIFY(edit.problem().isEmpty());
  }

  void theFieldsOfCAreThereWhereItIsInTheFormula() {
    ParameterPanel panel;
    const QWidget* row = panel.findChild<CoordinateEdit*>()->parentWidget()->parentWidget();
    QVERIFY(!row->isHidden());
    panel.setPlace(stateOf(julia::parseFormula("z^3-z").value()).place);
    QVERIFY(row->isHidden());
    panel.setPlace(stateOf(Formula()).place);
    QVERIFY(!row->isHidden());
  }

  void anOrbitIsThatOfItsFormula() {
    for (const julia::FormulaRow& row : julia::formulaRows()) {
      const std::complex<double> c(-0.25, 0.5);
      const auto points = julia::orbitOf(row.formula, c, {0.5, -0.25}, 3);
      QCOMPARE(points.size(), std::size_t{3});
      for (std::size_t i = 1; i < points.size(); ++i) {
        const auto exact = std::pow(points[i - 1], row.formula.degree()) + c;
        QVERIFY(std::abs(points[i] - exact) < 1e-14);
      }
    }
  }
};

QTEST_MAIN(FormulaWindowTest)
#include "formula_window_test.moc"
