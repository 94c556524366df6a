// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "ui/widgets/checked_edit.h"

namespace fatou::ui {

// A whole number in a range, its thousands set apart: "5,000". Up and down step it.
class IntegerEdit : public CheckedEdit {
  Q_OBJECT
 public:
  explicit IntegerEdit(QWidget* parent = nullptr);

  // `what` names the number in what is said about bad text: "tmax".
  void setRange(const QString& what, std::int64_t low, std::int64_t high);
  // Sets a check beyond being in range: it returns what is wrong with a number, or an empty text.
  void setCheck(std::function<QString(std::int64_t)> check) { m_check = std::move(check); }
  // Whether thousands are set apart, as they are at first. Sizes of pictures are written without.
  void setGrouped(bool grouped);
  // Puts - and + buttons inside the field.
  void addStepButtons();

  std::int64_t value() const { return m_value; }
  // Shows a value as DecimalEdit::setValue() does.
  void setValue(std::int64_t value);

  // The number that the text stands for, taken or not; nothing where it is none.
  std::optional<std::int64_t> draft() const;

  // Adds to the value, as far as the range goes; what the keys and buttons do.
  void stepBy(int steps);

 Q_SIGNALS:
  void valueEdited(std::int64_t value);

 protected:
  QString problemOf(const QString& text) const override;
  void take(const QString& text) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void edit(std::int64_t value);
  QString textOf(std::int64_t value) const;

  QString m_what;
  bool m_grouped = true;
  std::int64_t m_low = 0;
  std::int64_t m_high = 100;
  std::int64_t m_value = 0;
  std::function<QString(std::int64_t)> m_check;
};

// Reads digits with or without spaces or commas between the thousands, also "1e9"; nothing where
// that is no whole number.
std::optional<std::int64_t> parseInteger(const QString& text);

}  // namespace fatou::ui
