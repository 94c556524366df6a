// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <tuple>

#include <QString>

#include "core/base/result.h"

namespace fatou::animation {

enum class Container { Pictures, Mp4, WebM };

// Where an animation goes: one video, or a picture a frame.
struct OutputName {
  Container container = Container::Pictures;
  QString video;        // the file; empty for pictures
  QString folder;       // of the frames; for a video one beside it, while it is made
  QString framePrefix;  // a frame's name is prefix, index from 0 in `digits` digits, suffix
  QString frameSuffix;
  int digits = 5;

  static constexpr auto kFields =
      std::tuple(&OutputName::container, &OutputName::video, &OutputName::folder,
                 &OutputName::framePrefix, &OutputName::frameSuffix, &OutputName::digits);

  bool isVideo() const { return container != Container::Pictures; }
  // The path of a frame, with the folder.
  QString frame(std::int64_t index) const;
  // The paths of all frames as one pattern for printf().
  QString pattern() const;
};

// NAME.mp4 and NAME.webm are videos; FOLDER/zoom-%04d.png names pictures; a name without ending is
// a folder of pictures, 00000.png and on. The Error quotes the name.
Result<OutputName> outputNamed(const QString& name);

}  // namespace fatou::animation
