// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/about_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSysInfo>
#include <QVBoxLayout>

#include "core/io/machine/usable_cores.h"
#include "ui/style/icons.h"
#include "ui/widgets/help_parts.h"

namespace fatou::ui {
namespace {

constexpr int kMarkSide = 96;
constexpr int kTextWidth = 360;

void addFact(QFormLayout& form, const QString& name, const QString& value) {
  if (value.isEmpty()) return;
  auto* text = new QLabel(value, form.parentWidget());
  text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  form.addRow(classLabel(name, "secondary", form.parentWidget()), text);
}

QVBoxLayout* wordsOf(const AboutFacts& facts, QWidget* parent) {
  auto* words = new QVBoxLayout;
  words->setSpacing(10);
  words->addWidget(classLabel(QStringLiteral("Fatou"), "title", parent));
  auto* what = new QLabel(
      AboutDialog::tr("An explorer of Julia sets in which the parallel machine is visible. "
                      "Named after Pierre Fatou (1878–1929), who showed that the orbit of "
                      "0 tells what a Julia set is like."),
      parent);
  what->setWordWrap(true);
  what->setFixedWidth(kTextWidth);
  words->addWidget(what);
  auto* holder = new QWidget(parent);
  auto* form = new QFormLayout(holder);
  form->setContentsMargins(0, 4, 0, 4);
  form->setHorizontalSpacing(20);
  form->setVerticalSpacing(5);
  addFact(*form, AboutDialog::tr("Version"), facts.version);
  addFact(*form, AboutDialog::tr("Vectors"), facts.simdTarget);
  addFact(*form, AboutDialog::tr("Threads"), QString::number(io::usableCores()));
  addFact(*form, AboutDialog::tr("Qt"), QString::fromLatin1(qVersion()));
  addFact(*form, AboutDialog::tr("System"), QSysInfo::prettyProductName());
  addFact(*form, AboutDialog::tr("Licence"), QStringLiteral("GPL-3.0-or-later"));
  words->addWidget(holder);
  auto* licence =
      classLabel(AboutDialog::tr("Free software: you may use, study, share and change it under the "
                                 "GNU General Public License, version 3 or later. It comes with no "
                                 "warranty."),
                 "secondary", parent);
  licence->setWordWrap(true);
  licence->setFixedWidth(kTextWidth);
  words->addWidget(licence);
  return words;
}

}  // namespace

AboutDialog::AboutDialog(const AboutFacts& facts, QWidget* parent) : QDialog(parent) {
  setWindowTitle(tr("About Fatou"));
  auto* mark = new QLabel(this);
  mark->setPixmap(programIcon().pixmap(QSize(kMarkSide, kMarkSide), devicePixelRatioF()));
  mark->setAccessibleName(tr("Fatou's mark: the Julia set of c = −1"));
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* row = new QHBoxLayout;
  row->setSpacing(24);
  row->addWidget(mark, 0, Qt::AlignTop);
  row->addLayout(wordsOf(facts, this), 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(24, 24, 20, 16);
  layout->setSpacing(20);
  layout->addLayout(row);
  layout->addWidget(buttons);
  layout->setSizeConstraint(QLayout::SetFixedSize);
}

}  // namespace fatou::ui
