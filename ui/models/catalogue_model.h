// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractListModel>

#include "core/io/places/formula_catalogue.h"
#include "core/io/places/place_file.h"
#include "ui/jobs/file_reader.h"

namespace fatou::ui {

class ThumbnailRenderer;

// The formulas to begin with, each with a line about it and a picture.
class CatalogueModel : public QAbstractListModel {
  Q_OBJECT
 public:
  enum Role {
    NameRole = Qt::DisplayRole,
    LineRole = Qt::UserRole + 1,  // what is seen and why it is worth seeing
    FormulaRole,                  // its text
    SearchRole,                   // name and formula, to be found by either
    ThumbnailRole,                // a QImage, null while there is none
    PlaceRole,                    // an io::NamedPlace
  };

  // `thumbnails` must outlive the model. Nothing is there before load() or loadBeside().
  explicit CatalogueModel(ThumbnailRenderer& thumbnails, QObject* parent = nullptr);

  // Reads the program's catalogue; loadBeside() does so beside this thread.
  void load();
  void loadBeside();

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;

 private:
  using Formulas = std::vector<io::CatalogueFormula>;

  static Formulas read();
  void take(const Formulas& formulas);
  void announce(const julia::Place& place);

  ThumbnailRenderer& m_thumbnails;
  Formulas m_formulas;
  FileReader m_reader;
};

// The place of a row of the model, or of a proxy of it.
io::NamedPlace placeOfFormula(const QModelIndex& row);

}  // namespace fatou::ui
