// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas that are none, through every door: a line that is pasted, a place file, a picture's own
// parameters, an animation script and a message to an engine.
#include "tests/bad_formulas.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "core/animation/script_file.h"
#include "core/engines/wire/wire.h"
#include "core/io/places/place_fields.h"
#include "core/io/places/place_file.h"
#include "core/io/places/place_text.h"
#include "core/julia/formulas/formula_facts.h"
#include "core/julia/formulas/formula_row.h"
#include "core/julia/plane/place.h"
#include "core/kernels/program.h"
#include "core/render/sendable.h"

using namespace fatou;
using tests::BadFormula;

namespace {

const std::vector<BadFormula>& rows() {
  static const std::vector<BadFormula> kRows = tests::badFormulas();
  return kRows;
}

void addRows() {
  QTest::addColumn<int>("index");
  for (std::size_t i = 0; i < rows().size(); ++i)
    QTest::newRow(rows()[i].name) << static_cast<int>(i);
}

const BadFormula& badFormula() {
  QFETCH(int, index);
  return rows()[static_cast<std::size_t>(index)];
}

QJsonObject placeObject(const std::string& formula) {
  return {{QStringLiteral("fatou"), QStringLiteral("place")},
          {QStringLiteral("version"), 2},
          {QStringLiteral("name"), QStringLiteral("Bad")},
          {QStringLiteral("formula"), QString::fromStdString(formula)},
          {QStringLiteral("c"), QStringLiteral("0.3,0.2")},
          {QStringLiteral("center"), QStringLiteral("0,0")},
          {QStringLiteral("radius"), QStringLiteral("1.5")},
          {QStringLiteral("tmax"), 50}};
}

io::Parameters parametersOf(const std::string& formula) {
  return {
      {"formula", formula}, {"c", "0.3,0.2"}, {"center", "0,0"}, {"radius", "1.5"}, {"tmax", "50"}};
}

QByteArray scriptOf(const std::string& formula) {
  QJsonObject start = placeObject(formula);
  for (const char* name : {"fatou", "version", "name"}) start.remove(QLatin1String(name));
  const QByteArray place = QJsonDocument(start).toJson(QJsonDocument::Compact);
  return R"({"fatou": "animation", "version": 1, "size": "64x36", "start": )" + place +
         R"(, "segments": [{"seconds": 1, "to": {"radius": "1"}}]})";
}

template <typename Value>
QString complaint(const Result<Value>& result) {
  return result ? QString() : QString::fromStdString(result.error().message);
}

bool isSentence(const QString& text) {
  return !text.isEmpty() && !text.contains(u'\n') && text.size() < 500;
}

}  // namespace

class BadFormulasTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aPlaceFileIsRefused_data() { addRows(); }
  void aPlaceFileIsRefused() {
    const BadFormula& bad = badFormula();
    const QString said =
        complaint(io::parsePlaceJson(QJsonDocument(placeObject(bad.text)).toJson()));
    QVERIFY2(isSentence(said) && said.startsWith(QLatin1String("its ")), qPrintable(said));
    QVERIFY2(said.contains(QLatin1String(bad.part)) && said.contains(u';'), qPrintable(said));
  }

  void aPictureIsRefused_data() { addRows(); }
  void aPictureIsRefused() {
    const BadFormula& bad = badFormula();
    const QString said = complaint(io::placeOf(parametersOf(bad.text)));
    QVERIFY2(isSentence(said) && said.contains(QLatin1String(bad.part)), qPrintable(said));
  }

  void aScriptIsRefused_data() { addRows(); }
  void aScriptIsRefused() {
    const BadFormula& bad = badFormula();
    const QString said = complaint(animation::parseScript(scriptOf(bad.text), QStringLiteral(".")));
    QVERIFY2(isSentence(said) && said.startsWith(QLatin1String("its start")), qPrintable(said));
    QVERIFY2(said.contains(QLatin1String(bad.part)), qPrintable(said));
  }

  // Its spaces may come from a mail program, so that another word may be wrong.
  void aLineIsRefused_data() { addRows(); }
  void aLineIsRefused() {
    const QString said = complaint(io::parsePlaceText("fatou:formula=" + badFormula().text +
                                                      ";c=0.3,0.2;center=0,0;radius=1.5;tmax=50"));
    QVERIFY2(isSentence(said) && said.endsWith(u'.'), qPrintable(said));
    QVERIFY2(said.contains(QLatin1String("is no place: its ")), qPrintable(said));
  }

  // What is typed is marked where it is wrong; what only lacks a radius is no mistake.
  void theMistakeIsMarked_data() { addRows(); }
  void theMistakeIsMarked() {
    const std::string& text = badFormula().text;
    const auto mistake = julia::mistakeIn(text);
    QCOMPARE(mistake.has_value(), !julia::isFormulaText(text));
    if (!mistake) return;
    QVERIFY(mistake->position + mistake->length <= text.size());
    QVERIFY(!mistake->sentence.empty() && mistake->sentence.size() < 300);
  }

  void bytesThatAreNoTextAreRefused() {
    using namespace std::string_literals;
    for (const std::string& text :
         {"z\xc2"s, "z\xb2"s, "z^2+\xe2\x88"s, "z^2+c\0"s, "\xff\xfe"s, "z^2+\x01"s}) {
      const QString said = complaint(io::placeOf(parametersOf(text)));
      QVERIFY2(isSentence(said), qPrintable(said));
      QVERIFY(julia::mistakeIn(text).has_value());
    }
  }

  void anEngineRefusesAMessage() {
    for (const BadFormula& bad : rows()) {
      if (julia::isFormulaText(bad.text)) continue;
      engines::Writer writer;
      engines::writeTo(writer, bad.text);
      const auto bytes = std::move(writer).take();
      engines::Reader reader(bytes);
      QVERIFY_THROWS_EXCEPTION(engines::WireError,
                               static_cast<void>(engines::readFrom<julia::Formula>(reader)));
    }
  }

  void anEngineRefusesAProgram() {
    for (const std::vector<std::uint8_t>& program :
         {std::vector<std::uint8_t>{}, std::vector<std::uint8_t>{1, 2, 3},
          std::vector<std::uint8_t>(2'000, 0xff), std::vector<std::uint8_t>(100'000, 0)}) {
      engines::Writer writer;
      engines::writeTo(writer, program);
      const auto bytes = std::move(writer).take();
      engines::Reader reader(bytes);
      QVERIFY_THROWS_EXCEPTION(engines::WireError,
                               static_cast<void>(engines::readFrom<kernels::Program>(reader)));
    }
  }

  // A formula without a rational form: it is computed where a radius is said.
  void nestedSquaresRunWithARadius() {
    const auto formula = julia::parseKnownFormula(tests::nestedSquares() + ",escape=16");
    QVERIFY2(formula.ok(), qPrintable(complaint(formula)));
    const auto c = julia::parseComplex("0.1").value();
    julia::Place place{.c = c, .view = julia::CentreView{}, .formula = formula.value()};
    std::get<julia::CentreView>(place.view).radius = julia::Decimal::fromDouble(1.5);
    QVERIFY2(julia::check(place).ok(), qPrintable(complaint(julia::check(place))));
    const auto facts = julia::formulaFacts(formula.value(), c);
    QVERIFY(!facts.degree && facts.cycles.empty() && facts.holomorphic);
  }

  void whatCrashedOthersIsAFormula() {
    for (const char* text : tests::kCrashedOthers) {
      const auto place = io::placeOf(parametersOf(text));
      QVERIFY2(place.ok(), qPrintable(complaint(place)));
      QVERIFY(io::parsePlaceText(io::placeText(place.value())).value() == place.value());
    }
  }

  void threadsReadFormulasAtOnce() {
    std::array<std::vector<std::string>, 4> results;
    {
      std::vector<std::jthread> threads;
      for (auto& result : results)
        threads.emplace_back([&result] {
          for (int i = 0; i < 5; ++i)
            for (const BadFormula& bad : tests::badFormulas()) {
              const auto read = julia::parseKnownFormula(bad.text);
              result.push_back(read ? julia::toString(read.value()) : read.error().message);
            }
        });
    }
    for (const auto& result : results) QVERIFY(result == results.front());
  }
};

QTEST_GUILESS_MAIN(BadFormulasTest)
#include "bad_formulas_test.moc"
