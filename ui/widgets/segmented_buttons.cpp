// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/segmented_buttons.h"

#include <algorithm>

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>

namespace fatou::ui {
namespace {

constexpr double kFrameRadius = 5.0;
constexpr int kInset = 2;  // between the frame and a segment

// The button of one choice: the accent colour lies behind its text while it is taken, else it is
// flat.
class Segment : public QAbstractButton {
 public:
  Segment(const QString& text, QWidget* parent) : QAbstractButton(parent) {
    setText(text);
    setCheckable(true);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::MinimumExpanding, QSizePolicy::Expanding);
  }

  QSize sizeHint() const override {
    return {fontMetrics().horizontalAdvance(text()) + 12, fontMetrics().height() + 6};
  }
  QSize minimumSizeHint() const override {
    return {fontMetrics().horizontalAdvance(text()) + 4, fontMetrics().height() + 2};
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    if (isChecked() || (underMouse() && isEnabled())) {
      QColor fill = palette().color(QPalette::Highlight);
      if (!isChecked()) fill.setAlphaF(0.18F);
      painter.setBrush(fill);
      painter.drawRoundedRect(rect(), kFrameRadius - kInset, kFrameRadius - kInset);
    }
    painter.setPen(palette().color(isChecked() ? QPalette::HighlightedText : QPalette::Text));
    painter.drawText(rect(), Qt::AlignCenter, text());
  }
};

}  // namespace

SegmentedButtons::SegmentedButtons(QWidget* parent) : QWidget(parent) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kInset + 1, kInset + 1, kInset + 1, kInset + 1);
  row->setSpacing(kInset);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void SegmentedButtons::addSegment(const QString& text, const QString& toolTip) {
  const int index = static_cast<int>(m_segments.size());
  auto* segment = new Segment(text, this);
  segment->setToolTip(toolTip);
  segment->installEventFilter(this);
  connect(segment, &QAbstractButton::clicked, this, [this, index] { choose(index); });
  layout()->addWidget(segment);
  m_segments << segment;
  setCurrent(m_current);
}

void SegmentedButtons::setCurrent(int index) {
  m_current = index;
  const int stop = index >= 0 && index < m_segments.size() ? index : 0;
  for (int i = 0; i < m_segments.size(); ++i) {
    m_segments[i]->setChecked(i == index);
    // Only the taken choice is a tab stop, as in any group of radio buttons; the first one where
    // none is taken.
    m_segments[i]->setFocusPolicy(i == stop ? Qt::StrongFocus : Qt::ClickFocus);
  }
  setFocusProxy(m_segments.value(stop));
}

QSize SegmentedButtons::sizeHint() const {
  return layout()->sizeHint();
}

bool SegmentedButtons::eventFilter(QObject* segment, QEvent* event) {
  switch (event->type()) {
    case QEvent::FocusIn:
    case QEvent::FocusOut:
      update();  // the focus ring lies around all segments
      break;
    case QEvent::KeyPress:
      if (chooseByKey(static_cast<QKeyEvent*>(event)->key())) return true;
      break;
    default:
      break;
  }
  return QWidget::eventFilter(segment, event);
}

void SegmentedButtons::paintEvent(QPaintEvent*) {
  const bool focused =
      std::ranges::any_of(m_segments, [](const auto* segment) { return segment->hasFocus(); });
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(palette().color(QPalette::Base));
  painter.setPen(palette().color(focused ? QPalette::Highlight : QPalette::Light));
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kFrameRadius,
                          kFrameRadius);
}

void SegmentedButtons::choose(int index) {
  const int before = m_current;
  setCurrent(index);  // also where nothing changes: the click has unchecked it
  if (index != before) Q_EMIT currentEdited(index);
}

bool SegmentedButtons::chooseByKey(int key) {
  const int last = static_cast<int>(m_segments.size()) - 1;
  int index = m_current;
  if (key == Qt::Key_Left || key == Qt::Key_Up)
    index = std::max(0, index - 1);
  else if (key == Qt::Key_Right || key == Qt::Key_Down)
    index = std::min(last, index + 1);
  else if (key == Qt::Key_Home)
    index = 0;
  else if (key == Qt::Key_End)
    index = last;
  else
    return false;
  m_segments[index]->setFocus(Qt::TabFocusReason);
  choose(index);
  return true;
}

}  // namespace fatou::ui
