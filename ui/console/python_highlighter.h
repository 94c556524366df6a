// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QPalette>
#include <QSyntaxHighlighter>

namespace fatou::ui {

// What a stretch of a line of Python is.
enum class PythonPart { Keyword, Text, Number, Comment, Decorator };

struct PythonStretch {
  int start = 0;
  int length = 0;
  PythonPart part = PythonPart::Keyword;

  friend bool operator==(const PythonStretch&, const PythonStretch&) = default;
};

// The stretches of a line that are not plain. `open` is the quote mark of a text in three marks
// that goes on from the line before, or 0; it is set to what goes on after this line. Pure.
std::vector<PythonStretch> pythonStretches(const QString& line, char16_t& open);

// Colours Python as it is typed, in colours that suit the palette.
class PythonHighlighter : public QSyntaxHighlighter {
  Q_OBJECT
 public:
  PythonHighlighter(QTextDocument* document, const QPalette& palette);

  void setPalette(const QPalette& palette);

 protected:
  void highlightBlock(const QString& text) override;

 private:
  QPalette m_palette;
};

}  // namespace fatou::ui
