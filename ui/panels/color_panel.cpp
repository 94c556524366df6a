// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/color_panel.h"

#include <algorithm>
#include <cmath>

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFontDatabase>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

#include "ui/widgets/color_button.h"
#include "ui/widgets/gradient_painter.h"
#include "ui/widgets/gradient_strip.h"

namespace fatou::ui {
namespace {

constexpr int kMargin = 12;
constexpr int kSpacing = 8;
constexpr QSize kIcon{64, 14};
constexpr int kSteps = 1000;           // of every slider
constexpr double kDensityOctaves = 5;  // 1/32 ... 32
constexpr int kCycleMs = 33;

double densityAt(int step) {
  return std::exp2((2.0 * step / kSteps - 1.0) * kDensityOctaves);
}

int stepOfDensity(double density) {
  const double octaves = std::log2(std::max(density, 1e-9));
  return static_cast<int>(std::lround((octaves / kDensityOctaves + 1.0) * kSteps / 2));
}

// Lengths of the gradient a second, from one in a minute to two.
double speedAt(int step) {
  return std::exp2(std::lerp(-6.0, 1.0, static_cast<double>(step) / kSteps));
}

QLabel* heading(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setProperty("class", QStringLiteral("heading"));
  return label;
}

QSlider* slider(const QString& name, const QString& toolTip, QWidget* parent) {
  auto* made = new QSlider(Qt::Horizontal, parent);
  made->setRange(0, kSteps);
  made->setPageStep(kSteps / 20);
  made->setAccessibleName(name);
  made->setToolTip(toolTip);
  return made;
}

}  // namespace

ColorPanel::ColorPanel(std::vector<color::Gradient> builtIn, QWidget* parent)
    : QWidget(parent),
      m_gradients(std::move(builtIn)),
      m_coloring(color::Coloring::defaultColoring()) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
  column->setSpacing(kSpacing);
  buildGradientRows(*column);
  buildMappingRows(*column);
  buildInteriorRows(*column);
  column->addStretch();
  m_cycleTimer.setInterval(kCycleMs);
  connectAll();
  showColoring();
}

void ColorPanel::buildGradientRows(QVBoxLayout& column) {
  m_strip = new GradientStrip(this);
  m_chooser = new QComboBox(this);
  m_chooser->setIconSize(kIcon);
  m_chooser->setAccessibleName(tr("Gradient"));
  m_chooser->setToolTip(tr("The colours that counts are shown in"));
  m_edit = new QPushButton(tr("Edit…"), this);
  m_import = new QPushButton(tr("Import…"), this);
  m_export = new QPushButton(tr("Export…"), this);
  m_problem = new QLabel(this);
  m_problem->setWordWrap(true);
  m_problem->hide();
  column.addWidget(heading(tr("Gradient"), this));
  column.addWidget(m_strip);
  column.addWidget(m_chooser);
  auto* buttons = new QHBoxLayout;
  for (QPushButton* button : {m_edit, m_import, m_export}) buttons->addWidget(button);
  column.addLayout(buttons);
  column.addWidget(m_problem);
}

void ColorPanel::buildMappingRows(QVBoxLayout& column) {
  m_smooth = new QPushButton(tr("Smooth"), this);
  m_banded = new QPushButton(tr("Banded"), this);
  m_mapping = new QComboBox(this);
  m_mapping->addItems({tr("Linear"), tr("Logarithm"), tr("Square root"), tr("Equalised")});
  m_density = slider(tr("Density"), tr("How often the gradient repeats"), this);
  m_densityValue = new QLabel(this);
  m_offset = slider(tr("Offset"), tr("Where the gradient begins"), this);
  m_offsetValue = new QLabel(this);
  m_play = new QPushButton(tr("Play"), this);
  m_play->setCheckable(true);
  m_speed = slider(tr("Speed of the cycle"), tr("How fast the colours move"), this);
  m_speed->setValue(kSteps / 2);
  auto* group = new QButtonGroup(this);
  auto* segments = new QHBoxLayout;
  m_smooth->setProperty("segment", QStringLiteral("first"));
  m_banded->setProperty("segment", QStringLiteral("last"));
  for (QPushButton* button : {m_smooth, m_banded}) {
    button->setCheckable(true);
    group->addButton(button);
    segments->addWidget(button);
  }
  auto* form = new QFormLayout;
  form->addRow(tr("Bands"), segments);
  form->addRow(tr("Mapping"), m_mapping);
  const auto addSlider = [form](const QString& text, QWidget* left, QWidget* right) {
    auto* row = new QHBoxLayout;
    row->addWidget(left);
    row->addWidget(right);
    form->addRow(text, row);
  };
  addSlider(tr("Density"), m_density, m_densityValue);
  addSlider(tr("Offset"), m_offset, m_offsetValue);
  addSlider(tr("Cycle"), m_play, m_speed);
  column.addLayout(form);
}

void ColorPanel::buildInteriorRows(QVBoxLayout& column) {
  m_interior = new ColorButton(this);
  m_interior->setAccessibleName(tr("Interior colour"));
  m_lines = new QCheckBox(tr("Distance lines"), this);
  auto* form = new QFormLayout;
  form->addRow(tr("Interior"), m_interior);
  form->addRow(QString(), m_lines);
  column.addWidget(heading(tr("Set"), this));
  column.addLayout(form);
}

