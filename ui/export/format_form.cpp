// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/format_form.h"

#include <algorithm>
#include <cmath>

#include <QComboBox>
#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/widgets/segmented_buttons.h"
#include "ui/widgets/slider_row.h"

namespace fatou::ui {
namespace {

constexpr int kBestQuality = 100;

}  // namespace

FormatForm::FormatForm(QWidget* parent)
    : FieldForm(tr("Format"), parent),
      m_names(new QComboBox(this)),
      m_pages(new QStackedWidget(this)) {
  m_names->setToolTip(tr("The kind of file"));
  addRow(tr("File type"), m_names);
  for (const io::FormatTraits& format : io::pictureFormats()) {
    m_names->addItem(QString::fromLatin1(format.name));
    m_pages->addWidget(makePage(format));
  }
  layout()->addWidget(m_pages);
  connect(m_names, &QComboBox::activated, this, [this](int index) {
    setFormat(index);
    Q_EMIT choiceEdited();
  });
  showOptions();
}

QWidget* FormatForm::makePage(const io::FormatTraits& format) {
  auto* page = new FieldForm({}, this);
  addChoices(*page, tr("Depth"), format.depths, &io::FileOptions::depth, depthName, depthAbout);
  addChoices(*page, tr("Packing"), format.compressions, &io::FileOptions::compression,
             compressionName, compressionAbout);
  addChoices(*page, tr("Numbers"), format.fields, &io::FileOptions::field, fieldName, fieldAbout);
  if (format.hasQuality) addQuality(*page);
  FieldForm::setNote(page->addNote(), aboutFormat(format));
  static_cast<QVBoxLayout*>(page->layout())->addStretch();
  return page;
}

template <typename Choice>
void FormatForm::addChoices(FieldForm& page, const QString& label, std::span<const Choice> choices,
                            Choice io::FileOptions::*member, QString (*name)(Choice),
                            QString (*about)(Choice)) {
  if (choices.size() < 2) return;
  auto* buttons = new SegmentedButtons(&page);
  for (const Choice choice : choices) buttons->addSegment(name(choice), about(choice));
  page.addRow(label, buttons);
  connect(buttons, &SegmentedButtons::currentEdited, this, [this, choices, member](int index) {
    m_options.*member = choices[static_cast<std::size_t>(index)];
    showOptions();
    Q_EMIT choiceEdited();
  });
  m_showing.emplace_back([this, buttons, choices, member] {
    const auto found = std::ranges::find(choices, m_options.*member);
    buttons->setCurrent(found == choices.end() ? 0 : static_cast<int>(found - choices.begin()));
  });
}

void FormatForm::addQuality(FieldForm& page) {
  auto* slider = new SliderRow(
      {.low = 1.0,
       .high = kBestQuality,
       .steps = kBestQuality - 1,
       .text = [](double quality) { return QString::number(std::lround(quality)); },
       .widest = QStringLiteral("100")},
      tr("Quality"), tr("How true the picture stays, against the size of the file"), &page);
  page.addRow(tr("Quality"), slider);
  connect(slider, &SliderRow::moved, this, [this](double quality) {
    m_options.quality = static_cast<int>(std::lround(quality));
    showOptions();
    Q_EMIT choiceEdited();
  });
  m_showing.emplace_back([this, slider] {
    if (!slider->isHeld()) slider->setValue(m_options.quality);
  });
}

void FormatForm::setChoice(int format, const io::FileOptions& options) {
  m_format = std::clamp(format, 0, static_cast<int>(io::pictureFormats().size()) - 1);
  m_options = options;
  showOptions();
}

void FormatForm::showOptions() {
  m_names->setCurrentIndex(m_format);
  m_pages->setCurrentIndex(m_format);
  for (const auto& show : m_showing) show();
}

}  // namespace fatou::ui
