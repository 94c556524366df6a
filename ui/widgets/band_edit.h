// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "ui/widgets/checked_edit.h"

class QMenu;

namespace fatou::ui {

// Rows a band: a number, or automatic with the number that comes to. A menu offers the usual ones.
class BandEdit : public CheckedEdit {
  Q_OBJECT
 public:
  explicit BandEdit(QWidget* parent = nullptr);

  // 0 is automatic, which comes to `automaticRows`. No signal.
  void setRows(std::int32_t rows, std::int32_t automaticRows);
  std::int32_t rows() const { return m_rows; }

 Q_SIGNALS:
  void rowsEdited(std::int32_t rows);

 protected:
  QString problemOf(const QString& text) const override;
  void take(const QString& text) override;

 private:
  QString textOf(std::int32_t rows) const;
  void edit(std::int32_t rows);
  void fillMenu(QMenu* menu);

  std::int32_t m_rows = 0;
  std::int32_t m_automaticRows = 12;
};

}  // namespace fatou::ui
