// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QLabel;

namespace fatou::ui {

struct FoundFacts;

// Shows what is known of the formula: one line for each fact, with its meaning in a tool tip.
class FactsBox : public QWidget {
  Q_OBJECT
 public:
  explicit FactsBox(QWidget* parent = nullptr);

  void setFacts(const FoundFacts& found);

 private:
  struct Line {
    QLabel* title = nullptr;
    QLabel* text = nullptr;
  };
  Line lineAt(qsizetype index);

  QList<Line> m_lines;
};

}  // namespace fatou::ui
