// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/animation/animator.h"

#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include "core/animation/color_survey.h"
#include "core/animation/frame_file.h"
#include "core/animation/sendable_names.h"
#include "core/animation/video_encoder.h"
#include "core/engines/client.h"
#include "core/engines/stream.h"
#include "core/exports/left_over.h"
#include "core/io/formats/picture_file.h"
#include "core/io/formats/picture_journal.h"
#include "core/render/sendable.h"

namespace fatou::animation {
namespace {

using engines::Clock;
using engines::Seconds;

// An animation as it is sent to engines, which make each of its frames from the frame's number.
struct AnimationRecipe {
  AnimationScript script{};
  OutputName output{};
  ColorSurvey survey{};

  Frame frame(std::int64_t index) const {
    return {.spec = frameAt(script, index),
            .equalization = survey.equalization,
            .equalizedOver = survey.digest};
  }

  static constexpr auto kFields =
      std::tuple(&AnimationRecipe::script, &AnimationRecipe::output, &AnimationRecipe::survey);
};

// A frame to be made.
struct FrameOrder {
  std::int64_t index = 0;
  bool replaces = false;  // a file of the name is replaced, whatever MakeFrame::replace says

  static constexpr auto kFields = std::tuple(&FrameOrder::index, &FrameOrder::replaces);
};

// The task that writes a frame; returns the Error where it could not be written. Engines see the
// same files as the caller.
struct MakeFrame {
  AnimationRecipe recipe{};
  io::Replace replace{};

  std::optional<Error> operator()(engines::Engine& engine, const FrameOrder& order) const {
    const Frame frame = recipe.frame(order.index);
    const QString path = recipe.output.frame(order.index);
    // The frame may be there from an engine that was lost before it could answer.
    if (isFrame(path, frame)) return std::nullopt;
    const FrameOptions options{.replace = order.replaces ? io::Replace(true) : replace,
                               .ownPartsAlone = recipe.output.isVideo()};
    const Status status = writeFrame(frame, path, options, engine.stopToken());
    return status ? std::nullopt : std::optional(status.error());
  }

  static constexpr auto kFields = std::tuple(&MakeFrame::recipe, &MakeFrame::replace);
};

// The task that looks whether a frame is there.
struct FindFrame {
  AnimationRecipe recipe{};

  bool operator()(std::int64_t index) const {
    return isFrame(recipe.output.frame(index), recipe.frame(index));
  }

  static constexpr auto kFields = std::tuple(&FindFrame::recipe);
};

Error renderingFailed(const Error& why) {
  return {"rendering failed: " + why.message};
}

// One animation, while it is made.
class AnimationRun {
 public:
  AnimationRun(const AnimationScript& script, const OutputName& output,
               const AnimationOptions& options, const AnimationHooks& hooks, std::stop_token stop)
      : m_recipe{script, output, {}},
        m_options(options),
        m_hooks(hooks),
        m_stop(std::move(stop)),
        m_client(options.source.start(options.engines)) {}

  Result<AnimationRecord> run();

 private:
  Status survey();
  Status findMissing();
  Status render();
  Status encode();
  bool mayReplace(const QString& frame) const;
  void removeFrames() const;
  void report() {
    if (m_hooks.frames) m_hooks.frames(m_record.kept + m_record.rendered, m_record.frames);
  }

