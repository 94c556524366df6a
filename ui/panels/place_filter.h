// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>
#include <QStringList>

#include "ui/panels/places_panel.h"

namespace fatou::ui {

// The places of a PlacesModel that the panel shows.
class PlaceFilter : public QSortFilterProxyModel {
  Q_OBJECT
 public:
  using QSortFilterProxyModel::QSortFilterProxyModel;

  PlacesPanel::Shown shown() const { return m_shown; }
  void setShown(PlacesPanel::Shown shown);
  // Only places whose name or description has each of the words in it, in either case.
  void setWords(const QString& words);

 protected:
  bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

 private:
  PlacesPanel::Shown m_shown = PlacesPanel::Shown::All;
  QStringList m_words;
};

}  // namespace fatou::ui
