// SPDX-License-Identifier: GPL-3.0-or-later
// Animations in which the numbers of a formula move.
#include <cmath>
#include <complex>
#include <cstdint>
#include <string>

#include <QTest>

#include "core/animation/animation_script.h"
#include "core/animation/script_file.h"
#include "core/julia/formulas/formula.h"

using namespace fatou;
using namespace fatou::animation;

namespace {

// A second of 11 frames: "start" and "to" but for what `start` and `to` say of formulas.
QByteArray scriptWith(const QByteArray& start, const QByteArray& to) {
  return R"({"fatou": "animation", "version": 1, "size": "64x36", "framesPerSecond": 11,
    "start": {"c": "0.1,0.2", "center": "0,0", "radius": "1.5", "tmax": 90)" +
         start +
         R"(}, "segments": [{"seconds": 1, "easeIn": 0, "easeOut": 0, "to": {"radius": "1")" + to +
         "}}]}";
}

const QByteArray kCubic = R"(, "formula": "z^3+a*z+c", "parameters": {"a": "0.3"})";
const QByteArray kMoved = R"(, "parameters": {"a": "0.5i"})";

AnimationScript scriptOf(const QByteArray& json, const FormulaChoice& choice = {}) {
  return parseScript(json, QStringLiteral("."), choice).value();
}

std::string complaint(const QByteArray& json) {
  const auto script = parseScript(json, QStringLiteral("."));
  return script ? std::string() : script.error().message;
}

const julia::Formula& formulaAt(const exports::PictureSpec& spec) {
  return spec.request.picture.place.formula;
}

std::string textAt(const AnimationScript& script, std::int64_t index) {
  const auto spec = frameAt(script, index);
  return julia::toString(formulaAt(spec));
}

}  // namespace

class MovingParameterTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aParameterGoesStraight() {
    const AnimationScript script = scriptOf(scriptWith(kCubic, kMoved));
    QCOMPARE(textAt(script, 0), std::string("z^3+a*z+c,a=0.3"));
    QCOMPARE(textAt(script, 10), std::string("z^3+a*z+c,a=0.5i"));
    const auto spec = frameAt(script, 5);
    const auto a = formulaAt(spec).parameters().front().value.toDouble();
    QVERIFY(std::abs(a - std::complex(0.15, 0.25)) < 1e-12);
  }

  void digitsSurviveAtBothEnds() {
    const std::string digits = "0.1234567890123456789012345678901234567890123456789";
    const QByteArray to = QByteArray(kMoved).replace("0.5i", QByteArray::fromStdString(digits));
    const AnimationScript script = scriptOf(scriptWith(kCubic, to));
    QCOMPARE(textAt(script, 10), "z^3+a*z+c,a=" + digits);
  }

  // Between two numbers that differ by less than doubles tell apart there is a way, too.
  void aSmallWayOfADeepViewHasAllItsSteps() {
    QByteArray json = scriptWith(R"(, "formula": "z^3+a*z+c,a=0.3")",
                                 R"(, "parameters": {"a": "0.3000000000000000000000000000001"})");
    json.replace(R"("radius": "1")", R"("radius": "1e-30")");
    json.replace(R"("radius": "1.5")", R"("radius": "1e-30")");
    const AnimationScript script = scriptOf(json);
    for (std::int64_t i = 1; i < 11; ++i) QVERIFY(textAt(script, i) != textAt(script, i - 1));
  }

  void theFormulaMayHaveItsNumbersInIt() {
    const AnimationScript script = scriptOf(scriptWith(
        R"(, "formula": "z^3+a*z+c,a=0.3")", R"(, "formula": "z*z*z + a*z + c, a = 0.5i")"));
    QCOMPARE(textAt(script, 0), std::string("z^3+a*z+c,a=0.3"));
    QCOMPARE(textAt(script, 10), std::string("z^3+a*z+c,a=0.5i"));
  }

  void cAndParametersMoveTogether() {
    const AnimationScript script = scriptOf(scriptWith(kCubic, kMoved + R"(, "c": "0.3,0.2")"));
    const auto place = frameAt(script, 5).request.picture.place;
    QVERIFY(std::abs(place.c.re.toDouble() - 0.2) < 1e-12);
    QVERIFY(std::abs(place.formula.parameters().front().value.re.toDouble() - 0.15) < 1e-12);
  }

  void whatIsLeftOutStaysAsItWas() {
    const AnimationScript script = scriptOf(scriptWith(kCubic, ""));
    QCOMPARE(textAt(script, 5), std::string("z^3+a*z+c,a=0.3"));
  }

  void aRadiusAndItsPartStay() {
    const AnimationScript script =
        scriptOf(scriptWith(R"(, "formula": "a*sin(z)+c,a=1,escape_im=5e1")", kMoved));
    QCOMPARE(textAt(script, 10), std::string("a*sin(z)+c,a=0.5i,escape_im=50"));
  }

  void aFormulaWithoutCNeedsNone() {
    QByteArray json = scriptWith(R"(, "formula": "z^3+a*z^2,a=1")", kMoved);
    json.replace(R"("c": "0.1,0.2", )", "");
    QCOMPARE(complaint(json), std::string());
    json.replace("z^3+a*z^2", "z^3+a*z^2+c");
    QVERIFY(complaint(json).find("it has no c") != std::string::npos);
  }

  void anotherFormulaMayBeChosen() {
    const AnimationScript script = scriptOf(scriptWith("", kMoved), [](const julia::Place& start) {
      FATOU_CHECK(start.formula == julia::Formula());
      return julia::parseFormula("z^4+a*z+c,a=1").value();
    });
    QCOMPARE(textAt(script, 0), std::string("z^4+a*z+c,a=1"));
    QCOMPARE(textAt(script, 10), std::string("z^4+a*z+c,a=0.5i"));
  }

  void whatIsWrongIsNamed_data() {
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* part, const QByteArray& start, const QByteArray& to) {
      QTest::newRow(part) << start << to << QString::fromLatin1(part);
    };
    row("between which there is nothing", kCubic, R"(, "formula": "z^4+a*z+c,a=0.3")");
    row("escape=50 to z^3", R"(, "formula": "z^3+a*z+c,a=1,escape=50")",
        R"(, "formula": "z^3+a*z+c,a=1")");
    row("escape=60, between which", R"(, "formula": "z^3+a*z+c,a=1,escape=50")",
        R"(, "parameters": {"escape": "60"})");
    row("escape_im=50, between which", R"(, "formula": "z^3+a*z+c,a=1,escape=50")",
        R"(, "parameters": {"escape": "|im z|>50"})");
    row("parameters have b, which z^3+a*z+c does not have", kCubic,
        R"(, "parameters": {"b": "1"})");
    row("its start's parameters have b", R"(, "parameters": {"b": "1"})", "");
    row("parameter 'a' is not text", kCubic, R"(, "parameters": {"a": 0.5})");
    row("parameters are no object", kCubic, R"(, "parameters": "a=0.5")");
    row("parameters are wrong, as", kCubic, R"(, "parameters": {"a": "east"})");
    row("parameter 'z' has a meaning", kCubic, R"(, "parameters": {"z": "1"})");
    row("has two values", R"(, "formula": "z^3+a*z+c,a=1", "parameters": {"a": "2"})", "");
    row("no attracting cycle", R"(, "formula": "z^3+a*z+c,a=4,basins=1")", "");
  }
  void whatIsWrongIsNamed() {
    QFETCH(QByteArray, start);
    QFETCH(QByteArray, to);
    QFETCH(QString, part);
    const QString message = QString::fromStdString(complaint(scriptWith(start, to)));
    QVERIFY2(message.contains(part), qPrintable(message));
    QVERIFY2(message.contains(QLatin1String("; ")), qPrintable(message));
    QVERIFY2(!message.contains(u'\n') && message.size() < 400, qPrintable(message));
  }
};

QTEST_GUILESS_MAIN(MovingParameterTest)
#include "moving_parameter_test.moc"
