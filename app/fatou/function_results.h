// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <QByteArray>
#include <QString>

#include "core/io/files/own_file.h"

namespace fatou::app {

// What a function is asked for: FILE.py:FUNCTION for each number of a range, both ends included.
struct FunctionRange {
  QString function;
  std::int64_t first = 0;
  std::int64_t last = 0;

  std::size_t size() const { return static_cast<std::size_t>(last - first) + 1; }
};

// The results of a function over a range. Each is written to the file NAME.unfinished as it comes,
// so that a command that was killed goes on where it was: what is in there is not computed again.
class FunctionResults {
 public:
  // Opens NAME.unfinished or makes it. Throws the Failure of one that holds something else, or that
  // another command is writing.
  FunctionResults(const QString& name, const FunctionRange& range);

  // The numbers that have no result yet.
  std::vector<std::int64_t> missing() const;
  // A number's result as JSON. Throws the Failure of a file that cannot be written.
  void add(std::int64_t number, const std::string& json);
  // All of them, once none is missing, as the file that the name's ending asks for. Throws the
  // Failure of results that it cannot hold.
  QByteArray file() const;
  void removePart() { m_part.remove(); }

 private:
  void read(const QByteArray& head);
  void write(const std::string& text);

  QString m_name;
  FunctionRange m_range;
  io::OwnFile m_part;
  std::int64_t m_end = 0;
  std::vector<std::string> m_results;  // empty: none yet
};

// Throws the Failure of a name with another ending than .npy, .csv or .jsonl.
void requireResultName(const QString& name);

}  // namespace fatou::app
