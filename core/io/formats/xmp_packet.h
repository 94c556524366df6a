// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/io/files/provenance.h"

namespace fatou::io {

// What made a picture as an XMP packet (ISO 16684-1), which readers of pictures show: the program
// as xmp:CreatorTool, all of it as dc:description; and pixels an inch where `dpi` is not 0.
std::string xmpPacket(const Provenance& provenance, int dpi = 0);

// What such a packet of ours says, whoever has rewritten it since.
std::optional<Provenance> provenanceInXmp(std::string_view packet);

}  // namespace fatou::io
