// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "ui/widgets/checked_edit.h"

namespace fatou::ui {

// A few whole numbers in a range: "1, 2, 4", also typed as "1-4". They are kept in order, each
// once.
class NumberListEdit : public CheckedEdit {
  Q_OBJECT
 public:
  struct Range {
    QString what;  // names the numbers in what is said about bad text: "engines"
    int low = 1;
    int high = 100;
    QString zeroWord;  // "auto" stands for 0, where it is not empty
  };
  NumberListEdit(const Range& range, const std::vector<int>& values, QWidget* parent = nullptr);

  const std::vector<int>& values() const { return m_values; }
  void setValues(const std::vector<int>& values);  // no signal

 Q_SIGNALS:
  void valuesEdited(const std::vector<int>& values);

 protected:
  QString problemOf(const QString& text) const override;
  void take(const QString& text) override;

 private:
  std::optional<std::vector<int>> parse(const QString& text) const;
  QString textOf(const std::vector<int>& values) const;

  Range m_range;
  std::vector<int> m_values;
};

}  // namespace fatou::ui
