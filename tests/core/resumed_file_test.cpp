// SPDX-License-Identifier: GPL-3.0-or-later
// Files that were left half written are gone on with, also several together.
#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include <QTest>

#include "core/io/files/publish.h"
#include "output_folder.h"
#include "picture_samples.h"
#include "system_answers.h"

using namespace fatou::io;
using namespace fatou::io::samples;
using fatou::tests::answers;

class ResumedFileTest : public QObject, private OutputFolder {
  Q_OBJECT

 private:
  using Writers = std::vector<std::unique_ptr<PictureWriter>>;

  // Leaves what a program does that is killed after so many slabs of 256 rows.
  static void leave(const QString& file, const PictureInfo& info, const Counts& counts, int slabs) {
    const auto writer = PictureWriter::open(file, info).value();
    const std::int32_t row = info.height - 256 * slabs;
    QVERIFY(writeRowsFrom(*writer, info, counts, row).ok());
    writer->keepPart();
  }

  static fatou::Status writeRowsFrom(PictureWriter& writer, const PictureInfo& info,
                                     const Counts& counts, std::int32_t last) {
    const std::vector<std::int16_t> engines(256);
    const auto width = static_cast<std::size_t>(info.width);
    while (writer.missingRows() > last) {
      const std::int32_t first = writer.missingRows() - 256;
      const auto part =
          std::span(counts).subspan(static_cast<std::size_t>(first) * width, 256 * width);
      const PictureRows rows{.firstRow = first,
                             .rows = 256,
                             .field = {.width = width, .samples = {.counts = part}},
                             .engines = engines};
      if (fatou::Status s = writer.writeRows(rows); !s) return s;
      if (fatou::Status s = writer.endSlab(kDigest); !s) return s;
    }
    return fatou::success();
  }

  static void resume(const QString& file, const PictureInfo& info, const Counts& counts) {
    auto writer = PictureWriter::open(file, info, {.threads = 1});
    QVERIFY2(writer.ok(), writer.ok() ? "" : writer.error().message.c_str());
    QVERIFY(writeRowsFrom(*writer.value(), info, counts, 0).ok());
    QVERIFY(writer.value()->commit(kDigest).ok());
  }

  static Writers opened(const QStringList& files, const PictureInfo& info) {
    WriteOptions options;
    for (const QString& file : files)
      for (const auto& digest : completeFiles(file, info)) options.complete.push_back(digest);
    Writers writers;
    for (const QString& file : files) {
      auto writer = PictureWriter::open(file, info, options);
      if (!writer) qFatal("%s", writer.error().message.c_str());
      writers.push_back(std::move(writer).value());
    }
    return writers;
  }

  static std::vector<PictureFile::Digest> finished(const Writers& writers, const Counts& counts) {
    std::vector<PictureFile::Digest> all;
    for (const auto& writer : writers) {
      if (!counts.empty() && !writeSlabs(*writer, 8, counts, {8})) qFatal("writing failed");
      all.push_back(writer->finish(kDigest).value());
    }
    return all;
  }

