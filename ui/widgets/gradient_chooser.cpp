// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/gradient_chooser.h"

#include <algorithm>
#include <utility>

#include <QEvent>

#include "core/io/files/shown_text.h"
#include "ui/widgets/gradient_painter.h"

namespace fatou::ui {
namespace {

constexpr QSize kStrip{88, 14};
constexpr int kVisibleRows = 20;
constexpr std::size_t kMostGuests = 20;

}  // namespace

GradientChooser::GradientChooser(QWidget* parent) : QComboBox(parent) {
  setIconSize(kStrip);
  setMaxVisibleItems(kVisibleRows);
  setAccessibleName(tr("Gradient"));
  setToolTip(tr("The colours that counts are shown in"));
  connect(this, &QComboBox::activated, this, &GradientChooser::choose);
}

void GradientChooser::setBuiltIn(std::vector<color::Gradient> gradients) {
  m_builtIn = std::move(gradients);
  fill();
}

void GradientChooser::setOwn(std::vector<color::Gradient> gradients) {
  m_own = std::move(gradients);
  std::erase_if(m_guests, [this](const auto& guest) {
    return std::ranges::find(m_own, guest) != m_own.end();
  });
  fill();
}

void GradientChooser::addGuest(const color::Gradient& gradient) {
  for (const auto* list : {&m_builtIn, &m_own, &m_guests})
    if (std::ranges::find(*list, gradient) != list->end()) return;
  m_guests.push_back(gradient);
  if (m_guests.size() > kMostGuests) m_guests.erase(m_guests.begin());
  fill();
}

bool GradientChooser::isBuiltIn(const color::Gradient& gradient) const {
  return std::ranges::find(m_builtIn, gradient) != m_builtIn.end();
}

int GradientChooser::rowOf(const color::Gradient& gradient) const {
  const auto row = std::ranges::find(m_rows, std::optional(gradient));
  return row == m_rows.end() ? -1 : static_cast<int>(row - m_rows.begin());
}

void GradientChooser::setCurrentGradient(const color::Gradient& gradient) {
  if (gradient == m_current) return;
  m_current = gradient;
  while (count() > m_known) removeItem(m_known);
  m_rows.resize(static_cast<std::size_t>(m_known));
  if (rowOf(gradient) < 0) appendRow(gradient);
  setCurrentIndex(rowOf(gradient));
}

void GradientChooser::fill() {
  clear();
  m_rows.clear();
  append(m_builtIn, {});
  append(m_own, tr("Mine"));
  append(m_guests, tr("Not kept"));
  m_known = count();
  const color::Gradient current = std::exchange(m_current, {});
  setCurrentGradient(current);
}

void GradientChooser::append(const std::vector<color::Gradient>& gradients,
                             const QString& heading) {
  if (gradients.empty()) return;
  if (!heading.isEmpty()) {
    addItem(heading);
    setItemData(count() - 1, 0, Qt::UserRole - 1);  // by which QComboBox knows rows not to choose
    m_rows.emplace_back();
  }
  for (const color::Gradient& gradient : gradients) appendRow(gradient);
}

void GradientChooser::appendRow(const color::Gradient& gradient) {
  addItem(gradientIcon(gradient, kStrip, palette(), devicePixelRatioF()),
          io::shownLine(QString::fromStdString(gradient.name)));
  const QString description = io::shownText(QString::fromStdString(gradient.description));
  setItemData(count() - 1, description.toHtmlEscaped(), Qt::ToolTipRole);
  m_rows.emplace_back(gradient);
}

void GradientChooser::choose(int row) {
  if (row < 0 || row >= static_cast<int>(m_rows.size())) return;
  const auto chosen = m_rows[static_cast<std::size_t>(row)];
  if (!chosen) return;
  setCurrentGradient(*chosen);
  Q_EMIT gradientChosen(*chosen);
}

void GradientChooser::changeEvent(QEvent* event) {
  QComboBox::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) fill();
}

}  // namespace fatou::ui
