// SPDX-License-Identifier: GPL-3.0-or-later
// Quantities beside J are computed for the files that hold or colour them, and for no others.
#include "core/exports/target_files.h"

#include <QTest>

#include "core/julia/formulas/formula.h"
#include "export_folder.h"

using namespace fatou;
using namespace fatou::exports;
using fatou::exports::samples::small;

namespace {

Target file(const char* path, io::Field field = io::Field::Count) {
  return {.path = QString::fromLatin1(path), .options = {.field = field}};
}

}  // namespace

class TargetFilesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aFileOfCountsNeedsCountsAlone() {
    QCOMPARE(quantitiesFor(small(), {file("a.npy")}), render::Quantities{});
    QCOMPARE(quantitiesFor(small(), {file("a.npy", io::Field::Smooth)}),
             render::Quantities{.smooth = true});
    QCOMPARE(quantitiesFor(small(), {file("a.npy", io::Field::Distance)}),
             render::Quantities{.distance = true});
  }

  void coloursNeedWhatTheyAreChosenBy() {
    PictureSpec spec = small();
    QCOMPARE(quantitiesFor(spec, {file("a.png")}), render::Quantities{.smooth = true});
    spec.coloring.smooth = false;
    QCOMPARE(quantitiesFor(spec, {file("a.png")}), render::Quantities{});
    spec.coloring.distanceLines = true;
    QCOMPARE(quantitiesFor(spec, {file("a.png"), file("a.npy")}),
             render::Quantities{.distance = true});
  }

  void aFileWithAllNumbersNeedsThoseOfPixelsWithOneSample() {
    PictureSpec spec = small();
    spec.coloring.smooth = false;
    QCOMPARE(quantitiesFor(spec, {file("a.exr")}),
             (render::Quantities{.smooth = true, .distance = true}));
    spec.samples = 2;
    QCOMPARE(quantitiesFor(spec, {file("a.exr")}), render::Quantities{});
  }

  void whatTheFormulaLacksIsNotComputed() {
    PictureSpec spec = small();
    spec.request.picture.place.formula = julia::parseFormula("c*sin(z),escape=50").value();
    QCOMPARE(quantitiesFor(spec, {file("a.png"), file("a.exr")}), render::Quantities{});
  }
};

QTEST_APPLESS_MAIN(TargetFilesTest)
#include "target_files_test.moc"
