// SPDX-License-Identifier: GPL-3.0-or-later
// The formulas to begin with: each can be computed, and comes back from all that keeps it.
#include "core/io/places/formula_catalogue.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <numbers>
#include <string>

#include <QByteArray>
#include <QTest>

#include "core/io/places/place_file.h"
#include "core/io/places/place_text.h"
#include "core/julia/formulas/formula_facts.h"
#include "core/julia/formulas/formula_row.h"
#include "core/julia/formulas/program_builder.h"
#include "core/kernels/program.h"
#include "tests/core/catalogue_rows.h"

using namespace fatou;
using io::CatalogueFormula;
using tests::catalogue;

namespace {

bool hasFormula(const char* text) {
  const julia::Expression expression = julia::parseFormula(text).value().expression();
  return std::ranges::any_of(catalogue(), [&](const CatalogueFormula& each) {
    return each.place.formula.expression() == expression;
  });
}

// A catalogue of one formula, in which some text is another one.
QByteArray catalogueWith(const char* from = "", const char* to = "") {
  QByteArray json =
      R"({"fatou": "formulas", "version": 1, "formulas": [
        {"name": "One", "about": "Seen.", "formula": "z^3-z+c", "c": "0,0.5", "center": "0,0",
         "radius": "1.5", "tmax": 100, "basins": true}]})";
  return *from == 0 ? json : json.replace(from, to);
}

// Returns the rotation number, from 1 to 2, of a z^2 (z - 4) / (1 - 4 z) on the circle |z| = 1,
// where the map adds arg(a) + 2 arg(4 - z) to the angle. The weights are those of S. Das, Y. Saiki,
// E. Sander, J. A. Yorke, "Quantitative quasiperiodicity", Nonlinearity 30 (2017).
double rotationNumber(std::complex<double> a) {
  constexpr int kSteps = 20'000;
  double angle = 0.6;
  double sum = 0.0;
  double weights = 0.0;
  for (int k = 1; k <= kSteps; ++k) {
    const double step = std::arg(a) + 2.0 * std::arg(4.0 - std::polar(1.0, angle));
    const double u = static_cast<double>(k) / (kSteps + 1);
    const double weight = std::exp(-1.0 / (u * (1.0 - u)));
    sum += weight * step;
    weights += weight;
    angle = std::remainder(angle + step, 2.0 * std::numbers::pi);
  }
  return 2.0 + sum / weights / (2.0 * std::numbers::pi);
}

std::string complaint(const QByteArray& json) {
  const auto formulas = io::parseFormulaCatalogue(json);
  return formulas ? std::string() : formulas.error().message;
}

}  // namespace

class FormulaCatalogueTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theProgramCarriesIt() {
    const auto read = io::formulaCatalogue();
    QVERIFY2(read.ok(), read ? "" : read.error().message.c_str());
    QVERIFY(read.value().size() >= 36);
    for (const char* text :
         {"z^2+c", "z^3+c", "z^4+c", "z^5+c", "z^8+c", "newton(z^3-1)", "newton(z^3-2z+2)",
          "newton(z^3-1,0.5)", "((z^2+c-1)/(2z+c-2))^2", "z^2+c/z^2", "z^3+c/z^3", "c*sin(z)",
          "c*exp(z)", "c*cos(z)", "conj(z)^2+c", "(abs(re(z))+i*abs(im(z)))^2+c"})
      QVERIFY2(hasFormula(text), text);
  }

  void everyFormulaHasALineAndCanBeComputed_data() { tests::addCatalogueRows(); }
  void everyFormulaHasALineAndCanBeComputed() {
    const CatalogueFormula& each = tests::rowsFormula();
    QVERIFY(each.line.ends_with('.') && each.line.size() <= 200);
    QVERIFY(each.name.size() <= 60);
    QVERIFY(julia::check(each.place).ok());
    const auto program = julia::buildProgram(each.place.formula, each.place.c);
    QVERIFY2(program.ok(), program ? "" : program.error().message.c_str());
    QVERIFY(kernels::check(program.value()).ok());
  }

  // What is seen are basins: so there are cycles, and it is known which orbits stay with them.
  void everyFormulaHasItsFacts_data() { tests::addCatalogueRows(); }
  void everyFormulaHasItsFacts() {
    const CatalogueFormula& each = tests::rowsFormula();
    const julia::FormulaFacts facts = julia::formulaFacts(each.place.formula, each.place.c);
    QCOMPARE(facts.holomorphic, each.place.formula.expression().isHolomorphic());
    if (facts.degree) QVERIFY(*facts.degree >= 2);
    if (each.basins) QVERIFY(std::ranges::any_of(facts.cycles, &julia::MapCycle::hasTrap));
  }

  // A multiplier with fewer digits turns by a fraction, and the critical point goes to a cycle.
  void theCriticalCircleHasNoCycle() {
    const auto read = io::formulaCatalogue();
    QVERIFY(read.ok());
    const auto entry =
        std::ranges::find(read.value(), "Blaschke: a critical circle", &CatalogueFormula::name);
    QVERIFY(entry != read.value().end());
    const auto facts = julia::formulaFacts(entry->place.formula, entry->place.c);
    QCOMPARE(facts.cycles.size(), std::size_t{1});
    QVERIFY(std::abs(facts.cycles.front().points.front()) < 1e-9);
  }

  // The circle of radius 1 lies in the ring, where the map is conjugate to a turn by its rotation
  // number, which weighted averages find to rounding.
  void theHermanRingTurnsByTheGoldenMean() {
    const auto read = io::formulaCatalogue();
    QVERIFY(read.ok());
    const auto entry =
        std::ranges::find(read.value(), "Blaschke: a Herman ring", &CatalogueFormula::name);
    QVERIFY(entry != read.value().end());
    const julia::FormulaParameter& a = entry->place.formula.parameters().front();
    QVERIFY(entry->place.formula.expression() ==
            julia::parseFormula("a*z^2*(z-4)/(1-4*z),a=1").value().expression());
    const std::complex<double> factor = a.value.toDouble();
    QVERIFY(std::abs(std::abs(factor) - 1.0) < 1e-15);
    QVERIFY(std::abs(rotationNumber(factor) - std::numbers::phi) < 1e-13);
  }

  void everyFormulaComesBack_data() { tests::addCatalogueRows(); }
  void everyFormulaComesBack() {
    const CatalogueFormula& each = tests::rowsFormula();
    const std::string text = julia::toString(each.place.formula);
    const auto again = julia::parseKnownFormula(text);
    QVERIFY2(again.ok(), again ? "" : again.error().message.c_str());
    QVERIFY(again.value() == each.place.formula);
    QCOMPARE(julia::toString(again.value()), text);
    const io::NamedPlace named{.name = each.name, .about = each.line, .place = each.place};
    QVERIFY(io::parsePlaceJson(io::placeJson(named)).value() == named);
    QVERIFY(io::parsePlaceText(io::placeText(each.place)).value() == each.place);
  }

  void aCatalogueIsRead() {
    const auto formulas = io::parseFormulaCatalogue(catalogueWith());
    QVERIFY(formulas.ok());
    QCOMPARE(formulas.value().size(), std::size_t{1});
    const CatalogueFormula& one = formulas.value().front();
    QCOMPARE(one.name, std::string("One"));
    QCOMPARE(one.line, std::string("Seen."));
    QCOMPARE(julia::toString(one.place.formula), std::string("z^3-z+c"));
    QCOMPARE(one.place.tmax, 100);
    QVERIFY(one.basins);
    QVERIFY(
        !io::parseFormulaCatalogue(catalogueWith(", \"basins\": true", "")).value().front().basins);
  }

  void aDamagedCatalogueIsOneSentence_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* from, const char* to, const char* part) {
      QTest::addRow("%s -> %s", from, to) << catalogueWith(from, to) << QString::fromLatin1(part);
    };
    row("{\"fatou\"", "\"fatou\"", "it is no sound JSON");
    row("\"fatou\": \"formulas\"", "\"fatou\": \"place\"", "it has no \"fatou\": \"formulas\"");
    row("\"version\": 1", "\"version\": 2", "its version is not 1; open it with a newer Fatou");
    row("\"formulas\": [", "\"others\": [", "it has no list of formulas");
    row("\"One\"", "\"\"", "formula 1 of it is wrong: it has no name");
    row("\"Seen.\"", "\"\"", "it has no about");
    row("\"formula\": \"z^3-z+c\", ", "", "it has no formula; give one like \"z^3+c\"");
    row("z^3-z+c", "z^3-+", "its formula is wrong");
    row("z^3-z+c", "c*sin(z)", "say one, like escape=50");
    row("0,0.5", "x", "its c is wrong");
    row("\"c\": \"0,0.5\", ", "", "it has no c");
    row("\"center\": \"0,0\"", "\"center\": 0", "its center is not text");
    row("\"radius\": \"1.5\"", "\"radius\": \"-1\"", "is not positive");
    row("100", "0", "its tmax is no whole number");
    row("true", "1", "its basins is neither true nor false");
  }
  void aDamagedCatalogueIsOneSentence() {
    QFETCH(QByteArray, json);
    QFETCH(QString, part);
    const QString said = QString::fromStdString(complaint(json));
    QVERIFY2(said.contains(part), qPrintable(said));
    QVERIFY2(said.size() < 250 && !said.contains(QLatin1Char('\n')), qPrintable(said));
  }

  void twoOfOneNameAreRefused() {
    const QByteArray one =
        R"({"name": "One", "about": "Seen.", "formula": "z^3+c", "c": "0", "center": "0,0",
            "radius": "1", "tmax": 9})";
    const QByteArray two =
        R"({"fatou": "formulas", "version": 1, "formulas": [)" + one + "," + one + "]}";
    QVERIFY(complaint(two).find("it has two formulas called \"One\"") != std::string::npos);
  }
};

QTEST_GUILESS_MAIN(FormulaCatalogueTest)
#include "formula_catalogue_test.moc"
