// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/place_filter.h"

#include <algorithm>

#include "ui/models/places_model.h"

namespace fatou::ui {

void PlaceFilter::setShown(PlacesPanel::Shown shown) {
  m_shown = shown;
  invalidateFilter();
}

void PlaceFilter::setWords(const QString& words) {
  m_words = words.split(u' ', Qt::SkipEmptyParts);
  invalidateFilter();
}

bool PlaceFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
  const QModelIndex place = sourceModel()->index(row, 0, parent);
  const bool mine = place.data(PlacesModel::BookmarkRole).toBool();
  if (m_shown != PlacesPanel::Shown::All && mine != (m_shown == PlacesPanel::Shown::Mine))
    return false;
  const QString text = place.data(PlacesModel::NameRole).toString() + u'\n' +
                       place.data(PlacesModel::AboutRole).toString();
  return std::ranges::all_of(
      m_words, [&text](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

}  // namespace fatou::ui
