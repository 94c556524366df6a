// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <zlib.h>

#include <QByteArray>

// Files made by hand, so that they can be wrong in ways no writer is.
namespace fatou::io::samples {

inline QByteArray bigEndian(quint32 number) {
  return QByteArray::fromHex(QByteArray::number(number, 16).rightJustified(8, '0'));
}

inline QByteArray chunk(const QByteArray& type, const QByteArray& content) {
  const QByteArray body = type + content;
  const auto crc =
      crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
  return bigEndian(static_cast<quint32>(content.size())) + body +
         bigEndian(static_cast<quint32>(crc));
}

// A sound PNG of one pixel, unless the claimed sides are others, with `extra` before the pixel.
inline QByteArray pngWith(const QByteArray& extra, quint32 width = 1, quint32 height = 1) {
  const QByteArray pixel = qCompress(QByteArray("\0\1\2\3", 4)).sliced(4);
  return QByteArray("\x89PNG\r\n\x1a\n") +
         chunk("IHDR", bigEndian(width) + bigEndian(height) + QByteArray("\x08\x02\0\0\0", 5)) +
         extra + chunk("IDAT", pixel) + chunk("IEND", {});
}

inline QByteArray npyWith(const QByteArray& text, qsizetype arrayBytes) {
  const auto length = static_cast<quint16>(text.size());
  return QByteArray("\x93NUMPY\1\0", 8) + static_cast<char>(length & 0xff) +
         static_cast<char>(length >> 8) + text + QByteArray(arrayBytes, '\1');
}

inline QByteArray npyOfShape(const QByteArray& shape, qsizetype arrayBytes) {
  return npyWith("{'descr': '<i4', 'fortran_order': False, 'shape': " + shape + ", }\n",
                 arrayBytes);
}

}  // namespace fatou::io::samples
