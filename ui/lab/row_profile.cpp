// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/row_profile.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "ui/lab/lab_words.h"
#include "ui/style/engine_colors.h"

namespace fatou::ui {
namespace {

constexpr int kReach = 5;          // how near to a border the mouse must be
constexpr int kSharesWidth = 190;  // right of the profile, where there is room
constexpr std::int32_t kPage = 16;

}  // namespace

RowProfile::RowProfile(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Cost of each row, with the direct view's blocks"));
  setToolTip(
      tr("What each row costs, in the colour of the engine whose block it is in. Drag a border, or "
         "choose one by the left and right keys and move it by up and down"));
}

void RowProfile::setCosts(const stats::RowCosts& costs, const stats::Borders& borders) {
  m_costs = costs;
  m_highest = costs.costs.empty() ? 0.0 : std::ranges::max(costs.costs);
  setBorders(borders);
}

void RowProfile::setBorders(const stats::Borders& borders) {
  m_borders = borders;
  m_chosen = std::clamp<std::size_t>(m_chosen, 1, std::max<std::size_t>(1, blocks() - 1));
  update();
}

QRect RowProfile::plot() const {
  const int shares = width() > 2 * kSharesWidth ? kSharesWidth : 0;
  return rect().adjusted(0, 1, -shares, -1);
}

int RowProfile::yOf(std::int32_t row) const {
  const QRect area = plot();
  const stats::Rows picture = m_costs.pictureRows();
  const double share = double(row - picture.begin) / std::max(1, picture.size());
  return area.top() + area.height() - qRound(share * area.height());
}

std::int32_t RowProfile::rowAt(int y) const {
  const QRect area = plot();
  const double share = double(area.top() + area.height() - y) / std::max(1, area.height());
  const stats::Rows picture = m_costs.pictureRows();
  const auto row = picture.begin + std::lround(share * picture.size());
  return std::clamp(static_cast<std::int32_t>(row), m_costs.rows.begin, m_costs.rows.end);
}

std::optional<std::size_t> RowProfile::borderAt(int y) const {
  std::optional<std::size_t> nearest;
  int distance = kReach;
  for (std::size_t k = 1; k < blocks(); ++k) {
    const int away = std::abs(yOf(m_borders[k]) - y);
    if (away > distance) continue;
    distance = away;
    nearest = k;
  }
  return nearest;
}

std::size_t RowProfile::blockOf(std::int32_t row) const {
  const auto above = std::ranges::upper_bound(m_borders, row);
  const auto place = static_cast<std::size_t>(above - m_borders.begin());
  return std::clamp<std::size_t>(place, 1, blocks()) - 1;
}

void RowProfile::moveBorder(std::size_t border, std::int32_t row) {
  const std::int32_t to = std::clamp(row, m_borders[border - 1], m_borders[border + 1]);
  if (to == m_borders[border]) return;
  m_borders[border] = to;
  update();
  Q_EMIT bordersEdited(m_borders);
}

void RowProfile::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return event->ignore();
  m_dragged = borderAt(static_cast<int>(event->position().y()));
  if (m_dragged) m_chosen = *m_dragged;
  update();
}

void RowProfile::mouseMoveEvent(QMouseEvent* event) {
  const int y = static_cast<int>(event->position().y());
  if (m_dragged) return moveBorder(*m_dragged, rowAt(y));
  setCursor(borderAt(y) ? Qt::SizeVerCursor : Qt::ArrowCursor);
  hover(y);
}

void RowProfile::mouseReleaseEvent(QMouseEvent*) {
  m_dragged.reset();
}

void RowProfile::leaveEvent(QEvent*) {
  if (!m_hovered) return;
  m_hovered.reset();
  Q_EMIT rowsHovered(m_hovered);
}

void RowProfile::hover(int y) {
  if (m_costs.costs.empty()) return;
  const std::size_t block = blockOf(rowAt(y));
  const stats::Rows rows{m_borders[block], m_borders[block + 1]};
  if (rows == m_hovered) return;
  m_hovered = rows;
  Q_EMIT rowsHovered(m_hovered);
}