  AnimationRecipe m_recipe;
  const AnimationOptions& m_options;
  const AnimationHooks& m_hooks;
  std::stop_token m_stop;
  engines::Client m_client;
  std::vector<FrameOrder> m_missing;
  AnimationRecord m_record;
};

Result<AnimationRecord> AnimationRun::run() {
  m_record.frames = m_recipe.script.frames();
  std::error_code problem;
  const std::filesystem::path folder(QFile::encodeName(m_recipe.output.folder).toStdString());
  std::filesystem::create_directories(folder, problem);
  std::error_code unknown;  // taken, as a folder without rights would else throw
  if (problem && !std::filesystem::is_directory(folder, unknown))
    return io::cannotWrite(m_recipe.output.folder, problem.value());
  for (const auto step : {&AnimationRun::survey, &AnimationRun::findMissing, &AnimationRun::render,
                          &AnimationRun::encode})
    if (Status s = m_stop.stop_requested() ? success() : (this->*step)(); !s) return s.error();
  m_record.complete = !m_stop.stop_requested();
  return m_record;
}

Status AnimationRun::survey() {
  const auto started = Clock::now();
  auto survey = surveyColors(m_recipe.script, m_client, m_stop);
  if (!survey) return survey.error();
  m_recipe.survey = std::move(survey).value();
  m_record.survey = Clock::now() - started;
  return success();
}

// Keeps the frames that are there. Any other file of a frame's name is an Error, unless it may be
// replaced.
Status AnimationRun::findMissing() {
  std::vector<std::int64_t> there;
  for (std::int64_t i = 0; i < m_record.frames; ++i)
    if (QFileInfo::exists(m_recipe.output.frame(i)))
      there.push_back(i);
    else
      m_missing.push_back({.index = i});
  std::vector<bool> isFound(there.size());
  const auto ended = engines::stream(
      m_client.loadBalancedView(), FindFrame{m_recipe}, there,
      [&](std::size_t i, bool found, const engines::TaskRecord&) { isFound[i] = found; }, m_stop);
  if (m_stop.stop_requested()) return success();
  if (!ended) return renderingFailed(ended.error());
  for (std::size_t i = 0; i < there.size(); ++i) {
    if (isFound[i]) {
      ++m_record.kept;
      // A journal is left where a program was killed right after the frame got its name.
      io::removeJournal(m_recipe.output.frame(there[i]));
      continue;
    }
    if (!mayReplace(m_recipe.output.frame(there[i])))
      return io::cannotWrite(
          m_recipe.output.frame(there[i]),
          QStringLiteral("a file of this name is there and is not this frame; ") +
              m_options.replace.choice());
    m_missing.push_back({.index = there[i], .replaces = true});
  }
  report();
  return success();
}

// Frames that an earlier script has left beside a video may be replaced: only the video is wanted.
bool AnimationRun::mayReplace(const QString& frame) const {
  return m_options.replace || (m_recipe.output.isVideo() && isOwnPicture(frame));
}

Status AnimationRun::render() {
  const auto started = Clock::now();
  const MakeFrame make{m_recipe, m_options.replace};
  std::optional<Error> failure;
  const auto take = [&](std::size_t, const std::optional<Error>& error,
                        const engines::TaskRecord& task) -> Status {
    failure = error;
    if (failure) return *failure;
    m_record.engineTime += task.completed - task.started;
    ++m_record.rendered;
    report();
    return success();
  };
  const auto ended = engines::stream(m_client.loadBalancedView(), make, m_missing, take, m_stop);
  m_record.rendering = Clock::now() - started;
  if (failure) return *failure;
  if (!ended) return renderingFailed(ended.error());
  return success();  // also when stopped, as run() notes that in the record
}

Status AnimationRun::encode() {
  if (!m_recipe.output.isVideo()) return success();
  const auto started = Clock::now();
  const auto ffmpeg = findFfmpeg();
  if (!ffmpeg) return ffmpeg.error();
  const VideoJob job{m_recipe.output, m_record.frames, m_recipe.script.framesPerSecond,
                     m_options.replace};
  const auto progress = [this](std::int64_t done) {
    if (m_hooks.video) m_hooks.video(done, m_record.frames);
  };
  if (Status s = encodeVideo(job, ffmpeg.value(), progress, m_stop); !s) return s;
  m_record.encoding = Clock::now() - started;
  if (!m_stop.stop_requested()) removeFrames();
  return success();
}

// Removes this animation's frames, which are all in the video by now, and what an earlier script
// left under the names of frames; the folder stays if it holds anything else. "000001.png" is no
// frame's name, as frames have five digits or as many as they need.
void AnimationRun::removeFrames() const {
  const QDir folder(m_recipe.output.folder);
  static const QRegularExpression numbered(QStringLiteral("^([0-9]{5,})\\.png$"));
  static const QString journal = io::PictureJournal::nameFor({});
  for (QString name : folder.entryList(QDir::Files | QDir::NoSymLinks)) {
    const bool isLeft = name.endsWith(journal);
    if (isLeft) name.chop(journal.size());
    bool isNumber = false;
    const qint64 index = numbered.match(name).captured(1).toLongLong(&isNumber);
    const QString frame = m_recipe.output.frame(index);
    if (!isNumber || QFileInfo(frame).fileName() != name) continue;
    if (isLeft)
      exports::removeLeftOver(frame);
    else if (index < m_record.frames || isOwnPicture(frame))
      QFile::remove(frame);
  }
  QDir().rmdir(folder.path());
}

// The complaint about what stands in the place of the frames' folder. A link is refused, too, as
// frames would be written and removed elsewhere.
Status checkFramesFolder(const OutputName& output) {
  const QFileInfo folder(output.folder);
  if (!folder.isSymLink() && (!folder.exists() || folder.isDir())) return success();
  return io::cannotWrite(output.video, QStringLiteral("%1 beside it is no folder; move it away or "
                                                      "choose another name")
                                           .arg(io::quoted(output.folder)));
}

Status checkVideo(const AnimationScript& script, const OutputName& output,
                  const io::Replace& replace) {
  if (Status s = checkVideoFile(output.video, replace); !s) return s;
  if (Status s = checkFramesFolder(output); !s) return s;
  if (script.width % 2 != 0 || script.height % 2 != 0)
    return io::cannotWrite(output.video, QStringLiteral("a video has even sides, not %1x%2; mend "
                                                        "the script's size")
                                             .arg(script.width)
                                             .arg(script.height));
  const auto ffmpeg = findFfmpeg();
  return ffmpeg ? success() : Status(ffmpeg.error());
}

}  // namespace

Status checkAnimation(const AnimationScript& script, const OutputName& output,
                      const io::Replace& replace) {
  if (Status s = check(script); !s) return s;
  if (output.isVideo()) return checkVideo(script, output, replace);
  if (QFileInfo(output.folder).exists() && !QFileInfo(output.folder).isDir())
    return io::cannotWrite(output.folder,
                           QStringLiteral("a file has the name of the folder; choose another"));
  return success();
}

Result<AnimationRecord> makeAnimation(const AnimationScript& script, const OutputName& output,
                                      const AnimationOptions& options, const AnimationHooks& hooks,
                                      const std::stop_token& stop) {
  if (Status s = checkAnimation(script, output, options.replace); !s) return s.error();
  return AnimationRun(script, output, options, hooks, stop).run();
}

}  // namespace fatou::animation
