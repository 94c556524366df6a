// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/shortcuts_dialog.h"

#include <array>

#include <QAction>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeySequence>
#include <QStringList>
#include <QVBoxLayout>

#include "ui/dialogs/help_parts.h"

namespace fatou::ui {
namespace {

struct Row {
  QString deed;
  QStringList keys;
};

struct Section {
  QString name;
  QList<Row> rows;
};

QString plain(QString text) {
  return text.remove(u'&').remove(u'…');
}

Section sectionOf(const Actions::Group& group) {
  Section section{plain(group.name), {}};
  for (const QAction* action : group.actions) {
    if (action == nullptr || action->shortcut().isEmpty()) continue;
    Row row{plain(action->iconText()), {}};
    for (const QKeySequence& keys : action->shortcuts())
      row.keys << keys.toString(QKeySequence::NativeText);
    section.rows << row;
  }
  return section;
}

// What Gestures reads on every picture of the plane.
Section gestures() {
  return {ShortcutsDialog::tr("On the picture"),
          {{ShortcutsDialog::tr("Zoom at the cursor"),
            {ShortcutsDialog::tr("Wheel"), ShortcutsDialog::tr("Pinch")}},
           {ShortcutsDialog::tr("Move"), {ShortcutsDialog::tr("Drag")}},
           {ShortcutsDialog::tr("Move, whatever the tool"),
            {ShortcutsDialog::tr("Middle drag"), ShortcutsDialog::tr("Right drag")}},
           {ShortcutsDialog::tr("Zoom to a box"), {ShortcutsDialog::tr("Shift+drag")}},
           {ShortcutsDialog::tr("Zoom in there"), {ShortcutsDialog::tr("Double click")}},
           {ShortcutsDialog::tr("Zoom out there"), {ShortcutsDialog::tr("Right double click")}},
           {ShortcutsDialog::tr("Menu"), {ShortcutsDialog::tr("Right click")}},
           {ShortcutsDialog::tr("Move by a little"),
            {QStringLiteral("←"), QStringLiteral("→"), QStringLiteral("↑"), QStringLiteral("↓")}},
           {ShortcutsDialog::tr("Move by more"), {ShortcutsDialog::tr("Shift+arrows")}}}};
}

QWidget* keysOf(const Row& row, QWidget* parent) {
  auto* keys = new QWidget(parent);
  auto* layout = new QHBoxLayout(keys);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->addStretch(1);
  for (const QString& key : row.keys) layout->addWidget(classLabel(key, "key", keys));
  return keys;
}

QGridLayout* layoutOf(const Section& section, QWidget* parent) {
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(24);
  grid->setVerticalSpacing(6);
  grid->setColumnStretch(0, 1);
  grid->addWidget(classLabel(section.name, "heading", parent), 0, 0, 1, 2);
  for (const Row& row : section.rows) {
    const int line = grid->rowCount();
    grid->addWidget(new QLabel(row.deed, parent), line, 0);
    grid->addWidget(keysOf(row, parent), line, 1);
  }
  return grid;
}

// Two columns that are about equally long.
QWidget* columnsOf(const QList<Section>& sections, QWidget* parent) {
  auto* content = new QWidget(parent);
  auto* row = new QHBoxLayout(content);
  row->setContentsMargins(20, 20, 20, 16);
  row->setSpacing(48);
  std::array<QVBoxLayout*, 2> columns{};
  std::array<qsizetype, 2> lengths{};
  for (QVBoxLayout*& column : columns) {
    column = new QVBoxLayout;
    column->setSpacing(20);
    row->addLayout(column, 1);
  }
  for (const Section& section : sections) {
    const std::size_t shorter = lengths[0] <= lengths[1] ? 0 : 1;
    columns[shorter]->addLayout(layoutOf(section, content));
    lengths[shorter] += section.rows.size() + 2;  // the heading and the gap
  }
  for (QVBoxLayout* column : columns) column->addStretch(1);
  return content;
}

}  // namespace

ShortcutsDialog::ShortcutsDialog(const QList<Actions::Group>& groups, QWidget* parent)
    : QDialog(parent) {
  setWindowTitle(tr("Shortcuts"));
  QList<Section> sections{gestures()};
  for (const Actions::Group& group : groups) {
    const Section section = sectionOf(group);
    if (!section.rows.isEmpty()) sections << section;
  }
  showScrolled(*this, columnsOf(sections, this));
}

}  // namespace fatou::ui
