// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/animation/video_encoder.h"

#include <csignal>
#include <unistd.h>
#include <utility>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>

#include "core/io/left_part.h"
#include "core/io/place_fields.h"

namespace fatou::animation {
namespace {

constexpr int kGlance = 50;       // milliseconds between looks at the stop token
constexpr int kPatience = 5'000;  // milliseconds for a killed process, which may wait for a disk

// Nearly without loss: a fractal's fine grain is where codecs smear first.
QStringList codec(Container container) {
  if (container == Container::WebM)
    return {QStringLiteral("-c:v"),    QStringLiteral("libvpx-vp9"), QStringLiteral("-crf"),
            QStringLiteral("20"),      QStringLiteral("-b:v"),       QStringLiteral("0"),
            QStringLiteral("-row-mt"), QStringLiteral("1"),          QStringLiteral("-cpu-used"),
            QStringLiteral("3"),       QStringLiteral("-f"),         QStringLiteral("webm")};
  return {QStringLiteral("-c:v"),      QStringLiteral("libx264"),    QStringLiteral("-crf"),
          QStringLiteral("17"),        QStringLiteral("-preset"),    QStringLiteral("medium"),
          QStringLiteral("-movflags"), QStringLiteral("+faststart"), QStringLiteral("-f"),
          QStringLiteral("mp4")};
}

// Has the process end with its parent, this program: if it went on, it would write NAME.part at the
// same time as the next attempt.
void endWith([[maybe_unused]] pid_t parent) {
#ifdef __linux__
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);  // it ended meanwhile
#endif
  // In a group of its own it does not get the terminal's Ctrl-C, which is for this program to act
  // on. Signals that are blocked here would be blocked in it, too.
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::setpgid(0, 0);
}

// Reads the last whole "frame=N" of ffmpeg's report.
void report(QProcess& process, const EncodingProgress& progress) {
  while (process.canReadLine()) {
    const QByteArray line = process.readLine().trimmed();
    if (line.startsWith("frame=") && progress) progress(line.sliced(6).toLongLong());
  }
}

QString lastLine(const QByteArray& text) {
  const QByteArray trimmed = text.trimmed();
  return io::plainLine(QString::fromUtf8(trimmed.sliced(trimmed.lastIndexOf('\n') + 1)));
}

// Runs ffmpeg to its end; the Error has the last line that it wrote, where it failed.
Status run(QProcess& process, const QString& video, const EncodingProgress& progress,
           const std::stop_token& stop) {
  while (process.state() != QProcess::NotRunning && !process.waitForFinished(kGlance)) {
    report(process, progress);
    if (!stop.stop_requested()) continue;
    process.kill();
    process.waitForFinished(kPatience);
    break;
  }
  report(process, progress);
  if (stop.stop_requested()) return success();
  if (process.error() == QProcess::FailedToStart)
    return io::cannotWrite(video, QStringLiteral("ffmpeg does not start: ") +
                                      process.errorString() + QStringLiteral("; install it again"));
  if (process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0) return success();
  const QString line = lastLine(process.readAllStandardError());
  return io::cannotWrite(video, QStringLiteral("ffmpeg failed: %1; mend that, the frames are kept")
                                    .arg(line.isEmpty() ? QStringLiteral("it was killed") : line));
}

// The journal's key for the part of any video, as no video is resumed.
constexpr const char* kKey = "video";

// The path from the root, as ffmpeg works in another folder. It is not cleaned: behind a link to a
// folder, "link/.." leads elsewhere.
QString absolute(const QString& path) {
  return path.startsWith(u'/') ? path : QDir::currentPath() + u'/' + path;
}

// Empties the part, and has its journal say that it is a video's.
Status beginAnew(io::OpenedPart& part, const QString& video) {
  if (Status s = part.file->restart(); !s) return s;
  auto journal = io::PictureJournal::open(video, kKey, {});
  if (!journal) return journal.error();
  part.journal = std::move(journal).value();
  return success();
}

// Makes an empty NAME.part for ffmpeg to fill. Where that fails, neither the file nor a journal of
// this program is left.
Result<io::OpenedPart> emptyPart(const QString& video, const io::Replace& replace) {
  if (Status s = checkVideoFile(video, replace); !s) return s.error();
  auto opened = io::openPart(video, kKey);
  if (!opened) return opened;
  io::OpenedPart part = std::move(opened).value();
  part.file->takeAsNew();
  if (Status s = beginAnew(part, video); !s) {
    part.file.reset();  // before the journal, as nobody would know whose a part without one is
    io::removeJournal(video);
    return s.error();
  }
  return part;
}

Status publish(io::OpenedPart& part, const QString& video, const io::Replace& replace) {
  const auto digest = part.file->digest();
  if (!digest) return digest.error();
  if (digest.value().size == 0)
    return io::cannotWrite(video, QStringLiteral("ffmpeg wrote nothing; try another ending"));
  return part.file->commit(replace);
}

}  // namespace

