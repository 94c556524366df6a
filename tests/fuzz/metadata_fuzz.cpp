// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of every format, as far as they are read: what they say about themselves.
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

#include <QString>

#include "core/base/check.h"
#include "core/io/formats/file_info.h"
#include "core/io/places/place_source.h"

using namespace fatou;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const int file = memfd_create("picture", 0);
  static const QString path = QStringLiteral("/proc/self/fd/%1").arg(file);
  FATOU_CHECK(ftruncate(file, 0) == 0);
  FATOU_CHECK(pwrite(file, data, size, 0) == static_cast<ssize_t>(size));
  const auto info = io::readFileInfo(path);
  if (!info) FATOU_CHECK(info.error().message.size() < 400 && info.error().message.back() == '.');
  (void)io::readPlaceOf(path).ok();
  return 0;
}
