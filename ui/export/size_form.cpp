// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/size_form.h"

#include <algorithm>
#include <cmath>

#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>

#include "core/exports/picture_spec.h"
#include "core/render/render_request.h"
#include "ui/export/export_size.h"
#include "ui/state/picture_sizes.h"
#include "ui/style/icons.h"
#include "ui/style/spacing.h"
#include "ui/widgets/decimal_edit.h"
#include "ui/widgets/integer_edit.h"
#include "ui/widgets/segmented_buttons.h"

namespace fatou::ui {
namespace {

constexpr int kShown = 0;  // the first entry; then the named sizes, then the user's own

int ownIndex() {
  return 1 + static_cast<int>(namedSizes().size());
}

// Two digits behind the point: a tenth of a millimetre.
julia::Decimal rounded(double centimetres) {
  return julia::Decimal::fromDouble(std::round(centimetres * 100.0) / 100.0);
}

QHBoxLayout* lineOf(QWidget* fields) {
  auto* line = new QHBoxLayout(fields);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(kFormGap);
  return line;
}

}  // namespace

SizeForm::SizeForm(QWidget* parent)
    : FieldForm(tr("Size"), parent),
      m_presets(new QComboBox(this)),
      m_width(new IntegerEdit(this)),
      m_height(new IntegerEdit(this)),
      m_lock(new QToolButton(this)),
      m_paperWidth(new DecimalEdit(this)),
      m_paperHeight(new DecimalEdit(this)),
      m_dpi(new IntegerEdit(this)),
      m_samples(new SegmentedButtons(this)) {
  addSizes();
  addPixels();
  addPaper();
  addSamples();
  connectAll();
}

void SizeForm::addSizes() {
  m_presets->setToolTip(tr("A size by its name; sheets of paper turn upright with the picture"));
  m_presets->addItem(tr("This canvas"));
  for (const NamedSize& named : namedSizes())
    m_presets->addItem(QCoreApplication::translate("fatou::ui::ExportSize", named.name));
  m_presets->addItem(tr("Own size"));
  addRow(tr("Preset"), m_presets);
}

void SizeForm::addPixels() {
  auto* fields = new QWidget(this);
  auto* line = lineOf(fields);
  line->addWidget(m_width, 1);
  line->addWidget(new QLabel(QStringLiteral("×"), fields));
  line->addWidget(m_height, 1);
  line->addWidget(m_lock);
  m_width->setRange(tr("width"), 1, render::kMaxSide);
  m_width->setAccessibleName(tr("Width"));
  m_width->setToolTip(tr("Pixels in a row of the picture"));
  m_height->setRange(tr("height"), 1, render::kMaxSide);
  m_height->setAccessibleName(tr("Height"));
  m_height->setToolTip(tr("Rows of the picture"));
  for (IntegerEdit* field : {m_width, m_height}) field->setGrouped(false);
  m_lock->setCheckable(true);
  m_lock->setIcon(icon(u"lock"));
  m_lock->setAccessibleName(tr("Keep proportions"));
  m_lock->setToolTip(tr("Keep proportions: the other side follows the one that is changed"));
  addRow(tr("Pixels"), fields, {m_width, m_height});
}

void SizeForm::addPaper() {
  auto* fields = new QWidget(this);
  auto* line = lineOf(fields);
  line->addWidget(m_paperWidth, 3);
  line->addWidget(new QLabel(QStringLiteral("×"), fields));
  line->addWidget(m_paperHeight, 3);
  line->addWidget(m_dpi, 3);
  for (DecimalEdit* field : {m_paperWidth, m_paperHeight}) field->setHint(tr("cm"));
  m_paperWidth->setAccessibleName(tr("Width in centimetres"));
  m_paperWidth->setToolTip(tr("How wide the picture is on paper"));
  m_paperHeight->setAccessibleName(tr("Height in centimetres"));
  m_paperHeight->setToolTip(tr("How high the picture is on paper"));
  m_dpi->setRange(tr("dpi"), kLeastDpi, kMostDpi);
  m_dpi->setHint(tr("dpi"));
  m_dpi->setAccessibleName(tr("Dots per inch"));
  m_dpi->setToolTip(tr("Pixels to an inch of paper; the size on paper stays as it is"));
  addRow(tr("On paper"), fields, {m_paperWidth, m_paperHeight, m_dpi});
}

void SizeForm::addSamples() {
  for (int samples = 1; samples <= exports::kMaxSamples; ++samples)
    m_samples->addSegment(QString::number(samples),
                          samples == 1
                              ? tr("One sample a pixel: the quickest, with rough edges")
                              : tr("%1×%1 samples a pixel: %2 times the work, smoother edges")
                                    .arg(samples)
                                    .arg(samples * samples));
  m_samples->setAccessibleName(tr("Samples a pixel, each way"));
  addRow(tr("Samples"), m_samples);
}

void SizeForm::connectAll() {
  m_width->setCheck([this](std::int64_t w) { return problemOf(w, m_choice.size.height, true); });
  m_height->setCheck([this](std::int64_t h) { return problemOf(m_choice.size.width, h, false); });
  const auto checkPaper = [this](bool widthLeads) {
    return [this, widthLeads](const julia::Decimal& centimetres) -> Status {
      const std::int64_t side = pixelsOf(centimetres.toDouble(), m_choice.dpi);
      if (!(centimetres.toDouble() > 0.0))
        return Error{tr("a side on paper is longer than 0 cm").toStdString()};
      const QString problem = widthLeads ? problemOf(side, m_choice.size.height, true)
                                         : problemOf(m_choice.size.width, side, false);
      return problem.isEmpty() ? success() : Status(Error{problem.toStdString()});
    };
  };
  m_paperWidth->setCheck(checkPaper(true));
  m_paperHeight->setCheck(checkPaper(false));
  m_dpi->setCheck([this](std::int64_t dpi) {
    const auto problem = [&](std::int32_t side) {
      return sideProblem(pixelsOf(centimetresOf(side, m_choice.dpi), static_cast<double>(dpi)));
    };
    return isOnPaper() ? problem(std::max(m_choice.size.width, m_choice.size.height)) : QString();
  });
  for (const CheckedEdit* field : findChildren<CheckedEdit*>())
    connect(field, &CheckedEdit::problemChanged, this, &SizeForm::problemChanged);
  connect(m_presets, &QComboBox::activated, this, &SizeForm::choosePreset);
  connect(m_width, &IntegerEdit::valueEdited, this, &SizeForm::setWidth);
  connect(m_height, &IntegerEdit::valueEdited, this, &SizeForm::setHeight);
  connect(m_lock, &QToolButton::toggled, this, &SizeForm::setLocked);
  connect(m_paperWidth, &DecimalEdit::valueEdited, this, [this](const julia::Decimal& cm) {
    m_choice.isForPaper = true;
    setWidth(pixelsOf(cm.toDouble(), m_choice.dpi));
  });
  connect(m_paperHeight, &DecimalEdit::valueEdited, this, [this](const julia::Decimal& cm) {
    m_choice.isForPaper = true;
    setHeight(pixelsOf(cm.toDouble(), m_choice.dpi));
  });
  connect(m_dpi, &IntegerEdit::valueEdited, this,
          [this](std::int64_t dpi) { setDpi(static_cast<int>(dpi)); });
  connect(m_samples, &SegmentedButtons::currentEdited, this, [this](int index) {
    m_choice.samples = index + 1;
    Q_EMIT choiceEdited();
  });
}

void SizeForm::setChoice(const SizeChoice& choice, PixelSize shown) {
  m_choice = choice;
  m_shown = shown;
  using Kind = SizeChoice::Kind;
  if (choice.kind == Kind::Shown) m_choice.size = shown;
  if (choice.kind == Kind::Named)
    m_choice.size = turnedFor(namedSizes()[static_cast<std::size_t>(choice.named)], shown);
  m_proportions = choice.kind == Kind::Named ? m_choice.size : shown;
  if (choice.kind == Kind::Own && choice.locked)
    m_choice.size = following(m_choice.size.width, m_choice.size.height, true);
  show();
}

void SizeForm::setSamplesEnabled(bool enabled) {
  m_samples->setEnabled(enabled);
  m_samples->setCurrent(enabled ? m_choice.samples - 1 : 0);
}

CheckedEdit* SizeForm::firstProblem() const {
  for (CheckedEdit* field : findChildren<CheckedEdit*>())
    if (!field->problem().isEmpty()) return field;
  return nullptr;
}

void SizeForm::focusProblem() {
  CheckedEdit* field = firstProblem();
  if (field == nullptr) return;
  field->setFocus(Qt::OtherFocusReason);
  field->selectAll();
}

void SizeForm::choosePreset(int index) {
  using Kind = SizeChoice::Kind;
  m_choice.kind = index == kShown ? Kind::Shown : index == ownIndex() ? Kind::Own : Kind::Named;
  if (m_choice.kind == Kind::Named) {
    m_choice.named = index - 1;
    const NamedSize& named = namedSizes()[static_cast<std::size_t>(m_choice.named)];
    m_choice.size = turnedFor(named, m_shown);
    m_choice.isForPaper = named.dpi > 0;
    if (named.dpi > 0) m_choice.dpi = named.dpi;
  } else if (m_choice.kind == Kind::Shown) {
    m_choice.size = m_shown;
    m_choice.isForPaper = false;
  }
  m_proportions = m_choice.size;
  show();
  Q_EMIT choiceEdited();
  if (m_choice.kind == Kind::Own) m_width->setFocus(Qt::TabFocusReason);
}

// The size when one side is given: with the lock the other follows.
PixelSize SizeForm::following(std::int64_t width, std::int64_t height, bool widthLeads) const {
  if (m_choice.locked && widthLeads) height = heightFor(width, m_proportions);
  if (m_choice.locked && !widthLeads) width = widthFor(height, m_proportions);
  const auto side = [](std::int64_t pixels) {
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(pixels, 1, render::kMaxSide));
  };
  return {side(width), side(height)};
}

