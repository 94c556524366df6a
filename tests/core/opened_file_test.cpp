// SPDX-License-Identifier: GPL-3.0-or-later
// Tests what is read of files and texts that are opened, dropped, pasted or given at the start.
#include "core/io/opened_file.h"

#include <random>

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include "core/color/gradient.h"
#include "core/io/files/content_kind.h"
#include "core/io/gradients/gradient_file.h"
#include "core/io/places/pasted_text.h"
#include "core/io/places/place_text.h"
#include "forged_files.h"
#include "picture_samples.h"

using namespace fatou;
using namespace fatou::io;
using namespace fatou::io::samples;

namespace {

constexpr char kLine[] = "fatou:c=-0.8,0.156;center=0,0;radius=1.5;tmax=500";

julia::Place place() {
  return parsePlaceText(kLine).value();
}

QByteArray noise(int size) {
  std::mt19937 random(7);
  QByteArray bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

}  // namespace

class OpenedFileTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void whatAFileHoldsIsFoundByItsContent() {
    const NamedPlace named{.name = "Seed", .about = {}, .place = place()};
    put(placeJson(named));
    QVERIFY(std::get<NamedPlace>(opened()) == named);
    put("\xef\xbb\xbf GIMP Palette\n");  // a space before the head
    QVERIFY(!readOpenedFile(path()).ok());
    put("GIMP Palette\r\nName: Few\r\n1 2 3\r\n");
    QCOMPARE(std::get<color::Gradient>(opened()).name, std::string("Few"));
    QVERIFY(writeGradientFile(m_folder.filePath(QStringLiteral("g.json")),
                              color::Gradient::defaultGradient())
                .ok());
    put(bytesOf(m_folder.filePath(QStringLiteral("g.json"))));
    QVERIFY(std::get<color::Gradient>(opened()) == color::Gradient::defaultGradient());
    Recording recording{.request = {{"c", "0,0"}}, .machine = {{"cores", "2"}}, .runs = {}};
    recording.runs.push_back({.view = "serial", .engines = 1, .wallTime = 1.0});
    recording.runs.back().bands.push_back(
        {.rows = {0, 5}, .iterations = 9, .completed = 1.0, .received = 1.0});
    put(recordingJson(recording));
    QCOMPARE(std::get<Recording>(opened()).runs.size(), std::size_t{1});
    QVERIFY(
        writePicture(m_folder.filePath(QStringLiteral("j.png")), makeInfo(3, 2), {1, 2, 3, 4, 5, 6})
            .ok());
    put(bytesOf(m_folder.filePath(QStringLiteral("j.png"))));
    QVERIFY(!std::get<PictureSource>(opened()).parameters.empty());
  }

  void aMailWithAPlaceIsThePlace() {
    put("From: Ann\nSubject: deep\n\n> " + QByteArray(kLine) + "\n\nBye");
    QVERIFY(std::get<NamedPlace>(opened()).place == place());
    QCOMPARE(std::get<NamedPlace>(opened()).name, std::string("opened"));
  }

