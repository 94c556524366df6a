// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/picture_writer.h"

#include <csignal>
#include <cstdlib>
#include <memory>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QTest>

#include "output_folder.h"
#include "picture_samples.h"

using namespace fatou::io;
using namespace fatou::io::samples;

namespace {

// While it lives no file can grow beyond `bytes`: a full disk that needs no disk. The signal that
// comes with it is ignored, so that writes fail like on a disk.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : m_handler(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &m_before);
    rlimit limit = m_before;
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &m_before);
    std::signal(SIGXFSZ, m_handler);
  }

 private:
  void (*m_handler)(int);
  rlimit m_before{};
};

// Root may write anywhere, so while this lives root is somebody else.
class OrdinaryUser {
 public:
  OrdinaryUser() {
    if (m_wasRoot && setresuid(65'534, 65'534, 0) != 0) std::abort();
  }
  ~OrdinaryUser() {
    if (m_wasRoot && setresuid(0, 0, 0) != 0) std::abort();
  }

 private:
  bool m_wasRoot = geteuid() == 0;
};

}  // namespace

class PictureWriterTest : public QObject, private OutputFolder {
  Q_OBJECT
 private Q_SLOTS:
  void init() { QVERIFY(makeFolder()); }

  // Lets the folder be removed by an ordinary user, too.
  void cleanup() { QFile::setPermissions(m_folder->path(), QFileDevice::Permissions(0x7700)); }

  void theFileAppearsWithCommit_data() { addEndings(); }
  void theFileAppearsWithCommit() {
    const auto writer = makeWriter(makeInfo(3, 2));
    QVERIFY(writeSlabs(*writer, 3, makeCounts(3, 2, 256), {1}).ok());
    QVERIFY(!QFile::exists(target()));
    QVERIFY(writer->commit(kDigest).ok());
    QCOMPARE(names(), QStringList{targetName()});
  }

  void anExistingFileIsReplacedByCommit_data() { addEndings(); }
  void anExistingFileIsReplacedByCommit() {
    putBytes(target(), "old");
    QVERIFY(writePicture(target(), makeInfo(3, 2), makeCounts(3, 2, 256)).ok());
    QCOMPARE(names(), QStringList{targetName()});
    QVERIFY(bytesOf(target()).size() > 60);
  }

  void anExistingFileIsRefusedUnlessItMayBeReplaced_data() { addEndings(); }
  void anExistingFileIsRefusedUnlessItMayBeReplaced() {
    putBytes(target(), "old");
    const auto refused = PictureWriter::open(target(), makeInfo(3, 2));
    QVERIFY(!refused.ok());
    QCOMPARE(text(refused.error()),
             QStringLiteral("Cannot write \"%1\": it exists; choose another name.").arg(target()));
    QCOMPARE(names(), QStringList{targetName()});
    QCOMPARE(bytesOf(target()), QByteArray("old"));
  }

  void withoutCommitNothingIsLeft_data() { addEndings(); }
  void withoutCommitNothingIsLeft() {
    auto writer = makeWriter(makeInfo(300, 200));
    QVERIFY(writeSlabs(*writer, 300, makeCounts(300, 200, 256), {9}).ok());
    writer.reset();
    QCOMPARE(names(), QStringList{});
  }

  void withoutCommitAnExistingFileIsUntouched_data() { addEndings(); }
  void withoutCommitAnExistingFileIsUntouched() {
    putBytes(target(), "old");
    auto writer = makeWriter(makeInfo(300, 200));
    QVERIFY(writeSlabs(*writer, 300, makeCounts(300, 200, 256), {50}).ok());
    writer.reset();
    QCOMPARE(names(), QStringList{targetName()});
    QCOMPARE(bytesOf(target()), QByteArray("old"));
  }

