// SPDX-License-Identifier: GPL-3.0-or-later
// The right-hand side of f(z) as text: what is read, how it is printed, and what is said of
// mistakes.
#include "core/julia/formulas/formula_parser.h"

#include <algorithm>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <QTest>

#include "tests/core/formula_texts.h"

using namespace fatou;
using julia::Expression;
using julia::FormulaError;
using tests::Mistake;
using tests::Row;
using tests::Texts;

namespace {

const std::vector<std::string> kParameters{"a", "b2", "lambda"};

std::variant<Expression, FormulaError> parsed(std::string_view text) {
  return julia::parseExpression(text, kParameters);
}

// The canonical text, or the sentence.
QString printed(std::string_view text) {
  const auto result = parsed(text);
  if (const auto* error = std::get_if<FormulaError>(&result))
    return QString::fromStdString(julia::errorOf(text, *error).message);
  return QString::fromStdString(toString(std::get<Expression>(result)));
}

void checkRoundTrip(const std::string& text) {
  const auto first = parsed(text);
  if (const auto* error = std::get_if<FormulaError>(&first)) {
    QVERIFY2(error->position + error->length <= text.size(), text.c_str());
    QVERIFY2(!error->sentence.empty(), text.c_str());
    return;
  }
  const auto& expression = std::get<Expression>(first);
  const std::string canonical = toString(expression);
  if (canonical.size() > julia::kLongestFormula || canonical == "...") return;
  const auto second = parsed(canonical);
  QVERIFY2(std::holds_alternative<Expression>(second), (text + " as " + canonical).c_str());
  QVERIFY2(std::get<Expression>(second) == expression, (text + " as " + canonical).c_str());
  QCOMPARE(toString(std::get<Expression>(second)), canonical);
}

}  // namespace

class FormulaParserTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void formulasArePrintedInOneWay_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("canonical");
    for (const auto rows :
         {std::span<const Row>(tests::kSums), std::span<const Row>(tests::kProducts),
          std::span<const Row>(tests::kPowers), std::span<const Row>(tests::kFunctions)})
      for (const Row& row : rows)
        QTest::newRow(row.text) << QString::fromUtf8(row.text) << QString::fromUtf8(row.canonical);
  }
  void formulasArePrintedInOneWay() {
    QFETCH(const QString, text);
    QFETCH(const QString, canonical);
    QCOMPARE(printed(text.toStdString()), canonical);
    QCOMPARE(printed(canonical.toStdString()), canonical);
  }

  void mistakesAreMarked() {
    for (const Mistake& row : tests::kMistakes) {
      const auto result = parsed(row.text);
      const auto* error = std::get_if<FormulaError>(&result);
      QVERIFY2(error != nullptr, row.text);
      const QString said = QString::fromStdString(error->sentence);
      QVERIFY2(said.contains(QString::fromUtf8(row.part)),
               qPrintable(QString::fromUtf8(row.text) + QStringLiteral(" got ") + said));
      QVERIFY2(error->position == row.position && error->length == row.length,
               qPrintable(QString::fromUtf8(row.text) +
                          QStringLiteral(" at %1+%2").arg(error->position).arg(error->length)));
      QVERIFY2(said.count(QLatin1String(": ")) == 1 && !said.endsWith(u'.'), qPrintable(said));
    }
  }

  void aSentenceForOneLineNamesTheCharacter() {
    QCOMPARE(printed("z²+foo(z)"),
             QStringLiteral("formula 'z²+foo(z)', character 4 ('foo'): there is no function foo: "
                            "use one like exp, log, sin, cos or sqrt"));
    QCOMPARE(printed("z^"), QStringLiteral("formula 'z^', at its end: the formula ends too early: "
                                           "write what follows ^"));
  }

  void textsWithoutEndAreRefused() {
    std::string sum;
    while (sum.size() < 1'000'000) sum += "z+";
    for (const std::string& text : {std::string(100'000, '('), sum, std::string(100'000, '-'),
                                    std::string(4'096, '('), std::string(4'095, '^')}) {
      const auto result = parsed(text);
      QVERIFY(std::holds_alternative<FormulaError>(result));
      QVERIFY(julia::errorOf(text, std::get<FormulaError>(result)).message.size() < 300);
    }
    const auto deep = parsed(std::string(200, '(') + "z");
    QCOMPARE(std::get<FormulaError>(deep).position, std::size_t{100});
    for (const char* inside : {"z", "z^2"})
      QVERIFY(std::holds_alternative<Expression>(
          parsed(std::string(100, '(') + inside + std::string(100, ')'))));
    std::string sums = "z";
    for (int i = 0; i < 100; ++i) sums = "(" + sums + "+1)";
    QVERIFY(std::holds_alternative<Expression>(parsed(sums)));
    QVERIFY(std::holds_alternative<FormulaError>(parsed("(" + sums + ")")));
    QVERIFY(std::holds_alternative<Expression>(parsed(std::string(4'000, '-') + "z")));
  }

  void nestedSquaresAreFewNodes() {
    std::string text = "z";
    for (int i = 0; i < 20; ++i) text = "(" + text + ")^2+c";
    const auto result = parsed(text);
    QVERIFY(std::holds_alternative<Expression>(result));
    QVERIFY(std::get<Expression>(result).nodes().size() <= 43);
  }

  void anythingIsReadOrMarked() {
    Texts texts;
    for (int i = 0; i < 20'000; ++i) checkRoundTrip(texts.next());
  }

  void whatIsPrintedIsTheSameExpression() {
    Texts texts;
    for (int i = 0; i < 3'000; ++i) checkRoundTrip(texts.formula(1 + i % 6));
  }

  void namesThatMeanSomethingAreNoParameters() {
    for (const char* name : {"z", "c", "i", "e", "pi", "sin", "d", "newton", "", "2a", "A", "a b",
                             "_a", "ä", "thisnameislongerthananybodyneeds_"})
      QVERIFY2(!julia::checkParameterName(name).ok(), name);
    for (const char* name : {"a", "lambda", "b2", "a_1"})
      QVERIFY2(julia::checkParameterName(name).ok(), name);
    QVERIFY(std::ranges::is_sorted(julia::functionNames()));
  }
};

QTEST_GUILESS_MAIN(FormulaParserTest)
#include "formula_parser_test.moc"
