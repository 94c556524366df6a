// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/catalogue_model.h"

#include <utility>

#include "core/base/check.h"
#include "ui/jobs/thumbnail_renderer.h"
#include "ui/models/places_model.h"

namespace fatou::ui {
namespace {

QString formulaTextOf(const io::CatalogueFormula& formula) {
  return QString::fromStdString(julia::expressionText(formula.place.formula));
}

}  // namespace

CatalogueModel::CatalogueModel(ThumbnailRenderer& thumbnails, QObject* parent)
    : QAbstractListModel(parent), m_thumbnails(thumbnails) {
  connect(&m_thumbnails, &ThumbnailRenderer::thumbnailReady, this, &CatalogueModel::announce);
  connect(&m_thumbnails, &ThumbnailRenderer::thumbnailsChanged, this, [this] {
    if (rowCount() > 0) Q_EMIT dataChanged(index(0), index(rowCount() - 1), {ThumbnailRole});
  });
}

// Reading cannot fail: the catalogue is a part of the program, and a test reads it.
CatalogueModel::Formulas CatalogueModel::read() {
  auto formulas = io::formulaCatalogue();
  FATOU_CHECK(formulas.ok());
  return std::move(formulas).value();
}

void CatalogueModel::load() {
  take(read());
}

void CatalogueModel::loadBeside() {
  m_reader.read(
      [this]() -> FileReader::Reaction { return [this, formulas = read()] { take(formulas); }; });
}

void CatalogueModel::take(const Formulas& formulas) {
  beginResetModel();
  m_formulas = formulas;
  endResetModel();
}

void CatalogueModel::announce(const julia::Place& place) {
  for (int row = 0; row < rowCount(); ++row)
    if (m_formulas[static_cast<std::size_t>(row)].shown() == place)
      Q_EMIT dataChanged(index(row), index(row), {ThumbnailRole});
}

int CatalogueModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_formulas.size());
}

QVariant CatalogueModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const io::CatalogueFormula& formula = m_formulas[static_cast<std::size_t>(index.row())];
  const QString name = QString::fromStdString(formula.name);
  switch (role) {
    case NameRole:
      return name;
    case LineRole:
    case Qt::AccessibleDescriptionRole:
      return QString::fromStdString(formula.line);
    case FormulaRole:
      return formulaTextOf(formula);
    case SearchRole:
      return QString(name + u' ' + formulaTextOf(formula));
    case ThumbnailRole:
      return m_thumbnails.thumbnail(formula.shown());
    case PlaceRole:
      return QVariant::fromValue(
          io::NamedPlace{.name = formula.name, .about = formula.line, .place = formula.shown()});
    default:
      return {};
  }
}

io::NamedPlace placeOfFormula(const QModelIndex& row) {
  return row.data(CatalogueModel::PlaceRole).value<io::NamedPlace>();
}

}  // namespace fatou::ui
