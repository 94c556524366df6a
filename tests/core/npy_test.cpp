// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCryptographicHash>
#include <QTemporaryDir>
#include <QTest>

#include "core/io/npy_header.h"
#include "numpy_runner.h"
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
    QVERIFY(file.sliced(arrayOffset(file)) == arrayBytes(counts));
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

  void parametersAreKeptUpToTheLengthNumpyReads_data() {
    QTest::addColumn<int>("length");
    for (int length = 9'780; length <= 10'000; length += 20)
      QTest::addRow("%d digits", length) << length;
    QTest::addRow("1 MiB") << (1 << 20);
  }
  void parametersAreKeptUpToTheLengthNumpyReads() {
    QFETCH(int, length);
    PictureInfo info = makeInfo(2, 1);
    info.parameters = {{"c", std::string(static_cast<std::size_t>(length), '7')}};
    QVERIFY(writePicture(path(), info, {5, 7}).ok());
    const QByteArray file = bytesOf(path());
    QVERIFY(arrayOffset(file) <= 10'000 + 10);
    if (length <= 9'800) QVERIFY(file.contains("c=777"));
    if (length >= 9'990) QVERIFY(!file.contains("777"));
    QVERIFY(file.contains("# Fatou "));
    QCOMPARE(
        runNumpy(QStringLiteral("import sys, numpy; print(numpy.load(sys.argv[1]))"), {path()}),
        QStringLiteral("[[5 7]]"));
  }

  void theHeaderIsReadBackAsWritten() {
    const NpyHeader header{
        .height = 65'536,
        .width = 1,
        .provenance = {
            .software = softwareName(),
            .parameters = {{"c", "-0.065,0.66"}, {"a.b", " %41=\t\xc3\xa9 "}, {"z", ""}}}};
    const std::string bytes = makeNpyHeader(header);
    const auto read = parseNpyHeaderText(std::string_view(bytes).substr(kNpyPreamble));
    QVERIFY(read.ok());
    QCOMPARE(read.value().height, header.height);
    QCOMPARE(read.value().width, header.width);
    QVERIFY(read.value().provenance == header.provenance);
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
