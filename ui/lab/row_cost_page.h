// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QWidget>

#include "core/stats/row_cost.h"

class QLabel;

namespace fatou::ui {

class IntegerEdit;
class RowProfile;

// The lab's page on what rows cost: how uneven equal blocks are, and what moving their borders
// does.
class RowCostPage : public QWidget {
  Q_OBJECT
 public:
  explicit RowCostPage(int engines, QWidget* parent = nullptr);

  // `caption` says of what picture, `source` what the costs are. The borders start as equal blocks.
  void setCosts(const stats::RowCosts& costs, const QString& caption, const QString& source);

 Q_SIGNALS:
  void rowsHovered(const std::optional<fatou::stats::Rows>& rows);

 private:
  void layOut();
  void showEqual();
  void showBalanced();
  void showFigures();

  stats::RowCosts m_costs;
  RowProfile* m_profile;
  IntegerEdit* m_engines;
  QLabel* m_imbalance;
  QLabel* m_bound;
  QLabel* m_caption;
  QLabel* m_source;
};

}  // namespace fatou::ui