  void whatCannotBeOpenedIsCalledByItsName_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("what");
    const auto row = [](const QByteArray& bytes, const char* what) {
      QTest::newRow(what) << bytes << QString::fromLatin1(what);
    };
    row("", "it is empty");
    row("<!DOCTYPE html>\n<html>", "it is an HTML page");
    row("<?xml version=\"1.0\"?>\n<html>", "it is an HTML page,");
    row("<svg xmlns='x'>", "it is an SVG drawing");
    row("%PDF-1.7\n\xe2\xe3\xcf\xd3", "it is a PDF document");
    row("PK\x03\x04\x14", "it is a ZIP archive or office document");
    row(QByteArray("GIF89a\1\0\1\0", 10), "it is a GIF picture");
    row("BMW and MM are words", "it is text");
    row("c = 1; GIMP\tPalette", "it is text,");
    row("GIMP Gradient\nName: x\n", "it is a GIMP gradient (.ggr)");
    row(noise(5'000), "it is data of an unknown kind");
    row(QByteArray(2'000'000, 'x'), "it is text;");
    row(pngWith({}), "it is a PNG picture that does not say what it was made from");
    row("{\"fatou\": \"animation\"}", "it is the script of an animation; render it with");
    row("{\"a\": 1}", "it is JSON of another kind");
    row("[1, 2]", "it is JSON of another kind,");
    row("{\"c\": ", "it is no sound JSON");
    row("{\"fatou\": \"place\", \"version\": 3}", "its version is not 1");
    row("{\"runs\": []}", "it has no runs");
    row("{\"name\": \"a\", \"stops\": 1}", "it has no stops");
    row("fatou:c=1", "is no place: it has no tmax");
  }
  void whatCannotBeOpenedIsCalledByItsName() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, what);
    if (what.endsWith(u',') || what.endsWith(u';')) what.chop(1);
    put(bytes);
    const auto read = readOpenedFile(path());
    QVERIFY(!read.ok());
    const QString text = QString::fromStdString(read.error().message);
    QVERIFY2(text.contains(what), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("opened.txt")), qPrintable(text));
    QVERIFY2(!text.contains(u'\n') && text.size() < 400, qPrintable(text));
  }

  void aNameThatNoFileHasIsRefusedByFatou() {
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".")));  // as Qt refuses it
    const QString name = m_folder.filePath(QStringLiteral("a")) + QChar(QChar::Null) + u'b';
    QVERIFY(readOpenedFile(name).error().message.find("its name has a NUL character") !=
            std::string::npos);
  }

  void whatIsNoFileIsNamed() {
    QVERIFY(readOpenedFile(m_folder.path()).error().message.find("it is a folder; give the name") !=
            std::string::npos);
    QVERIFY(readOpenedFile(m_folder.filePath(QStringLiteral("none")))
                .error()
                .message.find("there is no such file") != std::string::npos);
  }

  void pastedTextIsAPlaceOrCOrAFile() {
    QVERIFY(std::get<julia::Place>(pasted(kLine)) == place());
    QVERIFY(std::get<julia::Place>(pasted("Hi,\n> " + QByteArray(kLine) + ";\nBye")) == place());
    for (const char* c : {"-0.8+0.156i", "c = -0.8 + 0.156i", "-0.8,0.156", "(-0.8+0.156j)",
                          "c = -0.8,0.156 \xe2\x80\x93 Fatou", " -0.8 0.156\n"})
      QVERIFY2(std::get<julia::ComplexDecimal>(pasted(c)) == place().c, c);
    for (const char* file :
         {"/tmp/a b.png", "file:///tmp/a%20b.png", "file://localhost/tmp/a%20b.png",
          "\"/tmp/a b.png\"", "file:///tmp/a%20b.png\r\nfile:///tmp/c.png\r\n"})
      QCOMPARE(std::get<LocalFile>(pasted(file)).path, std::string("/tmp/a b.png"));
  }

  void pastedTextThatIsNothingSaysWhatWouldBe_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("part");
    const auto row = [](const QByteArray& text, const char* part) {
      QTest::newRow(text.left(20).constData()) << text << QByteArray(part);
    };
    row("", "There is nothing to paste: copy a place, a c like -0.8+0.156i or a file.");
    row("\r\n", "There is nothing to paste");
    row("hello", "\"hello\" is no place: paste a line that begins with fatou:, or a c");
    row("http://example.org/a.png", "is no place");
    row("-0,75", "can be one number with a decimal comma or a pair");
    row("1e400", "is not finite");
    row("fatou:c=1", "it has no tmax");
    row(QByteArray(3'000'000, '1'), "is no place");
  }
  void pastedTextThatIsNothingSaysWhatWouldBe() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, part);
    const auto read = readPasted(QString::fromUtf8(text));
    QVERIFY(!read.ok());
    QVERIFY2(QByteArray::fromStdString(read.error().message).contains(part),
             read.error().message.c_str());
    QVERIFY(read.error().message.ends_with('.') && read.error().message.size() < 300);
  }

  void urlsAreFilesOfThisMachineOnly() {
    const QList<QUrl> urls{QUrl(QString()),
                           QUrl(QStringLiteral("#a comment")),
                           QUrl(QStringLiteral("file:///tmp/a%20b.gpl")),
                           QUrl(QStringLiteral("file://LOCALHOST/tmp/%C3%A9.json")),
                           QUrl(QStringLiteral("file://elsewhere/tmp/c.json")),
                           QUrl(QStringLiteral("https://example.org/d.png"))};
    QCOMPARE(localFiles(urls), (QStringList{QStringLiteral("/tmp/a b.gpl"),
                                            QString::fromUtf8("/tmp/\xc3\xa9.json")}));
    QVERIFY(localFiles({}).isEmpty());
  }

  void whatIsDraggedIsLookedAtBeforeItIsTaken() {
    for (const char* text : {kLine, "-0.8+0.156i", "/tmp/a.png", "-0,75"})
      QVERIFY2(mayBePasted(QString::fromUtf8(text)), text);
    for (const char* text : {"", " ", "hello", "http://example.org"})
      QVERIFY2(!mayBePasted(QString::fromUtf8(text)), text);
  }

 private:
  QString path() const { return m_folder.filePath(QStringLiteral("opened.txt")); }
  void put(const QByteArray& bytes) const { putBytes(path(), bytes); }
  OpenedFile opened() const { return readOpenedFile(path()).value(); }
  static Pasted pasted(const QByteArray& text) {
    return readPasted(QString::fromUtf8(text)).value();
  }

  QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(OpenedFileTest)
#include "opened_file_test.moc"
