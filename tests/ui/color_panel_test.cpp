// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/color_panel.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>

#include "core/io/gradients/built_in_gradients.h"
#include "core/io/gradients/gradient_file.h"
#include "tests/patience.h"
#include "ui/models/own_gradients.h"
#include "ui/panels/gradient_form.h"
#include "ui/widgets/color_button.h"
#include "ui/widgets/gradient_bar.h"
#include "ui/widgets/gradient_chooser.h"
#include "ui/widgets/segmented_buttons.h"

using namespace fatou;
using namespace fatou::ui;
using fatou::color::Coloring;
using fatou::color::Gradient;
using fatou::color::Mapping;

namespace {

template <typename T>
T* named(QWidget& in, const QString& accessibleName) {
  const auto all = in.findChildren<T*>();
  const auto found = std::ranges::find(all, accessibleName, &QWidget::accessibleName);
  return found == all.end() ? nullptr : *found;
}

QPushButton* button(QWidget& in, const QString& text) {
  const auto all = in.findChildren<QPushButton*>();
  const auto found = std::ranges::find(all, text, &QPushButton::text);
  return found == all.end() ? nullptr : *found;
}

// A panel with the program's gradients and a folder for own ones.
struct Bench {
  QTemporaryDir folder;
  OwnGradients own{folder.path()};
};
struct Panel : private Bench, ColorPanel {
  Panel() : ColorPanel(io::builtInGradients(), Bench::own) {}
  OwnGradients& mine() { return Bench::own; }
  QString ownFolder() const { return Bench::folder.path(); }
};

// The last colouring of the spy, and whether it was finished.
Coloring coloringOf(const QSignalSpy& spy) {
  return spy.last().at(0).value<Coloring>();
}
bool finished(const QSignalSpy& spy) {
  return spy.last().at(1).toBool();
}

QComboBox* mappings(QWidget& panel) {
  for (auto* box : panel.findChildren<QComboBox*>())
    if (qobject_cast<GradientChooser*>(box) == nullptr) return box;
  return nullptr;
}

}  // namespace

class ColorPanelTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theBuiltInGradientsBeginWithTheDefault() {
    const auto gradients = io::builtInGradients();
    QVERIFY(gradients.size() >= 15);
    QVERIFY(gradients.front() == Gradient::defaultGradient());
    QVERIFY(std::ranges::is_partitioned(gradients, &Gradient::cyclic));
  }

  void showingAColoringIsNoWish() {
    Panel panel;
    QSignalSpy wishes(&panel, &ColorPanel::coloringChanged);
    Coloring coloring = Coloring::defaultColoring();
    coloring.gradient.name = "Another";
    coloring.mapping = Mapping::Equalized;
    coloring.density = 1.2345678;
    coloring.offset = 0.98765;
    coloring.smooth = false;
    coloring.distanceLines = true;
    coloring.interior = {1, 2, 3};
    panel.setColoring(coloring);
    QCOMPARE(wishes.count(), 0);
    QVERIFY(panel.coloring() == coloring);
  }

  void oneFieldChangesOneThing() {
    Panel panel;
    Coloring expected = Coloring::defaultColoring();
    expected.density = 1.2345678;  // between two steps of the slider
    panel.setColoring(expected);
    QSignalSpy wishes(&panel, &ColorPanel::coloringChanged);
    named<QCheckBox>(panel, QStringLiteral("Distance lines"))->click();
    expected.distanceLines = true;
    QVERIFY(coloringOf(wishes) == expected && finished(wishes));
    QTest::keyClick(mappings(panel), Qt::Key_Down);
    expected.mapping = Mapping::SquareRoot;
    QVERIFY(coloringOf(wishes) == expected && finished(wishes));
    Q_EMIT panel.findChild<SegmentedButtons*>()->currentEdited(1);
    expected.smooth = false;
    QVERIFY(coloringOf(wishes) == expected && finished(wishes));
    QCOMPARE(wishes.count(), 3);
  }

  void aDragIsUnfinishedUntilItIsLetGo() {
    Panel panel;
    QSignalSpy wishes(&panel, &ColorPanel::coloringChanged);
    auto* offset = named<QSlider>(panel, QStringLiteral("Offset"));
    offset->setSliderDown(true);
    for (const int step : {100, 250, 400}) {
      offset->setSliderPosition(step);
      QVERIFY(!finished(wishes));
      QCOMPARE(coloringOf(wishes).offset, step / 1000.0);
    }
    offset->setSliderDown(false);
    QCOMPARE(wishes.count(), 4);
    QVERIFY(finished(wishes));
    QCOMPARE(coloringOf(wishes).offset, 0.4);
  }

  void densityIsLogarithmicAndReachesBothEnds() {
    Panel panel;
    QSignalSpy wishes(&panel, &ColorPanel::coloringChanged);
    auto* density = named<QSlider>(panel, QStringLiteral("Density"));
    QCOMPARE(density->value(), 500);
    density->setValue(0);
    QCOMPARE(coloringOf(wishes).density, fatou::color::kMinDensity);
    density->setValue(1000);
    QCOMPARE(coloringOf(wishes).density, fatou::color::kMaxDensity);
    QTest::mouseDClick(density, Qt::LeftButton);
    QCOMPARE(coloringOf(wishes).density, 1.0);
    QVERIFY(finished(wishes));
  }

  void aChosenGradientBringsItsInteriorUnlessAnotherWasChosen() {
    const auto gradients = io::builtInGradients();
    Panel panel;
    QSignalSpy wishes(&panel, &ColorPanel::coloringChanged);
    auto* chooser = panel.findChild<GradientChooser*>();
    QTest::keyClick(chooser, Qt::Key_Down);
    QVERIFY(coloringOf(wishes).gradient == gradients[1]);
    QVERIFY(coloringOf(wishes).interior == gradients[1].interior);
    Coloring own = coloringOf(wishes);
    own.interior = {200, 100, 50};
    panel.setColoring(own);
    QTest::keyClick(chooser, Qt::Key_Down);
    QVERIFY(coloringOf(wishes).gradient == gradients[2]);
    QVERIFY(coloringOf(wishes).interior == own.interior);
  }

  void theInteriorFollowsTheDialogAndCancelPutsItBack() {
    Panel panel;
    QSignalSpy wishes(&panel, &ColorPanel::coloringChanged);
    auto* interior = named<ColorButton>(panel, QStringLiteral("Interior colour"));
    interior->click();
    QVERIFY(interior->dialog() != nullptr);
    interior->dialog()->setCurrentColor(Qt::red);
    QVERIFY((coloringOf(wishes).interior == fatou::color::Rgb{255, 0, 0}) && !finished(wishes));
    interior->dialog()->reject();
    QVERIFY(coloringOf(wishes) == Coloring::defaultColoring() && finished(wishes));
  }

  void coloursCycleWithoutAWishUntilTheyStop() {
    Panel panel;
    QSignalSpy wishes(&panel, &ColorPanel::coloringChanged);
    QSignalSpy offsets(&panel, &ColorPanel::offsetCycled);
    named<QPushButton>(panel, QStringLiteral("Cycle the colours"))->click();
    QVERIFY(panel.isCycling());
    QTRY_VERIFY(offsets.count() >= 3);
    QCOMPARE(wishes.count(), 0);
    const double reached = panel.coloring().offset;
    QVERIFY(reached > 0.0 && reached < 1.0);
    panel.setColoring(Coloring::defaultColoring());
    QVERIFY(panel.coloring().offset >= reached);  // goes on from where it is
    panel.setCycling(false);
    QCOMPARE(wishes.count(), 1);
    QVERIFY(finished(wishes));
    QCOMPARE(coloringOf(wishes).offset, panel.coloring().offset);
    const auto last = offsets.count();
    QTest::qWait(100);  // longer than three ticks of a timer that would still run
    QCOMPARE(offsets.count(), last);
  }

  void anImportedFileIsShownAndListed() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("mine.gpl"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("GIMP Palette\nName: Mine\n255 0 0\n0 255 0\n0 0 255\n");
    file.close();
    Panel panel;
    QSignalSpy wishes(&panel, &ColorPanel::coloringChanged);
    panel.gradientForm().importFrom(path);
    QTRY_COMPARE(wishes.count(), 1);
    QCOMPARE(coloringOf(wishes).gradient.name, std::string("Mine"));
    auto* chooser = panel.findChild<GradientChooser*>();
    QCOMPARE(chooser->currentText(), QStringLiteral("Mine"));
    QTest::keyClick(chooser, Qt::Key_Home);
    QVERIFY(chooser->findText(QStringLiteral("Mine")) >= 0);
  }

  void aBrokenFileIsNamedAndChangesNothing() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("broken.gpl"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("GIMP Palette\nred\n") > 0);
    file.close();
    Panel panel;
    panel.show();
    QSignalSpy wishes(&panel, &ColorPanel::coloringChanged);
    panel.gradientForm().importFrom(path);
    const auto labels = panel.findChildren<QLabel*>();
    const auto names = [](const QLabel* label) {
      return label->isVisible() && label->text().contains(QLatin1String("broken.gpl")) &&
             label->text().contains(QLatin1String("line 2"));
    };
    QTRY_VERIFY(std::ranges::any_of(labels, names));
    QCOMPARE(wishes.count(), 0);
    panel.gradientForm().exportTo(folder.filePath(QStringLiteral("good.json")));
    QVERIFY(std::ranges::none_of(labels, names));
    const auto back = fatou::io::readGradientFile(folder.filePath(QStringLiteral("good.json")));
    QVERIFY(back.ok() && back.value() == Gradient::defaultGradient());
  }

  void theEditorIsFollowedAndCancelRestores() {
    Panel panel;
    QSignalSpy wishes(&panel, &ColorPanel::coloringChanged);
    button(panel, QStringLiteral("Edit…"))->click();
    QVERIFY(panel.gradientForm().editor() != nullptr);
    panel.gradientForm().editor()->findChild<GradientBar*>()->addStop(0.55);
    QVERIFY(!finished(wishes));
    QCOMPARE(coloringOf(wishes).gradient.stops.size(), std::size_t{9});
    QCOMPARE(coloringOf(wishes).gradient.name, std::string("Fatou (edited)"));
    panel.gradientForm().editor()->reject();
    QVERIFY(finished(wishes));
    QVERIFY(coloringOf(wishes) == Coloring::defaultColoring());
    QTRY_VERIFY(panel.gradientForm().editor() == nullptr);
  }

  void theEditorsOkKeepsWhatWasEdited() {
    Panel panel;
    QSignalSpy wishes(&panel, &ColorPanel::coloringChanged);
    panel.gradientForm().edit();
    panel.gradientForm().editor()->findChild<GradientBar*>()->addStop(0.55);
    const Gradient edited = panel.gradientForm().editor()->gradient();
    panel.gradientForm().editor()->accept();
    QVERIFY(finished(wishes) && coloringOf(wishes).gradient == edited);
    QCOMPARE(panel.findChild<GradientChooser*>()->currentText(), QStringLiteral("Fatou (edited)"));
  }

  void ownGradientsAreListedAndOutliveTheProgram() {
    QTemporaryDir folder;
    const auto gradientCalled = [](const char* name, std::uint8_t red) {
      return Gradient{.name = name, .description = {}, .stops = {{0.25, {red, 2, 3}}}};
    };
    {
      OwnGradients own(folder.path());
      own.add(gradientCalled("My dusk", 1));
      own.add(gradientCalled("My dawn", 2));
      QCOMPARE(own.add(gradientCalled("My dusk", 3)).name, std::string("My dusk (2)"));
      own.add(gradientCalled("My dawn", 2));  // is there already
    }
    OwnGradients own(folder.path());
    own.load();
    QTRY_COMPARE(own.all().size(), std::size_t{3});
    QVERIFY(own.contains(gradientCalled("My dusk", 1)));
    ColorPanel panel(io::builtInGradients(), own);
    auto* chooser = panel.findChild<GradientChooser*>();
    const int heading = chooser->findText(QStringLiteral("Mine"));
    QVERIFY(heading > 0 &&
            !(chooser->model()->flags(chooser->model()->index(heading, 0)) & Qt::ItemIsEnabled));
    for (const char* name : {"My dusk", "My dawn", "My dusk (2)"})
      QVERIFY(chooser->findText(QLatin1String(name)) > heading);
  }

  void editingAnOwnGradientChangesItsFileAlone() {
    Panel panel;
    const Gradient other =
        panel.mine().add({.name = "Other", .description = {}, .stops = {{0, {}}}});
    const Gradient mine =
        panel.mine().add({.name = "Mine one", .description = {}, .stops = {{0, {}}}});
    Coloring coloring = Coloring::defaultColoring();
    coloring.gradient = mine;
    panel.setColoring(coloring);
    QSignalSpy wishes(&panel, &ColorPanel::coloringChanged);
    panel.gradientForm().rename();
    panel.gradientForm().editor()->findChild<GradientBar*>()->addStop(0.5);
    QCOMPARE(coloringOf(wishes).gradient.name, std::string("Mine one"));
    panel.gradientForm().editor()->accept();
    QVERIFY(finished(wishes) && panel.mine().contains(coloringOf(wishes).gradient));
    QVERIFY(!panel.mine().contains(mine) && panel.mine().contains(other));
    OwnGradients again(panel.ownFolder());
    again.load();
    QTRY_COMPARE(again.all().size(), std::size_t{2});
    QVERIFY(again.contains(coloringOf(wishes).gradient) && again.contains(other));
  }

  void choosingAnotherGradientDiscardsNone() {
    Panel panel;
    QSignalSpy wishes(&panel, &ColorPanel::coloringChanged);
    for (const double at : {0.55, 0.65}) {
      panel.setColoring(Coloring::defaultColoring());
      panel.gradientForm().edit();
      panel.gradientForm().editor()->findChild<GradientBar*>()->addStop(at);
      panel.gradientForm().editor()->accept();
      QTRY_VERIFY(panel.gradientForm().editor() == nullptr);
    }
    QCOMPARE(panel.mine().all().size(), std::size_t{2});
    Coloring foreign = Coloring::defaultColoring();
    foreign.gradient.name = "Of a picture";
    panel.setColoring(foreign);
    auto* chooser = panel.findChild<GradientChooser*>();
    QTest::keyClick(chooser, Qt::Key_Home);
    QVERIFY(chooser->findText(QStringLiteral("Of a picture")) > 0);
    panel.setColoring(foreign);
    panel.gradientForm().keep();
    QCOMPARE(panel.mine().all().size(), std::size_t{3});
  }

  void aDeletedGradientStaysUntilAnotherIsChosenAndCanBeKeptAgain() {
    Panel panel;
    Coloring coloring = Coloring::defaultColoring();
    coloring.gradient = panel.mine().add({.name = "Dusk", .description = {}, .stops = {{0, {}}}});
    panel.setColoring(coloring);
    panel.gradientForm().remove();
    QVERIFY(panel.mine().all().empty());
    QVERIFY(QDir(panel.ownFolder()).isEmpty());
    QVERIFY(panel.coloring() == coloring);
    QCOMPARE(panel.findChild<GradientChooser*>()->currentText(), QStringLiteral("Dusk"));
    panel.gradientForm().keep();
    QVERIFY(panel.mine().contains(coloring.gradient));
  }

  void twoWindowsDoNotOverwriteEachOther() {
    QTemporaryDir folder;
    const Gradient first{.name = "Dusk", .description = {}, .stops = {{0, {1, 2, 3}}}};
    OwnGradients one(folder.path());
    one.add(first);
    OwnGradients two(folder.path());
    two.load();
    QTRY_VERIFY(two.contains(first));
    Gradient ones = first;
    ones.stops = {{0, {9, 9, 9}}};
    Gradient twos = first;
    twos.stops = {{0, {7, 7, 7}}};
    one.replace(first, ones);
    two.replace(first, twos);
    OwnGradients after(folder.path());
    after.load();
    QTRY_COMPARE(after.all().size(), std::size_t{2});
    QVERIFY(after.contains(ones) && after.contains(twos));
    two.add(ones);
    one.remove(ones);
    QVERIFY(after.contains(twos));
  }

  void aBrokenOwnGradientIsNamedAndLeftAlone() {
    QTemporaryDir folder;
    QFile broken(folder.filePath(QStringLiteral("broken.json")));
    QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("{") == 1);
    broken.close();
    OwnGradients own(folder.path());
    QSignalSpy problems(&own, &OwnGradients::problem);
    own.load();
    own.add({.name = "Meanwhile", .description = {}, .stops = {{0, {}}}});
    QTRY_COMPARE(problems.count(), 1);
    QVERIFY(problems[0][0].toString().contains(QStringLiteral("broken.json")));
    QCOMPARE(own.all().size(), std::size_t{1});
    QVERIFY(broken.exists());
  }

  void aFolderThatCannotBeWrittenLosesNothingAtOnce() {
    QTemporaryDir folder;
    QFile inTheWay(folder.filePath(QStringLiteral("file")));
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    OwnGradients own(inTheWay.fileName());
    QSignalSpy problems(&own, &OwnGradients::problem);
    const Gradient kept = own.add({.name = "Dusk", .description = {}, .stops = {{0, {}}}});
    QCOMPARE(problems.count(), 1);
    QVERIFY(own.contains(kept));
  }

  void anUndoClosesTheEditorOfWhatIsNoLongerThere() {
    Panel panel;
    panel.gradientForm().edit();
    panel.gradientForm().editor()->findChild<GradientBar*>()->addStop(0.55);
    panel.setColoring(panel.coloring());
    QVERIFY(panel.gradientForm().editor() != nullptr && panel.gradientForm().editor()->isVisible());
    QSignalSpy wishes(&panel, &ColorPanel::coloringChanged);
    panel.setColoring(Coloring::defaultColoring());
    QTRY_VERIFY(panel.gradientForm().editor() == nullptr);
    QCOMPARE(wishes.count(), 0);
  }
};

QTEST_MAIN(ColorPanelTest)
#include "color_panel_test.moc"
