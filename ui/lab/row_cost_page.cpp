// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/row_cost_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/lab/lab_words.h"
#include "ui/lab/row_profile.h"
#include "ui/widgets/field_row.h"
#include "ui/widgets/integer_edit.h"

namespace fatou::ui {
namespace {

constexpr int kMostBlocks = 64;
constexpr int kSideWidth = 270;

QLabel* label(const char* themeClass, QWidget* parent) {
  auto* made = new QLabel(parent);
  made->setProperty("class", QLatin1StringView(themeClass).toString());
  made->setWordWrap(true);
  return made;
}

}  // namespace

RowCostPage::RowCostPage(int engines, QWidget* parent)
    : QWidget(parent),
      m_profile(new RowProfile(this)),
      m_engines(new IntegerEdit(this)),
      m_imbalance(label("figure", this)),
      m_bound(label("secondary", this)),
      m_caption(label("secondary", this)),
      m_source(label("secondary", this)) {
  m_engines->setRange(tr("engines"), 1, kMostBlocks);
  m_engines->setValue(engines);
  m_engines->addStepButtons();
  m_engines->setToolTip(tr("How many blocks the rows are cut in, one an engine"));
  m_imbalance->setToolTip(explanationOf("imbalance"));
  layOut();
  connect(m_engines, &IntegerEdit::valueEdited, this, &RowCostPage::showEqual);
  connect(m_profile, &RowProfile::bordersEdited, this, &RowCostPage::showFigures);
  connect(m_profile, &RowProfile::rowsHovered, this, &RowCostPage::rowsHovered);
  showFigures();
}

void RowCostPage::layOut() {
  auto* equal = new QPushButton(tr("Equal blocks"), this);
  equal->setToolTip(tr("As the direct view cuts: equally many rows for each engine"));
  auto* balance = new QPushButton(tr("Balance"), this);
  balance->setToolTip(tr("Move the borders so that the busiest engine has as little as can be"));
  connect(equal, &QPushButton::clicked, this, &RowCostPage::showEqual);
  connect(balance, &QPushButton::clicked, this, &RowCostPage::showBalanced);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(equal);
  buttons->addWidget(balance);
  buttons->addStretch();

  auto* side = new QVBoxLayout;
  side->setSpacing(8);
  side->addWidget(new FieldRow(tr("Engines"), m_engines, {}, this));
  side->addLayout(buttons);
  side->addWidget(m_imbalance);
  side->addWidget(m_bound);
  side->addStretch();
  side->addWidget(m_caption);
  side->addWidget(m_source);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(12, 8, 12, 8);
  row->setSpacing(16);
  row->addWidget(m_profile, 1);
  row->addLayout(side);
  m_bound->setFixedWidth(kSideWidth);
}

void RowCostPage::setCosts(const stats::RowCosts& costs, const QString& caption,
                           const QString& source) {
  m_costs = costs;
  m_caption->setText(caption);
  m_source->setText(source);
  showEqual();
}

void RowCostPage::showEqual() {
  m_profile->setCosts(m_costs,
                      stats::blockBorders(m_costs.rows, static_cast<int>(m_engines->value())));
  showFigures();
}

void RowCostPage::showBalanced() {
  if (m_costs.costs.empty()) return;
  m_profile->setBorders(stats::optimalBorders(m_costs, static_cast<int>(m_engines->value())));
  showFigures();
}

void RowCostPage::showFigures() {
  const auto engines = static_cast<int>(m_engines->value());
  const double imbalance =
      m_costs.costs.empty() ? 0.0 : stats::imbalance(m_costs, m_profile->borders());
  if (!(imbalance > 0.0)) {
    m_imbalance->setText(tr("Imbalance –"));
    return m_bound->clear();
  }
  m_imbalance->setText(tr("Imbalance %1").arg(QString::number(imbalance, 'f', 2)));
  m_bound->setText(
      tr("These blocks let %1 engines be at most %2 times faster. Equally many rows are not "
         "equally much work: a row costs what its points cost.")
          .arg(engines)
          .arg(QString::number(engines / imbalance, 'f', 2)));
}

}  // namespace fatou::ui
