// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace fatou::exports {

// SHA-256 of J as little-endian int32 in row order, lowest row first, 64 hexadecimal digits: what
// numpy has as hashlib.sha256(J.astype('<i4').tobytes()).hexdigest().
std::string countDigest(std::span<const std::int32_t> counts);

// That of a picture from those of its slabs, given from the top one down. Of one slab it is the
// slab's. Pictures of more are never in memory at once, and are written from the top down: theirs
// is the SHA-256 of the slabs' digests (32 bytes each), the lowest slab's first.
std::string joinedDigest(const std::vector<std::string>& slabs);

}  // namespace fatou::exports