Result<QString> findFfmpeg() {
  QString path = QStandardPaths::findExecutable(QStringLiteral("ffmpeg"));
  if (!path.isEmpty()) return path;
  return Error{
      "there is no ffmpeg to make videos with: install the Debian package ffmpeg, or "
      "write numbered pictures with -o FOLDER"};
}

QStringList ffmpegArguments(const VideoJob& job, const QString& part) {
  QStringList arguments{
      QStringLiteral("-nostdin"), QStringLiteral("-y"), QStringLiteral("-loglevel"),
      QStringLiteral("error"), QStringLiteral("-nostats"), QStringLiteral("-progress"),
      QStringLiteral("pipe:1"), QStringLiteral("-f"), QStringLiteral("image2"),
      QStringLiteral("-framerate"), QString::number(job.framesPerSecond),
      QStringLiteral("-start_number"), QStringLiteral("0"), QStringLiteral("-i"),
      job.output.pattern(), QStringLiteral("-frames:v"), QString::number(job.frames),
      // Colours as the pictures have them: players take an unmarked video for BT.709, which ffmpeg
      // would not use by itself.
      QStringLiteral("-vf"),
      QStringLiteral("scale=flags=accurate_rnd+full_chroma_int:out_color_matrix=bt709:"
                     "out_range=tv,format=yuv420p"),
      QStringLiteral("-color_primaries"), QStringLiteral("bt709"), QStringLiteral("-color_trc"),
      QStringLiteral("bt709"), QStringLiteral("-colorspace"), QStringLiteral("bt709"),
      QStringLiteral("-color_range"), QStringLiteral("tv")};
  arguments += codec(job.output.container);
  arguments += QStringLiteral("file:") + part;
  return arguments;
}

Status checkVideoFile(const QString& video, const io::Replace& replace) {
  if (Status s = io::checkFileName(video, replace); !s) return s;
  const QString path = io::fileBehind(video);
  return io::checkLeftPart(path, io::readJournal(path, kKey).origin, {.replace = replace});
}

Status encodeVideo(const VideoJob& job, const QString& ffmpeg, const EncodingProgress& progress,
                   const std::stop_token& stop) {
  const QString video = io::fileBehind(job.output.video);
  auto opened = emptyPart(video, job.replace);
  if (!opened) return opened.error();
  io::OpenedPart part = std::move(opened).value();
  QProcess process;
  process.setWorkingDirectory(job.output.folder);
  process.setChildProcessModifier([parent = ::getpid()] { endWith(parent); });
  process.start(ffmpeg, ffmpegArguments(job, absolute(io::PictureFile::partName(video))));
  Status status = run(process, job.output.video, progress, stop);
  if (status && !stop.stop_requested()) status = publish(part, video, job.replace);
  part.file.reset();
  // A part that is kept needs its journal to be known as ours.
  if (!QFile::exists(io::PictureFile::partName(video))) part.journal->remove();
  return status;
}

}  // namespace fatou::animation
