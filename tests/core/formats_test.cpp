// SPDX-License-Identifier: GPL-3.0-or-later
#include <random>
#include <sys/resource.h>

#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include "core/io/formats/file_info.h"
#include "core/io/formats/picture_formats.h"
#include "core/io/places/place_source.h"
#include "painted_samples.h"

using namespace fatou::io;
using namespace fatou::io::samples;

namespace {

FileOptions optionsFor(const QString& ending) {
  return {.depth = ending == QLatin1String("exr") ? Depth::Half : Depth::Eight};
}

Parameters withDigest(Parameters parameters) {
  parameters.emplace_back("sha256", kSha256);
  return parameters;
}

Parameters placeParameters() {
  return {{"c", "-0.1225611668766536,0.7448617666197442"},
          {"center", "0,0"},
          {"radius", "1.2"},
          {"tmax", "256"}};
}

bool isGoodComplaint(const fatou::Error& error, const QString& path) {
  const QString text = QString::fromStdString(error.message);
  return text.startsWith(QStringLiteral("Cannot read \"%1\": ").arg(path)) &&
         text.contains(QLatin1String("; ")) && text.endsWith(u'.') && !text.contains(u'\n') &&
         text.size() < path.size() + 250;
}

void put(const QString& path, const QByteArray& bytes) {
  QFile::remove(path);
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
    qFatal("the test cannot write %s", qPrintable(path));
}

// The mean difference of two pictures a channel.
double meanDifference(const QImage& image, const std::vector<std::uint8_t>& pixels) {
  double sum = 0.0;
  std::size_t at = 0;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) {
      const QRgb color = image.pixel(x, y);
      sum += std::abs(qRed(color) - pixels[at++]);
      sum += std::abs(qGreen(color) - pixels[at++]);
      sum += std::abs(qBlue(color) - pixels[at++]);
    }
  return sum / static_cast<double>(at);
}

}  // namespace

class FormatsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void whatMadeItComesBack_data() { addEndings(); }
  void whatMadeItComesBack() {
    QFETCH(QString, ending);
    for (const Parameters& parameters :
         {Parameters{}, Parameters{{"c", ""}}, Parameters{{"note", "'}> <&\" \"\n\\ \xc3\xa9 %"}},
          Parameters{{std::string(50, 'k'), std::string(200'000, '9')}},
          Parameters{{"b", "2"}, {"a", "1"}}}) {
      Painting painting = makePainting(20, 15, optionsFor(ending));
      painting.info.parameters = parameters;
      const auto written = write(path(ending), painting);
      QVERIFY2(written.ok(), written.ok() ? "" : written.error().message.c_str());
      const auto info = readFileInfo(path(ending));
      QVERIFY2(info.ok(), info.ok() ? "" : info.error().message.c_str());
      QCOMPARE(info.value().width, 20);
      QCOMPARE(info.value().height, 15);
      QCOMPARE(info.value().provenance.software, softwareName());
      QVERIFY(info.value().provenance.parameters == withDigest(parameters));
      QCOMPARE(info.value().counts.has_value(), ending == QLatin1String("npy"));
    }
  }

  void thePlaceComesBack_data() { addEndings(); }
  void thePlaceComesBack() {
    QFETCH(QString, ending);
    Painting painting = makePainting(20, 15, optionsFor(ending));
    painting.info.parameters = placeParameters();
    QVERIFY(write(path(ending), painting).ok());
    const auto place = readPlaceOf(path(ending));
    QVERIFY2(place.ok(), place.ok() ? "" : place.error().message.c_str());
    QCOMPARE(place.value().place.c.text(), placeParameters()[0].second);
    QCOMPARE(place.value().place.tmax, 256);
  }

  void aPictureGoneOnWithIsTheSameFile_data() { addEndings(); }
  void aPictureGoneOnWithIsTheSameFile() {
    QFETCH(QString, ending);
    const Painting painting = makePainting(530, 777, optionsFor(ending));
    QVERIFY(write(path(ending), painting).ok());
    const QByteArray whole = contentOf(path(ending));
    for (const std::int32_t slab : {256, 100}) {  // what ends where cells end, and what does not
      QFile::remove(path(ending));
      for (int attempt = 1; !QFile::exists(path(ending)); ++attempt)
        resume(path(ending), painting, slab, 2 * attempt);
      QVERIFY(contentOf(path(ending)) == whole);
    }
  }

  void everyDepthAndCompressionIsRead() {
    for (const FileOptions& options :
         {FileOptions{.depth = Depth::Sixteen}, FileOptions{.depth = Depth::Float},
          FileOptions{.compression = Compression::Zstd}})
      for (const char* ending : {"tif", "png", "exr"}) {
        const QString file = path(QLatin1String(ending));
        const Painting painting = makePainting(600, 300, options);
        if (!formatFor(file, painting.info).ok()) continue;
        QVERIFY(write(file, painting).ok());
        QVERIFY(readFileInfo(file).ok());
      }
  }

  void numbersOfEveryFieldAreRead() {
    for (const Field field : {Field::Count, Field::Smooth, Field::Distance}) {
      const Painting painting = makePainting(20, 15, {.field = field});
      QVERIFY(write(path(QStringLiteral("npy")), painting).ok());
      const auto info = readFileInfo(path(QStringLiteral("npy")));
      QVERIFY2(info.ok(), info.ok() ? "" : info.error().message.c_str());
      QCOMPARE(info.value().counts.has_value(), field == Field::Count);
    }
  }

  void sharedPicturesLookLikeThePainting_data() {
    QTest::addColumn<QString>("ending");
    QTest::addColumn<int>("quality");
    QTest::addColumn<double>("worst");
    QTest::newRow("jpg 95") << QStringLiteral("jpg") << 95 << 4.0;
    QTest::newRow("webp 90") << QStringLiteral("webp") << 90 << 6.0;
    QTest::newRow("webp without loss") << QStringLiteral("webp") << 100 << 0.0;
  }
  void sharedPicturesLookLikeThePainting() {
    QFETCH(QString, ending);
    QFETCH(int, quality);
    QFETCH(double, worst);
    Painting painting = makePainting(403, 301, {.quality = quality});
    for (std::size_t i = 0; i < painting.counts.size(); ++i)  // without noise, which no loss keeps
      painting.smooth[i] = static_cast<float>(painting.counts[i] = static_cast<int>(i / 4030));
    QVERIFY(write(path(ending), painting).ok());
    const QString png = m_folder.filePath(QStringLiteral("read.png"));
    const QString problem =
        outputOf(QStringLiteral("vips"), {QStringLiteral("copy"), path(ending), png});
    const QImage image(png);
    QVERIFY2(image.size() == QSize(403, 301), qPrintable(problem));
    const double difference = meanDifference(image, painting.pixels<std::uint8_t>());
    QVERIFY2(difference <= worst, qPrintable(QString::number(difference)));
  }

  void whatAFormatCannotHoldIsSaidBefore_data() {
    QTest::addColumn<QString>("ending");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("jpg side") << QStringLiteral("jpg") << 65'501 << 1;
    QTest::newRow("jpg pixels") << QStringLiteral("jpg") << 8193 << 8192;
    QTest::newRow("webp side") << QStringLiteral("webp") << 1 << 16'384;
    QTest::newRow("webp pixels") << QStringLiteral("webp") << 4096 << 4097;
    QTest::newRow("tif side") << QStringLiteral("tif") << 262'145 << 1;
    QTest::newRow("exr side") << QStringLiteral("exr") << 1 << 262'145;
  }
  void whatAFormatCannotHoldIsSaidBefore() {
    QFETCH(QString, ending);
    QFETCH(int, width);
    QFETCH(int, height);
    PictureInfo info = makePainting(1, 1, optionsFor(ending)).info;
    QVERIFY(checkPictureFile(path(ending), info, {.replace = true}).ok());
    info.width = width;
    info.height = height;
    QVERIFY(!checkPictureFile(path(ending), info, {.replace = true}).ok());
  }

  void aFileCutAnywhereIsRefused_data() { addEndings(); }
  void aFileCutAnywhereIsRefused() {
    QFETCH(QString, ending);
    const QByteArray bytes = sample(ending);
    const QString file = path(QStringLiteral("cut"));
    put(file, bytes);
    QVERIFY(readFileInfo(file).ok());
    const bool isArray = ending == QLatin1String("npy");
    for (qsizetype length = 0; length < bytes.size(); ++length) {
      if (isArray && length == 128 + 4 * 20 * 15) continue;  // a whole array of some program
      put(file, bytes.first(length));
      const auto read = readFileInfo(file);
      QVERIFY2(!read.ok(), qPrintable(QString::number(length)));
      QVERIFY2(isGoodComplaint(read.error(), file), read.error().message.c_str());
    }
  }

  void noiseInAFileIsReadOrRefusedButNeverWorse_data() { addEndings(); }
  void noiseInAFileIsReadOrRefusedButNeverWorse() {
    QFETCH(QString, ending);
    const QByteArray bytes = sample(ending);
    const QString file = path(QStringLiteral("noisy"));
    std::mt19937 random(4711);
    for (int round = 0; round < 2000; ++round) {
      QByteArray noisy = bytes;
      for (unsigned flips = 1 + random() % 8; flips > 0; --flips)
        noisy[static_cast<qsizetype>(random() % static_cast<std::uint32_t>(bytes.size()))] =
            static_cast<char>(random());
      put(file, noisy);
      const auto read = readFileInfo(file);
      if (!read.ok()) QVERIFY2(isGoodComplaint(read.error(), file), read.error().message.c_str());
    }
  }

  void theResolutionIsInTheFileIfOneWasChosen_data() { addEndings(); }
  void theResolutionIsInTheFileIfOneWasChosen() {
    QFETCH(QString, ending);
    Painting painting = makePainting(20, 15, optionsFor(ending));
    painting.info.dpi = 300;
    QVERIFY(write(path(ending), painting).ok());
    const QByteArray bytes = contentOf(path(ending));
    if (ending == QLatin1String("png") || ending == QLatin1String("jpg"))
      QCOMPARE(QImage(path(ending)).dotsPerMeterX(), 11'811);
    if (ending == QLatin1String("png")) QVERIFY(bytes.contains("pHYs"));
    if (ending == QLatin1String("jpg"))
      QVERIFY(bytes.contains(QByteArray("JFIF\0\1\1\1\1\x2c\1\x2c", 12)));
    if (ending == QLatin1String("exr"))
      QVERIFY(bytes.contains(QByteArray("xDensity\0float\0\4\0\0\0\0\0\x96\x43", 23)));
    if (ending == QLatin1String("webp")) QVERIFY(bytes.contains(">300/1</tiff:XResolution>"));
    QVERIFY(readFileInfo(path(ending)).ok());
    painting.info.dpi = 0;
    QVERIFY(write(path(ending), painting).ok());
    const QByteArray without = contentOf(path(ending));
    for (const char* mark : {"pHYs", "xDensity", "tiff:"}) QVERIFY(!without.contains(mark));
    QCOMPARE(without == bytes, ending == QLatin1String("npy"));
  }

  void vipsReadsWhatItKnows_data() {
    QTest::addColumn<QString>("ending");
    for (const char* ending : {"png", "tif", "jpg", "webp", "exr"})
      QTest::newRow(ending) << QString::fromLatin1(ending);
  }
  void vipsReadsWhatItKnows() {
    QFETCH(QString, ending);
    QVERIFY(write(path(ending), makePainting(333, 222, optionsFor(ending))).ok());
    QCOMPARE(outputOf(QStringLiteral("vipsheader"),
                      {QStringLiteral("-f"), QStringLiteral("width"), path(ending)}),
             QStringLiteral("333"));
  }

 private:
  // Goes on with the picture for some slabs, then stops like a program that is killed.
  static void resume(const QString& path, const Painting& painting, std::int32_t slab, int slabs) {
    auto opened = PictureWriter::open(path, painting.info, {.threads = 2, .diskFull = {}});
    QVERIFY2(opened.ok(), opened.ok() ? "" : opened.error().message.c_str());
    const auto writer = std::move(opened).value();
    writer->keepPart();
    for (std::int32_t end = writer->missingRows(); slabs > 0 && end > 0; --slabs) {
      const std::int32_t rows = std::min(slab, end);
      end -= rows;
      QVERIFY(writer->writeRows(painting.rows(end, rows)).ok());
      QVERIFY(writer->endSlab("digest").ok());
      if (end == 0) QVERIFY(writer->commit(kSha256).ok());
    }
  }

  QString path(const QString& ending) const {
    return m_folder.filePath(QStringLiteral("picture.") + ending);
  }

  QByteArray sample(const QString& ending) const {
    Painting painting = makePainting(20, 15, optionsFor(ending));
    painting.info.parameters = placeParameters();
    if (!write(path(ending), painting).ok()) return {};
    return contentOf(path(ending));
  }

  static void addEndings() {
    QTest::addColumn<QString>("ending");
    for (const FormatTraits& format : pictureFormats())
      for (const QLatin1String ending : format.endings)
        QTest::newRow(ending.data()) << QString(ending);
  }

  QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(FormatsTest)
#include "formats_test.moc"
