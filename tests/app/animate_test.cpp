// SPDX-License-Identifier: GPL-3.0-or-later
// `fatou animate` as scripts see it: frames, videos, being killed and going on.
#include <csignal>

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "fatou_process.h"
#include "tests/patience.h"

namespace {

// 24 frames of 64 x 36, or as many as `seconds` has.
QByteArray script(const char* seconds = "1", const char* size = "64x36",
                  const char* coloring = "{}") {
  return QByteArray(R"({"fatou": "animation", "version": 1, "framesPerSecond": 24,
    "start": {"c": "-0.8,0.156", "center": "0,0", "radius": "1.2", "tmax": 200},
    "size": ")") +
         size + R"(", "coloring": )" + coloring + R"(, "segments": [{"seconds": )" + seconds +
         R"(, "to": {"center": "-0.3,0.1", "radius": "0.01"}, "cycles": 1,
    "easeIn": 0.1, "easeOut": 0.1}]})";
}

bool hasFfmpeg() {
  return !QStandardPaths::findExecutable(QStringLiteral("ffmpeg")).isEmpty();
}

}  // namespace

using fatou::tests::Outcome;
using fatou::tests::outcomeOf;

class AnimateTest : public QObject {
  Q_OBJECT

 private:
  std::unique_ptr<QTemporaryDir> m_folder;

