// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/resolution_panel.h"

#include <algorithm>
#include <utility>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>

#include "core/render/render_request.h"
#include "ui/state/picture_sizes.h"
#include "ui/widgets/integer_edit.h"
#include "ui/widgets/segmented_buttons.h"

namespace fatou::ui {
namespace {

constexpr int kFit = 0;  // the first entry; then the offered sizes, then the user's own
constexpr int kSamples[] = {1, 2, 4};

int offeredIndex(PixelSize size) {
  const auto sizes = offeredSizes();
  return static_cast<int>(std::ranges::find(sizes, size) - sizes.begin());
}

// A side as it is typed where that can be one, else as it is in force.
std::int32_t sideOf(const IntegerEdit& field) {
  const std::int64_t typed = field.draft().value_or(0);
  const bool possible = typed >= 1 && typed <= render::kMaxSide;
  return static_cast<std::int32_t>(possible ? typed : field.value());
}

int ownIndex() {
  return 1 + static_cast<int>(offeredSizes().size());
}

}  // namespace

ResolutionPanel::ResolutionPanel(QWidget* parent)
    : FieldForm(tr("Resolution"), parent),
      m_sizes(new QComboBox(this)),
      m_width(new IntegerEdit(this)),
      m_height(new IntegerEdit(this)),
      m_samples(new SegmentedButtons(this)),
      m_scaling(new SegmentedButtons(this)) {
  addFields();
  connectAll();
}

void ResolutionPanel::addFields() {
  m_sizes->setAccessibleName(tr("Resolution"));
  m_sizes->setToolTip(
      tr("How many pixels are computed: as many as the canvas shows, or a size of "
         "the picture's own"));
  m_sizes->setProperty("class", QStringLiteral("numeric"));
  m_sizes->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_sizes->addItem(tr("Fit window"));
  for (const PixelSize size : offeredSizes()) m_sizes->addItem(sizeText(size));
  m_sizes->addItem(tr("Own size…"));
  addWide(m_sizes);
  addCustomRow();
  m_samples->addSegment(tr("Off"), tr("One sample a pixel: exactly the counts that J is made of"));
  m_samples->addSegment(tr("2×2"), tr("4 samples a pixel, averaged in colour once the picture is "
                                      "complete"));
  m_samples->addSegment(tr("4×4"),
                        tr("16 samples a pixel: the smoothest edges, 16 times the work"));
  addRow(tr("Antialiasing"), m_samples);
  m_scaling->addSegment(tr("Scaled to fit"), tr("The whole picture, made smaller or larger to fit "
                                                "the canvas"));
  m_scaling->addSegment(tr("100 %"), tr("One pixel of the picture on one pixel of the screen"));
  m_scalingRow = addRow(tr("Shown"), m_scaling);
}

void ResolutionPanel::addCustomRow() {
  auto* fields = new QWidget(this);
  auto* line = new QHBoxLayout(fields);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(6);
  line->addWidget(m_width);
  line->addWidget(new QLabel(QStringLiteral("×"), fields));
  line->addWidget(m_height);
  m_width->setRange(tr("width"), 1, render::kMaxSide);
  m_width->setAccessibleName(tr("Width"));
  m_width->setToolTip(tr("Pixels in a row of the picture"));
  m_height->setRange(tr("height"), 1, render::kMaxSide);
  m_height->setAccessibleName(tr("Height"));
  m_height->setToolTip(tr("Rows of the picture"));
  for (IntegerEdit* field : {m_width, m_height}) field->setGrouped(false);
  m_customRow = addRow(tr("Pixels"), fields, {m_width, m_height});
}

void ResolutionPanel::connectAll() {
  connect(m_sizes, &QComboBox::activated, this, &ResolutionPanel::chooseSize);
  // The other side counts as it is typed, so that two that only go together can be typed.
  m_width->setCheck([this](std::int64_t width) { return sizeProblem(width, sideOf(*m_height)); });
  m_height->setCheck([this](std::int64_t height) { return sizeProblem(sideOf(*m_width), height); });
  // A size is not taken while the user goes from one field to the other, since a sliver would be
  // computed.
  for (const auto& [field, other] : {std::pair(m_width, m_height), std::pair(m_height, m_width)}) {
    const auto take = [this, next = other] {
      if (!next->hasFocus()) takeTypedSize();
    };
    connect(field, &IntegerEdit::valueEdited, this, take);
    connect(field, &CheckedEdit::left, this, take);
  }
  connect(m_samples, &SegmentedButtons::currentEdited, this, [this](int index) {
    const QString names[] = {tr("No antialiasing"), tr("2×2 samples"), tr("4×4 samples")};
    Q_EMIT samplesEdited(kSamples[index], names[index]);
  });
  connect(m_scaling, &SegmentedButtons::currentEdited, this,
          [this](int index) { Q_EMIT scaledToFitChanged(index == 0); });
}

void ResolutionPanel::setState(const ExplorerState& state, PixelSize canvasPixels) {
  m_size = state.size;
  m_canvas = canvasPixels;
  const auto* samples = std::ranges::find(kSamples, state.samples);
  m_samples->setCurrent(static_cast<int>(samples - kSamples));
  showSizes();
}

void ResolutionPanel::setScaledToFit(bool scaled) {
  m_scaling->setCurrent(scaled ? 0 : 1);
}

void ResolutionPanel::showSizes() {
  if (!m_size) m_ownNumbers = false;
  const PixelSize shown = m_size.value_or(m_canvas);
  m_sizes->setItemText(kFit, tr("Fit window · %1").arg(sizeText(m_canvas)));
  m_sizes->setItemText(ownIndex(),
                       m_ownNumbers || (m_size && 1 + offeredIndex(*m_size) == ownIndex())
                           ? tr("Own size · %1").arg(sizeText(shown))
                           : tr("Own size…"));
  int index = kFit;
  if (m_size) index = m_ownNumbers ? ownIndex() : 1 + offeredIndex(*m_size);
  m_sizes->setCurrentIndex(index);
  m_width->setValue(shown.width);
  m_height->setValue(shown.height);
  m_customRow->setVisible(index == ownIndex());
  m_scalingRow->setVisible(index != kFit);
}

void ResolutionPanel::chooseSize(int index) {
  m_ownNumbers = index == ownIndex();
  if (index == kFit) {
    const bool changed = m_size.has_value();
    m_size.reset();
    showSizes();
    if (changed) Q_EMIT sizeEdited(std::nullopt, tr("Size of the window"));
    return;
  }
  // One's own size begins as what is shown.
  const PixelSize size = m_ownNumbers ? m_size.value_or(m_canvas)
                                      : offeredSizes()[static_cast<std::size_t>(index - 1)];
  editSize(size);
  if (m_ownNumbers) m_width->setFocus(Qt::TabFocusReason);
}

void ResolutionPanel::takeTypedSize() {
  const PixelSize typed{sideOf(*m_width), sideOf(*m_height)};
  if (!m_size || typed == *m_size) return;
  if (sizeProblem(typed.width, typed.height).isEmpty()) editSize(typed);
}

void ResolutionPanel::editSize(PixelSize size) {
  const bool changed = m_size != size;
  m_size = size;
  showSizes();
  m_width->restore();
  m_height->restore();
  if (changed) Q_EMIT sizeEdited(size, tr("%1 pixels").arg(sizeText(size)));
}

}  // namespace fatou::ui
