// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/engines_panel.h"

#include <algorithm>

#include "core/render/tile_plan.h"
#include "ui/state/formula_abilities.h"
#include "ui/widgets/band_edit.h"
#include "ui/widgets/integer_edit.h"
#include "ui/widgets/segmented_buttons.h"

namespace fatou::ui {
namespace {

using render::Kernel;
using render::ViewKind;

constexpr int kEnginesPerCore = 4;
constexpr ViewKind kViews[] = {ViewKind::Serial, ViewKind::Direct, ViewKind::Balanced};
constexpr Kernel kKernels[] = {Kernel::Plain, Kernel::Fast};

template <typename Choice, std::size_t n>
int indexOf(const Choice (&choices)[n], Choice choice) {
  return static_cast<int>(std::ranges::find(choices, choice) - choices);
}

}  // namespace

EnginesPanel::EnginesPanel(int cores, QWidget* parent)
    : FieldForm(tr("Engines"), parent),
      m_cores(std::max(1, cores)),
      m_count(new IntegerEdit(this)),
      m_view(new SegmentedButtons(this)),
      m_band(new BandEdit(this)),
      m_kernel(new SegmentedButtons(this)) {
  addFields();
  connectAll();
}

void EnginesPanel::addFields() {
  m_count->addStepButtons();
  setLimits(m_cores, mostFor(m_cores));
  m_view->addSegment(tr("Serial"), tr("No engines: one thread computes all bands in turn. What "
                                      "every speed-up is measured against"));
  m_view->addSegment(tr("Direct"), tr("Every engine gets one block of rows beforehand. Nothing "
                                      "waits, but a hard block keeps its engine longest"));
  m_view->addSegment(tr("Balanced"), tr("Bands wait in one queue; whichever engine is free takes "
                                        "the next"));
  m_band->setToolTip(
      tr("Rows an engine takes at a time. High bands cost less sharing, low ones "
         "even out better. Type a number, or auto"));
  m_kernel->addSegment(tr("Plain"), tr("Follows every point to its end, step by step"));
  m_kernel->addSegment(tr("Fast"), fastToolTip());
  addRow(tr("Engines"), m_count);
  m_note = addNote();
  addRow(tr("View"), m_view);
  addRow(tr("Band"), m_band);
  addRow(tr("Kernel"), m_kernel);
}

int EnginesPanel::mostFor(int cores) {
  return std::min(kEnginesPerCore * std::max(1, cores), render::kMaxEngines);
}

void EnginesPanel::setLimits(int cores, int most) {
  m_cores = cores;
  m_count->setRange(tr("engines"), 1, most);
  QString about = tr("How many workers share the picture");
  if (cores == 1) about += tr("; this machine has 1 core");
  if (cores > 1) about += tr("; this machine has %1 cores").arg(cores);
  m_count->setToolTip(about);
  if (m_note != nullptr) showNote();
}

void EnginesPanel::connectAll() {
  connect(m_count, &IntegerEdit::valueEdited, this, [this](std::int64_t count) {
    m_engines.count = static_cast<int>(count);
    showNote();
    Q_EMIT enginesEdited(m_engines, count == 1 ? tr("1 engine") : tr("%1 engines").arg(count));
  });
  connect(m_view, &SegmentedButtons::currentEdited, this, [this](int index) {
    m_engines.viewKind = kViews[index];
    showNote();
    const QString names[] = {tr("Serial view"), tr("Direct view"), tr("Balanced view")};
    Q_EMIT enginesEdited(m_engines, names[index]);
  });
  connect(m_band, &BandEdit::rowsEdited, this, [this](std::int32_t rows) {
    m_engines.bandRows = rows;
    QString text = tr("Automatic bands");
    if (rows > 0) text = rows == 1 ? tr("Bands of 1 row") : tr("Bands of %1 rows").arg(rows);
    Q_EMIT enginesEdited(m_engines, text);
  });
  connect(m_kernel, &SegmentedButtons::currentEdited, this, [this](int index) {
    m_engines.kernel = kKernels[index];
    Q_EMIT enginesEdited(m_engines, index == 0 ? tr("Plain kernel") : tr("Fast kernel"));
  });
}

void EnginesPanel::setState(const ExplorerState& state, PixelSize canvasPixels) {
  m_engines = state.engines;
  const std::int32_t rows = std::max(1, state.size.value_or(canvasPixels).height);
  const int sharing = m_engines.viewKind == ViewKind::Serial ? 1 : m_engines.count;
  m_count->setValue(m_engines.count);
  m_view->setCurrent(indexOf(kViews, m_engines.viewKind));
  m_band->setRows(m_engines.bandRows, render::automaticBandRows(rows, sharing));
  const QString why = whyNot(state.place.formula, julia::Ability::Fast);
  const int fast = indexOf(kKernels, Kernel::Fast);
  m_kernel->setSegmentEnabled(fast, why.isEmpty(), why.isEmpty() ? fastToolTip() : why);
  m_kernel->setCurrent(indexOf(kKernels, render::kernelFor(state.place.formula, m_engines.kernel)));
  showNote();
}

QString EnginesPanel::fastToolTip() {
  return tr(
      "The same counts, sooner: many points at once, and interior points are recognised "
      "early");
}

void EnginesPanel::showNote() {
  if (m_engines.viewKind == ViewKind::Serial)
    return setNote(m_note, tr("The serial view uses one thread and no engines."));
  if (m_cores == 0 || m_engines.count <= m_cores) return setNote(m_note, {});
  setNote(m_note,
          m_cores == 1
              ? tr("More engines than this machine's one core: they take turns.")
              : tr("More engines than this machine's %1 cores: they take turns, which makes "
                   "nothing faster.")
                    .arg(m_cores));
}

}  // namespace fatou::ui
