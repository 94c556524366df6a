// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <QFile>
#include <QString>

#include "core/render/frame.h"

namespace fatou::exports {

// Puts the finished rows of a slab that takes long aside, every few seconds, so that a program that
// is killed does not lose them. Slabs that take less are never put aside and cost nothing. Losing
// the file loses time alone, so that what cannot be written or read is passed over.
class SlabSpool {
 public:
  // A file beside the export's first one; nothing where `path` is empty.
  SlabSpool(const QString& path, std::chrono::milliseconds every) : m_file(path), m_every(every) {}
  ~SlabSpool();
  SlabSpool(const SlabSpool&) = delete;
  SlabSpool& operator=(const SlabSpool&) = delete;

  static QString nameFor(const QString& picture) { return picture + QStringLiteral(".part.rows"); }

  // Begins with the frame's slab, which is known by `key`: adds to it what an earlier run has put
  // aside of the same.
  void begin(const std::string& key, render::Frame& frame);

  // To be called as rows arrive.
  void keep(const render::Frame& frame);

  // The slab is written elsewhere.
  void end();

  // Leaves the file when destroyed.
  void keepFile() { m_keepFile = true; }

 private:
  bool readRows(render::Frame& frame);
  void write(const render::Frame& frame, render::RowRange rows);

  QFile m_file;
  std::chrono::milliseconds m_every;
  std::chrono::steady_clock::time_point m_next;
  std::vector<bool> m_kept;  // rows of the frame that are in the file
  QByteArray m_head;
  bool m_keepFile = false;
};

}  // namespace fatou::exports
