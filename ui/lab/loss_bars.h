// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "core/stats/losses.h"
#include "core/stats/time_parts.h"

namespace fatou::ui {

// A configuration's name, and where its engine time went.
struct NamedLosses {
  QString name;
  stats::Losses losses;
};

// One bar a configuration, all of its engines' time long: the work itself, then each loss. Words
// and parts explain themselves under the mouse.
class LossBars : public QWidget {
  Q_OBJECT
 public:
  explicit LossBars(QWidget* parent = nullptr);

  void setLosses(const std::vector<NamedLosses>& losses);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {220, 90}; }

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  // A stretch of a bar, or a word of the legend.
  struct Part {
    QRect rect;
    stats::BarPart stretch;
    std::size_t row = 0;
  };
  std::vector<Part> legend() const;
  std::vector<Part> bar(std::size_t row) const;
  int namesWidth() const;
  int rowHeight() const;
  int barsTop() const;
  double pixelsOfAll() const;  // of all the engines' time
  QString explanation(const Part& part, bool inLegend) const;
  void paintLegend(QPainter& painter) const;
  void paintRow(QPainter& painter, std::size_t row) const;
  void paintPart(QPainter& painter, const Part& part) const;

  std::vector<NamedLosses> m_losses;
};

}  // namespace fatou::ui
