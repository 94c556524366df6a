// SPDX-License-Identifier: GPL-3.0-or-later
// Tests the gradients that are read of Fractint and Ultra Fractal.
#include <QTest>

#include "core/io/gradients/color_map.h"
#include "core/io/gradients/gradient_file.h"
#include "core/io/gradients/ultra_fractal_gradient.h"
#include "tests/core/error_says.h"
#include "tests/core/foreign_folder.h"

using namespace fatou;
using namespace fatou::io;
using fatou::tests::says;

namespace {

constexpr char kTwoGradients[] =
    "; mine\n"
    "Dawn {\n"
    "gradient:\n"
    "  title=\"Dawn; {early}\" smooth=yes rotation=40 index=40 color=255\n"
    "  index=240 color=16711680\n"
    "opacity:\n"
    "  smooth=no index=0 opacity=255\n"
    "}\n"
    "comment { Dusk { is no entry }\n"
    "dusk {\n"
    "gradient:\n"
    "  smooth=no index=-100 color=65280 index=700 color=0\n"
    "opacity:\n"
    "  smooth=no index=0 opacity=255 index=200 opacity=10\n"
    "}\n";

}  // namespace

class ForeignGradientsTest : public QObject, private tests::ForeignFolder {
  Q_OBJECT
 private Q_SLOTS:
  void aColourMapBeginsBehindTheColourOfTheInside() {
    const auto gradient = parseColorMap("  9   8 7\twords\r\n0 0 0\r255 0 0 more\n0 0 255\n\x1a",
                                        QStringLiteral("m"));
    QVERIFY(gradient.ok());
    QCOMPARE(gradient.value().name, std::string("m"));
    QVERIFY(gradient.value().cyclic);
    QVERIFY(gradient.value().interior == (color::Rgb{9, 8, 7}));
    QCOMPARE(gradient.value().stops.size(), std::size_t{3});
    QVERIFY(gradient.value().stops[1] == (color::GradientStop{1.0 / 3.0, {255, 0, 0}}));
  }

  void aColourMapEndsAfterAsManyColoursAsFractintReads() {
    QByteArray text = "0 0 0\n";
    for (int i = 0; i < 255; ++i) text += i % 2 == 0 ? "255 0 0\n" : "0 255 0\n";
    const auto whole = parseColorMap(text, {});
    QCOMPARE(whole.value().stops.size(), std::size_t{255});
    QVERIFY(parseColorMap(text + "no colour\n", {}).value() == whole.value());
    QVERIFY(says(parseColorMap("0 0 0\n"
                               "no colour\n" +
                                   text,
                               {})
                     .error(),
                 "line 2"));
    QCOMPARE(parseColorMap("1 2 3", {}).value().stops.size(), std::size_t{1});
  }

  void whatIsNoColourMapSaysWhy() {
    QVERIFY(says(parseColorMap("", {}).error(), "it has no colours"));
    for (const char* line : {"256 0 0", "0 0", "-1 0 0", "0 0 1.5", "a b c", "0 0 0x"})
      QVERIFY2(says(parseColorMap(line, {}).error(), "line 1 is no colour"), line);
    QVERIFY(isColorMapStart("\n  0 0 0 black") && !isColorMapStart("0 0 black"));
  }

  void anIndexHasTheRotationAndAColourIsBlueFirst() {
    const auto blocks = namedBlocks(kTwoGradients);
    QCOMPARE(blocks.value().size(), std::size_t{2});
    const auto dawn = parseUltraFractalGradient(blocks.value()[0]);
    QVERIFY(dawn.ok());
    QCOMPARE(dawn.value().name, std::string("Dawn; {early}"));
    QCOMPARE(dawn.value().description, std::string());
    QVERIFY(dawn.value().cyclic);
    QVERIFY(dawn.value().stops ==
            (std::vector<color::GradientStop>{{0.1, {255, 0, 0}}, {0.6, {0, 0, 255}}}));
  }

