// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include <QUndoCommand>

#include "ui/models/places_model.h"

namespace fatou::ui {

// A bookmark comes or goes: one step, and the other way round its undoing.
class BookmarkPresence : public QUndoCommand {
 public:
  // The command of adding a bookmark at the end.
  BookmarkPresence(PlacesModel& model, const io::NamedPlace& place);
  // The command of removing the bookmark in `row`.
  BookmarkPresence(PlacesModel& model, int row);

  void undo() override { m_adds ? goAway() : comeBack(); }
  void redo() override { m_adds ? comeBack() : goAway(); }

 private:
  void comeBack();
  void goAway();

  PlacesModel& m_model;
  const bool m_adds;
  const int m_row;
  PlacesModel::Id m_id;
  std::optional<PlacesModel::Kept> m_kept;  // while it is not in the model
};

// A bookmark has another name: swaps the one it holds with the current one, both ways.
class BookmarkName : public QUndoCommand {
 public:
  BookmarkName(PlacesModel& model, int row, std::string name);

  void undo() override { swap(); }
  void redo() override { swap(); }

 private:
  void swap() { m_other = m_model.rename(m_id, m_other); }

  PlacesModel& m_model;
  PlacesModel::Id m_id;
  std::string m_other;
};

}  // namespace fatou::ui
