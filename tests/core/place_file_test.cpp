// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/places/place_file.h"

#include <sys/stat.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include "core/io/places/place_text.h"

using namespace fatou;
using namespace fatou::io;

namespace {

const QByteArray kSound = R"({"fatou": "place", "version": 1, "name": "Mine", "about": "",
  "c": "-0.75,0.1", "center": "0,0", "radius": "1.5", "tmax": 2000})";

julia::Decimal number(const std::string& text) {
  return julia::Decimal::parse(text).value();
}

NamedPlace centred(const std::string& c, const std::string& radius = "1.5") {
  return {.name = "Douady’s rabbit",
          .about = "Three ears \"meet\" \\ here.",
          .place = {.c = julia::parseComplex(c).value(),
                    .view = julia::CentreView{.centre = {}, .radius = number(radius)},
                    .tmax = 5000}};
}

NamedPlace cornered() {
  NamedPlace place = centred("0,1");
  place.place.view =
      julia::CornerView{number("-1.50"), number("-1e-3"), number("1.5"), number("2")};
  return place;
}

// A sound file with one thing changed.
QByteArray with(const char* before, const char* after) {
  QByteArray changed = kSound;
  changed.replace(before, after);
  FATOU_CHECK(changed != kSound);
  return changed;
}

// "REASON; REMEDY", in one short line.
bool isGoodReason(const Error& error) {
  const QString text = QString::fromStdString(error.message);
  return text.contains(QLatin1String("; ")) && !text.contains(u'\n') &&
         !text.contains(QChar(u'\0')) && text.size() < 400;
}

}  // namespace

class PlaceFileTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aPlaceComesBackAsItWasWritten() {
    for (const NamedPlace& place : {centred("-0.7269,0.1889"), cornered()}) {
      QVERIFY(writePlaceFile(path(), place, true).ok());
      const auto read = readPlaceFile(path());
      QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
      QVERIFY(read.value() == place);
      QCOMPARE(placeJson(read.value()), placeJson(place));  // the very text, 0.50 stays 0.50
    }
  }

  void aThousandDigitsComeBackExactly() {
    const std::string digits = "-0." + std::string(500, '1') + std::string(499, '7') + "3";
    const NamedPlace place = centred(digits + "," + digits.substr(1), "1e-900");
    const auto read = parsePlaceJson(placeJson(place));
    QCOMPARE(read.value().place.c.re.text(), digits);
    QCOMPARE(std::get<julia::CentreView>(read.value().place.view).radius.text(),
             std::string("1e-900"));
    QVERIFY(parsePlaceText(placeText(place.place)).value() == place.place);
  }

  void whatAboutSaysMayBeLeftOutAndUnknownNamesArePassedOver() {
    QVERIFY(parsePlaceJson(with("\"about\": \"\",", "\"later\": [1, {}],")).ok());
  }

  void theNumbersOfAFormulaMayStandBesideIt() {
    const auto read = parsePlaceJson(
        with("\"about\": \"\",", R"("formula": "z^3+a*z+c", "parameters": {"a": "0.3"},)"));
    QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
    QCOMPARE(julia::toString(read.value().place.formula), std::string("z^3+a*z+c,a=0.3"));
  }

  void everyWrongFieldIsNamed_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("named");
    const auto row = [](const char* what, const QByteArray& json, const char* named) {
      QTest::newRow(what) << json << QByteArray(named);
    };
    row("no version", with("\"version\": 1,", ""), "version");
    row("later version", with("\"version\": 1", "\"version\": 3"), "version");
    row("another kind", with("\"place\"", "\"gradient\""), "no place");
    row("an array", "[1, 2]", "no place");
    row("no name", with("\"name\": \"Mine\",", ""), "name");
    row("blank name", with("\"Mine\"", "\"  \""), "name");
    row("name of two lines", with("\"Mine\"", "\"a\\nb\""), "name");
    row("NUL in the name", with("\"Mine\"", "\"a\\u0000b\""), "name");
    row("name as number", with("\"Mine\"", "7"), "name");
    row("endless name", with("Mine", QByteArray(201, 'n').constData()), "name");
    row("about as list", with("\"about\": \"\"", "\"about\": []"), "about");
    row("no c", with("\"c\": \"-0.75,0.1\",", ""), "c;");
    row("c as number", with("\"-0.75,0.1\"", "-0.75"), "c is not text");
    row("c as words", with("-0.75,0.1", "three,four"), "c is wrong");
    row("c beyond all", with("-0.75,0.1", "1e999,0"), "1e999");
    row("NUL in c", with("-0.75,0.1", "-0.75\\u0000,0.1"), "c is wrong");
    row("no view", with("\"center\": \"0,0\", \"radius\": \"1.5\",", ""), "center");
    row("no radius", with("\"radius\": \"1.5\",", ""), "radius");
    row("radius zero", with("\"1.5\"", "\"0\""), "radius");
    row("radius of words", with("\"1.5\"", "\"wide\""), "radius is wrong");
    row("center of words", with("\"0,0\"", "\"here\""), "center is wrong");
    row("region beside", with("\"radius\"", "\"region\": \"0,0,1,1\", \"radius\""), "region");
    row("an unused parameter", with("\"c\"", "\"parameters\": {\"b\": \"1\"}, \"c\""),
        "parameters have b");
    row("a list of parameters", with("\"c\"", "\"parameters\": [], \"c\""), "no object");
    row("a bare parameter", with("\"c\"", "\"parameters\": {\"a\": 1}, \"c\""), "parameter 'a'");
    row("a parameter of words", with("\"c\"", "\"parameters\": {\"a\": \"x\"}, \"c\""),
        "parameter is wrong");
    row("no tmax", with(", \"tmax\": 2000", ""), "tmax");
    for (const char* tmax : {"\"2000\"", "0", "-1", "2.5", "2147483648", "1e300", "true", "null"})
      row(tmax, with("2000", tmax), "tmax");
  }
  void everyWrongFieldIsNamed() {
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, named);
    const auto read = parsePlaceJson(json);
    QVERIFY(!read.ok());
    QVERIFY2(isGoodReason(read.error()), read.error().message.c_str());
    QVERIFY2(read.error().message.find(named.toStdString()) != std::string::npos,
             read.error().message.c_str());
  }

  void aRegionOfAnythingButFourRisingNumbersIsRefused() {
    for (const char* region : {"", "1,2,3", "1,2,3,4,5", "0,0,-1,1", "0,0,0,1", "a,0,1,1"}) {
      const QByteArray view = QByteArray("\"region\": \"") + region + "\",";
      const auto read =
          parsePlaceJson(with("\"center\": \"0,0\", \"radius\": \"1.5\",", view.constData()));
      QVERIFY2(!read.ok() && isGoodReason(read.error()), region);
    }
  }

  void everyTruncationIsRefused() {
    for (qsizetype length = 0; length < kSound.size(); ++length) {
      const auto read = parsePlaceJson(kSound.left(length));
      QVERIFY(!read.ok());
      QVERIFY2(isGoodReason(read.error()), read.error().message.c_str());
    }
  }

  void oneFlippedByteNeverDoesMoreThanFail() {
    for (qsizetype at = 0; at < kSound.size(); ++at)
      for (const int flip : {0x01, 0x20, 0x80, 0xff}) {
        QByteArray json = kSound;
        json[at] = static_cast<char>(json[at] ^ flip);
        const auto read = parsePlaceJson(json);
        if (!read) QVERIFY2(isGoodReason(read.error()), read.error().message.c_str());
      }
  }

  void nestingAHundredThousandDeepIsRefused() {
    const QByteArray deep(100'000, '[');
    QVERIFY(isGoodReason(parsePlaceJson(deep).error()));
    const QByteArray inside = "\"later\": " + deep + QByteArray(100'000, ']') + ", \"tmax\"";
    QVERIFY(!parsePlaceJson(with("\"tmax\"", inside.constData())).ok());
  }

  void numbersTooLongForFatouAreRefusedInAShortLine() {
    const QByteArray endless(200'000, '3');
    for (const char* field : {"-0.75,0.1", "0,0", "1.5"}) {
      const auto read = parsePlaceJson(with(field, endless.constData()));
      QVERIFY(!read.ok());
      QVERIFY2(isGoodReason(read.error()), field);
    }
    const QByteArray region = "\"region\": \"1." + QByteArray(90'000, '3') + ",0,1,1\",";
    const auto read =
        parsePlaceJson(with("\"center\": \"0,0\", \"radius\": \"1.5\",", region.constData()));
    QVERIFY2(isGoodReason(read.error()), read.error().message.c_str());
  }

  void everyComplaintNamesTheFile() {
    for (const QByteArray& bytes : {QByteArray(), QByteArray("\0\0", 2), QByteArray("{"),
                                    QByteArray("\x89PNG\r\n\x1a\n"), QByteArray(2'000'000, ' ')}) {
      write(bytes);
      const auto read = readPlaceFile(path());
      QVERIFY(!read.ok());
      const QString text = QString::fromStdString(read.error().message);
      QVERIFY2(text.startsWith(QStringLiteral("Cannot read \"%1\": ").arg(path())),
               qPrintable(text));
      QVERIFY2(text.endsWith(u'.') && isGoodReason(read.error()), qPrintable(text));
    }
  }

  void whatIsNoFileIsNotOpened() {
    const QString pipe = m_folder.filePath(QStringLiteral("pipe"));
    QCOMPARE(mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    QVERIFY(!readPlaceFile(pipe).ok());
    QVERIFY(!readPlaceFile(m_folder.path()).ok());
    QVERIFY(!readPlaceFile(m_folder.filePath(QStringLiteral("absent"))).ok());
  }

  void aFailedWriteLeavesNothingAndNamesTheFile() {
    const QString nowhere = m_folder.filePath(QStringLiteral("no/such/place.json"));
    const Status written = writePlaceFile(nowhere, cornered());
    QVERIFY(!written.ok());
    QVERIFY(QString::fromStdString(written.error().message).contains(nowhere));
    QVERIFY(!QFileInfo::exists(nowhere));
  }

  void aPlaceIsALineThatComesBack() {
    QCOMPARE(placeText(centred("-0.7269,0.1889").place),
             std::string("fatou:c=-0.7269,0.1889;center=0,0;radius=1.5;tmax=5000"));
    for (const NamedPlace& place : {centred("1e-400,2"), cornered()})
      QVERIFY(parsePlaceText("\n " + placeText(place.place) + " \n").value() == place.place);
    QVERIFY(parsePlaceText("fatou:radius=1.5; tmax=5000 ;c=i;center=0,0").value() ==
            centred("0,1").place);  // in any order, c in any form
  }

  void aPlaceThatCameByMailIsThePlace_data() {
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char* name, const QByteArray& text) { QTest::newRow(name) << text; };
    const QByteArray sound = placeLine();
    row("as it is", sound);
    row("with a last semicolon", sound + ";");
    row("with a last point", sound + ".");
    row("in capitals", "FATOU:" + sound.sliced(6));
    row("in typographic quotes", "\xe2\x80\x9e" + sound + "\xe2\x80\x9c");
    row("in quotes and a sentence", "See \"" + sound + "\", it is deep.");
    row("in angle brackets", "<" + sound + ">");
    row("in round brackets", "(" + sound + ")");
    row("with words around", "Look at this:\n\n" + sound + "\n\nCheers, Bob");
    row("with words behind", sound + " and 20 more; see c=1");
    row("with a number in the next line", sound + "\n2 more will follow");
    row("with words behind the semicolon", sound + "; what do you think?");
    row("two places", sound + "\n" + sound);
    row("with a mark at the beginning", "\xef\xbb\xbf" + sound + "\r\n");
    row("with no-break spaces", QByteArray(sound).replace(";", ";\xc2\xa0"));
    row("with soft hyphens", QByteArray(sound).replace("26",
                                                       "2\xc2\xad"
                                                       "6"));
    row("with typeset minus signs", QByteArray(sound).replace("-", "\xe2\x88\x92"));
    row("as a link", QByteArray(sound).replace(",", "%2C").replace(";", "%3B"));
    for (const int width : {55, 60, 72, 76, 79}) {
      row(("wrapped at " + std::to_string(width)).c_str(), wrapped(sound, width, "\n", ""));
      row(("quoted at " + std::to_string(width)).c_str(), wrapped(sound, width, "\n> > ", "> > "));
      row(("with CRLF at " + std::to_string(width)).c_str(), wrapped(sound, width, " \r\n", ""));
    }
    row("wrapped between the parts", QByteArray(sound).replace(";", ";\n"));
    row("wrapped before the parts", QByteArray(sound).replace(";", "\n;"));
    row("indented", "    " + QByteArray(sound).replace(";", ";\n    "));
    row("quoted-printable", wrapped(QByteArray(sound).replace("=", "=3D"), 70, "=\r\n", ""));
    row("with tmax in groups", QByteArray(sound).replace("=5000", "=5,000"));
    row("with c as a sum",
        QByteArray(sound).replace(",0.18", " + 0.18").replace("9;center", "9*I;center"));
  }
  void aPlaceThatCameByMailIsThePlace() {
    QFETCH(QByteArray, text);
    QVERIFY(hasPlaceText(text.toStdString()));
    const auto place = parsePlaceText(text.toStdString());
    QVERIFY2(place.ok(), place.ok() ? "" : place.error().message.c_str());
    QVERIFY2(place.value() == parsePlaceText(placeLine().toStdString()).value(),
             placeText(place.value()).c_str());
  }
  void wordsBehindALastSumAreNoPartOfIt() {
    for (const char* end : {"", " is nice", ", see?", ". And more.", "\nCheers"})
      QVERIFY2(
          parsePlaceText(std::string("fatou:radius=1.5;tmax=5000;center=0,0;c=-0.8 + 0.156i") + end)
                  .value() == centred("-0.8,0.156").place,
          end);
  }

  void aLineThatIsNoPlaceIsRefused() {
    const std::string sound = placeText(centred("0,1").place);
    for (const std::string& text :
         {std::string(), std::string("fatou:"), std::string("hello"), sound + ";x=1",
          sound + ";c=0,1", sound + ";region=0,0,1,1", sound + "0000000000", sound + ".5",
          sound + ";tmax=5", sound.substr(0, sound.size() - 4) + "5,00",
          std::string("fatou:c=0,1;center=0,0;radius=1"), std::string("fatou:c;tmax=5"),
          std::string("fatou:\0c=0,1", 12), std::string(2'000'000, ';'),
          "fatou:" + std::string(2'000'000, ';'), "fatou:tmax=5;c=\n\n" + sound}) {
      const auto read = parsePlaceText(text);
      QVERIFY2(!read.ok(), text.substr(0, 80).c_str());
      QVERIFY2(isGoodReason(read.error()), read.error().message.c_str());
    }
  }

  void aNameIsOneLineThatFits() {
    QCOMPARE(cleanName(QStringLiteral("  a\tb\n\u0007c ")), QStringLiteral("a b c"));
    QCOMPARE(cleanName(QStringLiteral("\n ")), QString());
    QCOMPARE(cleanName(QString(300, u'x')).size(), 200);
    const QString emoji = QStringLiteral("x😀").repeated(100);  // never cut within a character
    QCOMPARE(cleanName(emoji), QStringLiteral("x😀").repeated(40));
  }

  void everyChosenPlaceIsSoundAndWrittenAsFatouWritesIt() {
    const QDir folder(QStringLiteral(FATOU_PLACES));
    const QStringList names = folder.entryList({QStringLiteral("*.json")}, QDir::Files);
    QVERIFY(names.size() >= 50);
    QStringList titles;
    for (const QString& name : names) {
      const auto place = readPlaceFile(folder.filePath(name));
      QVERIFY2(place.ok(), place.ok() ? "" : place.error().message.c_str());
      QVERIFY2(!place.value().about.empty(), qPrintable(name));
      QFile file(folder.filePath(name));
      QVERIFY(file.open(QIODevice::ReadOnly));
      QCOMPARE(file.readAll(), placeJson(place.value()));
      titles << QString::fromStdString(place.value().name);
    }
    QCOMPARE(titles.removeDuplicates(), 0);
  }

 private:
  // The place, and its numbers alone, are longer than a line of mail.
  static QByteArray placeLine() {
    return "fatou:c=-0.726900000000000000000000000000000000000000000000000000000000000000000000"
           "000000000000000000002697,0.1889;center=0.0123456789012345678901234567890,-0.2;radius="
           "1.5e-30;tmax=5000";
  }
  static QByteArray wrapped(QByteArray text, qsizetype width, const QByteArray& end,
                            const QByteArray& begin) {
    QByteArray lines = begin;
    for (; text.size() > width; text = text.sliced(width)) lines += text.first(width) + end;
    return lines + text;
  }
  QString path() const { return m_folder.filePath(QStringLiteral("place.json")); }
  void write(const QByteArray& bytes) const {
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
  }

  QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(PlaceFileTest)
#include "place_file_test.moc"
