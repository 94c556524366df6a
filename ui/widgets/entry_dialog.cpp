// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/entry_dialog.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/io/files/shown_text.h"

namespace fatou::ui {

EntryDialog::EntryDialog(const io::EntryList& list, const QString& fileName, QWidget* parent)
    : QDialog(parent),
      m_list(new QListWidget(this)),
      m_buttons(new QDialogButtonBox(QDialogButtonBox::Open | QDialogButtonBox::Cancel, this)) {
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Choose an entry of %1").arg(io::shownLine(fileName)));
  m_list->setAccessibleName(tr("Entries"));
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(m_list);
  layout->addWidget(m_buttons);
  fill(list);
  updateButtons();
  connect(m_list, &QListWidget::currentRowChanged, this, &EntryDialog::updateButtons);
  connect(m_list, &QListWidget::itemActivated, this, &EntryDialog::choose);
  connect(m_buttons, &QDialogButtonBox::accepted, this, &EntryDialog::choose);
  connect(m_buttons, &QDialogButtonBox::rejected, this, &EntryDialog::reject);
}

void EntryDialog::fill(const io::EntryList& list) {
  for (const io::EntryLine& entry : list.entries) {
    const QString name = QString::fromStdString(entry.name);
    auto* item = new QListWidgetItem(
        tr("%1: %2").arg(io::shownLine(name), io::shownLine(QString::fromStdString(entry.about))),
        m_list);
    item->setData(Qt::UserRole, name);
    if (entry.canBeOpened) continue;
    item->setFlags(Qt::NoItemFlags);
    item->setToolTip(tr("Fatou cannot iterate this one."));
  }
  for (int row = 0; row < m_list->count() && m_list->currentRow() < 0; ++row)
    if (m_list->item(row)->flags().testFlag(Qt::ItemIsEnabled)) m_list->setCurrentRow(row);
}

void EntryDialog::updateButtons() {
  const QListWidgetItem* item = m_list->currentItem();
  m_buttons->button(QDialogButtonBox::Open)
      ->setEnabled(item != nullptr && item->flags().testFlag(Qt::ItemIsEnabled));
}

void EntryDialog::choose() {
  const QListWidgetItem* item = m_list->currentItem();
  if (item == nullptr || !item->flags().testFlag(Qt::ItemIsEnabled)) return;
  const QString name = item->data(Qt::UserRole).toString();
  accept();
  Q_EMIT entryChosen(name);
}

}  // namespace fatou::ui
