// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>

#include <QList>
#include <QString>
#include <QWidget>

#include "core/stats/run_summary.h"

namespace fatou::ui {

// A number of a run with its name and what it means.
struct RunNumber {
  QString name;
  QString value;
  QString meaning;

  friend bool operator==(const RunNumber&, const RunNumber&) = default;
};

// The numbers of a run, large, under their names; as many as there is room for.
class RunNumbers : public QWidget {
  Q_OBJECT
 public:
  explicit RunNumbers(QWidget* parent = nullptr);

  // The figures of a run that is over, in reading order; dashes where there is none.
  static QList<RunNumber> of(const std::optional<stats::RunSummary>& summary, std::size_t bands);

  // The figures of a run that goes on; dashes for what only its end can tell.
  static QList<RunNumber> soFar(const stats::RunSummary& summary, std::size_t bands);

  void setNumbers(const QList<RunNumber>& numbers);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  QRect cell(int index) const;  // empty where there is no room for it

  QList<RunNumber> m_numbers;
};

}  // namespace fatou::ui
