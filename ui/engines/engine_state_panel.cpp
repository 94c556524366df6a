// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engines/engine_state_panel.h"

#include <algorithm>

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>

#include "ui/engines/engine_list_model.h"
#include "ui/style/spacing.h"
#include "ui/widgets/segmented_buttons.h"

namespace fatou::ui {
namespace {

constexpr int kMostRowsShown = 8;  // with more engines the list scrolls
constexpr int kRowPadding = 8;

}  // namespace

EngineStatePanel::EngineStatePanel(const EnginePlaces& places, QWidget* parent)
    : FieldForm(tr("Where they run"), parent),
      m_where(new SegmentedButtons(this)),
      m_text(new QLabel(this)),
      m_restart(new QPushButton(tr("Restart"), this)),
      m_model(new EngineListModel(this)),
      m_list(new QTableView(this)) {
  for (const EnginePlace& place : places) m_where->addSegment(place.name, place.about);
  addRow(tr("Where"), m_where)->setVisible(places.size() > 1);
  addWide(makeStateField());
  m_note = addNote();
  makeList();
  addWide(m_list);
  connect(m_where, &SegmentedButtons::currentEdited, this, &EngineStatePanel::placeChosen);
  connect(m_restart, &QPushButton::clicked, this, &EngineStatePanel::restartRequested);
  setState({});
}

QWidget* EngineStatePanel::makeStateField() {
  auto* field = new QWidget(this);
  field->setAccessibleName(tr("State of the engines"));
  m_text->setTextFormat(Qt::PlainText);
  m_text->setMinimumWidth(1);  // a long one must not hold the dock wide
  m_restart->setToolTip(tr("Start other engines; those at work go on until the others are there"));
  auto* row = new QHBoxLayout(field);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kFormGap);
  row->addWidget(m_text, 1);
  row->addWidget(m_restart);
  return field;
}

void EngineStatePanel::makeList() {
  m_list->setModel(m_model);
  m_list->setAccessibleName(tr("Engines, and where each of them runs"));
  m_list->setShowGrid(false);
  m_list->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_list->setTabKeyNavigation(false);  // Tab goes on to the next field
  m_list->setWordWrap(false);
  m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_list->setMinimumWidth(1);
  m_list->verticalHeader()->hide();
  QHeaderView* header = m_list->horizontalHeader();
  header->setHighlightSections(false);
  header->setMinimumSectionSize(20);
  header->setSectionResizeMode(QHeaderView::ResizeToContents);
  header->setSectionResizeMode(EngineListModel::Host, QHeaderView::Stretch);
}

void EngineStatePanel::setState(const EngineState& state) {
  m_where->setCurrent(state.place);
  const QString text = stateText(state);
  if (text != m_text->text()) {
    m_text->setText(text);
    m_text->setToolTip(text);
    m_text->setAccessibleName(text);
    QAccessibleEvent changed(m_text, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&changed);
  }
  setNote(m_note, stateNote(state));
  m_model->setEngines(state.engines);
  fitList();
}

void EngineStatePanel::changeEvent(QEvent* event) {
  FieldForm::changeEvent(event);
  if (event->type() == QEvent::FontChange) fitList();
}

// Makes the list as high as its rows.
void EngineStatePanel::fitList() {
  const int rows = std::min(m_model->rowCount(), kMostRowsShown);
  const int row = fontMetrics().height() + kRowPadding;
  m_list->verticalHeader()->setDefaultSectionSize(row);
  m_list->setVisible(rows > 0);
  m_list->setFixedHeight(m_list->horizontalHeader()->sizeHint().height() + rows * row +
                         2 * m_list->frameWidth());
}

}  // namespace fatou::ui
