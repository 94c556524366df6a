// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/color/painter.h"
#include "core/exports/picture_spec.h"
#include "core/io/files/output_target.h"
#include "core/io/formats/picture_file.h"
#include "core/io/formats/picture_info.h"
#include "core/io/formats/picture_writer.h"
#include "core/render/frame.h"
#include "core/render/tile.h"
#include "core/render/tile_plan.h"

namespace fatou::exports {

// The quantities that the colours and the files need beside J.
render::Quantities quantitiesFor(const PictureSpec& spec, const std::vector<Target>& targets);

// The picture as the writer of the target's file needs it.
io::PictureInfo infoFor(const PictureSpec& spec, const Target& target,
                        std::shared_ptr<const color::Painter> painter);

// Writes a slab of the picture to those of its files that lack it but nothing above it; `samples`
// is that of the picture, and `numbers` holds all samples of the slab. `digest()` is asked once,
// when the rows are written, for the digest of their J.
Status writeSlab(std::span<const std::unique_ptr<io::PictureWriter>> writers,
                 const render::Frame& numbers, render::RowRange slab, int samples,
                 const std::function<std::string()>& digest);

// The digests of those files that an earlier run has completed, and to which it may have given
// their names.
std::vector<io::PictureFile::Digest> completeFiles(
    const PictureSpec& spec, const std::vector<Target>& targets,
    const std::shared_ptr<const color::Painter>& painter);

// The complaints about the files, before anything is rendered: names, rights, what is there and
// what stands beside. Leaves nothing.
Status checkTargets(const PictureSpec& spec, const std::vector<Target>& targets,
                    const io::Replace& replace);

}  // namespace fatou::exports
