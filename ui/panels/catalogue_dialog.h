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

// A dialog that shows the formulas of the catalogue. A click goes to a formula's place; the Return
// key in the search goes to that of the first one found. The dialog stays open, and deletes itself
// when it is closed.
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
