// SPDX-License-Identifier: GPL-3.0-or-later
// One rule for every file that is written: what is there, what stands beside it, and what the
// system may answer.
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <memory>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>

#include "core/io/files/program_arguments.h"
#include "core/io/files/publish.h"
#include "picture_samples.h"

using namespace fatou::io;
using namespace fatou::io::samples;

namespace {

// The errno with which a system call fails instead of being made; 0 makes it. So failures can be
// tested without another user or a broken disk.
struct Answers {
  int flock = 0;
  int fsync = 0;
  bool endsAtSync = false;  // as if the program were killed there
  int rename = 0;
  int fchown = 0;
  int fallocate = 0;
  int timesFull = 0;  // how often fallocate fails
};
Answers answers;

int answer(int error) {
  errno = error;
  return -1;
}

QString text(const fatou::Error& error) {
  return QString::fromStdString(error.message);
}

mode_t modeOf(const QString& path) {
  struct stat entry {};
  return ::stat(qPrintable(path), &entry) == 0 ? entry.st_mode & 07777 : 0;
}

}  // namespace

extern "C" {

int flock(int file, int operation) noexcept {
  if (answers.flock != 0) return answer(answers.flock);
  return static_cast<int>(::syscall(SYS_flock, file, operation));
}

int fsync(int) {
  if (answers.endsAtSync) ::_exit(0);
  return answers.fsync != 0 ? answer(answers.fsync) : 0;  // the tests need no disk
}

int fchown(int file, uid_t user, gid_t group) noexcept {
  if (answers.fchown != 0) return answer(answers.fchown);
  return static_cast<int>(::syscall(SYS_fchown, file, user, group));
}

int rename(const char* from, const char* to) noexcept {
  if (answers.rename != 0) return answer(answers.rename);
  return static_cast<int>(::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}

int renameat2(int fromFolder, const char* from, int toFolder, const char* to,
              unsigned flags) noexcept {
  if (answers.rename != 0) return answer(answers.rename);
  return static_cast<int>(::syscall(SYS_renameat2, fromFolder, from, toFolder, to, flags));
}

int fallocate(int file, int mode, off_t offset, off_t size) {
  if (answers.fallocate != 0 && answers.timesFull-- > 0) return answer(answers.fallocate);
  return static_cast<int>(::syscall(SYS_fallocate, file, mode, offset, size));
}

int fallocate64(int file, int mode, off64_t offset, off64_t size) {
  return fallocate(file, mode, offset, size);
}
}

class OutputFileTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    answers = {};
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
  }
  void cleanup() { answers = {}; }

  // --- what is there --------------------------------------------------------------------------

  void aFileThatIsThereIsReplacedByTheUsersWordAlone() {
    putBytes(path("a.csv"), "mine");
    const fatou::Status refused = writeFile(path("a.csv"), "new", {});
    QCOMPARE(
        text(refused.error()),
        QStringLiteral("Cannot write \"%1\": it exists; choose another name.").arg(path("a.csv")));
    const fatou::Status told =
        writeFile(path("a.csv"), "new", {false, QStringLiteral("--force to have it replaced")});
    QVERIFY(text(told.error())
                .endsWith(QLatin1String("another name, or --force to have it "
                                        "replaced.")));
    QCOMPARE(bytesOf(path("a.csv")), QByteArray("mine"));
    QVERIFY(writeFile(path("a.csv"), "new", true).ok());
    QCOMPARE(bytesOf(path("a.csv")), QByteArray("new"));
    QCOMPARE(names(), QStringList{QStringLiteral("a.csv")});
  }

  void aPartThatIsNotOursStaysAsItIs() {
    putBytes(path("a.csv.part"), "mine");
    QVERIFY(::symlink("elsewhere", qPrintable(path("a.csv.part.2"))) == 0);
    QVERIFY(checkWritable(path("a.csv"), {}).ok());
    QVERIFY(writeFile(path("a.csv"), "new", {}).ok());
    QCOMPARE(bytesOf(path("a.csv.part")), QByteArray("mine"));
    QCOMPARE(bytesOf(path("a.csv")), QByteArray("new"));
    QCOMPARE(names().size(), 3);
  }

  void theModeOfAFileThatIsReplacedIsKept_data() {
    QTest::addColumn<int>("mode");
    for (const int mode : {0600, 0644, 0640, 0755}) QTest::addRow("%o", mode) << mode;
  }
  void theModeOfAFileThatIsReplacedIsKept() {
    QFETCH(int, mode);
    for (const char* name : {"a.csv", "a.png"}) {
      putBytes(path(name), "old");
      QCOMPARE(::chmod(qPrintable(path(name)), static_cast<mode_t>(mode)), 0);
    }
    QVERIFY(writeFile(path("a.csv"), "new", true).ok());
    QVERIFY(writePicture(path("a.png"), makeInfo(3, 2), makeCounts(3, 2, 9)).ok());
    QCOMPARE(static_cast<int>(modeOf(path("a.csv"))), mode);
    QCOMPARE(static_cast<int>(modeOf(path("a.png"))), mode);
  }

  void aGroupThatIsNotTheFilesGetsNoMoreThanEverybody() {
    putBytes(path("a.csv"), "old");
    if (::chown(qPrintable(path("a.csv")), ::geteuid(), ::getegid() + 1) != 0)
      QSKIP("only the superuser can give a file to any group");
    answers.fchown = EPERM;
    for (const auto& [before, after] : {std::pair{0660, 0600}, std::pair{0664, 0644}}) {
      QCOMPARE(::chown(qPrintable(path("a.csv")), ::geteuid(), ::getegid() + 1), 0);
      QCOMPARE(::chmod(qPrintable(path("a.csv")), static_cast<mode_t>(before)), 0);
      QVERIFY(writeFile(path("a.csv"), "new", true).ok());
      QCOMPARE(static_cast<int>(modeOf(path("a.csv"))), after);
    }
  }

  void nobodyReadsAPrivateFileWhileItIsReplaced() {
    putBytes(path("a.png"), "old");
    QCOMPARE(::chmod(qPrintable(path("a.png")), 0600), 0);
    const auto writer = PictureWriter::open(path("a.png"), makeInfo(3, 2), {.replace = true});
    QVERIFY(writer.ok());
    QCOMPARE(static_cast<int>(modeOf(path("a.png.part"))), 0600);
  }

  void aNewFileHasTheModeOfTheUmask() {
    const mode_t before = ::umask(027);
    const bool written = writeFile(path("a.csv"), "new", {}).ok();
    ::umask(before);
    QVERIFY(written);
    QCOMPARE(static_cast<int>(modeOf(path("a.csv"))), 0640);
  }

  // --- names and links ------------------------------------------------------------------------

  void namesAreTakenAsTheSystemTakesThem() {
    QDir(m_folder->path()).mkpath(QStringLiteral("deep/er"));
    QCOMPARE(::symlink("deep/er", qPrintable(path("dl"))), 0);
    QVERIFY(writeFile(path("dl/../q.csv"), "behind", {}).ok());
    QCOMPARE(bytesOf(path("deep/q.csv")), QByteArray("behind"));
    QVERIFY(!QFile::exists(path("q.csv")));
    QCOMPARE(::symlink("dl/../p.csv", qPrintable(path("link"))), 0);
    QCOMPARE(::symlink("link", qPrintable(path("two.csv"))), 0);
    QVERIFY(writeFile(path("two.csv"), "through two", {}).ok());
    QCOMPARE(bytesOf(path("deep/p.csv")), QByteArray("through two"));
    QVERIFY(QFileInfo(path("two.csv")).isSymLink() && QFileInfo(path("link")).isSymLink());
  }

  void whatNoFileCanBeWrittenToIsRefused_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const char* reason) {
      QTest::newRow(name) << QString::fromLatin1(name) << QString::fromLatin1(reason);
    };
    row("loop.csv", "Too many levels of symbolic links; mend the link or choose another name.");
    row("folder.csv", "it is a folder; give the name of a file.");
    row("pipe.csv", "it is not a regular file; choose another name.");
    row("file/a.csv", "there is no folder");
    row("/dev/null", "it is not a regular file; choose another name.");
    row("/dev/full", "it is not a regular file; choose another name.");
  }
  void whatNoFileCanBeWrittenToIsRefused() {
    QFETCH(QString, name);
    QFETCH(QString, reason);
    QCOMPARE(::symlink("loop.csv", qPrintable(path("loop.csv"))), 0);
    QVERIFY(QDir().mkdir(path("folder.csv")));
    QCOMPARE(::mkfifo(qPrintable(path("pipe.csv")), 0600), 0);
    putBytes(path("file"), "mine");
    const QString full = name.startsWith(u'/') ? name : m_folder->filePath(name);
    const fatou::Status refused = writeFile(full, "new", true);
    QVERIFY(!refused.ok());
    QVERIFY2(text(refused.error()).contains(reason), refused.error().message.c_str());
  }

  void aNameThatIsTooLongWithItsPartIsRefusedBefore() {
    const QString name = m_folder->filePath(QString(250, u'a') + QStringLiteral(".png"));
    const auto refused = PictureWriter::open(name, makeInfo(3, 2));
    QVERIFY(!refused.ok());
    QVERIFY2(text(refused.error()).contains(QLatin1String("too long; choose a shorter name")),
             refused.error().message.c_str());
    QCOMPARE(names(), QStringList{});
  }

  void oneFileByTwoNamesIsRefused() {
    QVERIFY(QDir().mkdir(path("f")));
    putBytes(path("there.png"), "mine");
    QCOMPARE(::link(qPrintable(path("there.png")), qPrintable(path("hard.png"))), 0);
    QCOMPARE(::symlink("new.png", qPrintable(path("soft.png"))), 0);
    QCOMPARE(::symlink(".", qPrintable(path("here"))), 0);
    const auto differ = [&](const char* one, const char* other) {
      return checkDistinct({path(one), path("x.png"), path(other)}).ok();
    };
    QVERIFY(!differ("new.png", "new.png"));
    QVERIFY(!differ("new.png", "./new.png"));
    QVERIFY(!differ("new.png", "f/../new.png"));
    QVERIFY(!differ("new.png", "soft.png"));
    QVERIFY(!differ("new.png", "here/new.png"));
    QVERIFY(!differ("there.png", "hard.png"));
    QVERIFY(differ("new.png", "f/new.png"));
    QVERIFY(differ("there.png", "new.png"));
  }

  void anArgumentThatIsNotUtf8IsNamed() {
    const char* good[] = {"fatou", "-o", "caf\xc3\xa9.png"};
    const char* bad[] = {"fatou", "-o", "caf\xe9.png"};
    QVERIFY(!complaintAboutArguments(3, good));
    QVERIFY(complaintAboutArguments(3, bad)->contains(QLatin1String("'caf\\xe9.png'")));
  }

  // --- what stands beside ---------------------------------------------------------------------

  void whatThisProgramDidNotMakeIsNotTouched_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("kind");
    for (const char* name : {"a.png.part", "a.png.part.journal"})
      for (const char* kind : {"link", "hard link", "pipe", "socket", "folder", "text"})
        QTest::newRow(qPrintable(QString::fromLatin1(name) + u' ' + QString::fromLatin1(kind)))
            << QString::fromLatin1(name) << QString::fromLatin1(kind);
  }
  void whatThisProgramDidNotMakeIsNotTouched() {
    QFETCH(QString, name);
    QFETCH(QString, kind);
    const QString path = m_folder->filePath(name);
    const QString photo = this->path("photo");
    putBytes(photo, "photo");
    put(kind, path, photo);
    const QStringList before = names();
    const bool isText = kind == QLatin1String("text");
    for (const bool force : {false, true}) {
      if (force && isText) continue;  // then it may be replaced
      const WriteOptions options{.replace = force};
      const auto refused = PictureWriter::open(this->path("a.png"), makeInfo(3, 2), options);
      QVERIFY(!refused.ok());
      QVERIFY2(text(refused.error()).contains(quoted(path)), refused.error().message.c_str());
      QVERIFY(!checkPictureFile(this->path("a.png"), makeInfo(3, 2), options).ok());
      QCOMPARE(names(), before);
      QCOMPARE(bytesOf(photo), QByteArray("photo"));
      if (isText) QCOMPARE(bytesOf(path), QByteArray("somebody's notes"));
    }
  }

  // --- what the system answers ----------------------------------------------------------------

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

  // --- going on -------------------------------------------------------------------------------

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

 private:
  using Writers = std::vector<std::unique_ptr<PictureWriter>>;

  QString path(const char* name) const { return m_folder->filePath(QString::fromLatin1(name)); }
  QStringList names() const { return namesIn(m_folder->path()); }

  static void put(const QString& kind, const QString& path, const QString& photo) {
    const QByteArray name = QFile::encodeName(path);
    if (kind == QLatin1String("link")) QCOMPARE(::symlink(qPrintable(photo), name), 0);
    if (kind == QLatin1String("hard link")) QCOMPARE(::link(qPrintable(photo), name), 0);
    if (kind == QLatin1String("pipe")) QCOMPARE(::mkfifo(name, 0600), 0);
    if (kind == QLatin1String("folder")) QVERIFY(QDir().mkdir(path));
    if (kind == QLatin1String("text")) putBytes(path, "somebody's notes");
    if (kind != QLatin1String("socket")) return;
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    QVERIFY(static_cast<std::size_t>(name.size()) < sizeof address.sun_path);
    std::copy(name.begin(), name.end(), address.sun_path);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    QCOMPARE(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    ::close(socket);
  }

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
  std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(OutputFileTest)
#include "output_file_test.moc"
