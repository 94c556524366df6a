// SPDX-License-Identifier: GPL-3.0-or-later
// A formula as a value: read, printed, kept with its place, and refused what it has not.
#include "core/julia/formulas/formula.h"

#include <algorithm>
#include <vector>

#include <QTest>

#include "core/exports/picture_spec.h"
#include "core/io/places/place_file.h"
#include "core/io/places/place_text.h"
#include "core/io/reports/caption.h"
#include "core/julia/dynamics/orbit_cache.h"
#include "core/julia/formulas/formula_row.h"
#include "core/julia/plane/deep_grid.h"
#include "core/julia/plane/place.h"
#include "core/render/parameter_map.h"
#include "core/render/render_request.h"
#include "core/render/verification.h"

using namespace fatou;
using julia::Ability;
using julia::Formula;

namespace {

// A formula without a kernel, and so without abilities.
const Formula kNone(97);

constexpr Ability kAbilities[] = {Ability::Fast,   Ability::Smooth, Ability::Distance,
                                  Ability::Deep,   Ability::Map,    Ability::Verified,
                                  Ability::Cycles, Ability::Morphs};

julia::Place placeOf(Formula formula, const char* radius = "1.5") {
  return {.c = julia::parseComplex("-0.75,0.1").value(),
          .view = julia::CentreView{.centre = julia::parseComplex("0.5,0.25").value(),
                                    .radius = julia::Decimal::parse(radius).value()},
          .tmax = 2000,
          .formula = formula};
}

render::PictureRequest pictureOf(Formula formula, const char* radius = "1.5") {
  return {.place = placeOf(formula, radius), .width = 64, .height = 48};
}

io::NamedPlace named(Formula formula) {
  return {.name = "Mine", .about = {}, .place = placeOf(formula)};
}

QString complaint(const Status& status) {
  return status ? QString() : QString::fromStdString(status.error().message);
}

template <typename Value>
QString complaint(const Result<Value>& result) {
  return result ? QString() : QString::fromStdString(result.error().message);
}

// One line that says what is wrong and, behind `joint`, what would be right.
bool isSentence(const QString& text, const char* joint = ": ") {
  return text.contains(QLatin1String(joint)) && !text.contains(u'\n') && text.size() < 200;
}

}  // namespace

class FormulaTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theSquareIsWhatNothingSays() {
    QCOMPARE(Formula().degree(), 2);
    QCOMPARE(julia::toString(Formula()), std::string("z^2+c"));
    QVERIFY(julia::Place().formula == Formula());
    QVERIFY(julia::formulaRows().front().formula == Formula());
  }

  void whatIsPrintedIsReadBack() {
    for (const julia::FormulaRow& row : julia::formulaRows()) {
      const auto read = julia::parseFormula(julia::toString(row.formula));
      QVERIFY2(read.ok(), qPrintable(complaint(read)));
      QVERIFY(read.value() == row.formula);
      const auto name = julia::parseFormula(row.name);
      QVERIFY2(name.ok(), qPrintable(complaint(name)));
      QVERIFY(name.value() == row.formula);
    }
  }

  void itIsReadAsPeopleWriteIt() {
    for (const char* text :
         {"z^2+c", "z²+c", "  z ^ 2 + c\n", "Z^2+C", "z**2 + c", "z*z+c", "z·z + c", "c+z^2",
          "C + Z*Z", "f(z) = z^2 + c", "z -> z^2+c", "z^1*z+c", "z^02+c"}) {
      const auto read = julia::parseFormula(text);
      QVERIFY2(read.ok(), qPrintable(complaint(read)));
      QVERIFY(read.value() == Formula());
    }
    QVERIFY(julia::isFormulaText("z*z^3*z + c"));
    QVERIFY(!julia::isFormulaText("z^3+"));
  }

  void thePowersAreRecognizedHoweverTheyAreWritten() {
    for (const char* text :
         {"sqr(z)+c", "z*z-(-c)", "2z^2-z*z+c", "(z+1)^2-2z-1+c", "z^2+2c-c", "(2z)^2/4+c",
          "z^(1+1)+c", "z^2.0+c", "(z-c)(z+c)+c^2+c", "-(-z^2-c)", "d(z^3)/3+c", "z^2+3c/3",
          "z^2+0.5c+c/2", "(i*z)^2*(-1)+c", "pow(z,2)+c", "z^2+c*z^0", "d(c*z)+z²"}) {
      const auto read = julia::parseFormula(text);
      QVERIFY2(read.ok(), qPrintable(complaint(read)));
      QVERIFY2(read.value() == Formula(), text);
      QVERIFY(read.value().isPower());
    }
    QVERIFY(julia::parseFormula("z^2*z^2*z+c").value() == Formula(5));
    for (const char* text : {"z^2", "z^2+1", "z^2-c", "2z^2+c", "z^2+c+c", "z^2+c^2", "z^2+c*z",
                             "z^2+c+sin(z)", "z^3/z+c", "z^2+c*pi/pi", "z^2+abs(c)"}) {
      const auto read = julia::parseFormula(text);
      QVERIFY2(read.ok(), qPrintable(complaint(read)));
      QVERIFY2(!read.value().isPower(), text);
      QCOMPARE(read.value().degree(), 0);
    }
  }

  void whatIsNoFormulaIsOneSentence() {
    const std::string longText = std::string(100'000, 'z') + "+c";
    const std::string manyStars = "z" + std::string(100'000, '*') + "z+c";
    for (const std::string& text :
         {std::string(), std::string("  "), std::string("z"), std::string("c"), std::string("z+c"),
          std::string("z^0+c"), std::string("z^2+"), std::string("+c"), std::string("z^1e9+c"),
          std::string("z^99999999999+c"), std::string("z^^2+c"), std::string("z*+c^"),
          std::string("w^2+c"), std::string("z\xc2+c"), std::string("z^2+c", 6), longText,
          manyStars}) {
      const auto read = julia::parseFormula(text);
      QVERIFY2(!read.ok(), text.substr(0, 40).c_str());
      QVERIFY2(isSentence(complaint(read)) || text.find('\0') != std::string::npos,
               qPrintable(complaint(read)));
    }
  }

  void aFormulaWithoutAKernelIsNamedWithThoseThatThereAre() {
    const QString why = complaint(julia::check(kNone));
    QVERIFY2(isSentence(why), qPrintable(why));
    QVERIFY(why.contains(QLatin1String("is not known: use z^2+c")));
    QVERIFY(julia::parseKnownFormula("z^97+c,escape=50").ok());
    for (const char* text : {"sin(z)", "newton(z^3-1)", "z^65+z", "z^65+c", "conj(z)^2+c"}) {
      const QString asked = complaint(julia::parseKnownFormula(text));
      QVERIFY2(isSentence(asked), qPrintable(asked));
      QVERIFY2(asked.contains(QLatin1String("has no known radius of escape: say")),
               qPrintable(asked));
      QVERIFY(julia::parseKnownFormula(std::string(text) + ",escape=50").ok());
    }
    for (const char* text : {"z^5+c", "z^2+a*z,a=0.5", "z^3-z+c", "2z^2+c"})
      QVERIFY2(julia::parseKnownFormula(text).ok(), text);
    QVERIFY(!julia::check(placeOf(kNone)).ok());
    QVERIFY(julia::check(placeOf(Formula())).ok());
  }

  void whatAFormulaHasNotIsOneSentence() {
    for (const Ability ability : kAbilities) {
      QVERIFY(!julia::has(kNone, ability));
      const QString why = complaint(julia::require(kNone, ability));
      QVERIFY2(isSentence(why) && why.startsWith(QLatin1String("z^97+c ")), qPrintable(why));
      QCOMPARE(why, QString::fromStdString(julia::why(kNone, ability)));
      QVERIFY(julia::has(Formula(), ability));
      QVERIFY(julia::require(Formula(), ability).ok());
    }
  }

  void aPlaceFileOfTheSquareIsAsItEverWas() {
    const QByteArray expected =
        "{\n  \"fatou\": \"place\",\n  \"version\": 1,\n  \"name\": \"Mine\",\n"
        "  \"about\": \"\",\n  \"c\": \"-0.75,0.1\",\n  \"center\": \"0.5,0.25\",\n"
        "  \"radius\": \"1.5\",\n  \"tmax\": 2000\n}\n";
    QCOMPARE(io::placeJson(named(Formula())), expected);
    QCOMPARE(io::placeText(placeOf(Formula())),
             std::string("fatou:c=-0.75,0.1;center=0.5,0.25;radius=1.5;tmax=2000"));
  }

  void anotherFormulaHasAVersionOfItsOwn() {
    const QByteArray json = io::placeJson(named(kNone));
    QVERIFY(json.contains("\"version\": 2,"));
    QVERIFY(json.contains("\"formula\": \"z^97+c\",\n  \"c\""));
    QCOMPARE(io::placeText(placeOf(kNone)),
             std::string("fatou:formula=z^97+c;c=-0.75,0.1;center=0.5,0.25;radius=1.5;tmax=2000"));
  }

  void placesComeBackWithTheirFormula() {
    std::vector<Formula> formulas;
    for (const julia::FormulaRow& row : julia::formulaRows()) formulas.push_back(row.formula);
    // In names an underscore is no gap between digits.
    for (const char* text : {"c*sin(z),escape_im=50", "z^2+a_1*z+x1_0,a_1=0.5,x1_0=0.25"})
      formulas.push_back(julia::parseFormula(text).value());
    for (const Formula& formula : formulas) {
      const auto file = io::parsePlaceJson(io::placeJson(named(formula)));
      QVERIFY2(file.ok(), qPrintable(complaint(file)));
      QVERIFY(file.value() == named(formula));
      const auto line = io::parsePlaceText(io::placeText(placeOf(formula)));
      QVERIFY2(line.ok(), qPrintable(complaint(line)));
      QVERIFY(line.value() == placeOf(formula));
      const exports::PictureSpec spec{.request = {.picture = pictureOf(formula)}};
      const auto picture = exports::specOf(exports::parameters(spec));
      QVERIFY2(picture.ok(), qPrintable(complaint(picture)));
      QVERIFY(picture.value().request.picture.place == placeOf(formula));
    }
  }

  void aLineMayBeWrittenByHand() {
    for (const char* text :
         {"fatou: formula = z^2 + c ; c=-0.75,0.1;center=0.5,0.25;radius=1.5;tmax=2000",
          "fatou:c=-0.75,0.1;center=0.5,0.25;radius=1.5;tmax=2000;formula=z²+c",
          "fatou:c=-0.75,0.1;center=0.5,0.25;radius=1.5;tmax=2000;formula=z^2+c and more words"}) {
      const auto place = io::parsePlaceText(text);
      QVERIFY2(place.ok(), qPrintable(complaint(place)));
      QVERIFY(place.value() == placeOf(Formula()));
    }
  }

  void aPlaceOfNoFormulaIsRefusedByItsName() {
    for (const char* formula : {"z^97+c", "sin(z)", ""}) {
      QByteArray json = io::placeJson(named(kNone));
      json.replace("z^97+c", formula);
      const QString file = complaint(io::parsePlaceJson(json));
      QVERIFY2(isSentence(file, "; ") && file.startsWith(QLatin1String("its formula is wrong")),
               qPrintable(file));
      const QString line =
          complaint(io::parsePlaceText(std::string("fatou:formula=") + formula +
                                       ";c=-0.75,0.1;center=0.5,0.25;radius=1.5;tmax=2000"));
      QVERIFY2(isSentence(line, "; ") && line.contains(QLatin1String("its formula is wrong")),
               qPrintable(line));
    }
    const auto twice = io::parsePlaceText("fatou:formula=z^2+c;formula=z^2+c;c=0;tmax=9");
    QVERIFY(complaint(twice).contains(QLatin1String("two of formula")));
  }

  void keysDifferByTheFormula() {
    const exports::PictureSpec square{.request = {.picture = pictureOf(Formula())}};
    const exports::PictureSpec other{.request = {.picture = pictureOf(kNone)}};
    QVERIFY(exports::keyOf(square, {0, 48}) != exports::keyOf(other, {0, 48}));
    QVERIFY(exports::parameters(square) != exports::parameters(other));
    QVERIFY(exports::identityOf(square) != exports::identityOf(other));
    QCOMPARE(exports::parameters(other).front().first, std::string("formula"));
    QCOMPARE(exports::parameters(square).front().first, std::string("c"));
    QVERIFY(!julia::isSameSet(placeOf(Formula()), placeOf(kNone)));
    QVERIFY(julia::isSameSet(placeOf(Formula()), placeOf(Formula(), "1e-3")));
    QVERIFY(render::MapRequest{.formula = kNone} != render::MapRequest());
  }

  void anOrbitThatIsKeptServesItsFormulaAlone() {
    julia::OrbitCache cache;
    const auto centreOf = [&cache](Formula formula) {
      return cache.orbits({.place = placeOf(formula, "1e-30"), .width = 8, .height = 8})->centre;
    };
    const auto first = centreOf(Formula());
    QVERIFY(centreOf(Formula()) == first);
    QVERIFY(centreOf(kNone) != first);
  }

  void aCaptionNamesAnotherFormula() {
    const auto caption = [](Formula formula) {
      return io::captionOf(render::parameters(pictureOf(formula)));
    };
    QVERIFY(caption(kNone).find("z^97+c, c = -0.75 + 0.1i") != std::string::npos);
    QVERIFY(caption(Formula()).find("z^") == std::string::npos);
  }

  void requestsOfWhatAFormulaHasNotAreRefused() {
    QVERIFY(render::check(pictureOf(Formula())).ok());
    const QString unknown = complaint(render::check(pictureOf(kNone)));
    QVERIFY2(unknown.startsWith(QLatin1String("formula z^97+c is not known")), qPrintable(unknown));
    QVERIFY(!render::check(render::MapRequest{.view = {}, .formula = kNone}).ok());
    // Doubles are all that it has: near 0 as anywhere, a view too deep for them is not computed.
    QVERIFY(julia::numberTypeFor(placeOf(kNone), 64, 48) == julia::NumberType::Double);
    QVERIFY(julia::numberTypeFor(placeOf(kNone, "1e-30"), 64, 48) ==
            julia::NumberType::Perturbation);
  }

  void withoutAFastKernelThePlainOneComputes() {
    using render::Kernel;
    QVERIFY(render::kernelOf({.picture = pictureOf(Formula())}) == Kernel::Fast);
    const render::RenderRequest other{.picture = pictureOf(kNone)};
    QVERIFY(render::kernelOf(other) == Kernel::Plain);
    const auto said = render::parameters(other);
    QVERIFY(std::find(said.begin(), said.end(),
                      std::pair<std::string, std::string>("kernel", "plain")) != said.end());
  }
};

QTEST_GUILESS_MAIN(FormulaTest)
#include "formula_test.moc"