  void start(QProcess& process, const QString& line, const QProcessEnvironment& environment = {}) {
    process.setWorkingDirectory(m_folder->path());
    if (!environment.isEmpty()) process.setProcessEnvironment(environment);
    process.start(qEnvironmentVariable("FATOU"),
                  QStringLiteral("animate %1").arg(line).split(u' ', Qt::SkipEmptyParts));
    QVERIFY(process.waitForStarted());
  }
  Outcome animate(const QString& line, const QProcessEnvironment& environment = {}) {
    QProcess process;
    start(process, line, environment);
    return outcomeOf(process);
  }
  // Kills the command once a file is there. On a busy machine it may be over by then: what it has
  // made is removed, and it begins anew.
  void killAfter(const QString& file, const QString& line, const QString& made) {
    for (int attempt = 0; attempt < 20; ++attempt) {
      QProcess process;
      start(process, line);
      QTRY_VERIFY(QFile::exists(path(file)) || process.state() == QProcess::NotRunning);
      process.kill();
      process.waitForFinished(fatou::tests::kPatienceMs);
      if (process.exitStatus() == QProcess::CrashExit) return;
      if (!QFile::remove(path(made))) QDir(path(made)).removeRecursively();
    }
    QFAIL("it was over each time");
  }
  QString path(const QString& name) const { return m_folder->filePath(name); }
  void write(const QString& name, const QByteArray& bytes) const {
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
  }
  QByteArray contents(const QString& name) const {
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  QStringList files(const QString& folder = {}) const {
    return QDir(path(folder)).entryList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot);
  }
  // Digests of all files of a folder by name.
  QByteArray digestOf(const QString& folder) const {
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QString& name : files(folder))
      hash.addData(name.toUtf8() + contents(folder + u'/' + name));
    return hash.result();
  }
  // The environment of a stand-in for ffmpeg that runs these lines of shell.
  QProcessEnvironment withFfmpeg(const QByteArray& lines) const {
    QDir(m_folder->path()).mkpath(QStringLiteral("bin"));
    write(QStringLiteral("bin/ffmpeg"), "#!/bin/sh\n" + lines + "\n");
    QFile::setPermissions(path(QStringLiteral("bin/ffmpeg")),
                          QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("PATH"),
                       path(QStringLiteral("bin")) + QStringLiteral(":/usr/bin:/bin"));
    return environment;
  }

 private Q_SLOTS:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    write(QStringLiteral("zoom.json"), script());
  }

  // --- numbered pictures ----------------------------------------------------------------------

  void framesAreNumberedPicturesThatSayWhatTheyAre() {
    const auto done = animate(QStringLiteral("zoom.json -o frames"));
    QCOMPARE(done.err, QString());
    QCOMPARE(done.code, 0);
    QVERIFY2(done.out.startsWith(QLatin1String("24 frames of 64 x 36, 24 a second\n")),
             qPrintable(done.out));
    const QStringList names = files(QStringLiteral("frames"));
    QCOMPARE(names.size(), 24);
    QCOMPARE(names.first(), QStringLiteral("00000.png"));
    QCOMPARE(names.last(), QStringLiteral("00023.png"));
    QProcess info;
    info.start(qEnvironmentVariable("FATOU"),
               {QStringLiteral("info"), path(QStringLiteral("frames/00023.png"))});
    QVERIFY(info.waitForFinished(fatou::tests::kPatienceMs));
    QVERIFY(info.readAllStandardOutput().contains("-0.3,0.1"));
  }

  void theFirstFrameIsThePictureThatRenderMakes() {
    QCOMPARE(animate(QStringLiteral("zoom.json -o f-%d.png --quiet")).code, 0);
    QProcess render;
    render.setWorkingDirectory(m_folder->path());
    render.start(qEnvironmentVariable("FATOU"),
                 QStringLiteral("render --c -0.8,0.156 --center 0,0 --radius 1.2 --tmax 200 "
                                "--size 64x36 --engines 1 --quiet -o r.png")
                     .split(u' '));
    QVERIFY(render.waitForFinished(fatou::tests::kPatienceMs));
    QVERIFY(!contents(QStringLiteral("r.png")).isEmpty());
    QCOMPARE(contents(QStringLiteral("f-0.png")), contents(QStringLiteral("r.png")));
  }

  void anyNumberOfEnginesMakesTheSameFrames() {
    write(QStringLiteral("zoom.json"), script("1", "64x36", R"({"mapping": "equalized"})"));
    const auto one = animate(QStringLiteral("zoom.json -o one --engines 1"));
    QCOMPARE(one.code, 0);
    QVERIFY2(one.out.contains(QLatin1String(" on 1 engine on ")), qPrintable(one.out));
    QCOMPARE(animate(QStringLiteral("zoom.json -o five --quiet --engines 5")).code, 0);
    QCOMPARE(digestOf(QStringLiteral("one")), digestOf(QStringLiteral("five")));
  }

  void framesThatAreThereAreKept() {
    QCOMPARE(animate(QStringLiteral("zoom.json -o frames --quiet")).code, 0);
    const QByteArray before = digestOf(QStringLiteral("frames"));
    QFile::remove(path(QStringLiteral("frames/00007.png")));
    const auto again = animate(QStringLiteral("zoom.json -o frames"));
    QCOMPARE(again.code, 0);
    QVERIFY2(again.out.contains(QLatin1String("23 were there")), qPrintable(again.out));
    QCOMPARE(digestOf(QStringLiteral("frames")), before);
  }

  void otherFilesAreReplacedWithForceAlone() {
    QDir(m_folder->path()).mkpath(QStringLiteral("frames"));
    write(QStringLiteral("frames/00023.png"), "mine");
    const auto refused = animate(QStringLiteral("zoom.json -o frames"));
    QCOMPARE(refused.code, 1);
    QVERIFY2(refused.err.contains(QLatin1String("--force")), qPrintable(refused.err));
    QVERIFY(refused.err.contains(QLatin1String("00023.png")));
    QCOMPARE(contents(QStringLiteral("frames/00023.png")), QByteArray("mine"));
    QCOMPARE(files(QStringLiteral("frames")).size(), 1);
    QCOMPARE(animate(QStringLiteral("zoom.json -o frames --force")).code, 0);
    QVERIFY(contents(QStringLiteral("frames/00023.png")) != QByteArray("mine"));
  }

  void whatIsLeftOfAnotherFrameIsReplacedWithForceAlone() {
    QDir(m_folder->path()).mkpath(QStringLiteral("frames"));
    write(QStringLiteral("frames/00023.png.part"), "mine");
    const auto refused = animate(QStringLiteral("zoom.json -o frames"));
    QCOMPARE(refused.code, 1);
    QVERIFY2(refused.err.contains(QLatin1String("--force")), qPrintable(refused.err));
    QCOMPARE(contents(QStringLiteral("frames/00023.png.part")), QByteArray("mine"));
    QCOMPARE(animate(QStringLiteral("zoom.json -o frames --force")).code, 0);
    QVERIFY(!files(QStringLiteral("frames")).contains(QStringLiteral("00023.png.part")));
  }

  void framesOfAnotherScriptAreNotKept() {
    QCOMPARE(animate(QStringLiteral("zoom.json -o frames --quiet")).code, 0);
    write(QStringLiteral("zoom.json"), script("1", "64x36", R"({"density": 2})"));
    QCOMPARE(animate(QStringLiteral("zoom.json -o frames")).code, 1);
    const auto forced = animate(QStringLiteral("zoom.json -o frames --force"));
    QCOMPARE(forced.code, 0);
    QVERIFY(!forced.out.contains(QLatin1String("were there")));
  }

  void aDamagedFrameIsMadeAnew() {
    QCOMPARE(animate(QStringLiteral("zoom.json -o frames --quiet")).code, 0);
    const QByteArray before = digestOf(QStringLiteral("frames"));
    QFile file(path(QStringLiteral("frames/00003.png")));
    QVERIFY(file.resize(file.size() / 2));
    QCOMPARE(animate(QStringLiteral("zoom.json -o frames --quiet --force")).code, 0);
    QCOMPARE(digestOf(QStringLiteral("frames")), before);
  }

  // --- interruptions --------------------------------------------------------------------------

  void interruptedItSaysHowToGoOn() {
    write(QStringLiteral("zoom.json"), script("100", "640x360"));
    QProcess process;
    start(process, QStringLiteral("zoom.json -o frames"));
    QTRY_VERIFY(QFile::exists(path(QStringLiteral("frames/00004.png"))));
    fatou::tests::send(process, SIGINT);
    const auto done = outcomeOf(process);
    QCOMPARE(done.code, 130);
    QVERIFY2(done.err.contains(QLatin1String("the same command goes on")), qPrintable(done.err));
    for (const QString& name : files(QStringLiteral("frames")))
      QVERIFY2(name.endsWith(QLatin1String(".png")), qPrintable(name));
  }

  void killedItGoesOnAndEndsWithTheSameFrames() {
    write(QStringLiteral("zoom.json"), script("2", "320x180", R"({"mapping": "equalized"})"));
    QCOMPARE(animate(QStringLiteral("zoom.json -o whole --quiet")).code, 0);
    for (const char* last : {"00003.png", "00011.png", "00030.png"})
      killAfter(QStringLiteral("frames/") + QString::fromLatin1(last),
                QStringLiteral("zoom.json -o frames --quiet"), QStringLiteral("frames"));
    const auto done = animate(QStringLiteral("zoom.json -o frames"));
    QCOMPARE(done.err, QString());
    QCOMPARE(done.code, 0);
    QVERIFY2(done.out.contains(QLatin1String("were there")), qPrintable(done.out));
    QCOMPARE(digestOf(QStringLiteral("frames")), digestOf(QStringLiteral("whole")));
  }

  // --- videos ---------------------------------------------------------------------------------

  void withoutFfmpegOneSentenceSaysWhatToInstall() {
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("PATH"), QString());
    const auto done = animate(QStringLiteral("zoom.json"), environment);
    QCOMPARE(done.code, 2);
    QCOMPARE(done.err.count(u'\n'), 1);
    QVERIFY2(done.err.contains(QLatin1String("Debian package ffmpeg")), qPrintable(done.err));
    QCOMPARE(files(), QStringList{QStringLiteral("zoom.json")});
  }

  void aVideoIsMadeAndNothingElseIsLeft_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("mp4") << QStringLiteral("zoom.mp4");
    QTest::newRow("webm") << QStringLiteral("a%b.webm");
  }
  void aVideoIsMadeAndNothingElseIsLeft() {
    if (!hasFfmpeg()) QSKIP("there is no ffmpeg here");
    QFETCH(QString, name);
    const auto done = animate(QStringLiteral("zoom.json -o ") + name);
    QCOMPARE(done.err, QString());
    QCOMPARE(done.code, 0);
    QStringList left{name, QStringLiteral("zoom.json")};
    left.sort();
    QCOMPARE(files(), left);
    QProcess probe;
    probe.start(QStringLiteral("ffprobe"),
                {QStringLiteral("-loglevel"), QStringLiteral("error"),
                 QStringLiteral("-count_frames"), QStringLiteral("-show_entries"),
                 QStringLiteral("stream=nb_read_frames,r_frame_rate,color_space"),
                 QStringLiteral("-of"), QStringLiteral("csv=p=0"), path(name)});
    QVERIFY(probe.waitForFinished(fatou::tests::kPatienceMs));
    QCOMPARE(probe.readAllStandardOutput().trimmed(), QByteArray("bt709,24/1,24"));
  }

  void aVideoThatIsThereNeedsForce() {
    write(QStringLiteral("zoom.mp4"), "mine");
    const auto environment = withFfmpeg("for last; do :; done; echo new > \"${last#file:}\"");
    const auto refused = animate(QStringLiteral("zoom.json"), environment);
    QCOMPARE(refused.code, 2);
    QVERIFY2(refused.err.contains(QLatin1String("--force")), qPrintable(refused.err));
    QCOMPARE(contents(QStringLiteral("zoom.mp4")), QByteArray("mine"));
    const auto forced = animate(QStringLiteral("zoom.json --force"), environment);
    QCOMPARE(forced.err, QString());
    QCOMPARE(forced.code, 0);
    QCOMPARE(contents(QStringLiteral("zoom.mp4")), QByteArray("new\n"));
  }

  void somebodysFilesBesideAVideoStay() {
    const auto environment = withFfmpeg("for last; do :; done; echo new > \"${last#file:}\"");
    QVERIFY(QDir().mkpath(path(QStringLiteral("zoom.mp4.part.frames/album"))));
    for (const char* name : {"photo.png", "123.png", "000001.png", "99999999999999999999.png",
                             "00099.png", "00099.png.part"})
      write(QStringLiteral("zoom.mp4.part.frames/") + QString::fromLatin1(name), "photo");
    const QStringList before = files(QStringLiteral("zoom.mp4.part.frames"));
    QCOMPARE(animate(QStringLiteral("zoom.json"), environment).code, 0);
    QCOMPARE(files(QStringLiteral("zoom.mp4.part.frames")), before);
    for (const QString& name : before)
      if (name != QLatin1String("album"))
        QCOMPARE(contents(QStringLiteral("zoom.mp4.part.frames/") + name), QByteArray("photo"));
  }

  void somebodysFileWithAFramesNameIsNotReplaced() {
    const auto environment = withFfmpeg("for last; do :; done; echo new > \"${last#file:}\"");
    QVERIFY(QDir().mkpath(path(QStringLiteral("zoom.mp4.part.frames"))));
    for (const char* name : {"00003.png", "00005.png.part"}) {
      const QString photo = QStringLiteral("zoom.mp4.part.frames/") + QString::fromLatin1(name);
      write(photo, "photo");
      const auto refused = animate(QStringLiteral("zoom.json"), environment);
      QCOMPARE(refused.code, 1);
      QVERIFY2(refused.err.contains(photo), qPrintable(refused.err));
      QCOMPARE(contents(photo), QByteArray("photo"));
      QVERIFY(QFile::remove(path(photo)));
    }
    write(QStringLiteral("zoom.mp4.part"), "film");
    QCOMPARE(animate(QStringLiteral("zoom.json"), environment).code, 2);
    QCOMPARE(contents(QStringLiteral("zoom.mp4.part")), QByteArray("film"));
  }

  void framesOfAnotherScriptBesideAVideoAreMadeAnew() {
    const auto failing = withFfmpeg("exit 1");
    QCOMPARE(animate(QStringLiteral("zoom.json"), failing).code, 1);
    write(QStringLiteral("zoom.json"), script("0.5", "64x36", R"({"density": 2})"));
    const auto environment = withFfmpeg("for last; do :; done; echo new > \"${last#file:}\"");
    const auto done = animate(QStringLiteral("zoom.json"), environment);
    QCOMPARE(done.err, QString());
    QCOMPARE(files(), (QStringList{QStringLiteral("bin"), QStringLiteral("zoom.json"),
                                   QStringLiteral("zoom.mp4")}));
  }

  void aFailureOfFfmpegIsItsLastLineAndKeepsTheFrames() {
    const auto failing = withFfmpeg("echo first >&2; echo 'Unknown encoder x' >&2; exit 1");
    const auto done = animate(QStringLiteral("zoom.json"), failing);
    QCOMPARE(done.code, 1);
    QCOMPARE(done.err.count(u'\n'), 1);
    QVERIFY2(done.err.contains(QLatin1String("Unknown encoder x")), qPrintable(done.err));
    QVERIFY(!done.err.contains(QLatin1String("first")));
    QCOMPARE(files(QStringLiteral("zoom.mp4.part.frames")).size(), 24);
    QVERIFY(!QFile::exists(path(QStringLiteral("zoom.mp4"))));
    QVERIFY(!QFile::exists(path(QStringLiteral("zoom.mp4.part"))));
  }

  void aKilledVideoGoesOnWithItsFrames() {
    if (!hasFfmpeg()) QSKIP("there is no ffmpeg here");
    write(QStringLiteral("zoom.json"), script("3", "320x180"));
    killAfter(QStringLiteral("zoom.mp4.part.frames/00020.png"), QStringLiteral("zoom.json"),
              QStringLiteral("zoom.mp4"));
    QVERIFY(!QFile::exists(path(QStringLiteral("zoom.mp4"))));
    const auto done = animate(QStringLiteral("zoom.json"));
    QCOMPARE(done.code, 0);
    QVERIFY2(done.out.contains(QLatin1String("were there")), qPrintable(done.out));
    QCOMPARE(files(), (QStringList{QStringLiteral("zoom.json"), QStringLiteral("zoom.mp4")}));
  }

  void killedWhileFfmpegWorksItTakesFfmpegAlong() {
    const auto slow = withFfmpeg("echo $$ > pid; exec sleep 300");
    QProcess process;
    start(process, QStringLiteral("zoom.json"), slow);
    const QString pidFile = QStringLiteral("zoom.mp4.part.frames/pid");
    QTRY_VERIFY(contents(pidFile).endsWith('\n'));
    const auto pid = static_cast<pid_t>(contents(pidFile).trimmed().toLongLong());
    QVERIFY(pid > 0);
    process.kill();
    QVERIFY(process.waitForFinished(fatou::tests::kPatienceMs));
    const auto isAlive = [pid] {
      QFile stat(QStringLiteral("/proc/%1/stat").arg(pid));
      return stat.open(QIODevice::ReadOnly) && !stat.readAll().contains(") Z ");
    };
    QTRY_VERIFY(!isAlive());
  }

  void interruptedWhileFfmpegWorksItKeepsTheFrames() {
    const auto slow = withFfmpeg("echo $$ > ../pid; exec sleep 300");
    QProcess process;
    start(process, QStringLiteral("zoom.json"), slow);
    QTRY_VERIFY(contents(QStringLiteral("pid")).endsWith('\n'));
    fatou::tests::send(process, SIGTERM);
    const auto done = outcomeOf(process);
    QCOMPARE(done.code, 130);
    QCOMPARE(files(QStringLiteral("zoom.mp4.part.frames")).size(), 24);
  }

  // --- mistakes -------------------------------------------------------------------------------

  void mistakesAreOneSentence_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("part");
    QTest::newRow("no script") << QString() << QStringLiteral("the script is missing");
    QTest::newRow("no file") << QStringLiteral("none.json -o f") << QStringLiteral("no such file");
    QTest::newRow("two") << QStringLiteral("zoom.json more.json") << QStringLiteral("unexpected");
    QTest::newRow("ending") << QStringLiteral("zoom.json -o z.gif") << QStringLiteral(".webm");
    QTest::newRow("no number") << QStringLiteral("zoom.json -o z.png") << QStringLiteral("%05d");
    QTest::newRow("file") << QStringLiteral("zoom.json -o zoom.json/x")
                          << QStringLiteral("choose another");
    QTest::newRow("odd") << QStringLiteral("odd.json -o z.mp4") << QStringLiteral("even sides");
    QTest::newRow("bad") << QStringLiteral("bad.json -o f") << QStringLiteral("its size");
    QTest::newRow("deep") << QStringLiteral("deep.json -o f") << QStringLiteral("no sound JSON");
    QTest::newRow("engines") << QStringLiteral("zoom.json -o f --engines 0")
                             << QStringLiteral("--engines");
  }
  void mistakesAreOneSentence() {
    QFETCH(QString, line);
    QFETCH(QString, part);
    write(QStringLiteral("odd.json"), script("1", "63x36"));
    write(QStringLiteral("bad.json"), script("1", "wide"));
    write(QStringLiteral("deep.json"), QByteArray(100'000, '['));
    const auto done = animate(line);
    QVERIFY2(done.code == 2 || done.code == 1, qPrintable(done.err));
    QVERIFY2(done.err.contains(part), qPrintable(done.err));
    QCOMPARE(done.err.count(u'\n'), 1);
    QCOMPARE(files().size(), 4);
  }
};

QTEST_GUILESS_MAIN(AnimateTest)
#include "animate_test.moc"
