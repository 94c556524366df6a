// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/band_edit.h"

#include <optional>

#include <QMenu>
#include <QToolButton>

#include "core/render/render_request.h"
#include "ui/style/number_text.h"
#include "ui/widgets/integer_edit.h"

namespace fatou::ui {
namespace {

// Kernels take 4 or 6 rows at once, so that multiples of 12 are the ones that waste nothing.
constexpr std::int32_t kOfferedRows[] = {1, 4, 12, 24, 48, 96, 192};

// Rows by their number, with or without the word behind it; 0 for "auto".
std::optional<std::int64_t> parseRows(QString text, const QString& automatic) {
  text = text.trimmed();
  if (text.startsWith(automatic, Qt::CaseInsensitive)) return 0;
  const auto digits = text.indexOf(QLatin1Char(' '));
  if (digits > 0 && text.mid(digits + 1).startsWith(QLatin1Char('r'))) text.truncate(digits);
  return parseInteger(text);
}

}  // namespace

BandEdit::BandEdit(QWidget* parent) : CheckedEdit(parent) {
  auto* button = new QToolButton(this);
  button->setAutoRaise(true);
  button->setFixedWidth(20);
  button->setFocusPolicy(Qt::NoFocus);
  button->setPopupMode(QToolButton::InstantPopup);
  button->setAccessibleName(tr("Usual band heights"));
  auto* menu = new QMenu(button);
  connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillMenu(menu); });
  button->setMenu(menu);
  addTrailing(button);
  showGood(textOf(m_rows));
}

void BandEdit::setRows(std::int32_t rows, std::int32_t automaticRows) {
  m_rows = rows;
  m_automaticRows = automaticRows;
  showGood(textOf(rows));
}

QString BandEdit::problemOf(const QString& text) const {
  const auto rows = parseRows(text, tr("auto"));
  if (rows && *rows >= 0 && *rows <= render::kMaxSide) return {};
  return tr("'%1' is not a number of rows: use 1 to %2, or auto")
      .arg(text.left(60), groupedText(render::kMaxSide));
}

void BandEdit::take(const QString& text) {
  edit(static_cast<std::int32_t>(*parseRows(text, tr("auto"))));
}

QString BandEdit::textOf(std::int32_t rows) const {
  if (rows == 0) return tr("auto · %1 rows").arg(groupedText(m_automaticRows));
  return rows == 1 ? tr("1 row") : tr("%1 rows").arg(groupedText(rows));
}

void BandEdit::edit(std::int32_t rows) {
  const std::int32_t before = m_rows;
  setRows(rows, m_automaticRows);
  restore();
  if (rows != before) Q_EMIT rowsEdited(rows);
}

void BandEdit::fillMenu(QMenu* menu) {
  menu->clear();
  const auto offer = [this, menu](std::int32_t rows) {
    QAction* action = menu->addAction(textOf(rows));
    action->setCheckable(true);
    action->setChecked(rows == m_rows);
    connect(action, &QAction::triggered, this, [this, rows] { edit(rows); });
  };
  offer(0);
  menu->addSeparator();
  for (const std::int32_t rows : kOfferedRows) offer(rows);
}

}  // namespace fatou::ui
