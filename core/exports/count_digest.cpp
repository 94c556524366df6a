// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/count_digest.h"

#include <array>
#include <bit>
#include <nettle/sha2.h>
#include <ranges>

#include <QByteArray>

#include "core/base/check.h"

namespace fatou::exports {
namespace {

static_assert(std::endian::native == std::endian::little, "J is hashed as it is in memory");

// Nettle's is eight times as fast as Qt's, as it uses the processor's SHA instructions.
std::string sha256(std::span<const std::uint8_t> bytes) {
  sha256_ctx context;
  std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest;
  sha256_init(&context);
  sha256_update(&context, bytes.size(), bytes.data());
  sha256_digest(&context, digest.size(), digest.data());
  const QByteArray hex =
      QByteArray(reinterpret_cast<const char*>(digest.data()), digest.size()).toHex();
  return hex.toStdString();
}

}  // namespace

std::string countDigest(std::span<const std::int32_t> counts) {
  return sha256({reinterpret_cast<const std::uint8_t*>(counts.data()), counts.size_bytes()});
}

std::string joinedDigest(const std::vector<std::string>& slabs) {
  FATOU_CHECK(!slabs.empty());
  if (slabs.size() == 1) return slabs.front();
  QByteArray all;
  for (const std::string& digest : slabs | std::views::reverse)
    all += QByteArray::fromHex(QByteArray::fromStdString(digest));
  return sha256(
      {reinterpret_cast<const std::uint8_t*>(all.data()), static_cast<std::size_t>(all.size())});
}

}  // namespace fatou::exports
