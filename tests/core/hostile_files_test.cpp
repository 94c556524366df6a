// SPDX-License-Identifier: GPL-3.0-or-later
// Files of every format that were made to harm who reads them.
#include <sys/resource.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include "core/io/files/shown_text.h"
#include "core/io/formats/file_info.h"
#include "core/io/places/place_source.h"
#include "forged_files.h"
#include "tests/processor_time.h"

using namespace fatou::io;
using namespace fatou::io::samples;

#ifdef __SANITIZE_ADDRESS__
// The sanitizer keeps 256 MB of what was freed unless it is asked for less, and that would count.
extern "C" const char* __asan_default_options() {
  return "quarantine_size_mb=16";
}
#endif

namespace {

constexpr qint64 kHuge = qint64{5} << 30;  // bytes, none of which a disk has to hold

// KiB. The address sanitizer pads what is allocated.
#ifdef __SANITIZE_ADDRESS__
constexpr long kMostMemory = 700 * 1024;
#else
constexpr long kMostMemory = 400 * 1024;
#endif

// Reading a file may use so much time of a core: ten times what it takes.
#ifdef __SANITIZE_ADDRESS__
constexpr double kLongestSeconds = 10.0;
#else
constexpr double kLongestSeconds = 1.0;
#endif

template <typename Number>
QByteArray little(Number number) {
  QByteArray bytes(sizeof number, '\0');
  qToLittleEndian(number, bytes.data());
  return bytes;
}

QByteArray tag(quint16 name, quint16 type, quint32 count, quint32 value) {
  return little(name) + little(type) + little(count) + little(value);
}

QByteArray bigTag(quint16 name, quint16 type, quint64 count, quint64 value) {
  return little(name) + little(type) + little(count) + little(value);
}

// A TIFF whose one directory has these tags, 12 bytes each, and leads on to `next`.
QByteArray tiffOf(const QByteArray& tags, quint32 next) {
  return QByteArray("II*\0", 4) + little(quint32{8}) +
         little(static_cast<quint16>(tags.size() / 12)) + tags + little(next);
}

QByteArray bigTiffOf(const QByteArray& tags) {
  return QByteArray("II+\0\x08\0\0\0", 8) + little(quint64{16}) +
         little(static_cast<quint64>(tags.size() / 20)) + tags + little(quint64{0});
}

QByteArray onePixel(quint32 width = 1, quint32 height = 1) {
  return tag(256, 4, 1, width) + tag(257, 4, 1, height) + tag(258, 3, 1, 8) + tag(259, 3, 1, 1) +
         tag(262, 3, 1, 1);
}

QByteArray exrWith(const QByteArray& attributes) {
  return QByteArray("\x76\x2f\x31\x01\x02\0\0\0", 8) + attributes;
}

QByteArray exrAttribute(const char* name, const char* type, quint32 size) {
  return QByteArray(name) + '\0' + type + '\0' + little(size);
}

QByteArray exrOfManyAttributes(int count) {
  QByteArray all;
  for (int i = 0; i < count; ++i)
    all += exrAttribute(QByteArray::number(i).constData(), "int", 4) + little(i);
  return exrWith(all);
}

QByteArray exrOfManyChannels(int count) {
  QByteArray list;
  for (int i = count; i > 0; --i)
    list += QByteArray::number(i).rightJustified(6, '0') + '\0' + little(quint32{1}) +
            little(quint32{0}) + little(quint32{1}) + little(quint32{1});
  return exrWith(exrAttribute("channels", "chlist", static_cast<quint32>(list.size() + 1)) + list +
                 '\0');
}

// Directories that each lead on to the next.
QByteArray tiffOfDirectories(int count, const QByteArray& tags) {
  QByteArray bytes = QByteArray("II*\0", 4) + little(quint32{8});
  for (int i = 0; i < count; ++i) {
    const auto next = static_cast<quint32>(bytes.size() + 2 + tags.size() + 4);
    bytes += little(static_cast<quint16>(tags.size() / 12)) + tags + little(next);
  }
  return bytes;
}

QByteArray tiffOfManyTags(int directories, int count) {
  QByteArray tags = onePixel() + tag(273, 4, 1, 8) + tag(279, 4, 1, 1);
  for (int i = static_cast<int>(tags.size() / 12); i < count; ++i)
    tags += tag(static_cast<quint16>(i), 4, 1, 0);
  return tiffOfDirectories(directories, tags);
}

QByteArray tiffOfManyStrips(int directories, quint32 strips) {
  const QByteArray tags = onePixel(1, strips) + tag(273, 4, strips, 65'536) + tag(278, 3, 1, 1) +
                          tag(279, 4, strips, 65'536);
  return tiffOfDirectories(directories, tags) + QByteArray(qsizetype{4} * strips + 65'536, '\0');
}

QByteArray webpWith(const QByteArray& name, quint32 size) {
  return QByteArray("RIFF") + little(quint32{0xfffffff0}) + "WEBP" + "VP8X" + little(quint32{10}) +
         QByteArray(10, '\0') + name + little(size);
}

}  // namespace

class HostileFilesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void nothingWorseThanOneSentence_data() {
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray ifd = tag(273, 4, 1, 8) + tag(279, 4, 1, 1);
    QTest::newRow("PNG text of 4 GB") << pngWith(bigEndian(0xffffffff) + "iTXt");
    QTest::newRow("PNG text of 2 GB") << pngWith(bigEndian(0x7fffffff) + "tEXt");
    QTest::newRow("PNG late text of 2 GB")
        << pngWith({}).chopped(12) + bigEndian(0x7fffffff) + "iTXt";
    QTest::newRow("TIFF directory that leads to itself") << tiffOf(onePixel() + ifd, 8);
    QTest::newRow("TIFF without pixels") << tiffOf(onePixel(), 0);
    QTest::newRow("TIFF of no width") << tiffOf(onePixel(0, 1) + ifd, 0);
    QTest::newRow("TIFF text of 4 GB") << tiffOf(onePixel() + tag(270, 2, 0xffffffff, 8) + ifd, 0);
    QTest::newRow("TIFF of 4 billion strips")
        << tiffOf(onePixel(1, 0xffffffff) + tag(273, 4, 0xffffffff, 8) + tag(278, 3, 1, 1) +
                      tag(279, 4, 0xffffffff, 8),
                  0);
    QTest::newRow("TIFF of a million strips beyond its end")
        << tiffOf(onePixel(1, 1'000'000) + tag(273, 4, 1'000'000, 8) + tag(278, 3, 1, 1) +
                      tag(279, 4, 1'000'000, 8),
                  0);
    QTest::newRow("TIFF of 65,535 long tags")
        << tiffOf(onePixel() + tag(65'000, 7, 15'000'000, 8).repeated(65'530), 0);
    QTest::newRow("BigTIFF text of exabytes") << bigTiffOf(
        bigTag(256, 4, 1, 1) + bigTag(257, 4, 1, 1) + bigTag(270, 2, quint64{1} << 62, 16));
    QTest::newRow("EXR text of 2 GB") << exrWith(exrAttribute("a", "string", 0x7fffffff));
    QTest::newRow("EXR attribute of no known kind")
        << exrWith(exrAttribute("a", "mystery", 0x7fffffff));
    QTest::newRow("EXR channels of 2 GB")
        << exrWith(exrAttribute("channels", "chlist", 0x7fffffff));
    QTest::newRow("EXR preview of 2 GB")
        << exrWith(exrAttribute("preview", "preview", 0x7fffffff) + little(quint32{20'000}) +
                   little(quint32{20'000}));
    QTest::newRow("EXR name without end") << exrWith(QByteArray(100'000, 'a'));
    QTest::newRow("EXR of 30 texts of 3 MB") << exrWith(
        (exrAttribute("a", "string", 3'000'000) + QByteArray(3'000'000, 'x')).repeated(30));
    QTest::newRow("JPEG of comments alone")
        << "\xff\xd8" + (QByteArray("\xff\xfe\xff\xff", 4) + QByteArray(65'533, 'F')).repeated(300);
    QTest::newRow("EXR of 200,000 attributes") << exrOfManyAttributes(200'000);
    QTest::newRow("EXR of 200,000 parts")
        << QByteArray("\x76\x2f\x31\x01\x02\x10\0\0", 8) +
               (exrAttribute("a", "int", 4) + QByteArray(5, '\0')).repeated(200'000);
    QTest::newRow("EXR of 100,000 channels") << exrOfManyChannels(100'000);
    QTest::newRow("TIFF of 64 directories of 65,535 tags") << tiffOfManyTags(64, 65'535);
    QTest::newRow("TIFF of 64 directories of a million strips") << tiffOfManyStrips(64, 1'000'000);
    QTest::newRow("PNG of a million chunks")
        << pngWith({}).chopped(12) + chunk("teXt", {}).repeated(1'000'000);
    QTest::newRow("PNG of a million texts")
        << pngWith(chunk("tEXt", QByteArray("a\0b", 3)).repeated(1'000'000)).chopped(12);
    QTest::newRow("JPEG of four million segments")
        << "\xff\xd8" + QByteArray("\xff\xe1\0\2", 4).repeated(4'000'000);
    QTest::newRow("JPEG of fill bytes alone") << "\xff\xd8" + QByteArray(16'000'000, '\xff');
    QTest::newRow("WebP of two million chunks")
        << webpWith("JUNK", 0) + (QByteArray("JUNK") + little(quint32{0})).repeated(2'000'000);
    QTest::newRow("WebP of 4 GB") << webpWith("XMP ", 0xffffff00);
    QTest::newRow("JSON 100,000 deep") << QByteArray(100'000, '[');
    QTest::newRow("objects 100,000 deep") << QByteArray("{\"a\":").repeated(100'000);
    QTest::newRow("a place whose tmax is text")
        << QByteArray(R"({"fatou": "place", "version": 1, "name": "a", "c": "0,0",
                          "center": "0,0", "radius": "1", "tmax": "many"})");
  }
  void nothingWorseThanOneSentence() {
    QFETCH(QByteArray, bytes);
    const bool isText = bytes.startsWith('{') || bytes.startsWith('[');
    for (const qint64 size : {static_cast<qint64>(bytes.size()), kHuge}) {
      put(bytes, isText ? bytes.size() : size);
      const double start = fatou::tests::processorSeconds();
      const auto place = readPlaceOf(path());
      const double took = fatou::tests::processorSeconds() - start;
      QVERIFY2(took < kLongestSeconds, qPrintable(QString::number(took)));
      QVERIFY(!place.ok());
      const QString text = QString::fromStdString(place.error().message);
      QVERIFY2(text.endsWith(u'.') && !text.contains(u'\n') && text.size() < 300, qPrintable(text));
    }
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    QVERIFY2(usage.ru_maxrss < kMostMemory, qPrintable(QString::number(usage.ru_maxrss)));
  }

  void whatWouldActOnATerminalIsShown() {
    const QString evil =
        QString::fromUtf8("a\x1b[31m\tb\nc\x7f\xc2\x9b\xe2\x80\xae\xe2\x81\xa6\xe2\x80\xa8z");
    const QString mark(QChar::ReplacementCharacter);
    const QString tail = QStringLiteral("c") + mark.repeated(5) + u'z';
    QCOMPARE(shownLine(evil), u'a' + mark + QStringLiteral("[31m") + mark + u'b' + mark + tail);
    QCOMPARE(shownText(evil),
             u'a' + mark + QStringLiteral("[31m") + mark + QStringLiteral("b\n") + tail);
    const QString harmless = QString::fromUtf8("Julia – z² + c, 朱利亚, \xf0\x9d\x94\x8d");
    QCOMPARE(shownText(harmless), harmless);
  }

 private:
  QString path() const { return m_folder.filePath(QStringLiteral("hostile")); }

  void put(const QByteArray& bytes, qint64 size) const {
    QFile::remove(path());
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    QVERIFY(file.resize(size));
  }

  QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(HostileFilesTest)
#include "hostile_files_test.moc"