QString SizeForm::problemOf(std::int64_t width, std::int64_t height, bool widthLeads) const {
  const QString own = sideProblem(widthLeads ? width : height);
  if (!own.isEmpty() || !m_choice.locked) return own;
  return widthLeads ? sideProblem(heightFor(width, m_proportions))
                    : sideProblem(widthFor(height, m_proportions));
}

void SizeForm::setWidth(std::int64_t width) {
  setOwn(following(width, m_choice.size.height, true));
}

void SizeForm::setHeight(std::int64_t height) {
  setOwn(following(m_choice.size.width, height, false));
}

void SizeForm::setOwn(PixelSize size) {
  m_choice.kind = SizeChoice::Kind::Own;
  m_choice.size = size;
  show();
  Q_EMIT choiceEdited();
}

void SizeForm::setLocked(bool locked) {
  m_choice.locked = locked;
  if (locked) m_proportions = m_choice.size;
}

// Whether the user chose the size of a sheet, which stays as large as it is with more or fewer
// pixels. Otherwise a screen's pixels were chosen, which only become smaller on paper.
bool SizeForm::isOnPaper() const {
  using Kind = SizeChoice::Kind;
  return m_choice.kind == Kind::Own ||
         (m_choice.kind == Kind::Named &&
          namedSizes()[static_cast<std::size_t>(m_choice.named)].dpi > 0);
}

