// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>

#include <QString>

#include "core/base/result.h"
#include "core/color/equalization.h"
#include "core/exports/picture_spec.h"
#include "core/io/output_target.h"
#include "core/io/provenance.h"

namespace fatou::animation {

// A frame as it is to be written. Its file carries all of it, as every picture's does.
struct Frame {
  exports::PictureSpec spec;
  color::Equalization equalization;  // of the whole animation
  std::string equalizedOver;         // the digest of its survey; empty where it is not used

  io::Parameters parameters() const;
};

// The options for writing a frame.
struct FrameOptions {
  io::Replace replace;         // a file that is there
  bool ownPartsAlone = false;  // see io::WriteOptions
};

// Renders the frame on the calling thread and writes it as a PNG, which has its name only once it
// is complete. Throws engines::TaskAborted when stopped. Nothing is left of a frame that fails.
Status writeFrame(const Frame& frame, const QString& path, const FrameOptions& options,
                  const std::stop_token& stop);

// Whether the file is this frame, complete: a picture of Fatou with the same parameters.
bool isFrame(const QString& path, const Frame& frame);

// Whether the file is a picture that Fatou made, of whatever place.
bool isOwnPicture(const QString& path);

}  // namespace fatou::animation
