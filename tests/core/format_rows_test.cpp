// SPDX-License-Identifier: GPL-3.0-or-later
#include <vector>

#include <QTemporaryDir>
#include <QTest>

#include "core/io/formats/file_info.h"
#include "core/io/formats/picture_formats.h"
#include "painted_samples.h"

using namespace fatou::io;
using namespace fatou::io::samples;

class FormatRowsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  // Writer, reader, estimate and file filter know each format, and tell it from all others.
  void aFormatIsOneRow() {
    const QStringList patterns = picturePatterns().split(u' ');
    QStringList endings;
    for (const FormatTraits& format : pictureFormats()) {
      for (const QLatin1String ending : format.endings) {
        endings << QString(ending);
        QVERIFY2(patterns.contains(QLatin1String("*.") + ending), ending.data());
        QVERIFY2(formatOf(path(QString(ending).toUpper())) == &format, ending.data());
      }
      QVERIFY(*format.name != 0 && *format.about != 0);
      const QString file = path(format.endings.front());
      const FileOptions usual = optionsFor(format, {});
      QVERIFY2(write(file, makePainting(20, 15, usual)).ok(), format.name);
      const QByteArray start = contentOf(file).first(kStartBytes);
      for (const FormatTraits& other : pictureFormats())
        QCOMPARE(other.isStart(start), &other == &format);
      const auto info = readFileInfo(file);
      QVERIFY2(info.ok(), info.ok() ? "" : info.error().message.c_str());
      QVERIFY2(info.value().format.starts_with(format.name), info.value().format.c_str());
      QVERIFY(optionsFor(format, usual) == usual);
      QVERIFY(defaultDepth(file) == usual.depth);
    }
    QCOMPARE(endings.removeDuplicates(), 0);
    QCOMPARE(endings.size(), patterns.size());
    QVERIFY(formatOf(path(QStringLiteral("bmp"))) == nullptr);
  }

  void complaintsNameTheEndingThatWasTyped() {
    const auto complaint = [this](const char* ending, const PictureInfo& info) {
      const auto format = formatFor(path(QLatin1String(ending)), info);
      return format ? QString() : QString::fromStdString(format.error().message);
    };
    const PictureInfo deep = makePainting(2, 2, {.depth = Depth::Sixteen}).info;
    QVERIFY(
        complaint("JPEG", deep).endsWith(QLatin1String("a .jpeg file has no depth of 16; use 8.")));
    QVERIFY(complaint("exr", deep)
                .endsWith(QLatin1String("a .exr file has no depth of 16; use half or float.")));
    QCOMPARE(complaint("tiff", deep), QString());
    QVERIFY(
        complaint("bmp", deep)
            .endsWith(QLatin1String("use .exr, .jpg, .jpeg, .npy, .png, .tif, .tiff or .webp.")));
  }

  void everyChoiceOfAFormatHasAnEstimate() {
    for (const FormatTraits& format : pictureFormats()) {
      std::vector<FileOptions> all{optionsFor(format, {})};
      for (const Depth depth : format.depths) all.push_back({.depth = depth});
      for (const int quality : {1, 49, 50, 93, 100}) all.push_back({.quality = quality});
      for (const FileOptions& options : all)
        for (const int samples : {1, 2}) {
          const auto [least, most] = bytesAPixel(format, options, samples);
          QVERIFY2(least > 0.0 && least <= most && most < 100.0, format.name);
        }
    }
    const FormatTraits& jpeg = *formatOf(path(QStringLiteral("jpg")));
    QCOMPARE(bytesAPixel(jpeg, {.quality = 50}, 1).most, 0.43);
    QCOMPARE(bytesAPixel(jpeg, {.quality = 71}, 1).most, (0.43 + 1.4) / 2.0);
  }

 private:
  QString path(const QString& ending) const {
    return m_folder.filePath(QStringLiteral("picture.") + ending);
  }

  QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(FormatRowsTest)
#include "format_rows_test.moc"
