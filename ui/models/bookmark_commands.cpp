// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/bookmark_commands.h"

#include <utility>

#include "core/io/files/shown_text.h"

namespace fatou::ui {
namespace {

QString quoting(const QString& format, const std::string& name) {
  return format.arg(io::shownLine(QString::fromStdString(name)));
}

}  // namespace

BookmarkPresence::BookmarkPresence(PlacesModel& model, const io::NamedPlace& place)
    : QUndoCommand(quoting(PlacesModel::tr("Add bookmark “%1”"), place.name)),
      m_model(model),
      m_adds(true),
      m_row(model.bookmarkCount()),
      m_id(++model.m_lastId),
      m_kept(PlacesModel::Kept{.id = m_id, .bookmark = {.place = place, .path = {}}}) {}

BookmarkPresence::BookmarkPresence(PlacesModel& model, int row)
    : QUndoCommand(quoting(PlacesModel::tr("Delete bookmark “%1”"), model.placeAt(row).name)),
      m_model(model),
      m_adds(false),
      m_row(row),
      m_id(model.m_bookmarks[static_cast<std::size_t>(row)].id) {}

void BookmarkPresence::comeBack() {
  m_model.insert(m_row, *std::exchange(m_kept, std::nullopt));
}

// A file that cannot be deleted would be back at the next start, so then the bookmark stays and the
// step leaves the history.
void BookmarkPresence::goAway() {
  m_kept = m_model.take(m_id);
  if (!m_kept) setObsolete(true);
}

BookmarkName::BookmarkName(PlacesModel& model, int row, std::string name)
    : QUndoCommand(quoting(PlacesModel::tr("Rename bookmark “%1”"), model.placeAt(row).name)),
      m_model(model),
      m_id(model.m_bookmarks[static_cast<std::size_t>(row)].id),
      m_other(std::move(name)) {}

}  // namespace fatou::ui
