// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <QByteArray>
#include <QString>

#include "core/base/result.h"
#include "core/io/files/own_file.h"
#include "core/render/frame.h"

namespace fatou::exports {

// Puts the finished rows of a slab that takes long aside, every few seconds, so that a program that
// is killed does not lose them. Slabs that take less are never put aside and cost nothing. Losing
// the file loses time alone, so that what cannot be written or read is passed over.
class SlabSpool {
 public:
  // Rows are put into a file beside `picture`, the export's first file, which must not be a link;
  // nowhere if `picture` is empty.
  SlabSpool(const QString& picture, std::chrono::milliseconds every)
      : m_picture(picture), m_every(every) {}
  ~SlabSpool();
  SlabSpool(const SlabSpool&) = delete;
  SlabSpool& operator=(const SlabSpool&) = delete;

  static QString nameFor(const QString& picture) { return picture + QStringLiteral(".part.rows"); }

  // The complaint about what stands there and is no such file.
  static Status check(const QString& picture);
  // Removes what an export has put aside, and nothing else.
  static void remove(const QString& picture);

  // Begins with the frame's slab, which is known by `key`: adds to it what an earlier run has put
  // aside of the same.
  void begin(const std::string& key, render::Frame& frame);

  // Puts the frame's rows aside; to be called as they arrive.
  void keep(const render::Frame& frame);

  // Drops the rows that were put aside; to be called once the slab is in the picture files.
  void end();

  // Leaves the file when destroyed.
  void keepFile() { m_keepFile = true; }
  // Whether the file may be written over where an earlier run has put rows of the same slab aside,
  // but with other numbers. Where not, nothing is put aside.
  void mayReplace(bool replace) { m_mayReplace = replace; }

 private:
  bool readRows(render::Frame& frame);
  void write(const render::Frame& frame, render::RowRange rows);

  bool create();

  QString m_picture;
  io::OwnFile m_file;
  std::int64_t m_end = 0;  // where the last sound record ends
  std::chrono::milliseconds m_every;
  std::chrono::steady_clock::time_point m_next;
  std::vector<bool> m_kept;  // rows of the frame that are in the file
  QByteArray m_head;
  bool m_keepFile = false;
  bool m_mayReplace = true;
  bool m_isOff = false;
};

}  // namespace fatou::exports
