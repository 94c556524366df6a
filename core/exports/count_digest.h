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

// The digest of a picture from those of its slabs, given from the top one down. The digest of a
// picture of one slab is that slab's. A picture of more is never in memory at once, and is written
// from the top down: its digest is the SHA-256 of the slabs' digests (32 bytes each), the lowest
// slab's first.
std::string joinedDigest(const std::vector<std::string>& slabs);

}  // namespace fatou::exports
