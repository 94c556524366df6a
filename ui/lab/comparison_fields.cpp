// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/comparison_fields.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/field_message.h"
#include "ui/widgets/integer_edit.h"
#include "ui/widgets/number_list_edit.h"
#include "ui/widgets/segmented_buttons.h"

namespace fatou::ui {
namespace {

constexpr int kUsualRepeats = 5;
constexpr int kMostRepeats = 99;

// Powers of two up to the number of cores, all cores, and twice as many, to see what sharing cores
// costs.
std::vector<int> usualCounts(int cores) {
  std::vector<int> counts;
  for (int count = 1; count < cores; count *= 2) counts.push_back(count);
  counts.push_back(cores);
  counts.push_back(2 * cores);
  return counts;
}

void addField(QHBoxLayout& row, const QString& name, QWidget* field, int width) {
  auto* label = new QLabel(name, field->parentWidget());
  label->setProperty("class", QStringLiteral("secondary"));
  label->setBuddy(field);
  label->setToolTip(field->toolTip());
  field->setAccessibleName(name);
  field->setFixedWidth(width);
  field->setFixedHeight(field->fontMetrics().height() + 12);
  row.addWidget(label);
  row.addWidget(field);
  row.addSpacing(8);
}

}  // namespace

ComparisonFields::ComparisonFields(int cores, QWidget* parent)
    : QWidget(parent),
      m_engines(new NumberListEdit({.what = tr("engine counts"), .high = render::kMaxEngines},
                                   usualCounts(cores), this)),
      m_bands(new NumberListEdit(
          {.what = tr("band heights"), .high = render::kMaxSide, .zeroWord = tr("auto")}, {0},
          this)),
      m_repeats(new IntegerEdit(this)),
      m_kernel(new SegmentedButtons(this)),
      m_run(new QPushButton(tr("Compare"), this)),
      m_progress(new QProgressBar(this)),
      m_state(new QLabel(this)),
      m_message(new FieldMessage(this)) {
  layOut(cores);
  for (const CheckedEdit* edit :
       {static_cast<CheckedEdit*>(m_engines), static_cast<CheckedEdit*>(m_bands),
        static_cast<CheckedEdit*>(m_repeats)})
    m_message->follow(edit);
  connect(m_run, &QPushButton::clicked, this, &ComparisonFields::press);
  setIdle();
}

void ComparisonFields::layOut(int cores) {
  m_engines->setToolTip(tr("Each count is measured direct and balanced, like 1, 2, 4 or 1-4. This "
                           "machine has %1 cores: more engines than that share them")
                            .arg(cores));
  m_bands->setToolTip(
      tr("Rows an engine takes at a time, like auto, 4, 64. Each height is measured"));
  m_repeats->setRange(tr("repeats"), 1, kMostRepeats);
  m_repeats->setValue(kUsualRepeats);
  m_repeats->setToolTip(tr("Timed runs of each configuration, in turn, after one to warm up"));
  m_kernel->addSegment(tr("Plain"), tr("Follows every point to its end: the classic experiment"));
  m_kernel->addSegment(tr("Fast"),
                       tr("The same J with far less work: sharing it costs more of it"));
  m_run->setProperty("class", QStringLiteral("primary"));
  m_progress->setTextVisible(false);
  m_progress->setFixedWidth(120);
  m_progress->setAccessibleName(tr("Progress of the comparison"));
  m_state->setProperty("class", QStringLiteral("secondary"));
  m_state->setMinimumWidth(1);

  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  addField(*row, tr("Engines"), m_engines, 118);
  addField(*row, tr("Band"), m_bands, 92);
  addField(*row, tr("Repeats"), m_repeats, 52);
  addField(*row, tr("Kernel"), m_kernel, 122);
  row->addWidget(m_run);
  row->addWidget(m_progress);
  row->addWidget(m_state, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  column->addLayout(row);
  column->addWidget(m_message);
}

ComparisonSettings ComparisonFields::settings() const {
  const auto& bands = m_bands->values();
  return {.engineCounts = m_engines->values(),
          .bandHeights = {bands.begin(), bands.end()},
          .repeats = static_cast<int>(m_repeats->value()),
          .kernel = m_kernel->current() == 0 ? render::Kernel::Plain : render::Kernel::Fast};
}

void ComparisonFields::setKernel(render::Kernel kernel) {
  m_kernel->setCurrent(kernel == render::Kernel::Plain ? 0 : 1);
}

void ComparisonFields::runAgain() {
  if (!m_busy) press();
}

void ComparisonFields::press() {
  if (m_busy) {
    Q_EMIT cancelRequested();
    return;
  }
  for (CheckedEdit* edit : findChildren<CheckedEdit*>()) {
    edit->commit();
    if (!edit->problem().isEmpty()) return edit->setFocus();
  }
  Q_EMIT runRequested(settings());
}

void ComparisonFields::setProgress(int done, int total) {
  m_busy = true;
  m_run->setText(tr("Cancel"));
  m_run->setToolTip(tr("Stop measuring; the repeats that are complete stay"));
  m_progress->setRange(0, total);
  m_progress->setValue(done);
  m_progress->show();
  m_state->setText(total == 0 ? tr("Warming up") : tr("%1 of %2 pictures").arg(done).arg(total));
}

void ComparisonFields::setIdle() {
  m_busy = false;
  m_run->setText(tr("Compare"));
  m_run->setToolTip(tr("Time the picture serially, direct and balanced. It waits meanwhile"));
  m_progress->hide();
  m_state->clear();
}

}  // namespace fatou::ui