  std::vector<float> m_smooth = std::vector<float>(std::size_t{10'000} * 256, 7.5F);

 private Q_SLOTS:
  void init() {
    answers = {};
    QVERIFY(makeFolder());
  }
  void cleanup() { answers = {}; }

  // At this width a cell of a mebibyte would have 26 rows, which slabs do not end with.
  void slabsOfEveryFormatCanBeGoneOnFrom_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"a.npy", "a.png", "a.tif", "a.jpg", "a.webp"})
      QTest::newRow(name) << QString::fromLatin1(name);
  }
  void slabsOfEveryFormatCanBeGoneOnFrom() {
    QFETCH(QString, name);
    const PictureInfo info = makeInfo(10'000, 600);
    const std::vector<std::int32_t> counts(std::size_t{10'000} * 600, 7);
    auto writer = PictureWriter::open(m_folder->filePath(name), info).value();
    const std::vector<std::int16_t> engines(256);
    const PictureRows top{
        .firstRow = 344,
        .rows = 256,
        .field = {.width = 10'000, .samples = {.counts = counts, .smooth = m_smooth}},
        .engines = engines};
    QVERIFY(writer->writeRows(top).ok() && writer->endSlab(kDigest).ok());
    writer->keepPart();
    writer.reset();
    writer = PictureWriter::open(m_folder->filePath(name), info).value();
    QCOMPARE(writer->missingRows(), 344);
  }

  void aFlippedBitOfAJournalCostsTimeAlone_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("journal");
    for (const char* name : {"a.npy", "a.png"})
      for (const bool journal : {true, false})
        QTest::addRow("%s %d", name, journal) << QString::fromLatin1(name) << journal;
  }
  void aFlippedBitOfAJournalCostsTimeAlone() {
    QFETCH(QString, name);
    QFETCH(bool, journal);
    const QString file = m_folder->filePath(name);
    const PictureInfo info = makeInfo(8, 1024);
    const Counts counts = makeCounts(8, 1024, 256);
    QVERIFY(writePicture(file, info, counts, {256}).ok());
    const QByteArray whole = bytesOf(file);
    QVERIFY(QFile::remove(file));
    leave(file, info, counts, 2);
    const QByteArray part = bytesOf(PictureFile::partName(file));
    const QByteArray lines = bytesOf(PictureJournal::nameFor(file));
    const qsizetype size = journal ? lines.size() : part.size();
    for (qsizetype at = 0; at < size; at += journal ? 1 : 97) {
      QByteArray damaged = journal ? lines : part;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << (at % 8)));
      putBytes(PictureFile::partName(file), journal ? part : damaged);
      putBytes(PictureJournal::nameFor(file), journal ? damaged : lines);
      resume(file, info, counts);
      if (QTest::currentTestFailed()) qFatal("at byte %d", static_cast<int>(at));
      QVERIFY(bytesOf(file) == whole);
      QVERIFY(QFile::remove(file));
    }
  }

  void filesThatAreWrittenTogetherGoOnWhereverTheyWereKilled_data() {
    QTest::addColumn<int>("published");
    QTest::addColumn<int>("forgotten");
    QTest::newRow("sealed") << 0 << 0;
    QTest::newRow("one has its name") << 1 << 0;
    QTest::newRow("both have their names") << 2 << 0;
    QTest::newRow("one journal is gone") << 2 << 1;
  }
  void filesThatAreWrittenTogetherGoOnWhereverTheyWereKilled() {
    QFETCH(int, published);
    QFETCH(int, forgotten);
    const PictureInfo info = makeInfo(8, 16);
    const Counts counts = makeCounts(8, 16, 256);
    for (const int first : {0, 1}) {
      const QStringList files{path(first == 0 ? "a.png" : "b.npy"),
                              path(first == 0 ? "b.npy" : "a.png")};
      {
        const auto writers = opened(files, info);
        const auto all = finished(writers, counts);
        for (const auto& writer : writers) QVERIFY(writer->seal(all).ok());
        for (int i = 0; i < published; ++i) QVERIFY(writers[std::size_t(i)]->publish().ok());
        for (int i = 0; i < forgotten; ++i) writers[std::size_t(i)]->forget();
      }
      const auto writers = opened(files, info);
      for (const auto& writer : writers) QCOMPARE(writer->missingRows(), 0);
      const auto all = finished(writers, {});
      for (const auto& writer : writers) QVERIFY(writer->seal(all).ok());
      for (const auto& writer : writers) QVERIFY(writer->publish().ok());
      for (const auto& writer : writers) writer->forget();
      QCOMPARE(names(), (QStringList{QStringLiteral("a.png"), QStringLiteral("b.npy")}));
      for (const char* name : {"a.png", "b.npy"}) {
        QVERIFY(writePicture(path("w") + QString::fromLatin1(name), info, counts).ok());
        QVERIFY(bytesOf(path("w") + QString::fromLatin1(name)) == bytesOf(path(name)));
        QVERIFY(QFile::remove(path("w") + QString::fromLatin1(name)));
        QVERIFY(QFile::remove(path(name)));
      }
    }
  }

  void thatFilesAreCompleteStaysSaidWhileTheyAreGoneOnWith() {
    const PictureInfo info = makeInfo(8, 16);
    const QStringList files{path("a.png"), path("b.npy")};
    {
      const auto writers = opened(files, info);
      const auto all = finished(writers, makeCounts(8, 16, 256));
      for (const auto& writer : writers) QVERIFY(writer->seal(all).ok());
    }
    const QByteArray lines = bytesOf(PictureJournal::nameFor(files.front()));
    QVERIFY(lines.contains("\ndone "));
    const auto writers = opened(files, info);
    QCOMPARE(bytesOf(PictureJournal::nameFor(files.front())), lines);
    const auto all = finished(writers, {});
    for (const auto& writer : writers) QVERIFY(writer->seal(all).ok());
    QCOMPARE(bytesOf(PictureJournal::nameFor(files.front())), lines);
  }

  void aFileThatWasChangedSinceItGotItsNameIsNotTakenForOurs() {
    const PictureInfo info = makeInfo(8, 16);
    {
      const auto writers = opened({path("a.png"), path("b.npy")}, info);
      const auto all = finished(writers, makeCounts(8, 16, 256));
      for (const auto& writer : writers) QVERIFY(writer->seal(all).ok());
      QVERIFY(writers.front()->publish().ok());
    }
    putBytes(path("a.png"), "painted over");
    const WriteOptions options{.complete = completeFiles(path("b.npy"), info)};
    QVERIFY(!PictureWriter::open(path("a.png"), info, options).ok());
    QCOMPARE(bytesOf(path("a.png")), QByteArray("painted over"));
  }
};

QTEST_GUILESS_MAIN(ResumedFileTest)
#include "resumed_file_test.moc"
