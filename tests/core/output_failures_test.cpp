// SPDX-License-Identifier: GPL-3.0-or-later
// What the system may answer to a program that writes: locks, a full disk, a last step that fails.
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#include <QTest>

#include "core/io/files/publish.h"
#include "output_folder.h"
#include "picture_samples.h"
#include "system_answers.h"

using namespace fatou::io;
using namespace fatou::io::samples;
using fatou::tests::answers;

class OutputFailuresTest : public QObject, private OutputFolder {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    answers = {};
    QVERIFY(makeFolder());
  }
  void cleanup() { answers = {}; }

  void aFileSystemWithoutLocksIsWrittenTo() {
    for (const int error : {ENOLCK, EOPNOTSUPP, ENOSYS, EINVAL}) {
      answers.flock = error;
      QVERIFY(writePicture(path("a.png"), makeInfo(3, 2), makeCounts(3, 2, 9)).ok());
      QVERIFY(writeFile(path("a.csv"), "new", true).ok());
    }
  }

  void aFileThatAnotherProgramWritesIsLeftToIt() {
    auto first = PictureWriter::open(path("a.png"), makeInfo(3, 2));
    QVERIFY(first.ok());
    const auto second = PictureWriter::open(path("a.png"), makeInfo(3, 2));
    QVERIFY(!second.ok());
    QVERIFY(text(second.error()).contains(QLatin1String("another program is writing it")));
    QVERIFY(QFile::exists(path("a.png.part")) && QFile::exists(path("a.png.part.journal")));
    first = fatou::Error{};
    QCOMPARE(names(), QStringList{});
  }

  void aJournalThatAnotherProgramBeginsIsLeftToIt() {
    auto other =
        OwnFile::open(PictureJournal::nameFor(path("a.png")), path("a.png"), OwnFile::Wanted::New);
    QVERIFY(other.ok());
    OwnFile journal = std::move(other).value();
    QVERIFY(journal.lock());
    const auto refused = PictureWriter::open(path("a.png"), makeInfo(3, 2));
    QVERIFY(!refused.ok());
    QVERIFY(text(refused.error()).contains(QLatin1String("another program is writing it")));
    QCOMPARE(names(), QStringList{QStringLiteral("a.png.part.journal")});
    QCOMPARE(journal.size(), std::int64_t{0});
    journal.close();
    QVERIFY(PictureWriter::open(path("a.png"), makeInfo(3, 2)).ok());
    QCOMPARE(names(), QStringList{});
  }

  void aLastStepThatFailsKeepsTheFinishedFile_data() {
    QTest::addColumn<int>("sync");
    QTest::addColumn<int>("rename");
    QTest::addColumn<QString>("cause");
    QTest::newRow("disk") << EIO << 0 << QStringLiteral("Input/output error; check the disk");
    QTest::newRow("quota") << EDQUOT << 0 << QStringLiteral("Disk quota exceeded; free some space");
    QTest::newRow("mount") << 0 << EBUSY << QStringLiteral("Device or resource busy; unmount");
    QTest::newRow("sticky") << 0 << EPERM
                            << QStringLiteral(
                                   "Operation not permitted; choose a file and a folder");
    QTest::newRow("read only") << 0 << EROFS
                               << QStringLiteral("Read-only file system; choose another place");
  }
  void aLastStepThatFailsKeepsTheFinishedFile() {
    QFETCH(int, sync);
    QFETCH(int, rename);
    QFETCH(QString, cause);
    putBytes(path("a.png"), "old");
    putBytes(path("a.csv"), "old");
    answers = {.fsync = sync, .rename = rename};
    const Counts counts = makeCounts(3, 2, 9);
    for (const auto& [name, status] :
         {std::pair{"a.png", writePicture(path("a.png"), makeInfo(3, 2), counts)},
          std::pair{"a.csv", writeFile(path("a.csv"), "new", true)}}) {
      QVERIFY(!status.ok());
      const QString part = path(name) + QStringLiteral(".part");
      QVERIFY2(text(status.error()).contains(cause), status.error().message.c_str());
      QVERIFY2(text(status.error()).contains(quoted(part) + QStringLiteral(", which is kept")),
               status.error().message.c_str());
      QVERIFY(QFile::exists(part));
      QCOMPARE(bytesOf(path(name)), QByteArray("old"));
    }
    QCOMPARE(bytesOf(path("a.csv.part")), QByteArray("new"));
    answers = {};
    auto again = PictureWriter::open(path("a.png"), makeInfo(3, 2), {.replace = true});
    QVERIFY(again.ok());
    QCOMPARE(again.value()->missingRows(), 0);
    QVERIFY(again.value()->commit(kDigest).ok());
    QVERIFY(bytesOf(path("a.png")).startsWith("\x89PNG"));
    QVERIFY(!QFile::exists(path("a.png.part")) && !QFile::exists(path("a.png.part.journal")));
  }

  void aFullDiskLeavesNothingOfAReport() {
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    rlimit small = before;
    small.rlim_cur = 10;
    auto* const handler = std::signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    const fatou::Status status = writeFile(path("a.csv"), QByteArray(11, 'x'), {});
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    QVERIFY(!status.ok());
    QCOMPARE(names(), QStringList{});
  }

  void aProgramThatIsKilledWhileItSavesLeavesNothing() {
    if (!OwnFile::openNameless(path("a.csv"), false).isOpen())
      QSKIP("this file system has no files without names");
    const pid_t child = ::fork();
    if (child == 0) {
      answers.endsAtSync = true;
      (void)writeFile(path("a.csv"), "new", {});
      ::_exit(1);
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    QCOMPARE(names(), QStringList{});
  }

  void anArrayWaitsForRoomAsOtherFilesDo() {
    answers = {.fallocate = ENOSPC, .timesFull = 2};
    int waits = 0;
    const WriteOptions options{.diskFull = [&waits](const fatou::Error&) { return ++waits < 9; }};
    const auto writer = PictureWriter::open(path("a.npy"), makeInfo(300, 200), options);
    QVERIFY(writer.ok());
    QCOMPARE(waits, 2);
  }

  void aDiskThatStaysFullIsAnErrorAndLeavesNothing() {
    answers = {.fallocate = ENOSPC, .timesFull = 1000};
    int waits = 0;
    const WriteOptions options{.diskFull = [&waits](const fatou::Error&) { return ++waits < 9; }};
    QVERIFY(!PictureWriter::open(path("a.npy"), makeInfo(300, 200), options).ok());
    QCOMPARE(waits, 9);
    QCOMPARE(names(), QStringList{});
  }
};

QTEST_GUILESS_MAIN(OutputFailuresTest)
#include "output_failures_test.moc"
