// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QAbstractButton;

namespace fatou::ui {

// A few choices side by side, one of which is taken. The tab key stops at the taken one; the arrows
// choose.
class SegmentedButtons : public QWidget {
  Q_OBJECT
 public:
  explicit SegmentedButtons(QWidget* parent = nullptr);

  void addSegment(const QString& text, const QString& toolTip);

  int current() const { return m_current; }
  void setCurrent(int index);  // no signal

  QSize sizeHint() const override;

 Q_SIGNALS:
  void currentEdited(int index);  // the user chose another one

 protected:
  bool eventFilter(QObject* segment, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void choose(int index);
  bool chooseByKey(int key);

  QList<QAbstractButton*> m_segments;
  int m_current = 0;
};

}  // namespace fatou::ui
