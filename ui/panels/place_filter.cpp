// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/place_filter.h"

#include "ui/models/places_model.h"

namespace fatou::ui {

void PlaceFilter::setShown(PlacesPanel::Shown shown) {
  m_shown = shown;
  invalidateFilter();
}

bool PlaceFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
  if (m_shown == PlacesPanel::Shown::All) return true;
  const bool mine = sourceModel()->index(row, 0, parent).data(PlacesModel::BookmarkRole).toBool();
  return mine == (m_shown == PlacesPanel::Shown::Mine);
}

}  // namespace fatou::ui