void ColorPanel::connectAll() {
  const auto changed = [this] { change(true); };
  connect(m_chooser, &QComboBox::activated, this, [this](int row) {
    if (static_cast<std::size_t>(row) < m_gradients.size())
      chooseGradient(m_gradients[static_cast<std::size_t>(row)], true);
  });
  connect(m_smooth, &QPushButton::toggled, this, changed);
  connect(m_mapping, &QComboBox::activated, this, changed);
  connect(m_lines, &QCheckBox::toggled, this, changed);
  for (QSlider* each : {m_density, m_offset}) {
    connect(each, &QSlider::valueChanged, this, [this, each] { change(!each->isSliderDown()); });
    connect(each, &QSlider::sliderReleased, this, changed);
  }
  connect(m_interior, &ColorButton::colorChanged, this,
          [this](const QColor&, bool finished) { change(finished); });
  connect(m_play, &QPushButton::toggled, this, &ColorPanel::setCycling);
  connect(&m_cycleTimer, &QTimer::timeout, this, &ColorPanel::cycle);
  connect(m_edit, &QPushButton::clicked, this, &ColorPanel::editGradient);
  connect(m_import, &QPushButton::clicked, this, &ColorPanel::askForImport);
  connect(m_export, &QPushButton::clicked, this, &ColorPanel::askForExport);
}

void ColorPanel::setColoring(const color::Coloring& coloring) {
  const double offset = isCycling() ? m_coloring.offset : coloring.offset;
  m_coloring = coloring;
  m_coloring.offset = offset;
  showColoring();
}

void ColorPanel::showColoring() {
  m_showing = true;
  m_strip->setGradient(m_coloring.gradient);
  showGradients();
  (m_coloring.smooth ? m_smooth : m_banded)->setChecked(true);
  m_mapping->setCurrentIndex(static_cast<int>(m_coloring.mapping));
  m_density->setValue(stepOfDensity(m_coloring.density));
  m_densityValue->setText(locale().toString(m_coloring.density, 'g', 3));
  m_offset->setValue(static_cast<int>(std::lround(m_coloring.offset * kSteps)));
  m_offsetValue->setText(locale().toString(m_coloring.offset, 'f', 3));
  m_interior->setColor(toQColor(m_coloring.interior));
  m_lines->setChecked(m_coloring.distanceLines);
  m_showing = false;
}

void ColorPanel::showGradients() {
  m_chooser->clear();
  for (const color::Gradient& each : m_gradients)
    m_chooser->addItem(gradientIcon(each, kIcon, palette(), devicePixelRatioF()),
                       QString::fromStdString(each.name));
  const auto current = std::ranges::find(m_gradients, m_coloring.gradient);
  if (current == m_gradients.end())
    m_chooser->addItem(gradientIcon(m_coloring.gradient, kIcon, palette(), devicePixelRatioF()),
                       QString::fromStdString(m_coloring.gradient.name));
  m_chooser->setCurrentIndex(static_cast<int>(current - m_gradients.begin()));
}

void ColorPanel::change(bool finished) {
  if (m_showing) return;
  m_coloring.smooth = m_smooth->isChecked();
  m_coloring.mapping = static_cast<color::Mapping>(m_mapping->currentIndex());
  m_coloring.density = densityAt(m_density->value());
  m_coloring.offset = static_cast<double>(m_offset->value()) / kSteps;
  m_coloring.interior = toRgb(m_interior->color());
  m_coloring.distanceLines = m_lines->isChecked();
  showColoring();
  Q_EMIT coloringChanged(m_coloring, finished);
}

void ColorPanel::chooseGradient(const color::Gradient& gradient, bool finished) {
  if (m_coloring.interior == m_coloring.gradient.interior) m_coloring.interior = gradient.interior;
  m_coloring.gradient = gradient;
  showColoring();
  Q_EMIT coloringChanged(m_coloring, finished);
}

void ColorPanel::setCycling(bool cycling) {
  if (cycling == isCycling()) return;
  m_play->setChecked(cycling);
  if (cycling) {
    m_sinceCycled.start();
    m_cycleTimer.start();
    return;
  }
  m_cycleTimer.stop();
  Q_EMIT coloringChanged(m_coloring, true);
}

void ColorPanel::cycle() {
  const double seconds = static_cast<double>(m_sinceCycled.restart()) / 1000.0;
  const double offset = m_coloring.offset + seconds * speedAt(m_speed->value());
  m_coloring.offset = offset - std::floor(offset);
  showColoring();
  Q_EMIT offsetCycled(m_coloring.offset);
}

void ColorPanel::importGradient(const QString&) {}
void ColorPanel::exportGradient(const QString&) {}
void ColorPanel::editGradient() {}
void ColorPanel::askForImport() {}
void ColorPanel::askForExport() {}
void ColorPanel::showProblem(const QString& problem) {
  m_problem->setText(problem);
  m_problem->setVisible(!problem.isEmpty());
}

}  // namespace fatou::ui
