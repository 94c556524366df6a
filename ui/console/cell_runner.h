// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include <QImage>
#include <QMetaType>
#include <QObject>
#include <QString>
#include <QStringList>

#include "ui/console/cell_target.h"

namespace fatou::ui {

// Names a run of a cell; each run has another one.
using CellRunId = std::uint64_t;

// The engine of output and errors of the interpreter of the window.
inline constexpr int kHereEngine = -1;

// Why a cell failed on an engine.
struct CellError {
  int engine = kHereEngine;
  int line = 0;         // of the cell, from 1; 0 where that is not known
  QString sentence{};   // "ZeroDivisionError: division by zero"
  QString traceback{};  // as Python writes it; may be empty
};

// What the last line of a cell came to, where that is an expression and not None.
struct CellValue {
  int engine = kHereEngine;
  QString text{};  // Python's repr, cut
};

// What a run came to.
struct CellResult {
  CellRunId run = 0;
  bool isStopped = false;
  double seconds = 0.0;             // from the key press to the last answer
  QString complaint{};              // why nothing could run at all: one sentence; else empty
  std::vector<CellError> errors{};  // of at most one for an engine, in the engines' order
  std::vector<CellValue> values{};  // in the engines' order, or in that of a range
  bool isGood() const;
};

// Runs cells of Python. It never waits: what comes of a run is told by signals, on the thread of
// this object. A cell that is asked for while another one runs waits for its turn.
class CellRunner : public QObject {
  Q_OBJECT
 public:
  explicit CellRunner(QObject* parent = nullptr);

  // Runs the text; the first run starts what it needs. Every run ends with finished().
  virtual CellRunId run(const QString& text, const CellTarget& target) = 0;
  // Ends the run that goes on within 50 ms, and takes back those that wait.
  virtual void stop() = 0;
  virtual bool isRunning() const = 0;
  // Names that begin with these letters, or attributes ("np.li"), as they were after the last run.
  virtual QStringList completions(const QString& begun) const = 0;

 Q_SIGNALS:
  void started(fatou::ui::CellRunId run);
  // Comes as it is printed: stream 1 is standard output, 2 is standard error.
  void output(fatou::ui::CellRunId run, int engine, int stream, const QString& text);
  void finished(const fatou::ui::CellResult& result);
  // An array that a cell of the window's interpreter has shown, in the window's colours.
  void pictured(fatou::ui::CellRunId run, const QImage& image);
  // A sentence that belongs to no cell: that an engine was lost, and was started again.
  void noticed(const QString& sentence);
};

}  // namespace fatou::ui

Q_DECLARE_METATYPE(fatou::ui::CellResult)
