// SPDX-License-Identifier: GPL-3.0-or-later
// One rule for every file that is written: what is there, and what stands beside it.
#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

#include <QTest>

#include "core/io/files/program_arguments.h"
#include "core/io/files/publish.h"
#include "output_folder.h"
#include "picture_samples.h"
#include "system_answers.h"

using namespace fatou::io;
using namespace fatou::io::samples;
using fatou::tests::answers;

namespace {

mode_t modeOf(const QString& path) {
  struct stat entry {};
  return ::stat(qPrintable(path), &entry) == 0 ? entry.st_mode & 07777 : 0;
}

}  // namespace

class OutputFileTest : public QObject, private OutputFolder {
  Q_OBJECT

 private:
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

 private Q_SLOTS:
  void init() {
    answers = {};
    QVERIFY(makeFolder());
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
};

QTEST_GUILESS_MAIN(OutputFileTest)
#include "output_file_test.moc"
