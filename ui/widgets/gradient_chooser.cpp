// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/gradient_chooser.h"

#include <algorithm>
#include <utility>

#include <QEvent>

#include "ui/widgets/gradient_painter.h"

namespace fatou::ui {
namespace {

constexpr QSize kStrip{88, 14};
constexpr int kVisibleRows = 20;

}  // namespace

GradientChooser::GradientChooser(QWidget* parent) : QComboBox(parent) {
  setIconSize(kStrip);
  setMaxVisibleItems(kVisibleRows);
  setAccessibleName(tr("Gradient"));
  setToolTip(tr("The colours that counts are shown in"));
  connect(this, &QComboBox::activated, this, &GradientChooser::choose);
}

void GradientChooser::setGradients(std::vector<color::Gradient> gradients) {
  m_gradients = std::move(gradients);
  fill();
}

void GradientChooser::addGradient(const color::Gradient& gradient) {
  if (std::ranges::find(m_gradients, gradient) != m_gradients.end()) return;
  m_gradients.push_back(gradient);
  fill();
}

void GradientChooser::setCurrentGradient(const color::Gradient& gradient) {
  if (gradient == m_current) return;
  m_current = gradient;
  const auto known = static_cast<int>(m_gradients.size());
  while (count() > known) removeItem(known);
  const auto row = static_cast<int>(std::ranges::find(m_gradients, gradient) - m_gradients.begin());
  if (row == known)
    addItem(gradientIcon(gradient, kStrip, palette(), devicePixelRatioF()),
            QString::fromStdString(gradient.name));
  setCurrentIndex(row);
}

void GradientChooser::fill() {
  clear();
  for (const color::Gradient& gradient : m_gradients) {
    addItem(gradientIcon(gradient, kStrip, palette(), devicePixelRatioF()),
            QString::fromStdString(gradient.name));
    setItemData(count() - 1, QString::fromStdString(gradient.description), Qt::ToolTipRole);
  }
  const color::Gradient current = std::exchange(m_current, {});
  setCurrentGradient(current);
}

void GradientChooser::choose(int row) {
  if (row < 0 || static_cast<std::size_t>(row) >= m_gradients.size()) return;
  const color::Gradient chosen = m_gradients[static_cast<std::size_t>(row)];
  setCurrentGradient(chosen);
  Q_EMIT gradientChosen(chosen);
}

void GradientChooser::changeEvent(QEvent* event) {
  QComboBox::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) fill();
}

}  // namespace fatou::ui