  void aFullDiskIsAnErrorAndLeavesNothing_data() { addEndings(); }
  void aFullDiskIsAnErrorAndLeavesNothing() {
    const Counts counts = makeCounts(300, 200, 256);
    QVERIFY(writePicture(target(), makeInfo(300, 200), counts).ok());
    const qsizetype size = bytesOf(target()).size();
    putBytes(target(), "old");
    for (const qsizetype bytes : {qsizetype{0}, qsizetype{60}, qsizetype{20'000}, size - 1}) {
      const FileSizeLimit disk(static_cast<rlim_t>(bytes));
      const fatou::Status status = writePicture(target(), makeInfo(300, 200), counts);
      QVERIFY(!status.ok());
      QCOMPARE(text(status.error()),
               QStringLiteral("Cannot write \"%1\": File too large; make it smaller, or choose a "
                              "place or a limit (ulimit -f) that allows it.")
                   .arg(target()));
      QCOMPARE(names(), QStringList{targetName()});
    }
    QCOMPARE(bytesOf(target()), QByteArray("old"));
  }

  void aFolderThatIsGoneByTheEndIsAnError_data() { addEndings(); }
  void aFolderThatIsGoneByTheEndIsAnError() {
    const auto writer = makeWriter(makeInfo(3, 2));
    QVERIFY(writeSlabs(*writer, 3, makeCounts(3, 2, 256), {1}).ok());
    QVERIFY(m_folder->remove());
    const fatou::Status status = writer->commit(kDigest);
    QVERIFY(!status.ok());
    QVERIFY2(text(status.error()).startsWith(QStringLiteral("Cannot write \"%1\": ").arg(target())),
             status.error().message.c_str());
  }

  void aNameThatIsAFolderByTheEndIsAnError_data() { addEndings(); }
  void aNameThatIsAFolderByTheEndIsAnError() {
    auto writer = makeWriter(makeInfo(3, 2));
    QVERIFY(writeSlabs(*writer, 3, makeCounts(3, 2, 256), {1}).ok());
    QVERIFY(QDir().mkdir(target()));
    const fatou::Status status = writer->commit(kDigest);
    QCOMPARE(
        text(status.error()),
        QStringLiteral("Cannot write \"%1\": Is a directory; give the name of a file; all of it "
                       "is in \"%1.part\", which is kept.")
            .arg(target()));
    writer.reset();
    QVERIFY(names().contains(targetName() + QStringLiteral(".part")));
    QVERIFY(QDir().rmdir(target()));
    auto again = PictureWriter::open(target(), makeInfo(3, 2));
    QVERIFY(again.ok());
    QCOMPARE(again.value()->missingRows(), 0);
    QVERIFY(again.value()->commit(kDigest).ok());
    QCOMPARE(names(), QStringList{targetName()});
  }

  void aDiskTooSmallForAnArrayIsKnownBeforeTheFirstRow() {
    const QString path = m_folder->filePath(QStringLiteral("j.npy"));
    const FileSizeLimit disk(1'000'000);
    QVERIFY(!PictureWriter::open(path, makeInfo(500, 501), {.replace = true}).ok());
    QVERIFY(PictureWriter::open(path, makeInfo(500, 499), {.replace = true}).ok());
    QCOMPARE(names(), QStringList{});
  }

  void badNamesAreRefused_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("complaint");
    const auto row = [](const char* title, const char* name, const char* complaint) {
      QTest::newRow(title) << QString::fromLatin1(name) << QString::fromLatin1(complaint);
    };
    row("unknown ending", "a.bmp", "\".bmp\" is no known picture format; use %2");
    row("almost a known ending", "a.png2", "\".png2\" is no known picture format; use %2");
    row("no ending", "picture", "its name has no ending; end it in %2");
    row("an ending that is empty", "picture.", "its name has no ending; end it in %2");
    row("folder", "folder.png", "it is a folder; give the name of a file");
    row("pipe", "pipe.png", "it is not a regular file; choose another name");
    row("no such folder", "no/a.png", "there is no folder \"%1/no\"; create it or choose another");
    row("file as folder", "file/a.png",
        "there is no folder \"%1/file\"; create it or choose another");
  }
  void badNamesAreRefused() {
    QFETCH(QString, name);
    QFETCH(QString, complaint);
    QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("folder.png")));
    putBytes(m_folder->filePath(QStringLiteral("file")), "old");
    QCOMPARE(mkfifo(qPrintable(m_folder->filePath(QStringLiteral("pipe.png"))), 0600), 0);
    const QStringList before = names();
    const QString path = m_folder->filePath(name);
    const fatou::Status checked = checkPictureFile(path, makeInfo(3, 2), {.replace = true});
    const auto made = PictureWriter::open(path, makeInfo(3, 2), {.replace = true});
    QVERIFY(!checked.ok() && !made.ok());
    complaint.replace(QLatin1String("%1"), m_folder->path());
    complaint.replace(QLatin1String("%2"), knownEndings());
    QCOMPARE(text(checked.error()),
             QStringLiteral("Cannot write \"%1\": %2.").arg(path, complaint));
    QVERIFY(made.error() == checked.error());
    QCOMPARE(names(), before);
  }

  void anEmptyNameIsRefused() { QVERIFY(!checkPictureFile(QString(), makeInfo(3, 2), {}).ok()); }

  void aFolderWithoutWritePermissionIsRefused() {
    QVERIFY(QFile::setPermissions(m_folder->path(), QFileDevice::Permissions(0x5555)));
    const OrdinaryUser user;
    const fatou::Status status =
        checkPictureFile(target(QStringLiteral("png")), makeInfo(3, 2), {.replace = true});
    QVERIFY(!status.ok());
    QVERIFY2(text(status.error()).contains(QLatin1String("Permission denied; choose")),
             status.error().message.c_str());
  }

  void aFileWithoutWritePermissionIsRefused() {
    const QString path = target(QStringLiteral("png"));
    putBytes(path, "old");
    QVERIFY(QFile::setPermissions(path, QFileDevice::Permissions(0x4444)));
    QVERIFY(QFile::setPermissions(m_folder->path(), QFileDevice::Permissions(0x7777)));
    const OrdinaryUser user;
    QVERIFY(!checkPictureFile(path, makeInfo(3, 2), {.replace = true}).ok());
    QVERIFY(!PictureWriter::open(path, makeInfo(3, 2), {.replace = true}).ok());
    QCOMPARE(bytesOf(path), QByteArray("old"));
  }

  void aFileInAFolderWithoutWritePermissionIsNotWrittenInPlace() {
    const QString path = target(QStringLiteral("png"));
    putBytes(path, "old");
    QVERIFY(QFile::setPermissions(path, QFileDevice::Permissions(0x6666)));
    QVERIFY(QFile::setPermissions(m_folder->path(), QFileDevice::Permissions(0x5555)));
    const OrdinaryUser user;
    QVERIFY(!PictureWriter::open(path, makeInfo(3, 2), {.replace = true}).ok());
    QCOMPARE(bytesOf(path), QByteArray("old"));
  }

  void aGoodNameIsGoodAndLeavesNothing() {
    for (const char* name : {"a.png", "a.PNG", "a.Npy", "two.dots.npy", "\xc3\xa9 ' \".png"})
      QVERIFY(checkPictureFile(m_folder->filePath(QString::fromUtf8(name)), makeInfo(3, 2),
                               {.replace = true})
                  .ok());
    QCOMPARE(names(), QStringList{});
  }

  void endingsCountInAnyCase() {
    const QString path = m_folder->filePath(QStringLiteral("J.NPY"));
    QVERIFY(writePicture(path, makeInfo(3, 2), makeCounts(3, 2, 256)).ok());
    QVERIFY(bytesOf(path).startsWith("\x93NUMPY"));
  }

  void aLinkKeepsPointingAtTheFileThatIsReplaced() {
    const QString real = target(QStringLiteral("npy"));
    const QString link = m_folder->filePath(QStringLiteral("link.npy"));
    putBytes(real, "old");
    QVERIFY(QFile::link(real, link));
    QVERIFY(writePicture(link, makeInfo(3, 2), makeCounts(3, 2, 256)).ok());
    QCOMPARE(QFile::symLinkTarget(link), real);
    QVERIFY(bytesOf(real).startsWith("\x93NUMPY"));
  }

  void sidesThatPngCannotHaveAreRefused() {
    QVERIFY(checkPictureFile(target(QStringLiteral("png")), makeInfo(1'000'000, 1'000'000),
                             {.replace = true})
                .ok());
    QVERIFY(
        checkPictureFile(target(QStringLiteral("npy")), makeInfo(1'000'001, 1), {.replace = true})
            .ok());
    const fatou::Status wide =
        checkPictureFile(target(QStringLiteral("png")), makeInfo(1'000'001, 1), {.replace = true});
    const fatou::Status high =
        checkPictureFile(target(QStringLiteral("png")), makeInfo(1, 1'000'001), {.replace = true});
    QVERIFY(!wide.ok() && !high.ok());
    QCOMPARE(text(wide.error()),
             QStringLiteral("Cannot write \"%1\": 1000001 x 1 pixels are more than the 1000000 a "
                            "side that a .png file may have; make it smaller or write .npy.")
                 .arg(target(QStringLiteral("png"))));
  }

 private:
  static void addEndings() {
    QTest::addColumn<QString>("ending");
    for (const char* ending : {"npy", "png"}) QTest::newRow(ending) << QString::fromLatin1(ending);
  }
  // ".npy, .png or …"
  static QString knownEndings() {
    QStringList endings;
    for (const std::string& ending : pictureEndings())
      endings << u'.' + QString::fromStdString(ending);
    const QString last = endings.takeLast();
    return endings.join(QLatin1String(", ")) + QLatin1String(" or ") + last;
  }
  static QString targetName() {
    QFETCH(QString, ending);
    return QStringLiteral("j.") + ending;
  }
  QString target() const { return m_folder->filePath(targetName()); }
  QString target(const QString& ending) const {
    return m_folder->filePath(QStringLiteral("j.") + ending);
  }
  QStringList names() const { return namesIn(m_folder->path()); }
  std::unique_ptr<PictureWriter> makeWriter(const PictureInfo& info) const {
    return PictureWriter::open(target(), info, {.replace = true}).value();
  }
};

QTEST_GUILESS_MAIN(PictureWriterTest)
#include "picture_writer_test.moc"
