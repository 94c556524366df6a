// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>
#include <numeric>

#include <QCryptographicHash>
#include <QTemporaryDir>
#include <QTest>

#include "core/io/formats/file_info.h"
#include "core/io/formats/npy_header.h"
#include "numpy_runner.h"
#include "painted_samples.h"
#include "picture_samples.h"

using namespace fatou::io;
using namespace fatou::io::samples;
using Heights = std::vector<std::int32_t>;
Q_DECLARE_METATYPE(Heights)

namespace {

QByteArray arrayBytes(const Counts& counts) {
  QByteArray bytes;
  for (const std::int32_t count : counts)
    for (int shift = 0; shift < 32; shift += 8) bytes.append(static_cast<char>(count >> shift));
  return bytes;
}

qsizetype arrayOffset(const QByteArray& file) {
  return 10 + static_cast<unsigned char>(file[8]) + 256 * static_cast<unsigned char>(file[9]);
}

}  // namespace

class NpyTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyCountIsInItsPlace_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<Heights>("slabs");
    QTest::newRow("one pixel") << 1 << 1 << Heights{1};
    QTest::newRow("one row") << 17 << 1 << Heights{1};
    QTest::newRow("one column") << 1 << 17 << Heights{4};
    QTest::newRow("one slab") << 31 << 20 << Heights{20};
    QTest::newRow("a slab a row") << 31 << 20 << Heights{1};
    QTest::newRow("slabs of different heights") << 31 << 20 << Heights{3, 1, 11, 2};
    QTest::newRow("an empty slab") << 31 << 20 << Heights{3, 0, 17};
    QTest::newRow("rows longer than a write") << 300'001 << 3 << Heights{2, 1};
  }
  void everyCountIsInItsPlace() {
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(Heights, slabs);
    const Counts counts = makeCounts(width, height, 256);
    QVERIFY(writePicture(path(), makeInfo(width, height), counts, slabs).ok());
    const QByteArray file = bytesOf(path());
    QCOMPARE(arrayOffset(file) % 64, 0);
    QCOMPARE(file[arrayOffset(file) - 1], '\n');
    QVERIFY(file.sliced(arrayOffset(file), 4 * counts.size()) == arrayBytes(counts));
  }

  void numpyReadsTheSameArray_data() {
    QTest::addColumn<QString>("mode");
    QTest::newRow("into memory") << QStringLiteral("None");
    QTest::newRow("mapped") << QStringLiteral("'r'");
  }
  void numpyReadsTheSameArray() {
    QFETCH(QString, mode);
    const Counts counts = makeCounts(37, 23, 256);
    QVERIFY(writePicture(path(), makeInfo(37, 23), counts).ok());
    const QString script = QStringLiteral(
                               "import sys, hashlib, numpy\n"
                               "J = numpy.load(sys.argv[1], mmap_mode=%1)\n"
                               "print(J.shape, J.dtype.str, J.flags.c_contiguous, J[0, 1], "
                               "hashlib.sha256(J.tobytes()).hexdigest())")
                               .arg(mode);
    const QByteArray hash =
        QCryptographicHash::hash(arrayBytes(counts), QCryptographicHash::Sha256).toHex();
    QCOMPARE(
        runNumpy(script, {path()}),
        QStringLiteral("(23, 37) <i4 True %1 %2").arg(counts[1]).arg(QString::fromLatin1(hash)));
  }

  void numpyIsNotDisturbedByWhatParametersSay() {
    PictureInfo info = makeInfo(2, 1);
    info.parameters = {{"note", "'} # {\"\n\\ é = 100 %"}, {"empty", ""}};
    QVERIFY(writePicture(path(), info, {5, 7}).ok());
    QCOMPARE(
        runNumpy(QStringLiteral("import sys, numpy; print(numpy.load(sys.argv[1]))"), {path()}),
        QStringLiteral("[[5 7]]"));
  }

  // A stream is read up to the array's end, too.
  void numpyReadsTheSameArrayFromAStream() {
    QVERIFY(writePicture(path(), makeInfo(2, 1), {5, 7}).ok());
    QCOMPARE(runNumpy(QStringLiteral("import io, sys, numpy\n"
                                     "stream = io.BytesIO(open(sys.argv[1], 'rb').read())\n"
                                     "print(numpy.load(stream), stream.read(8))"),
                      {path()}),
             QStringLiteral("[[5 7]] b'# Fatou '"));
  }

  // Parsers in JavaScript turn the text into JSON; they take nothing but these keys and spaces.
  void theHeaderIsExactlyThreeKeysAndSpaces() {
    PictureInfo info = makeInfo(3, 2);
    QVERIFY(writePicture(path(), info, {5, 7, 1, 2, 3, 4}).ok());
    const QByteArray file = bytesOf(path());
    const QByteArray text = file.sliced(10, arrayOffset(file) - 10);
    const QByteArray dictionary = "{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }";
    QVERIFY(text.startsWith(dictionary));
    QCOMPARE(text.sliced(dictionary.size()),
             QByteArray(text.size() - dictionary.size() - 1, ' ') + '\n');
  }

  // A reader that takes all that follows the header for numbers must find whole ones.
  void whatFollowsTheHeaderIsWholeNumbers() {
    for (int width = 1; width < 20; ++width) {
      PictureInfo info = makeInfo(width, 1);
      info.parameters = {{"c", std::string(static_cast<std::size_t>(width), '7')}};
      QVERIFY(writePicture(path(), info, makeCounts(width, 1, 256)).ok());
      const QByteArray file = bytesOf(path());
      QCOMPARE((file.size() - arrayOffset(file)) % 4, 0);
      QVERIFY(file.endsWith('\n'));
    }
  }

  void anyNumberOfDigitsIsKept_data() {
    QTest::addColumn<int>("length");
    for (const int length : {1, 9'800, 10'000, 65'535, 65'536, 1 << 20})
      QTest::addRow("%d digits", length) << length;
  }
  void anyNumberOfDigitsIsKept() {
    QFETCH(int, length);
    PictureInfo info = makeInfo(2, 1);
    info.parameters = {{"c", std::string(static_cast<std::size_t>(length), '7')}};
    QVERIFY(writePicture(path(), info, {5, 7}).ok());
    const auto read = readFileInfo(path());
    QVERIFY(read.ok());
    QVERIFY(read.value().provenance.parameters.front() == info.parameters.front());
    QCOMPARE(read.value().provenance.parameters.size(), 2U);
    QCOMPARE(
        runNumpy(QStringLiteral("import sys, numpy; print(numpy.load(sys.argv[1]))"), {path()}),
        QStringLiteral("[[5 7]]"));
  }

  void aTrailerThatWouldBeTooLongSaysWhoWroteIt() {
    PictureInfo info = makeInfo(2, 1);
    info.parameters = Parameters(9, {"c", std::string(std::size_t{1} << 20, '7')});
    QVERIFY(writePicture(path(), info, {5, 7}).ok());
    QCOMPARE(readFileInfo(path()).value().provenance.software, softwareName());
    QVERIFY(readFileInfo(path()).value().provenance.parameters.empty());
  }

  // Files from before, whose provenance is a comment behind the dictionary.
  void anOldFileIsRead() {
    const QByteArray text =
        QByteArray(
            "{'descr': '<i4', 'fortran_order': False, 'shape': (1, 2), } # Fatou 0.1.0 "
            "c=-0.065,0.66 tmax=256")
            .leftJustified(117, ' ') +
        '\n';
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray("\x93NUMPY\x01\x00\x76\x00", 10) + text + arrayBytes({5, 7}));
    file.close();
    const auto read = readFileInfo(path());
    QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
    QCOMPARE(read.value().counts->sum, 12);
    QVERIFY(read.value().provenance ==
            (Provenance{"Fatou 0.1.0", {{"c", "-0.065,0.66"}, {"tmax", "256"}}}));
  }

  void basinsHaveASecondPlane_data() {
    QTest::addColumn<int>("slab");
    for (const int rows : {1, 7, 23}) QTest::addRow("%d rows", rows) << rows;
  }
  void basinsHaveASecondPlane() {
    QFETCH(int, slab);
    const Painting painting = withCycles(makePainting(37, 23, {}));
    QVERIFY(write(path(), painting, slab).ok());
    const QByteArray file = bytesOf(path());
    QVERIFY(file.sliced(arrayOffset(file), 8 * 37 * 23) ==
            arrayBytes(painting.counts) + arrayBytes(painting.cycles));
    const auto info = readFileInfo(path());
    QVERIFY(info.ok());
    QCOMPARE(info.value().format, std::string("NumPy array of J and cycles"));
    QCOMPARE(info.value().width, 37);
    QCOMPARE(info.value().height, 23);
    QCOMPARE(info.value().counts->sum,
             std::accumulate(painting.counts.begin(), painting.counts.end(), std::int64_t{0}));
    QCOMPARE(info.value().provenance.parameters.front(), painting.info.parameters.front());
    QCOMPARE(runNumpy(QStringLiteral("import sys, numpy\n"
                                     "J, cycle = numpy.load(sys.argv[1])\n"
                                     "print(J.shape, cycle.shape, cycle.min(), cycle.max())"),
                      {path()}),
             QStringLiteral("(23, 37) (23, 37) -1 3"));
  }

  void aSecondPlaneThatIsCutOffIsTold() {
    const Painting painting = withCycles(makePainting(8, 8, {}));
    QVERIFY(write(path(), painting).ok());
    const QByteArray file = bytesOf(path());
    putBytes(path(), file.first(arrayOffset(file) + 4 * 8 * 8));
    QVERIFY(!readFileInfo(path()).ok());
  }

  void headAndTrailerAreReadBackAsWritten() {
    const NpyHeader header{.height = 65'536, .width = 1, .type = "<f4", .provenance = {}};
    const std::string bytes = makeNpyHeader(header);
    const auto read = parseNpyHeaderText(std::string_view(bytes).substr(kNpyPreamble));
    QVERIFY(read.ok());
    QCOMPARE(read.value().height, header.height);
    QCOMPARE(read.value().width, header.width);
    QCOMPARE(read.value().type, header.type);
    const Provenance provenance{softwareName(),
                                {{"c", "-0.065,0.66"}, {"a.b", " %41=\t\xc3\xa9 "}, {"z", ""}}};
    QVERIFY(parseNpyTrailer(makeNpyTrailer(provenance)) == provenance);
  }

  void aForeignCommentIsNoProvenance_data() {
    QTest::addColumn<QByteArray>("comment");
    for (const char* comment : {"", " ", "#", "# ", "# Fatou", "# Fatou ", "# Fatou 1 =x",
                                "# Fatou 1 x", "# Fatou 1 c=%00", "# Other 1 c=1", "Fatou 1 c=1"})
      QTest::newRow(comment[0] != '\0' ? comment : "nothing") << QByteArray(comment);
  }
  void aForeignCommentIsNoProvenance() {
    QFETCH(QByteArray, comment);
    const std::string text = "{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), } " +
                             comment.toStdString() + "\n";
    const auto header = parseNpyHeaderText(text);
    QVERIFY(header.ok());
    QCOMPARE(header.value().width, 3);
    QVERIFY(header.value().provenance == Provenance{});
  }

 private:
  QString path() const { return m_folder.filePath(QStringLiteral("j.npy")); }

  QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(NpyTest)
#include "npy_test.moc"
