// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/gradient_form.h"

#include <utility>

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

#include "core/io/gradients/gradient_file.h"
#include "core/io/opened_file.h"
#include "ui/models/own_gradients.h"
#include "ui/state/save_name.h"
#include "ui/style/icons.h"
#include "ui/widgets/entry_dialog.h"
#include "ui/widgets/gradient_chooser.h"
#include "ui/widgets/gradient_strip.h"

namespace fatou::ui {

GradientForm::GradientForm(std::vector<color::Gradient> builtIn, OwnGradients& own, QWidget* parent)
    : FieldForm(tr("Gradient"), parent), m_own(own), m_strip(new GradientStrip(this)) {
  addWide(m_strip);
  addWide(makeChooserRow());
  addWide(makeButtons());
  m_problem = addNote();
  m_problem->setProperty("class", QStringLiteral("error"));
  m_chooser->setBuiltIn(std::move(builtIn));
  m_chooser->setOwn(m_own.all());
  connectAll();
}

QWidget* GradientForm::makeChooserRow() {
  auto* widget = new QWidget(this);
  m_chooser = new GradientChooser(widget);
  // A long name that came with a file must not make the panel wide.
  m_chooser->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_chooser->setMinimumContentsLength(8);
  auto* more = new QToolButton(widget);
  more->setText(QStringLiteral("⋯"));
  more->setAccessibleName(tr("More about this gradient"));
  more->setToolTip(
      tr("Rename or delete a gradient of your own, or keep one that came with a file"));
  more->setPopupMode(QToolButton::InstantPopup);
  more->setFocusPolicy(Qt::TabFocus);
  auto* menu = new QMenu(more);
  m_rename = menu->addAction(icon(u"edit"), tr("&Rename…"), this, &GradientForm::rename);
  m_delete = menu->addAction(icon(u"delete"), tr("&Delete"), this, &GradientForm::remove);
  m_keep = menu->addAction(icon(u"save"), tr("&Keep Among Mine"), this, &GradientForm::keep);
  more->setMenu(menu);
  auto* row = new QHBoxLayout(widget);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(2);
  row->addWidget(m_chooser, 1);
  row->addWidget(more);
  return widget;
}

QWidget* GradientForm::makeButtons() {
  auto* buttons = new QWidget(this);
  auto* row = new QHBoxLayout(buttons);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(8);
  const auto add = [&](const QString& text, const QString& toolTip) {
    auto* button = new QPushButton(text, buttons);
    button->setToolTip(toolTip);
    row->addWidget(button, 1);
    return button;
  };
  m_edit = add(tr("Edit…"), tr("Move, add, remove and recolour the stops of this gradient"));
  m_import =
      add(tr("Import…"),
          tr("Read a gradient from a GIMP palette (.gpl), a colour map of Fractint (.map), a "
             "gradient of Ultra Fractal (.ugr) or a .json file"));
  m_export = add(tr("Export…"), tr("Write this gradient as a GIMP palette (.gpl) or a .json file"));
  return buttons;
}

void GradientForm::connectAll() {
  // A gradient that came with a file or a session becomes a guest, so that it can be chosen again.
  connect(m_chooser, &GradientChooser::gradientChosen, this,
          [this](const color::Gradient& gradient) {
            m_chooser->addGuest(m_gradient);
            choose(gradient, true);
          });
  connect(&m_own, &OwnGradients::changed, this, [this] {
    m_chooser->setOwn(m_own.all());
    updateActions();
  });
  connect(m_edit, &QPushButton::clicked, this, &GradientForm::edit);
  connect(m_import, &QPushButton::clicked, this, &GradientForm::askForImport);
  connect(m_export, &QPushButton::clicked, this, &GradientForm::askForExport);
}

// Closes an editor of other stops: they were undone, or replaced, while it was open.
void GradientForm::setGradient(const color::Gradient& gradient) {
  show(gradient);
  if (m_editor == nullptr) return;
  const color::Gradient& edited = m_editor->gradient();
  if (edited.stops == gradient.stops && edited.cyclic == gradient.cyclic) return;
  m_editor->disconnect(this);
  m_editor->close();
}

void GradientForm::show(const color::Gradient& gradient) {
  m_gradient = gradient;
  m_strip->setGradient(gradient);
  m_chooser->setCurrentGradient(gradient);
  updateActions();
}

void GradientForm::choose(const color::Gradient& gradient, bool finished) {
  show(gradient);
  showProblem(success());
  Q_EMIT gradientChanged(m_gradient, finished);
}

void GradientForm::edit() {
  if (m_editor == nullptr) {
    using Naming = GradientEditor::Naming;
    const bool isOwn = m_own.contains(m_gradient);
    m_editor = new GradientEditor(m_gradient, isOwn ? Naming::Keep : Naming::CallEdited, this);
    m_editor->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_editor, &GradientEditor::gradientChanged, this,
            [this](const color::Gradient& gradient) { choose(gradient, false); });
    connect(m_editor, &QDialog::accepted, this, &GradientForm::takeEdited);
    connect(m_editor, &QDialog::rejected, this, [this] { choose(m_editor->original(), true); });
  }
  m_editor->show();
  m_editor->raise();
  m_editor->activateWindow();
}

