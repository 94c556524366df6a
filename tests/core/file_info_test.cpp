// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/file_info.h"

#include <random>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>

#include "forged_files.h"
#include "numpy_runner.h"
#include "picture_samples.h"

using namespace fatou::io;
using namespace fatou::io::samples;

namespace {

const Counts kCounts{5, -7, 2'147'483'647, 0, 1, 2'147'483'647};  // 2 rows of 3

// The parameters that a file says which was made of these.
Parameters withDigest(Parameters parameters) {
  parameters.emplace_back("sha256", kDigest);
  return parameters;
}

// One sentence of one line that names the file, what is wrong and a remedy.
bool isGoodComplaint(const fatou::Error& error, const QString& path) {
  const QString text = QString::fromStdString(error.message);
  return text.startsWith(QStringLiteral("Cannot read \"%1\": ").arg(path)) &&
         text.contains(QLatin1String("; ")) && text.endsWith(u'.') && !text.contains(u'\n') &&
         text.size() < path.size() + 200;
}

}  // namespace

class FileInfoTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  // The first test, as the peak it looks at is that of the whole program.
  void aClaimOfGigabytesTakesNoMemory() {
    for (const char* type : {"iTXt", "tEXt", "zTXt", "iCCP", "quIX"})
      QVERIFY(!info(pngWith(bigEndian(0x7ffffffe) + type)).ok());
    QVERIFY(!info(QByteArray("\x93NUMPY\2\0\xff\xff\xff\x7f{", 13)).ok());
    QVERIFY(!info(npyOfShape("(30000, 30000)", 24)).ok());
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    QVERIFY2(usage.ru_maxrss < 300 * 1024, qPrintable(QString::number(usage.ru_maxrss)));  // KiB
  }

  void anArrayTellsWhatItWasMadeFrom() {
    const PictureInfo made = makeInfo(3, 2);
    QVERIFY(writePicture(path(), made, {5, 0, 256, 7, 256, 1}).ok());
    const auto info = readFileInfo(path());
    QVERIFY(info.ok());
    QCOMPARE(info.value().format, std::string("NumPy array"));
    QCOMPARE(info.value().width, 3);
    QCOMPARE(info.value().height, 2);
    QCOMPARE(info.value().provenance.software, softwareName());
    QVERIFY(info.value().provenance.parameters == withDigest(made.parameters));
  }

  void aPictureTellsWhatItWasMadeFrom() {
    const QString picture = m_folder.filePath(QStringLiteral("j.png"));
    const PictureInfo made = makeInfo(3, 2);
    QVERIFY(writePicture(picture, made, {5, 0, 256, 7, 256, 1}).ok());
    const auto info = readFileInfo(picture);
    QVERIFY(info.ok());
    QVERIFY((info.value() == FileInfo{.format = "PNG picture",
                                      .width = 3,
                                      .height = 2,
                                      .provenance = {softwareName(), withDigest(made.parameters)},
                                      .counts = {}}));
  }

  void parametersOfEveryKindComeBack_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("npy") << QStringLiteral("a.npy");
    QTest::newRow("png") << QStringLiteral("a.png");
  }
  void parametersOfEveryKindComeBack() {
    QFETCH(QString, name);
    const QString file = m_folder.filePath(name);
    for (const Parameters& parameters :
         {Parameters{}, Parameters{{"c", ""}}, Parameters{{"b", "2"}, {"a", "1"}, {"b", "3"}},
          Parameters{{"note", "'} # \"\n\\ \xc3\xa9 = 100 %"}},
          Parameters{{std::string(60, 'k'), std::string(5000, '9')}},
          Parameters(50, {"c", "-0.065,0.66"})}) {
      PictureInfo info = makeInfo(1, 1);
      info.parameters = parameters;
      QVERIFY(writePicture(file, info, {5}).ok());
      const auto read = readFileInfo(file);
      QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
      QVERIFY(read.value().provenance == (Provenance{softwareName(), withDigest(parameters)}));
    }
  }

  void aPictureKeepsAMillionDigits_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("npy") << QStringLiteral("deep.npy");
    QTest::newRow("png") << QStringLiteral("deep.png");
  }
  void aPictureKeepsAMillionDigits() {
    QFETCH(QString, name);
    const QString picture = m_folder.filePath(name);
    PictureInfo info = makeInfo(1, 1);
    info.parameters = {{"c", std::string(std::size_t{1} << 20, '7')}};
    QVERIFY(writePicture(picture, info, {5}).ok());
    const auto read = readFileInfo(picture);
    QVERIFY(read.ok());
    QVERIFY(read.value().provenance.parameters == withDigest(info.parameters));
  }

  void countsAreSummedUpExactly() {
    QVERIFY(writePicture(path(), makeInfo(3, 2), kCounts).ok());
    const auto info = readFileInfo(path());
    QVERIFY(info.ok() && info.value().counts.has_value());
    QCOMPARE(info.value().counts->sum, std::int64_t{4'294'967'293});
    QCOMPARE(info.value().counts->minimum, -7);
    QCOMPARE(info.value().counts->maximum, 2'147'483'647);
  }

  void numpyAgreesOnSumAndHashOfALongArray() {
    QVERIFY(writePicture(path(), makeInfo(1031, 1033), makeCounts(1031, 1033, 256)).ok());
    const auto info = readFileInfo(path());
    QVERIFY(info.ok());
    const CountSummary& counts = *info.value().counts;
    QCOMPARE(runNumpy(QStringLiteral("import sys, hashlib, numpy; J = numpy.load(sys.argv[1])\n"
                                     "print(J.sum(dtype='i8'), J.min(), J.max(), "
                                     "hashlib.sha256(J.tobytes()).hexdigest())"),
                      {path()}),
             QStringLiteral("%1 %2 %3 %4")
                 .arg(counts.sum)
                 .arg(counts.minimum)
                 .arg(counts.maximum)
                 .arg(QString::fromStdString(counts.sha256)));
  }

  void anArrayOfNumpyIsForeignButCounted() {
    QCOMPARE(runNumpy(QStringLiteral("import sys, numpy\n"
                                     "numpy.save(sys.argv[1], numpy.array([[1, 2, 3]], '<i4'))"),
                      {path()}),
             QString());
    const auto info = readFileInfo(path());
    QVERIFY(info.ok());
    QVERIFY(info.value().provenance == Provenance{});
    QCOMPARE(info.value().width, 3);
    QCOMPARE(info.value().height, 1);
    QCOMPARE(info.value().counts->sum, 6);
  }

  void aForeignPictureHasNoParameters() {
    QVERIFY(info(pngWith(chunk("tEXt", QByteArray("Software\0Fatouage", 17)) +
                         chunk("tEXt", QByteArray("c\0001", 3))))
                .value()
                .provenance == Provenance{});
  }

  void theEndingDoesNotMatter() {
    const QString misnamed = m_folder.filePath(QStringLiteral("picture.npy"));
    putBytes(misnamed, pngWith({}));
    QCOMPARE(readFileInfo(misnamed).value().format, std::string("PNG picture"));
  }

  void anEnormousSoundPictureIsNotUnpacked() {
    QCOMPARE(info(pngWith({}, 2'147'483'647, 2'147'483'647)).value().width, 2'147'483'647);
  }

  void whatIsNoPictureIsRefused_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("one byte") << QByteArray("\x89");
    QTest::newRow("text") << QByteArray("c = -0.065 + 0.66i\n");
    QTest::newRow("PNG signature alone") << QByteArray("\x89PNG\r\n\x1a\n");
    QTest::newRow("PNG through a text transfer") << pngWith({}).replace("\r\n", "\n");
    QTest::newRow("PNG without pixels")
        << QByteArray("\x89PNG\r\n\x1a\n") +
               chunk("IHDR", QByteArray("\0\0\0\1\0\0\0\1\x08\2\0\0\0", 13)) + chunk("IEND", {});
    QTest::newRow("PNG of no width") << pngWith({}, 0, 1);
    QTest::newRow("PNG of negative width") << pngWith({}, 0x80000001, 1);
    QTest::newRow("PNG chunk longer than the file")
        << pngWith(bigEndian(0x7fffffff) + QByteArray("iTXt"));
    QTest::newRow("PNG text of 3 MiB")
        << pngWith(chunk("tEXt", QByteArray("Fatou c\0", 8) + QByteArray(3 << 20, '7')));
    QTest::newRow("PNG text that unpacks to 64 MiB") << pngWith(chunk(
        "zTXt", QByteArray("Fatou c\0\0", 9) + qCompress(QByteArray(64 << 20, '7')).sliced(4)));
    QTest::newRow("PNG of 100,000 texts")
        << pngWith(chunk("tEXt", QByteArray("Fatou c\0001", 9)).repeated(100'000));
    QTest::newRow("PNG text without a key") << pngWith(chunk("iTXt", QByteArray("\0\0\0\0\0x", 6)));
    QTest::newRow("npy magic alone") << QByteArray("\x93NUMPY\1\0", 8);
    QTest::newRow("npy of version 9") << QByteArray("\x93NUMPY\x09\0\x01\0\n", 11);
    QTest::newRow("npy header longer than the file") << QByteArray("\x93NUMPY\1\0\xff\xff{", 11);
    QTest::newRow("npy 2.0 header of 4 GiB") << QByteArray("\x93NUMPY\2\0\xff\xff\xff\xff{", 13);
    QTest::newRow("npy 2.0 header of 2 MiB")
        << QByteArray("\x93NUMPY\2\0\0\0\x20\0", 12) + QByteArray(3 << 20, ' ');
    QTest::newRow("npy header of nothing") << npyWith({}, 24);
    QTest::newRow("npy header of noise") << npyWith("import os; os.abort()\n", 24);
    QTest::newRow("npy header without an end") << npyWith("{'descr': '<i4'\n", 24);
    QTest::newRow("npy of doubles")
        << npyWith("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }\n", 24);
    QTest::newRow("npy of big-endian counts")
        << npyWith("{'descr': '>i4', 'fortran_order': False, 'shape': (2, 3), }\n", 24);
    QTest::newRow("npy of records")
        << npyWith("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (2, 3), }\n", 24);
    QTest::newRow("npy column by column")
        << npyWith("{'descr': '<i4', 'fortran_order': True, 'shape': (2, 3), }\n", 24);
    for (const char* shape :
         {"()", "(6,)", "(1, 2, 3)", "(-2, -3)", "(0, 3)", "(2, 0)", "(2, 4)", "(2, 2)", "(3, 3)",
          "(2147483648, 2147483648)", "(4294967296, 4294967296)", "(9999999999, 9999999999)",
          "(99999999999999999999, 1)", "(a, b)"})
      QTest::addRow("npy of shape %s", shape) << npyOfShape(shape, 24);
    QTest::newRow("npy with a byte more") << npyOfShape("(2, 3)", 25);
    QTest::newRow("npy with a byte less") << npyOfShape("(2, 3)", 23);
    QTest::newRow("npy with another program's trailer") << npyOfShape("(2, 3)", 24) + "# Other 1\n";
    QTest::newRow("npy with a trailer of 9 MiB")
        << npyOfShape("(2, 3)", 24) + "# Fatou 0.1.0 " + QByteArray(9 << 20, ' ') + '\n';
  }
  void whatIsNoPictureIsRefused() {
    QFETCH(QByteArray, bytes);
    const auto read = info(bytes);
    QVERIFY(!read.ok());
    QVERIFY2(isGoodComplaint(read.error(), path()), read.error().message.c_str());
  }

  void theSoundOnesAmongThemAreRead() {
    // Without this, the rows above might be refused for a flaw of the test's own making.
    QVERIFY(info(pngWith({})).ok());
    QVERIFY(
        info(pngWith(chunk("zTXt", QByteArray("Fatou c\0\0", 9) + qCompress("7").sliced(4)))).ok());
    QVERIFY(info(pngWith(chunk("tEXt", QByteArray("Fatou c\0001", 9)).repeated(60))).ok());
    QVERIFY(info(npyOfShape("(2, 3)", 24)).ok());
    QVERIFY(
        info(npyWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n", 24)).ok());
  }

  void whatIsNoFileIsRefused_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("complaint");
    const auto row = [](const char* name, const char* complaint) {
      QTest::newRow(name) << QString::fromLatin1(name) << QString::fromLatin1(complaint);
    };
    row("missing", "there is no such file; check the name");
    row("folder", "it is a folder; give the name of a file");
    row("pipe", "it is not a regular file; give one Fatou wrote");
  }
  void whatIsNoFileIsRefused() {
    QFETCH(QString, name);
    QFETCH(QString, complaint);
    QDir(m_folder.path()).mkdir(QStringLiteral("folder"));
    mkfifo(qPrintable(m_folder.filePath(QStringLiteral("pipe"))), 0600);
    const QString file = m_folder.filePath(name);
    const auto read = readFileInfo(file);
    QVERIFY(!read.ok());
    QCOMPARE(QString::fromStdString(read.error().message),
             QStringLiteral("Cannot read \"%1\": %2.").arg(file, complaint));
  }

  void aFileOneMayNotReadIsRefused() {
    QVERIFY(QFile::setPermissions(m_folder.path(), QFileDevice::Permissions(0x7755)));
    putBytes(path(), pngWith({}));
    QVERIFY(QFile::setPermissions(path(), QFileDevice::Permissions()));
    const bool root = geteuid() == 0;  // who may read everything, so somebody else tries
    QVERIFY(!root || seteuid(65'534) == 0);
    const auto read = readFileInfo(path());
    QVERIFY(!root || seteuid(0) == 0);
    QVERIFY(!read.ok());
    QVERIFY2(isGoodComplaint(read.error(), path()), read.error().message.c_str());
    QVERIFY(read.error().message.find("Permission denied") != std::string::npos);
    QVERIFY(QFile::remove(path()));
  }

  void aFileCutAnywhereIsRefused_data() { addSamples(); }
  void aFileCutAnywhereIsRefused() {
    QFETCH(QByteArray, bytes);
    QVERIFY(info(bytes).ok());
    const bool isArray = bytes.startsWith("\x93NUMPY");
    for (qsizetype length = 0; length < bytes.size(); ++length) {
      if (isArray && length == 128 + 4 * 20 * 15) continue;  // a whole array of some program
      const auto read = info(bytes.first(length));
      QVERIFY2(!read.ok(), qPrintable(QString::number(length)));
      QVERIFY2(isGoodComplaint(read.error(), path()), read.error().message.c_str());
    }
  }

  void everyWrongByteOfAPictureIsFound() {
    const QByteArray sound = sample(QStringLiteral("s.png"));
    std::mt19937 random(2024);
    for (qsizetype at = 0; at < sound.size(); ++at) {
      QByteArray bytes = sound;
      bytes[at] = static_cast<char>(bytes[at] ^ static_cast<char>(1 + random() % 255));
      const auto read = info(bytes);
      QVERIFY2(!read.ok(), qPrintable(QString::number(at)));
      QVERIFY2(isGoodComplaint(read.error(), path()), read.error().message.c_str());
    }
  }

  void everyWrongCountOfAnArrayChangesItsHash() {
    const QByteArray sound = sample(QStringLiteral("s.npy"));
    const std::string hash = info(sound).value().counts->sha256;
    const qsizetype begin = 128;  // behind the header
    for (qsizetype at = begin; at < begin + 4 * 20 * 15; ++at) {
      QByteArray bytes = sound;
      bytes[at] = static_cast<char>(bytes[at] ^ 1);
      QVERIFY(info(bytes).value().counts->sha256 != hash);
    }
  }

  void noiseInAFileIsReadOrRefusedButNeverWorse_data() { addSamples(); }
  void noiseInAFileIsReadOrRefusedButNeverWorse() {
    QFETCH(QByteArray, bytes);
    std::mt19937 random(4711);
    for (int round = 0; round < 3000; ++round) {
      QByteArray noisy = bytes;
      for (unsigned flips = 1 + random() % 8; flips > 0; --flips)
        noisy[static_cast<qsizetype>(
            random() % std::min<std::uint32_t>(160, static_cast<std::uint32_t>(bytes.size())))] =
            static_cast<char>(random());
      const auto read = info(noisy);
      if (!read.ok()) QVERIFY2(isGoodComplaint(read.error(), path()), read.error().message.c_str());
    }
  }

 private:
  QString path() const { return m_folder.filePath(QStringLiteral("j.npy")); }

  // The information that is read from a file with these bytes.
  fatou::Result<FileInfo> info(const QByteArray& bytes) const {
    putBytes(path(), bytes);
    return readFileInfo(path());
  }

  static QByteArray sample(const QString& name) {
    const QTemporaryDir folder;
    const QString file = folder.filePath(name);
    if (!writePicture(file, makeInfo(20, 15), makeCounts(20, 15, 256)).ok()) return {};
    return bytesOf(file);
  }

  static void addSamples() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("npy") << sample(QStringLiteral("s.npy"));
    QTest::newRow("png") << sample(QStringLiteral("s.png"));
  }

  QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(FileInfoTest)
#include "file_info_test.moc"
