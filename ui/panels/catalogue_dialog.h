// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "core/io/places/place_file.h"

class QLineEdit;
class QListView;
class QModelIndex;
class QSortFilterProxyModel;

namespace fatou::ui {

class CatalogueModel;

// The formulas to begin with, to be looked through: a click goes to a formula's place, the
// Return key in the search to that of the first one found, and the dialog stays. Deletes itself
// once it is closed.
class CatalogueDialog : public QDialog {
  Q_OBJECT
 public:
  CatalogueDialog(CatalogueModel& model, QWidget* parent);
  ~CatalogueDialog() override;

 Q_SIGNALS:
  void placeChosen(const fatou::io::NamedPlace& place);

 private:
  void layOut();
  void choose(const QModelIndex& row);
  void chooseFirst();

  QSortFilterProxyModel* m_filter;
  QLineEdit* m_search;
  QListView* m_list;
};

}  // namespace fatou::ui