void GradientForm::takeEdited() {
  const color::Gradient edited = m_editor->gradient();
  const color::Gradient original = m_editor->original();
  choose(edited == original ? original : m_own.replace(original, edited), true);
}

void GradientForm::rename() {
  edit();
  m_editor->focusName();
}

void GradientForm::remove() {
  m_own.remove(m_gradient);
}

void GradientForm::keep() {
  take(m_gradient);
}

void GradientForm::take(const color::Gradient& gradient) {
  showProblem(success());
  choose(m_own.add(gradient), true);
}

void GradientForm::updateActions() {
  const bool isOwn = m_own.contains(m_gradient);
  m_rename->setEnabled(isOwn);
  m_delete->setEnabled(isOwn);
  m_keep->setEnabled(!isOwn && !m_chooser->isBuiltIn(m_gradient));
}

void GradientForm::importFrom(const QString& path) {
  m_reader.read([this, path]() -> FileReader::Reaction {
    const auto opened = io::readOpenedFile(path);
    const auto* list = opened ? std::get_if<io::EntryList>(&opened.value()) : nullptr;
    if (list != nullptr) return [this, path, entries = *list] { askForEntry(entries, path); };
    return [this, gradient = io::readGradientFile(path)] {
      if (!gradient) return showProblem(gradient.error());
      take(gradient.value());
    };
  });
}

void GradientForm::askForEntry(const io::EntryList& list, const QString& path) {
  auto* dialog = new EntryDialog(list, QFileInfo(path).fileName(), this);
  connect(dialog, &EntryDialog::entryChosen, this,
          [this, path](const QString& name) { importFrom(path + u'#' + name); });
  dialog->open();
}

void GradientForm::exportTo(const QString& path, const io::Replace& replace) {
  showProblem(io::writeGradientFile(path, m_gradient, replace));
}

void GradientForm::askForImport() {
  const QString path = QFileDialog::getOpenFileName(this, tr("Import a gradient"), QString(),
                                                    tr("Gradients (*.gpl *.json *.map *.ugr)"));
  if (!path.isEmpty()) importFrom(path);
}

void GradientForm::askForExport() {
  const QString name = QString::fromStdString(m_gradient.name) + QStringLiteral(".gpl");
  const QString path = QFileDialog::getSaveFileName(this, tr("Export the gradient"), name,
                                                    tr("GIMP palette (*.gpl);;Fatou (*.json)"));
  if (path.isEmpty()) return;
  const SaveName chosen = saveName(path, QStringLiteral(".gpl"));
  exportTo(chosen.path, chosen.replace);
}

void GradientForm::showProblem(const Status& status) {
  setNote(m_problem, status ? QString() : QString::fromStdString(status.error().message));
}

}  // namespace fatou::ui
