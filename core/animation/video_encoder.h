// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>

#include <QString>
#include <QStringList>

#include "core/animation/output_name.h"
#include "core/base/result.h"
#include "core/io/output_target.h"

namespace fatou::animation {

// A video to be made of pictures that are there.
struct VideoJob {
  OutputName output;
  std::int64_t frames = 0;
  int framesPerSecond = 30;
  io::Replace replace;  // a video that is there
};

// The system's ffmpeg, found in PATH. The Error says how to get it.
Result<QString> findFfmpeg();

// The arguments with which ffmpeg, in the frames' folder, writes `part`. Pure.
QStringList ffmpegArguments(const VideoJob& job, const QString& part);

// The complaints that encodeVideo() would begin with about the name.
Status checkVideoFile(const QString& video, const io::Replace& replace);

// Called with the number of frames that are in the video, on the calling thread.
using EncodingProgress = std::function<void(std::int64_t)>;

// Makes NAME.part and renames it when it is complete; blocks. Stopped, or failed, it leaves what
// had the name. The Error has ffmpeg's last line. ffmpeg ends when this process does, however that
// ends.
Status encodeVideo(const VideoJob& job, const QString& ffmpeg, const EncodingProgress& progress,
                   const std::stop_token& stop);

}  // namespace fatou::animation
