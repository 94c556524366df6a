// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/catalogue_dialog.h"

#include <QDialogButtonBox>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

#include "ui/models/catalogue_model.h"
#include "ui/panels/catalogue_delegate.h"
#include "ui/style/spacing.h"

namespace fatou::ui {

CatalogueDialog::CatalogueDialog(CatalogueModel& model, QWidget* parent)
    : QDialog(parent),
      m_filter(new QSortFilterProxyModel(this)),
      m_search(new QLineEdit(this)),
      m_list(new QListView(this)) {
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Catalogue of Formulas"));
  m_filter->setSourceModel(&model);
  m_filter->setFilterRole(CatalogueModel::SearchRole);
  m_filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
  m_search->setPlaceholderText(tr("Search"));
  m_search->setClearButtonEnabled(true);
  m_search->setAccessibleName(tr("Search among formulas"));
  m_search->setToolTip(tr("Only formulas with this in their name or text"));
  m_list->setModel(m_filter);
  m_list->setItemDelegate(new CatalogueDelegate(m_list));
  m_list->setUniformItemSizes(true);
  m_list->setVerticalScrollMode(QListView::ScrollPerPixel);
  m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_list->setEditTriggers(QListView::NoEditTriggers);
  m_list->setAccessibleName(tr("Formulas"));
  layOut();
  connect(m_search, &QLineEdit::textChanged, m_filter,
          &QSortFilterProxyModel::setFilterFixedString);
  connect(m_search, &QLineEdit::returnPressed, this, &CatalogueDialog::chooseFirst);
  connect(m_list, &QListView::clicked, this, &CatalogueDialog::choose);
  connect(m_list, &QListView::activated, this, &CatalogueDialog::choose);
}

CatalogueDialog::~CatalogueDialog() {
  m_list->setModel(nullptr);  // the filter is destroyed before the list
}

void CatalogueDialog::layOut() {
  constexpr QSize kUsualSize{600, 560};
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kDialogMargin, kDialogMargin, kDialogMargin, kDialogMargin);
  // The Return key chooses a formula; a default button would close the dialog instead.
  for (QAbstractButton* button : buttons->buttons())
    static_cast<QPushButton*>(button)->setAutoDefault(false);
  column->addWidget(m_search);
  column->addWidget(m_list, 1);
  column->addWidget(buttons);
  resize(kUsualSize);
}

void CatalogueDialog::choose(const QModelIndex& row) {
  Q_EMIT placeChosen(placeOfFormula(row));
}

void CatalogueDialog::chooseFirst() {
  const QModelIndex first = m_filter->index(0, 0);
  if (!first.isValid()) return;
  m_list->setCurrentIndex(first);
  choose(first);
}

}  // namespace fatou::ui
