// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/disclosure.h"

#include <QAbstractButton>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

namespace fatou::ui {
namespace {

constexpr double kSmall = 0.92;  // of the text's size, as headings are
constexpr int kArrow = 14;       // the width left of the text

// A button that looks like a heading with an arrow.
class HeadingButton : public QAbstractButton {
 public:
  HeadingButton(const QString& text, QWidget* parent) : QAbstractButton(parent) {
    setText(text);
    setCheckable(true);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  }

  QSize sizeHint() const override {
    const QFontMetrics metrics(headingFont());
    return {kArrow + metrics.horizontalAdvance(text()) + 4, metrics.height() + 6};
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (hasFocus()) {
      painter.setPen(palette().color(QPalette::Highlight));
      painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
    const QColor color =
        palette().color(underMouse() ? QPalette::WindowText : QPalette::PlaceholderText);
    painter.setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(arrow());
    painter.setFont(headingFont());
    const QRect room = rect().adjusted(kArrow, 0, 0, 0);
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, room.width()));
  }

 private:
  QFont headingFont() const {
    QFont heading = font();
    heading.setPointSizeF(kSmall * heading.pointSizeF());
    heading.setWeight(QFont::DemiBold);
    return heading;
  }

  QPainterPath arrow() const {
    const QPointF middle(5.0, 0.5 * height());
    QPainterPath path;
    if (isChecked()) {
      path.moveTo(middle + QPointF(-3.5, -1.5));
      path.lineTo(middle + QPointF(0.0, 2.0));
      path.lineTo(middle + QPointF(3.5, -1.5));
    } else {
      path.moveTo(middle + QPointF(-1.5, -3.5));
      path.lineTo(middle + QPointF(2.0, 0.0));
      path.lineTo(middle + QPointF(-1.5, 3.5));
    }
    return path;
  }
};

}  // namespace

Disclosure::Disclosure(const QString& heading, QWidget* content, QWidget* parent)
    : QWidget(parent), m_heading(new HeadingButton(heading, this)), m_content(content) {
  m_heading->setAccessibleName(heading);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  column->addWidget(m_heading);
  column->addWidget(m_content);
  m_content->hide();
  connect(m_heading, &QAbstractButton::toggled, this, [this](bool open) {
    m_content->setVisible(open);
    Q_EMIT openChanged(open);
  });
}

void Disclosure::setHeading(const QString& heading, const QString& toolTip) {
  m_heading->setText(heading);
  m_heading->setToolTip(toolTip);
}

QString Disclosure::heading() const {
  return m_heading->text();
}

bool Disclosure::isOpen() const {
  return m_heading->isChecked();
}

void Disclosure::setOpen(bool open) {
  m_heading->setChecked(open);
}

}  // namespace fatou::ui
