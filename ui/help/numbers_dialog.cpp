// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/numbers_dialog.h"

#include <QGridLayout>
#include <QLabel>
#include <QList>
#include <QVBoxLayout>

#include "core/stats/glossary.h"
#include "ui/widgets/help_parts.h"

namespace fatou::ui {
namespace {

constexpr int kLineWidth = 460;  // about 70 letters a line

struct Entry {
  QString term;
  QString words;
  QString formula;  // may be empty
};

QString glossaryText(const char* word) {
  const stats::Term* found = stats::findTerm(word);
  return found == nullptr ? QString() : NumbersDialog::tr(found->explanation);
}

QList<Entry> pictureEntries() {
  return {
      {NumbersDialog::tr("z₀, c"),
       NumbersDialog::tr(
           "A point of the plane, and the number that chooses the Julia set. From z₀ on, each "
           "point leads to the next: its orbit."),
       NumbersDialog::tr("z → z² + c, or the formula that is chosen")},
      {NumbersDialog::tr("J"),
       NumbersDialog::tr(
           "How many points of the orbit, the first included, are no farther from 0 than 2 before "
           "one is. A point that has not left after tmax steps counts as inside: J = tmax."),
       NumbersDialog::tr("J = first t with |z_t| > 2, or tmax")},
      {NumbersDialog::tr("Smooth count ν"),
       NumbersDialog::tr(
           "J without its jumps, for smooth colours: it also looks at how far outside the orbit "
           "has landed, some steps on."),
       NumbersDialog::tr(
           "ν = t + 1 − log_d(ln |z_t| / ln 2),  |z_t| large, d the degree: 2 for z² + c")},
      {NumbersDialog::tr("Multiplier λ"),
       NumbersDialog::tr(
           "How much the attracting cycle of c stretches what is near it, once around. "
           "Below 1 it attracts: all orbits inside end there."),
       NumbersDialog::tr("|λ| = product of |2w| over the points w of the cycle")},
  };
}

QList<Entry> timeEntries() {
  return {
      {NumbersDialog::tr("Wall time"),
       NumbersDialog::tr(
           "What you waited for the run: from its start, before planning, until the last tile was "
           "there and gathered."),
       NumbersDialog::tr("last tile gathered − start")},
      {NumbersDialog::tr("Gathered"), glossaryText("gathered"), {}},
      {NumbersDialog::tr("First pass"), glossaryText("first pass"), {}},
      {NumbersDialog::tr("Serial time"),
       NumbersDialog::tr("The work itself: the processor time of all bands together, as if one "
                         "after the other on "
                         "one core. An engine that waits for a core does not count as working."),
       NumbersDialog::tr("sum of the bands' processor time")},
      {NumbersDialog::tr("Speed-up"),
       NumbersDialog::tr(
           "How many cores' worth of work was done at a time in this run. It does not tell "
           "whether the engines slowed each other down; Compare in the lab does, as it divides the "
           "wall time of a serial run by that of a parallel one."),
       NumbersDialog::tr("serial time / wall time")},
      {NumbersDialog::tr("Efficiency"),
       NumbersDialog::tr(
           "The share of the engines' time that went into the picture, on a core. At 100 % none "
           "ever waited."),
       NumbersDialog::tr("speed-up / engines")},
      {NumbersDialog::tr("Imbalance"),
       NumbersDialog::tr(
           "How much longer the busiest engine worked than the average one. At 1.25 it worked a "
           "quarter longer, and the others waited for it; 1 is perfect."),
       NumbersDialog::tr("longest busy time / mean busy time")},
      {NumbersDialog::tr("Iterations/s"),
       NumbersDialog::tr(
           "Steps of the formula that the picture stands for, a second. The fast kernel is spared "
           "many of them, so its figure can pass what the processor could do."),
       NumbersDialog::tr("sum of J / wall time")},
  };
}

QList<Entry> wayEntries() {
  return {
      {NumbersDialog::tr("Serial"),
       NumbersDialog::tr("No engines: the same bands, one after the other, on one thread."),
       {}},
      {NumbersDialog::tr("Direct"),
       NumbersDialog::tr(
           "Every engine gets one contiguous block of rows. Nobody waits for orders, but a block "
           "that is harder than the others keeps its engine busy when they are done."),
       {}},
      {NumbersDialog::tr("Balanced"),
       NumbersDialog::tr(
           "Bands of rows wait in one queue, and whichever engine is free takes the next."),
       {}},
      {NumbersDialog::tr("Plain kernel"),
       NumbersDialog::tr("Iterates every pixel: the classic experiment."),
       {}},
      {NumbersDialog::tr("Fast kernel"),
       NumbersDialog::tr(
           "The same J, bit for bit. It stops where an orbit provably cannot leave any more, lets "
           "no pixel wait for its neighbours, and computes symmetric rows once."),
       {}},
  };
}

QLabel* wrapped(QLabel* label) {
  label->setWordWrap(true);
  label->setFixedWidth(kLineWidth);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  return label;
}

void addSection(QGridLayout& grid, const QString& heading, const QList<Entry>& entries) {
  QWidget* parent = grid.parentWidget();
  if (grid.count() > 0) grid.setRowMinimumHeight(grid.rowCount(), 8);
  grid.addWidget(classLabel(heading, "heading", parent), grid.rowCount(), 0, 1, 2);
  for (const Entry& entry : entries) {
    auto* texts = new QVBoxLayout;
    texts->setSpacing(3);
    texts->addWidget(wrapped(new QLabel(entry.words, parent)));
    if (!entry.formula.isEmpty())
      texts->addWidget(wrapped(classLabel(entry.formula, "formula", parent)));
    const int line = grid.rowCount();
    grid.addWidget(new QLabel(entry.term, parent), line, 0, Qt::AlignLeft | Qt::AlignTop);
    grid.addLayout(texts, line, 1);
  }
}

}  // namespace

NumbersDialog::NumbersDialog(QWidget* parent) : QDialog(parent) {
  setWindowTitle(tr("What the Numbers Mean"));
  auto* content = new QWidget(this);
  auto* grid = new QGridLayout(content);
  grid->setContentsMargins(20, 20, 20, 16);
  grid->setHorizontalSpacing(24);
  grid->setVerticalSpacing(10);
  addSection(*grid, tr("The picture"), pictureEntries());
  addSection(*grid, tr("The last run"), timeEntries());
  addSection(*grid, tr("Ways to compute it; J is the same for all"), wayEntries());
  showScrolled(*this, content);
}

}  // namespace fatou::ui
