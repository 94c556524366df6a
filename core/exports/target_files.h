// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "core/base/result.h"
#include "core/color/painter.h"
#include "core/exports/picture_spec.h"
#include "core/io/output_target.h"
#include "core/io/picture_file.h"
#include "core/io/picture_info.h"
#include "core/render/tile.h"

namespace fatou::exports {

// What the colours and the files need beside J.
render::Quantities quantitiesFor(const PictureSpec& spec, const std::vector<Target>& targets);

// What the file is told about the picture.
io::PictureInfo infoFor(const PictureSpec& spec, const Target& target,
                        std::shared_ptr<const color::Painter> painter);

// What an earlier run has completed of the files, and may have given its name.
std::vector<io::PictureFile::Digest> completeFiles(
    const PictureSpec& spec, const std::vector<Target>& targets,
    const std::shared_ptr<const color::Painter>& painter);

// The complaints about the files, before anything is rendered: names, rights, what is there and
// what stands beside. Leaves nothing.
Status checkTargets(const PictureSpec& spec, const std::vector<Target>& targets,
                    const io::Replace& replace);

}  // namespace fatou::exports
