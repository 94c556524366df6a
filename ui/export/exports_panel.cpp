// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/exports_panel.h"

#include <memory>

#include <QFrame>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedLayout>
#include <QTimer>
#include <QVBoxLayout>

#include "ui/dialogs/help_parts.h"
#include "ui/export/export_queue_model.h"
#include "ui/export/export_row.h"
#include "ui/style/spacing.h"

namespace fatou::ui {
namespace {

constexpr int kRowGap = 12;

// Whether an export is over and has left nothing to go on with. Only such are cleared together:
// what is kept of the others would be forgotten.
bool isFinished(const ExportJob& job) {
  return isOver(job.stage) && job.stage != ExportStage::Interrupted && !job.keepsPart;
}

QScrollArea* scrollable(QWidget* content) {
  auto* area = new QScrollArea;
  area->setProperty("class", QStringLiteral("flush"));
  area->setWidgetResizable(true);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setFrameShape(QFrame::NoFrame);
  area->setWidget(content);
  return area;
}

}  // namespace

ExportsPanel::ExportsPanel(QWidget* parent) : QWidget(parent), m_pages(new QStackedLayout(this)) {
  m_pages->addWidget(makeEmptyPage());
  m_pages->addWidget(makeListPage());
}

QWidget* ExportsPanel::makeEmptyPage() {
  auto* page = new QWidget;
  auto* about =
      classLabel(tr("A picture of any size is computed in the background and written to a "
                    "file, while you go on exploring."),
                 "secondary", page);
  about->setWordWrap(true);
  about->setAlignment(Qt::AlignCenter);
  auto* title = classLabel(tr("Nothing is being exported"), "title", page);
  title->setAlignment(Qt::AlignCenter);
  auto* button = new QPushButton(tr("Export Image…"), page);
  connect(button, &QPushButton::clicked, this, &ExportsPanel::exportRequested);
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(kPanelMargin, kPanelMargin, kPanelMargin, kPanelMargin);
  column->setSpacing(8);
  column->addStretch();
  column->addWidget(title);
  column->addWidget(about);
  column->addWidget(button, 0, Qt::AlignHCenter);
  column->addStretch();
  return scrollable(page);
}

QWidget* ExportsPanel::makeListPage() {
  auto* list = new QWidget;
  m_rows = new QVBoxLayout;
  m_rows->setSpacing(kRowGap);
  m_clear = new QPushButton(tr("Clear Finished"), list);
  m_clear->setToolTip(tr("Take what is over out of the list; the files stay"));
  connect(m_clear, &QPushButton::clicked, this, &ExportsPanel::clearFinished);
  auto* column = new QVBoxLayout(list);
  column->setContentsMargins(kPanelMargin, kPanelMargin, kPanelMargin, kPanelMargin);
  column->setSpacing(kRowGap);
  column->addLayout(m_rows);
  column->addWidget(m_clear, 0, Qt::AlignRight);
  column->addStretch();
  m_list = scrollable(list);
  return m_list;
}

void ExportsPanel::setModel(ExportQueueModel* model) {
  Q_ASSERT(m_model == nullptr);
  m_model = model;
  connect(model, &QAbstractItemModel::rowsInserted, this,
          [this](const QModelIndex&, int first, int last) { insertRows(first, last); });
  connect(model, &QAbstractItemModel::rowsRemoved, this,
          [this](const QModelIndex&, int first, int last) { removeRows(first, last); });
  connect(model, &QAbstractItemModel::rowsMoved, this,
          [this](const QModelIndex&, int from, int, const QModelIndex&, int before) {
            moveRow(from, before > from ? before - 1 : before);
          });
  connect(model, &QAbstractItemModel::dataChanged, this,
          [this](const QModelIndex& first, const QModelIndex& last) {
            for (int row = first.row(); row <= last.row(); ++row) showRow(row);
            showPage();
          });
  insertRows(0, model->rowCount() - 1);
}

void ExportsPanel::insertRows(int first, int last) {
  for (int row = first; row <= last; ++row) {
    auto* widget = new ExportRow(this);
    m_rows->insertWidget(row, widget);
    connectRow(widget, idOf(row));
    showRow(row);
    // Runs once the widget has its place.
    QTimer::singleShot(0, widget, [this, widget] {
      m_list->widget()->layout()->activate();
      m_list->ensureWidgetVisible(widget);
    });
  }
  showPage();
}

void ExportsPanel::connectRow(const ExportRow* widget, int job) {
  connect(widget, &ExportRow::pauseRequested, this, [this, job] { Q_EMIT pauseRequested(job); });
  connect(widget, &ExportRow::resumeRequested, this, [this, job] { Q_EMIT resumeRequested(job); });
  connect(widget, &ExportRow::cancelRequested, this,
          [this, job](bool keep) { Q_EMIT cancelRequested(job, keep); });
  connect(widget, &ExportRow::retryRequested, this, [this, job] { Q_EMIT retryRequested(job); });
  connect(widget, &ExportRow::removeRequested, this, [this, job] { Q_EMIT removeRequested(job); });
  connect(widget, &ExportRow::discardRequested, this,
          [this, job] { Q_EMIT discardRequested(job); });
  connect(widget, &ExportRow::placeRequested, this, [this, job] { Q_EMIT placeRequested(job); });
  connect(widget, &ExportRow::folderRequested, this, [this, job] { Q_EMIT folderRequested(job); });
  connect(widget, &ExportRow::moveRequested, this,
          [this, job](int by) { Q_EMIT moveRequested(job, by); });
}

void ExportsPanel::removeRows(int first, int last) {
  for (int row = last; row >= first; --row) {
    const std::unique_ptr<QLayoutItem> item(m_rows->takeAt(row));
    item->widget()->hide();
    item->widget()->deleteLater();  // its own button may have asked for it
  }
  showPage();
}

void ExportsPanel::moveRow(int from, int to) {
  const std::unique_ptr<QLayoutItem> item(m_rows->takeAt(from));
  m_rows->insertWidget(to, item->widget());
}

void ExportsPanel::showRow(int row) {
  auto* widget = static_cast<ExportRow*>(m_rows->itemAt(row)->widget());
  widget->setJob(m_model->job(row));
}

void ExportsPanel::showPage() {
  const int rows = m_model->rowCount();
  int finished = 0;
  for (int row = 0; row < rows; ++row) {
    const ExportJob& job = m_model->job(row);
    if (isFinished(job)) ++finished;
  }
  m_clear->setVisible(finished > 1);
  m_pages->setCurrentIndex(rows > 0 ? 1 : 0);
}

void ExportsPanel::clearFinished() {
  QList<int> ids;
  for (int row = 0; row < m_model->rowCount(); ++row) {
    const ExportJob& job = m_model->job(row);
    if (isFinished(job)) ids << job.id;
  }
  for (const int id : ids) Q_EMIT removeRequested(id);
}

int ExportsPanel::idOf(int row) const {
  return m_model->job(row).id;
}

}  // namespace fatou::ui
