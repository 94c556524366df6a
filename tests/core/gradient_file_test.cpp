// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/gradients/gradient_file.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include "core/io/gradients/gimp_palette.h"
#include "core/io/gradients/gradient_json.h"
#include "tests/core/error_says.h"

using namespace fatou;
using namespace fatou::io;
using color::colorAt;
using color::Coloring;
using color::Gradient;
using color::Rgb;
using fatou::tests::says;

namespace {

int largestDifference(Rgb a, Rgb b) {
  return std::max(
      {std::abs(a.red - b.red), std::abs(a.green - b.green), std::abs(a.blue - b.blue)});
}

QJsonObject objectOf(const char* json) {
  return QJsonDocument::fromJson(json).object();
}

QByteArray palette(const QByteArray& lines) {
  return "GIMP Palette\n" + lines;
}

}  // namespace

class GradientFileTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyBuiltInFileIsAGradient() {
    const GradientFolder folder = readGradientFolder(QStringLiteral(GRADIENTS));
    for (const Error& error : folder.broken) qWarning("%s", error.message.c_str());
    QVERIFY(folder.broken.empty());
    const auto cyclic = std::ranges::count_if(folder.gradients, &Gradient::cyclic);
    QVERIFY(cyclic >= 11);  // ten and twilight
    std::vector<std::string> names;
    for (const Gradient& gradient : folder.gradients) {
      QVERIFY2(!gradient.description.empty(), gradient.name.c_str());
      names.push_back(gradient.name);
    }
    std::ranges::sort(names);
    QVERIFY(std::ranges::adjacent_find(names) == names.end());
    for (const char* name : {"Viridis", "Magma", "Inferno", "Cividis", "Twilight", "Dusk"})
      QVERIFY2(std::ranges::find(names, name) != names.end(), name);
  }

  void theDefaultIsTheFileOfItsName() {
    const auto gradient = readGradientFile(QStringLiteral(GRADIENTS "/fatou.json"));
    QVERIFY(gradient.ok() && gradient.value() == Gradient::defaultGradient());
  }

  // Samples 0, 64, 128, 192 and 255 of matplotlib's 256; twilight's 0, 102, 255 and 408 of 510.
  void thePublishedMapsAreThePublishedOnes_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<double>("position");
    QTest::addColumn<QString>("color");
    const auto add = [](const char* name, double position, const char* color) {
      QTest::addRow("%s %g", name, position)
          << QString::fromLatin1(name) << position << QString::fromLatin1(color);
    };
    add("viridis", 0.0 / 255, "#440154");
    add("viridis", 64.0 / 255, "#3b528b");
    add("viridis", 128.0 / 255, "#21918c");
    add("viridis", 192.0 / 255, "#5ec962");
    add("viridis", 255.0 / 255, "#fde725");
    add("magma", 0.0 / 255, "#000004");
    add("magma", 64.0 / 255, "#51127c");
    add("magma", 128.0 / 255, "#b73779");
    add("magma", 192.0 / 255, "#fc8961");
    add("magma", 255.0 / 255, "#fcfdbf");
    add("inferno", 0.0 / 255, "#000004");
    add("inferno", 64.0 / 255, "#57106e");
    add("inferno", 128.0 / 255, "#bc3754");
    add("inferno", 192.0 / 255, "#f98e09");
    add("inferno", 255.0 / 255, "#fcffa4");
    add("cividis", 0.0 / 255, "#00224e");
    add("cividis", 64.0 / 255, "#434e6c");
    add("cividis", 128.0 / 255, "#7d7c78");
    add("cividis", 192.0 / 255, "#bcae6c");
    add("cividis", 255.0 / 255, "#fee838");
    add("twilight", 0.0 / 510, "#e2d9e2");
    add("twilight", 102.0 / 510, "#6d90c0");
    add("twilight", 255.0 / 510, "#2f1436");
    add("twilight", 408.0 / 510, "#c0755e");
  }
  void thePublishedMapsAreThePublishedOnes() {
    QFETCH(QString, name);
    QFETCH(double, position);
    QFETCH(QString, color);
    const auto gradient =
        readGradientFile(QStringLiteral(GRADIENTS "/") + name + QStringLiteral(".json"));
    QVERIFY(gradient.ok());
    const uint rgb = color.mid(1).toUInt(nullptr, 16);
    const Rgb expected{static_cast<std::uint8_t>(rgb >> 16), static_cast<std::uint8_t>(rgb >> 8),
                       static_cast<std::uint8_t>(rgb)};
    QVERIFY(largestDifference(colorAt(gradient.value(), position), expected) <= 3);
  }

  void jsonKeepsAGradientAndAColoring() {
    Coloring coloring = Coloring::defaultColoring();
    coloring.gradient.name = "\xc3\x89t\xc3\xa9";
    coloring.gradient.cyclic = false;
    coloring.gradient.stops[1].position = 0.123456789012345;
    coloring.interior = {1, 2, 254};
    coloring.density = 1.0 / 3.0;
    coloring.offset = 0.7;
    coloring.distanceLines = true;
    for (const auto mapping : {color::Mapping::Linear, color::Mapping::Logarithm,
                               color::Mapping::SquareRoot, color::Mapping::Equalized})
      for (const bool smooth : {false, true}) {
        coloring.mapping = mapping;
        coloring.smooth = smooth;
        const QByteArray text = QJsonDocument(toJson(coloring)).toJson();
        const auto back = coloringFromJson(QJsonDocument::fromJson(text).object());
        QVERIFY(back.ok() && back.value() == coloring);
      }
  }

  void aColoringOfNothingIsTheDefault() {
    const auto coloring = coloringFromJson({});
    QVERIFY(coloring.ok() && coloring.value() == Coloring::defaultColoring());
  }

  void brokenJsonIsNamed_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("part");
    const auto add = [](const char* json, const char* part) {
      QTest::addRow("%s", json) << QByteArray(json) << QByteArray(part);
    };
    add("", "it is empty");
    add("{", "not JSON");
    add("[]", "no name");
    add("{\"name\": 7}", "name is not text");
    add("{\"name\": \"a\"}", "no stops");
    add("{\"name\": \"a\", \"stops\": {}}", "no stops");
    add("{\"name\": \"a\", \"stops\": [7]}", "stop 1 has no position");
    add("{\"name\": \"a\", \"stops\": [{\"position\": 1.5, \"color\": \"#000000\"}]}", "stop 1");
    add("{\"name\": \"a\", \"stops\": [{\"position\": 0, \"color\": \"#00000g\"}]}", "no color");
    add("{\"name\": \"a\", \"stops\": [{\"position\": 0, \"color\": \"#+00000\"}]}", "no color");
    add("{\"name\": \"a\", \"stops\": [{\"position\": 0.5, \"color\": \"#000000\"}, "
        "{\"position\": 0.4, \"color\": \"#000000\"}]}",
        "stop 2 lies before");
    add("{\"name\": \"a\", \"cyclic\": 1}", "cyclic");
    add("{\"name\": \"a\", \"interior\": \"black\"}", "interior");
  }
  void brokenJsonIsNamed() {
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, part);
    put("broken.json", json);
    const auto gradient = readGradientFile(path("broken.json"));
    QVERIFY(!gradient.ok());
    QVERIFY2(says(gradient.error(), part.constData()), gradient.error().message.c_str());
    QVERIFY(says(gradient.error(), "broken.json"));
  }

  void coloursAreReadWithAndWithoutTheMark() {
    for (const char* color : {"#ffcc00", "ffcc00", "#FFCC00", "#fc0", "fc0", " #ffcc00 "}) {
      const auto gradient = gradientFromJson(objectOf(
          (QByteArray(R"({"name": "a", "stops": [{"position": 0, "color": ")") + color + "\"}]}")
              .constData()));
      QVERIFY2(gradient.ok(), color);
      QVERIFY((gradient.value().stops[0].color == Rgb{255, 204, 0}));
    }
  }

  void brokenColoringsAreRefused() {
    for (const char* json :
         {"{\"density\": 1e9}", "{\"density\": \"1\"}", "{\"offset\": -0.1}", "{\"mapping\": 1}",
          "{\"mapping\": \"cubic\"}", "{\"smooth\": 0}", "{\"gradient\": 5}", "{\"interior\": 5}"})
      QVERIFY2(!coloringFromJson(objectOf(json)).ok(), json);
  }

  void aPaletteComesBackAsItWent_data() {
    QTest::addColumn<bool>("cyclic");
    QTest::addRow("cyclic") << true;
    QTest::addRow("not cyclic") << false;
  }
  void aPaletteComesBackAsItWent() {
    QFETCH(bool, cyclic);
    Gradient gradient = Gradient::defaultGradient();
    gradient.cyclic = cyclic;
    gradient.stops.push_back({1.0, gradient.stops.front().color});
    QVERIFY(writeGradientFile(path("there.gpl"), gradient, true).ok());
    const auto back = readGradientFile(path("there.gpl"));
    QVERIFY(back.ok());
    QCOMPARE(back.value().name, gradient.name);
    QCOMPARE(back.value().cyclic, cyclic);
    QVERIFY(back.value().stops.size() < 80);
    for (double position = 0.0; position <= 1.0; position += 1.0 / 997)
      QVERIFY(largestDifference(colorAt(back.value(), position), colorAt(gradient, position)) <= 6);
  }

  void aFewColoursOfAPaletteAreItsStops() {
    const auto gradient =
        parseGimpPalette(palette("Name: Few\r\nColumns: 3\r\n# x\r\n\r\n255 0 0\tRed\r\n"
                                 " 0 255   0 Green\r\n0 0 255\r\n"),
                         {});
    QVERIFY(gradient.ok());
    QCOMPARE(gradient.value().name, std::string("Few"));
    QCOMPARE(gradient.value().stops.size(), std::size_t{3});
    QVERIFY((gradient.value().stops[1].color == Rgb{0, 255, 0}));
  }

  void aPaletteIsReadAsGimpReadsIt_data() {
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char* name, const QByteArray& text) { QTest::newRow(name) << text; };
    const QByteArray sound = "GIMP Palette\nName: Few\nColumns: 3\n#\n255 0 0\n0 255 0\n0 0 12\n";
    row("as it is", sound);
    row("byte order mark", "\xef\xbb\xbf" + sound);
    row("line ends of Windows", QByteArray(sound).replace("\n", "\r\n"));
    row("line ends of the old Mac", QByteArray(sound).replace('\n', '\r'));
    row("no end of the last line", sound.chopped(1));
    row("words behind the head", QByteArray(sound).replace("Palette\n", "Palette v2 \n"));
    row("channels", QByteArray(sound).replace("#\n", "Channels: RGBA\n#\n"));
    row("alpha",
        QByteArray(sound).replace("0\n", "0 128\n").replace("Columns: 3", "Channels: RGBA"));
    row("names", QByteArray(sound).replace("0\n", "0\tA name: of 3 words\n"));
    row("tabs and many spaces", QByteArray(sound).replace("255 0", "  255\t\t 0"));
    row("commas", QByteArray(sound).replace("255 0 0", "255, 0, 0"));
    row("beyond the range", QByteArray(sound).replace("255 0", "300 -5"));
    row("fractions", QByteArray(sound).replace("12", "12.7"));
    row("no columns", QByteArray(sound).replace("Columns: 3\n", ""));
    row("comments and empty lines", QByteArray(sound).replace("\n0", "\n\n# note\n\n0"));
    row("an unknown property", QByteArray(sound).replace("Columns", "Made by"));
  }
  void aPaletteIsReadAsGimpReadsIt() {
    QFETCH(QByteArray, text);
    const auto gradient = parseGimpPalette(text, {});
    QVERIFY2(gradient.ok(), gradient.ok() ? "" : gradient.error().message.c_str());
    QCOMPARE(gradient.value().name, std::string("Few"));
    const auto& stops = gradient.value().stops;
    QCOMPARE(stops.size(), std::size_t{3});
    QVERIFY((stops[0].color == Rgb{255, 0, 0} && stops[1].color == Rgb{0, 255, 0} &&
             stops[2].color == Rgb{0, 0, 12}));
  }

  void theContentOfAFileDecidesWhatItIs() {
    put("palette.json", palette("Name: P\n1 2 3\n"));
    QCOMPARE(readGradientFile(path("palette.json")).value().name, std::string("P"));
    QVERIFY(writeGradientFile(path("good.json"), Gradient::defaultGradient()).ok());
    QVERIFY(QFile::rename(path("good.json"), path("json.gpl")));
    QCOMPARE(readGradientFile(path("json.gpl")).value().name, Gradient::defaultGradient().name);
    put("page.json", "<!DOCTYPE html><html></html>");
    QVERIFY(says(readGradientFile(path("page.json")).error(), "it is an HTML page; choose a GIMP"));
  }

  void aNameOfAnotherEncodingIsReadable() {
    QCOMPARE(parseGimpPalette(palette("Name: Caf\xe9\n1 2 3\n"), {}).value().name,
             std::string("Caf\xc3\xa9"));
  }

  void aPaletteWithoutANameHasTheFiles() {
    put("sunset.gpl", palette("1 2 3\n"));
    const auto gradient = readGradientFile(path("sunset.gpl"));
    QVERIFY(gradient.ok());
    QCOMPARE(gradient.value().name, std::string("sunset"));
    QCOMPARE(gradient.value().stops.size(), std::size_t{1});
  }

  void aPaletteThatClosesIsCyclic() {
    QVERIFY(
        parseGimpPalette(palette("0 0 0\n90 90 90\n180 180 180\n90 90 90\n"), {}).value().cyclic);
    QVERIFY(!parseGimpPalette(palette("0 0 0\n90 90 90\n180 180 180\n255 255 255\n"), {})
                 .value()
                 .cyclic);
  }

  void brokenPalettesAreNamed_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("part");
    QByteArray most;
    for (int i = 0; i < 4096; ++i) most += "1 2 3\n";
    QTest::addRow("empty") << QByteArray() << QByteArray("GIMP Palette");
    QTest::addRow("another file") << QByteArray("\x89PNG\r\n") << QByteArray("GIMP Palette");
    QTest::addRow("no colours") << palette("Name: x\n") << QByteArray("no colours");
    QTest::addRow("two numbers") << palette("1 2\n") << QByteArray("line 2");
    QTest::addRow("no number") << palette("1 2 3\n1 x 3\n") << QByteArray("line 3");
    QTest::addRow("a word") << palette("red\n") << QByteArray("line 2");
    QTest::addRow("infinite") << palette("inf 0 0\n") << QByteArray("line 2");
    QTest::addRow("not a number") << palette("nan 0 0\n") << QByteArray("line 2");
    QTest::addRow("too many") << palette(most + "1 2 3\n") << QByteArray("more than 4096");
  }
  void brokenPalettesAreNamed() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, part);
    const auto gradient = parseGimpPalette(text, {});
    QVERIFY(!gradient.ok());
    QVERIFY2(says(gradient.error(), part.constData()), gradient.error().message.c_str());
  }

  void asManyColoursAsThereMayBeAreRead() {
    QByteArray text;
    for (int i = 0; i < 4096; ++i) text += i % 2 == 0 ? "0 0 0\n" : "255 255 255\n";
    const auto gradient = parseGimpPalette(palette(text), {});
    QVERIFY(gradient.ok());
    QCOMPARE(gradient.value().stops.size(), std::size_t{4096});
  }

  void noiseIsAnErrorNeverACrash() {
    std::mt19937 random(3);
    for (int i = 0; i < 300; ++i) {
      QByteArray noise(static_cast<int>(random() % 200), '\0');
      for (char& byte : noise) byte = static_cast<char>(random());
      QVERIFY(!parseGimpPalette(noise, {}).ok());
      QVERIFY(!parseGimpPalette(palette("\x01" + noise), {}).ok());
    }
  }

  void aFileThatIsTooLargeIsNotRead() {
    put("large.gpl", palette(QByteArray(kLargestGradientFile, '#')));
    const auto gradient = readGradientFile(path("large.gpl"));
    QVERIFY(!gradient.ok() && says(gradient.error(), "1 MiB"));
  }

  void whatIsNotThereIsNamed() {
    QVERIFY(says(readGradientFile(path("nowhere.gpl")).error(), "nowhere.gpl"));
    QVERIFY(says(readGradientFile(m_folder.path()).error(), "folder"));
    QVERIFY(!writeGradientFile(path("no/such/folder.gpl"), Gradient::defaultGradient()).ok());
  }

  void aBrokenFileOfAFolderIsSkippedAndLeftAsItIs() {
    QTemporaryDir folder;
    const QString good = folder.filePath(QStringLiteral("good.json"));
    const QString bad = folder.filePath(QStringLiteral("bad.json"));
    QVERIFY(writeGradientFile(good, Gradient::defaultGradient()).ok());
    QFile file(bad);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{") == 1);
    file.close();
    const GradientFolder read = readGradientFolder(folder.path());
    QCOMPARE(read.gradients.size(), std::size_t{1});
    QCOMPARE(read.broken.size(), std::size_t{1});
    QVERIFY(says(read.broken[0], "bad.json"));
    QCOMPARE(QFileInfo(bad).size(), 1);
  }

 private:
  QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
  void put(const char* name, const QByteArray& bytes) const {
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
  }

  QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(GradientFileTest)
#include "gradient_file_test.moc"
