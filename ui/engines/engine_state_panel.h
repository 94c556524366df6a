// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engines/engine_place.h"
#include "ui/engines/engine_state.h"
#include "ui/widgets/field_form.h"

class QPushButton;
class QTableView;

namespace fatou::ui {

class EngineListModel;
class SegmentedButtons;

// Shows where the engines are, whether they are there, and each of them in a list.
class EngineStatePanel : public FieldForm {
  Q_OBJECT
 public:
  // Where there is only one place, no choice is offered.
  explicit EngineStatePanel(const EnginePlaces& places, QWidget* parent = nullptr);

  void setState(const EngineState& state);  // no signal

 Q_SIGNALS:
  void placeChosen(int place);
  void restartRequested();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  QWidget* makeStateField();
  void makeList();
  void fitList();

  SegmentedButtons* m_where;
  QLabel* m_text;
  QPushButton* m_restart;
  EngineListModel* m_model;
  QTableView* m_list;
  QLabel* m_note = nullptr;
};

}  // namespace fatou::ui