  void anIndexBeyondTheEndsGoesRoundAndOpacityIsSaidToBeLost() {
    const auto dusk = parseUltraFractalGradient(namedBlocks(kTwoGradients).value()[1]);
    QCOMPARE(dusk.value().name, std::string("dusk"));
    QVERIFY(dusk.value().stops ==
            (std::vector<color::GradientStop>{{0.75, {0, 255, 0}}, {0.75, {0, 0, 0}}}));
    QVERIFY(dusk.value().description.find("opacity is not taken over") != std::string::npos);
  }

  void whatIsNoGradientOfUltraFractalSaysWhy() {
    const auto why = [](const char* text) {
      return parseUltraFractalGradient({.name = "x", .text = text}).error();
    };
    QVERIFY(says(why(""), "\"x\" has no colours"));
    QVERIFY(says(why("opacity: index=0 color=1"), "has no colours"));
    QVERIFY(says(why("gradient: color=1"), "a color without an index"));
    QVERIFY(says(why("gradient: index=0 color=1 color=2"), "a color without an index"));
    QVERIFY(says(why("gradient: index=1.5 color=1"), "its index \"1.5\""));
    QVERIFY(says(why("gradient: index=0 color=red"), "its color \"red\""));
    QVERIFY(says(why("gradient: index=0 color=-1"), "its color \"-1\""));
    QVERIFY(says(why("gradient: index=99999999999999999999 color=1"), "is no whole number"));
    std::string many = "gradient: ";
    for (int i = 0; i < 5'000; ++i) many += "index=1 color=1 ";
    QVERIFY(says(why(many.c_str()), "more than 4096 colours"));
  }

  void aFileOfSeveralIsReadByName() {
    put("two.ugr", kTwoGradients);
    QVERIFY(says(readGradientFile(path("two.ugr")).error(),
                 "it has 2 entries, Dawn, dusk; name one of them, like two.ugr#Dawn."));
    QCOMPARE(readGradientFile(path("two.ugr#DUSK")).value().name, std::string("dusk"));
    QVERIFY(says(readGradientFile(path("two.ugr#noon")).error(), "it has no entry \"noon\""));
    put("two.ugr#dawn", "0 0 0\n1 1 1\n");  // a file that is really called so
    QCOMPARE(readGradientFile(path("two.ugr#dawn")).value().name, std::string("two"));
    put("one", QByteArray(kTwoGradients).left(QByteArray(kTwoGradients).indexOf("comment")));
    QCOMPARE(readGradientFile(path("one")).value().name, std::string("Dawn; {early}"));
    put("grey.map", "0 0 0\n9 9 9\n");
    QCOMPARE(readGradientFile(path("grey.map")).value().name, std::string("grey"));
    QVERIFY(says(readGradientFile(path("grey.map#one")).error(), "leave out what follows #"));
  }

  void anEntryThatIsCutOffOrTooManyAreRefused() {
    QVERIFY(says(namedBlocks("a { b").error(), "its last entry has no }"));
    QCOMPARE(namedBlocks("a { b=\" }\nc { d=\" }").value().size(), std::size_t{2});
    QCOMPARE(namedBlocks("a { b=\"}\" }").value().front().text, std::string(" b=\"}\" "));
    QVERIFY(namedBlocks("").value().empty());
    QVERIFY(namedBlocks("; a { b }").value().empty());
    std::string many;
    for (std::size_t i = 0; i <= kMostBlocks; ++i) many += "a{}";
    QVERIFY(says(namedBlocks(many).error(), "more than 5000 entries"));
  }

  void aWordGoesOnBehindABackslash() {
    const auto blocks = namedBlocks("x\na b {; c\\\r\n  d=e\\\r\n\t  f g;h\n}");
    QCOMPARE(blocks.value().size(), std::size_t{1});
    QCOMPARE(blocks.value()[0].name, std::string("a b"));
    QCOMPARE(QString::fromStdString(blocks.value()[0].text).simplified(), QStringLiteral("d=ef g"));
  }
};

QTEST_GUILESS_MAIN(ForeignGradientsTest)
#include "foreign_gradients_test.moc"
