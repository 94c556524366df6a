// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QWidget>

#include "core/stats/row_cost.h"

namespace fatou::ui {

// Shows the cost of each row of a picture, upright like the picture, with the blocks of a direct
// view drawn over it; rows that repeat others cost nothing and are hatched. Borders between blocks
// are moved by the mouse, or by the up and down keys; left and right choose which.
class RowProfile : public QWidget {
  Q_OBJECT
 public:
  explicit RowProfile(QWidget* parent = nullptr);

  void setCosts(const stats::RowCosts& costs, const stats::Borders& borders);
  void setBorders(const stats::Borders& borders);  // no signal
  const stats::Borders& borders() const { return m_borders; }

  // The position where a row begins, from the widget's top.
  int yOf(std::int32_t row) const;

  QSize sizeHint() const override { return {320, 220}; }
  QSize minimumSizeHint() const override { return {160, 80}; }

 Q_SIGNALS:
  void bordersEdited(const fatou::stats::Borders& borders);
  // The rows of the block under the mouse; nothing once there is none.
  void rowsHovered(const std::optional<fatou::stats::Rows>& rows);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  std::int32_t rowAt(int y) const;
  // An inner border by its place in m_borders.
  std::optional<std::size_t> borderAt(int y) const;
  std::size_t blockOf(std::int32_t row) const;
  std::size_t blocks() const { return m_borders.size() - 1; }
  void moveBorder(std::size_t border, std::int32_t row);
  void hover(int y);
  QRect plot() const;
  double costAt(int y) const;
  void paintProfile(QPainter& painter) const;
  void paintMirrored(QPainter& painter) const;
  void paintBorders(QPainter& painter) const;
  void paintShares(QPainter& painter) const;

  stats::RowCosts m_costs;
  stats::Borders m_borders{0, 0};
  double m_highest = 0.0;
  std::size_t m_chosen = 1;  // the border that the keys move
  std::optional<std::size_t> m_dragged;
  std::optional<stats::Rows> m_hovered;
};

}  // namespace fatou::ui
