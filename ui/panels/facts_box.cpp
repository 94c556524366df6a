// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/facts_box.h"

#include <QGridLayout>
#include <QLabel>

#include "ui/panels/facts_text.h"

namespace fatou::ui {
namespace {

// Replaces the spaces within a number such as "0.25 − 0.6i", so that lines break only between
// numbers.
QString unbroken(QString text) {
  for (const QChar sign : {QChar(u'+'), QChar(0x2212)}) {
    const QChar kept(QChar::Nbsp);
    text.replace(QString(u' ') + sign + u' ', QString(kept) + sign + kept);
  }
  return text;
}

}  // namespace

FactsBox::FactsBox(QWidget* parent) : QWidget(parent) {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(8);
  grid->setVerticalSpacing(4);
  grid->setColumnStretch(1, 1);
}

FactsBox::Line FactsBox::lineAt(qsizetype index) {
  if (index < m_lines.size()) return m_lines[index];
  const Line line{new QLabel(this), new QLabel(this)};
  line.title->setProperty("class", QStringLiteral("secondary"));
  line.text->setTextFormat(Qt::PlainText);
  line.text->setWordWrap(true);
  line.text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  line.text->setFocusPolicy(Qt::NoFocus);
  auto* grid = static_cast<QGridLayout*>(layout());
  grid->addWidget(line.title, static_cast<int>(index), 0, Qt::AlignTop);
  grid->addWidget(line.text, static_cast<int>(index), 1);
  m_lines << line;
  return line;
}

void FactsBox::setFacts(const FoundFacts& found) {
  const QList<FactLine> facts = factLines(found);
  for (qsizetype i = 0; i < facts.size(); ++i) {
    const Line line = lineAt(i);
    line.title->setText(facts[i].title);
    line.title->setToolTip(facts[i].toolTip);
    line.text->setText(unbroken(facts[i].text));
    line.text->setToolTip(facts[i].toolTip);
    line.text->setAccessibleName(facts[i].title);
  }
}

}  // namespace fatou::ui