void SizeForm::setDpi(int dpi) {
  const auto atNewDpi = [&](std::int32_t side) {
    return static_cast<std::int32_t>(pixelsOf(centimetresOf(side, m_choice.dpi), dpi));
  };
  const PixelSize size{atNewDpi(m_choice.size.width), atNewDpi(m_choice.size.height)};
  const bool onPaper = isOnPaper();
  m_choice.dpi = dpi;
  m_choice.isForPaper = true;
  if (onPaper) return setOwn(size);
  show();
  Q_EMIT choiceEdited();
}

void SizeForm::show() {
  using Kind = SizeChoice::Kind;
  m_presets->setItemText(kShown, tr("This canvas · %1").arg(sizeText(m_shown)));
  const int index = m_choice.kind == Kind::Shown ? kShown
                    : m_choice.kind == Kind::Own ? ownIndex()
                                                 : 1 + m_choice.named;
  m_presets->setCurrentIndex(index);
  m_width->setValue(m_choice.size.width);
  m_height->setValue(m_choice.size.height);
  m_paperWidth->setValue(rounded(centimetresOf(m_choice.size.width, m_choice.dpi)));
  m_paperHeight->setValue(rounded(centimetresOf(m_choice.size.height, m_choice.dpi)));
  m_dpi->setValue(m_choice.dpi);
  const QSignalBlocker blocker(m_lock);
  m_lock->setChecked(m_choice.locked);
  setSamplesEnabled(m_samples->isEnabled());
}

}  // namespace fatou::ui
