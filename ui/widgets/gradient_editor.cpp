// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/gradient_editor.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/spacing.h"
#include "ui/widgets/color_button.h"
#include "ui/widgets/gradient_bar.h"
#include "ui/widgets/gradient_painter.h"

namespace fatou::ui {
namespace {

constexpr int kSpacing = 12;
constexpr int kLongestName = 200;
constexpr int kWidth = 520;
constexpr int kPositionWidth = 124;

QLabel* buddyLabel(const QString& text, QWidget* field) {
  auto* label = new QLabel(text, field->parentWidget());
  label->setBuddy(field);
  return label;
}

}  // namespace

GradientEditor::GradientEditor(const color::Gradient& gradient, Naming naming, QWidget* parent)
    : QDialog(parent), m_original(gradient), m_naming(naming), m_gradient(gradient) {
  setWindowTitle(tr("Edit gradient"));
  setMinimumWidth(kWidth);
  makeFields();
  arrange();
  m_name->setText(QString::fromStdString(gradient.name));
  m_cyclic->setChecked(gradient.cyclic);
  m_bar->setGradient(gradient);
  m_bar->select(0);
  showSelected();
  connectAll();
  m_bar->setFocus();
}

void GradientEditor::makeFields() {
  m_name = new QLineEdit(this);
  m_name->setMaxLength(kLongestName);
  m_bar = new GradientBar(this);
  m_position = new QDoubleSpinBox(this);
  m_position->setRange(0.0, 100.0);
  m_position->setDecimals(1);
  m_position->setSuffix(tr(" %"));
  m_position->setFont(numericFont());
  m_position->setMinimumWidth(kPositionWidth);
  m_position->setToolTip(tr("Where the selected stop lies on the bar"));
  m_color = new ColorButton(this);
  m_color->setAccessibleName(tr("Colour of the stop"));
  m_color->setToolTip(tr("Choose the selected stop's colour"));
  m_add = new QPushButton(icon(u"plus"), tr("&Add"), this);
  m_add->setToolTip(tr("Add a stop behind the selected one (Insert)"));
  m_delete = new QPushButton(icon(u"minus"), tr("&Delete"), this);
  m_delete->setToolTip(tr("Remove the selected stop (Delete)"));
  m_reverse = new QPushButton(tr("&Reverse"), this);
  m_reverse->setToolTip(tr("Run through the colours from the end to the beginning"));
  m_spread = new QPushButton(tr("&Spread Evenly"), this);
  m_spread->setToolTip(tr("Put all stops at equal distances"));
  m_cyclic = new QCheckBox(tr("C&yclic: the end runs into the beginning"), this);
  m_cyclic->setToolTip(tr("Otherwise the gradient is run through backwards when it repeats"));
}

QDialogButtonBox* GradientEditor::makeButtons() {
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
  buttons->button(QDialogButtonBox::Ok)->setProperty("class", QStringLiteral("primary"));
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  return buttons;
}

void GradientEditor::arrange() {
  auto* name = new QHBoxLayout;
  name->addWidget(buddyLabel(tr("&Name"), m_name));
  name->addWidget(m_name);
  auto* stop = new QHBoxLayout;
  stop->addWidget(buddyLabel(tr("&Position"), m_position));
  stop->addWidget(m_position);
  stop->addWidget(m_color);
  stop->addStretch();
  stop->addWidget(m_add);
  stop->addWidget(m_delete);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kDialogMargin, kDialogMargin, kDialogMargin, kDialogMargin);
  column->setSpacing(kSpacing);
  column->addLayout(name);
  column->addWidget(m_bar);
  column->addLayout(stop);
  auto* whole = new QHBoxLayout;
  whole->addWidget(m_cyclic);
  whole->addStretch();
  whole->addWidget(m_reverse);
  whole->addWidget(m_spread);
  column->addLayout(whole);
  column->addStretch();
  column->addWidget(makeButtons());
}

void GradientEditor::connectAll() {
  connect(m_name, &QLineEdit::textEdited, this, &GradientEditor::rename);
  connect(m_bar, &GradientBar::stopsChanged, this, &GradientEditor::changeStops);
  connect(m_bar, &GradientBar::selectionChanged, this, &GradientEditor::showSelected);
  connect(m_bar, &GradientBar::recolorRequested, m_color, &ColorButton::choose);
  connect(m_position, &QDoubleSpinBox::valueChanged, this,
          [this](double percent) { m_bar->moveSelected(percent / 100.0, true); });
  connect(m_color, &ColorButton::colorChanged, this,
          [this](const QColor& c, bool finished) { m_bar->recolorSelected(toRgb(c), finished); });
  connect(m_add, &QPushButton::clicked, m_bar, &GradientBar::addBehindSelected);
  connect(m_delete, &QPushButton::clicked, m_bar, &GradientBar::removeSelected);
  connect(m_cyclic, &QCheckBox::toggled, this, &GradientEditor::setCyclic);
  connect(m_reverse, &QPushButton::clicked, this, [this] { take(color::reversed(m_gradient)); });
  connect(m_spread, &QPushButton::clicked, this, [this] { take(color::spreadEvenly(m_gradient)); });
}

// The first change gives the gradient another name than the one it was made from.
void GradientEditor::changeStops(const std::vector<color::GradientStop>& stops) {
  m_gradient.stops = stops;
  if (m_naming == Naming::CallEdited && m_gradient.name == m_original.name) {
    const QString suffix = tr(" (edited)");
    const QString name = QString::fromStdString(m_original.name);
    m_name->setText(name.endsWith(suffix) ? name : name + suffix);
    m_gradient.name = m_name->text().toStdString();
    m_gradient.description.clear();
  }
  showSelected();
  Q_EMIT gradientChanged(m_gradient);
}

void GradientEditor::focusName() {
  m_name->setFocus();
  m_name->selectAll();
}

void GradientEditor::rename(const QString& name) {
  const QString plain = name.simplified();
  m_gradient.name = plain.isEmpty() ? m_original.name : plain.toStdString();
}

void GradientEditor::setCyclic(bool cyclic) {
  color::Gradient changed = m_gradient;
  changed.cyclic = cyclic;
  take(changed);
}

void GradientEditor::take(const color::Gradient& changed) {
  m_gradient = changed;
  m_bar->setGradient(changed);
  changeStops(changed.stops);
}

void GradientEditor::showSelected() {
  const int selected = m_bar->selected();
  const bool isOne = selected >= 0;
  m_position->setEnabled(isOne);
  m_color->setEnabled(isOne);
  m_delete->setEnabled(isOne && m_bar->gradient().stops.size() > 1);
  if (!isOne) return;
  const auto& stop = m_bar->gradient().stops[static_cast<std::size_t>(selected)];
  const QSignalBlocker positionBlocker(m_position);
  m_position->setValue(stop.position * 100.0);
  m_color->setColor(toQColor(stop.color));
}

}  // namespace fatou::ui