void RowProfile::keyPressEvent(QKeyEvent* event) {
  if (blocks() < 2) return event->ignore();
  const auto step = [this](std::int32_t rows) { moveBorder(m_chosen, m_borders[m_chosen] + rows); };
  switch (event->key()) {
    case Qt::Key_Up:
      return step(1);
    case Qt::Key_Down:
      return step(-1);
    case Qt::Key_PageUp:
      return step(kPage);
    case Qt::Key_PageDown:
      return step(-kPage);
    case Qt::Key_Left:
    case Qt::Key_Right:
      m_chosen = std::clamp<std::size_t>(event->key() == Qt::Key_Left ? m_chosen - 1 : m_chosen + 1,
                                         1, blocks() - 1);
      return update();
    default:
      event->ignore();
  }
}

void RowProfile::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(plot(), palette().color(QPalette::Base));
  if (m_costs.costs.empty()) {
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(rect().adjusted(8, 0, -8, 0), Qt::AlignCenter | Qt::TextWordWrap,
                     tr("What each row costs appears here once the picture is complete."));
    return;
  }
  paintProfile(painter);
  paintMirrored(painter);
  paintBorders(painter);
  paintShares(painter);
}

// The mean cost of the rows that share the pixel.
double RowProfile::costAt(int y) const {
  const std::int32_t begin = std::min(rowAt(y + 1), m_costs.rows.end - 1);
  const std::int32_t end = std::max(rowAt(y), begin + 1);
  return m_costs.sum({begin, end}) / (end - begin);
}

void RowProfile::paintProfile(QPainter& painter) const {
  const QRect area = plot();
  const int engines = static_cast<int>(blocks());
  const int bottom = std::min(area.bottom(), yOf(m_costs.rows.begin) - 1);
  for (int y = std::max(area.top(), yOf(m_costs.rows.end)); y <= bottom; ++y) {
    const double share = m_highest > 0.0 ? costAt(y) / m_highest : 0.0;
    const auto engine = static_cast<int>(blockOf(std::min(rowAt(y + 1), m_costs.rows.end - 1)));
    painter.fillRect(area.left(), y, qRound(share * (area.width() - 4)), 1,
                     engineColor(engine, engines, palette()));
  }
}

void RowProfile::paintMirrored(QPainter& painter) const {
  const stats::Rows rows = m_costs.mirrored;
  if (rows.size() == 0) return;
  const QRect area = plot();
  const int top = yOf(rows.end);
  const QRect rect(area.left(), top, area.width(), yOf(rows.begin) - top);
  painter.fillRect(rect, QBrush(palette().color(QPalette::Mid), Qt::BDiagPattern));
  if (rect.height() < fontMetrics().height()) return;
  const QString text = tr("mirrored: costs nothing");
  QRect ground = fontMetrics().boundingRect(text).adjusted(-6, -3, 6, 3);
  ground.moveCenter(rect.center());
  painter.fillRect(ground & rect, palette().color(QPalette::Base));
  painter.setPen(palette().color(QPalette::PlaceholderText));
  painter.drawText(rect, Qt::AlignCenter, text);
}

void RowProfile::paintBorders(QPainter& painter) const {
  const QRect area = plot();
  for (std::size_t k = 1; k < blocks(); ++k) {
    const int y = yOf(m_borders[k]);
    const bool chosen = hasFocus() && k == m_chosen;
    const QColor color = palette().color(chosen ? QPalette::Link : QPalette::Text);
    painter.fillRect(area.left(), y - 1, area.width(), 2, color);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(QRectF(area.right() - 34, y - 4, 24, 8), 4, 4);  // a grip
    painter.setRenderHint(QPainter::Antialiasing, false);
  }
}

void RowProfile::paintShares(QPainter& painter) const {
  const QRect area = plot();
  if (area.right() >= rect().right()) return;
  const auto shares = stats::blockCosts(m_costs, m_borders);
  const double sum = m_costs.sum();
  int below = INT_MAX;
  for (std::size_t k = 0; k < blocks(); ++k) {
    const int top = yOf(m_borders[k + 1]);
    const int middle = (top + yOf(m_borders[k])) / 2;
    const int height = fontMetrics().height();
    if (middle + height / 2 > below) continue;  // would cover the text below it
    below = middle - height / 2;
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(QRect(area.right() + 12, middle - height / 2, kSharesWidth - 12, height),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     tr("engine %1 · %2 rows · %3")
                         .arg(k)
                         .arg(m_borders[k + 1] - m_borders[k])
                         .arg(percentText(sum > 0.0 ? shares[k] / sum : 0.0)));
  }
}

}  // namespace fatou::ui
