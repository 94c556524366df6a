// SPDX-License-Identifier: GPL-3.0-or-later
// Scripts as people write them: what is read, and one sentence for what is wrong.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/animation/script_file.h"

using namespace fatou;
using namespace fatou::animation;

namespace {

const QByteArray kSound = R"({"fatou": "animation", "version": 1, "size": "640x360",
  "framesPerSecond": 25, "supersample": 2, "loop": true,
  "coloring": {"mapping": "equalized", "density": 2, "offset": 0.25},
  "start": {"c": "-0.8,0.156", "center": "0,0", "radius": "1.2", "tmax": 1000},
  "segments": [{"seconds": 6, "to": {"radius": "1e-6", "center": "-0.3,0.1"}, "easeIn": 0.5},
               {"seconds": 2, "to": {"c": "-0.8,0.2", "tmax": 50}, "cycles": -1.5}]})";

// Not as a raw string: moc 6.4 stumbles over the number signs.
const QByteArray kRed =
    "{\"name\": \"Mine\", \"interior\": \"#102030\", "
    "\"stops\": [{\"position\": 0, \"color\": \"#ff0000\"}]}";

QByteArray with(const char* before, const QByteArray& after) {
  QByteArray changed = kSound;
  changed.replace(before, after);
  FATOU_CHECK(changed != kSound);
  return changed;
}

Result<AnimationScript> parsed(const QByteArray& json) {
  return parseScript(json, QStringLiteral("."));
}

QString complaint(const QByteArray& json) {
  const auto script = parsed(json);
  return script ? QString() : QString::fromStdString(script.error().message);
}

}  // namespace

class AnimationScriptTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aScriptIsRead() {
    const auto result = parsed(kSound);
    QVERIFY2(result.ok(), qPrintable(complaint(kSound)));
    const AnimationScript& script = result.value();
    QCOMPARE(script.width, 640);
    QCOMPARE(script.height, 360);
    QCOMPARE(script.framesPerSecond, 25);
    QCOMPARE(script.samples, 2);
    QVERIFY(script.loop);
    QVERIFY(script.coloring.mapping == color::Mapping::Equalized);
    QCOMPARE(script.coloring.offset, 0.25);
    QCOMPARE(script.segments.size(), std::size_t{2});
    QCOMPARE(script.segments[0].easeIn, 0.5);
    QCOMPARE(script.segments[0].easeOut, 1.0);
    QCOMPARE(script.segments[1].easeOut, 0.5);
    QCOMPARE(script.segments[1].cycles, -1.5);
    QCOMPARE(script.frames(), 200);
  }

  void whatASegmentLeavesOutStaysAsItWas() {
    const auto script = parsed(kSound).value();
    QCOMPARE(script.segments[0].to.c.text(), std::string("-0.8,0.156"));
    QCOMPARE(script.segments[0].to.tmax, 1000);
    const auto& view = std::get<julia::CentreView>(script.segments[1].to.view);
    QCOMPARE(view.radius.text(), std::string("1e-6"));
    QCOMPARE(script.segments[1].to.tmax, 50);
    const auto still = parsed(with(R"("to": {"c": "-0.8,0.2", "tmax": 50}, )", "")).value();
    QVERIFY(still.segments[1].to == still.segments[0].to);
  }

  void aPlaceMayBeALine() {
    const auto script =
        parsed(with(R"({"c": "-0.8,0.156", "center": "0,0", "radius": "1.2", "tmax": 1000})",
                    R"("fatou:c=-0.8,0.156;center=0,0;radius=1.2;tmax=1000")"));
    QVERIFY(script.ok());
    QVERIFY(script.value() == parsed(kSound).value());
  }

  void digitsSurvive() {
    const std::string digits = "0.12345678901234567890123456789012345678901234567890123456789";
    const auto script = parsed(with("-0.3,0.1", QByteArray::fromStdString("-0.3," + digits)));
    const auto& view = std::get<julia::CentreView>(script.value().segments[0].to.view);
    QCOMPARE(view.centre.im.text(), digits);
  }

  void cMayFollowAPath() {
    const auto script =
        parsed(with(R"("to": {"c": "-0.8,0.2", "tmax": 50})",
                    R"("path": {"from": "-0.8,0.156", "to": "0,1", "turns": 0.5})"));
    QVERIFY2(script.ok(), script ? "" : script.error().message.c_str());
    const auto& segment = script.value().segments[1];
    QVERIFY(std::holds_alternative<julia::StraightLine>(segment.morph->path));
    QVERIFY(std::abs(segment.to.c.im.toDouble() - 1.0) < 1e-12);
  }

  void aGradientMayBeAFileBesideTheScript() {
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("mine.json")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(kRed);
    file.close();
    const auto script =
        parseScript(with(R"("mapping")", R"("gradient": "mine.json", "mapping")"), folder.path());
    QVERIFY2(script.ok(), script ? "" : script.error().message.c_str());
    QCOMPARE(script.value().coloring.gradient.name, std::string("Mine"));
    QCOMPARE(int{script.value().coloring.interior.blue}, 0x30);
  }

  void aGradientMayStandInTheScript() {
    const auto script = parsed(with("\"mapping\"", "\"gradient\": " + kRed + ", \"mapping\""));
    QCOMPARE(script.value().coloring.gradient.name, std::string("Mine"));
  }

  // --- what is wrong --------------------------------------------------------------------------

  void aMistakeIsOneShortSentenceThatNamesTheField_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* part, const QByteArray& json) {
      QTest::newRow(part) << json << QString::fromLatin1(part);
    };
    row("no sound JSON", "{");
    row("mend it there", QByteArray(100'000, '['));
    row("no animation of Fatou", "[]");
    row("is no animation", with("\"animation\"", "\"place\""));
    row("its version", with("\"version\": 1", "\"version\": 2"));
    row("its size is not", with("640x360", "640"));
    row("not WIDTHxHEIGHT", with("\"640x360\"", "\"-640x360\""));
    row("its size is not text", with("\"640x360\"", "[640, 360]"));
    row("its framesPerSecond", with("Second\": 25", "Second\": \"25\""));
    row("whole number from 1 to 240", with("Second\": 25", "Second\": 24.5"));
    row("its supersample", with("\"supersample\": 2", "\"supersample\": 9"));
    row("its loop", with("true", "1"));
    row("its coloring is no object",
        with(R"({"mapping": "equalized", "density": 2, "offset": 0.25})", "7"));
    row("mapping is none", with("equalized", "cubic"));
    row("neither built in nor a file",
        with("\"mapping\"", "\"gradient\": \"Nowhere\", \"mapping\""));
    row("is neither built in nor a file; give",
        with("\"mapping\"", "\"gradient\": \"a\\u0000b\", \"mapping\""));
    row("its start's tmax", with("\"tmax\": 1000", "\"tmax\": \"1000\""));
    row("its start's tmax is missing", with(", \"tmax\": 1000", ""));
    row("its start is broken", with("-0.8,0.156", "east"));
    row("its start's c is not text", with("\"-0.8,0.156\"", "-0.8"));
    row("field 'Tmax' is unknown", with("\"tmax\": 1000", "\"Tmax\": 1000"));
    row("as the formula is empty; write", with("\"start\": {", R"("start": {"formula": "",
        "parameters": {"a": "0.3"}, )"));
    row("as formula 'z^^2', character", with("\"start\": {", R"("start": {"formula": "z^^2",
        "parameters": {"a": "0.3"}, )"));
    row("its start is no object",
        with(R"({"c": "-0.8,0.156", "center": "0,0", "radius": "1.2", "tmax": 1000})", "[]"));
    row("its segments are no list", with("\"segments\": [", "\"segments\": 3, \"name\": ["));
    row("its segment 1 is no object", with("[{", "[1, {"));
    row("its segment 2's to", with(R"("to": {"c": "-0.8,0.2", "tmax": 50})", R"("to": 1)"));
    row("its segment 1's seconds", with("\"seconds\": 6", "\"seconds\": 0"));
    row("its segment 1's seconds is", with("\"seconds\": 6", "\"seconds\": \"6\""));
    row("its segment 1's easeIn", with("\"easeIn\": 0.5", "\"easeIn\": 20"));
    row("field 'easein' is unknown", with("easeIn", "easein"));
    row("its segment 2's cycles", with("-1.5", "null"));
    row("its segment 2's path is no object", with("\"cycles\"", "\"path\": \"round\", \"cycles\""));
    row("path's circle", with("\"cycles\"", "\"path\": {}, \"cycles\""));
    row("comes with another c", with("\"cycles\"", "\"path\": {\"circle\": 1.02}, \"cycles\""));
    row("its segment 1's to is broken", with("1e-6", "0"));
  }
  void aMistakeIsOneShortSentenceThatNamesTheField() {
    QFETCH(QByteArray, json);
    QFETCH(QString, part);
    const QString message = complaint(json);
    QVERIFY2(message.contains(part), qPrintable(message));
    QVERIFY2(message.contains(QLatin1String("; ")), qPrintable(message));
    QVERIFY2(!message.contains(u'\n') && message.size() < 400, qPrintable(message));
  }

  void hostileNamesAndTextsStayOnOneLine() {
    const QString message =
        complaint(with("\"loop\"", "\"a\\n\\u001b[2J" + QByteArray(5'000, 'x') + "\""));
    QVERIFY(!message.contains(u'\n') && !message.contains(QChar(0x1b)) && message.size() < 400);
  }

  void filesThatAreNoneAreRefused() {
    const QTemporaryDir folder;
    const auto wrong = [](const QString& path) {
      const auto script = readScript(path);
      return script ? QString() : QString::fromStdString(script.error().message);
    };
    QVERIFY(wrong(folder.filePath(QStringLiteral("none.json"))).contains(QLatin1String("no such")));
    QVERIFY(wrong(folder.path()).contains(QLatin1String("it is a folder")));
    QFile large(folder.filePath(QStringLiteral("large.json")));
    QVERIFY(large.open(QIODevice::WriteOnly) && large.resize(kLargestScript + 1));
    QVERIFY(wrong(large.fileName()).contains(QLatin1String("1 MiB")));
  }

  void theScriptsThatComeWithFatouAreSound() {
    const QDir folder(QFINDTESTDATA("../../resources/animations"));
    const QStringList names = folder.entryList({QStringLiteral("*.json")});
    QVERIFY(names.size() >= 2);
    for (const QString& name : names) {
      const auto script = readScript(folder.filePath(name));
      QVERIFY2(script.ok(), script ? "" : script.error().message.c_str());
    }
  }
};

QTEST_GUILESS_MAIN(AnimationScriptTest)
#include "animation_script_test.moc"
