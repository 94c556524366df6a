// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <utility>

#include <QPlainTextEdit>

#include "ui/console/cell_runner.h"

namespace fatou::ui {

// What a cell printed and came to, as it comes: of several engines line by line, each line with its
// engine before it. As high as its text, up to a few lines; hidden while there is none.
class CellOutput : public QPlainTextEdit {
  Q_OBJECT
 public:
  explicit CellOutput(QWidget* parent = nullptr);

  void reset();
  // Takes what an engine has printed, which may end within a line.
  void put(int engine, int stream, const QString& text);
  // Takes what the cell came to, after what is left of lines.
  void finish(const CellResult& result);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 private:
  enum class Voice { Plain, Error, Note };

  void write(const QString& text, Voice voice);
  void writeLine(int engine, const QString& line, Voice voice);
  void flush();
  void writeError(const CellError& error);

  std::map<std::pair<int, int>, QString> m_tails;  // begun lines, by engine and stream
};

}  // namespace fatou::ui
