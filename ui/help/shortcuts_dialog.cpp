// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/shortcuts_dialog.h"

#include <array>

#include <QAction>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeySequence>
#include <QStringList>
#include <QVBoxLayout>

#include "ui/widgets/help_parts.h"

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

QStringList arrows() {
  return {QStringLiteral("←"), QStringLiteral("→"), QStringLiteral("↑"), QStringLiteral("↓")};
}

// The gestures that Gestures reads on every picture of the plane.
Section onThePicture() {
  using D = ShortcutsDialog;
  return {D::tr("On the picture"),
          {{D::tr("Zoom at the cursor"), {D::tr("Wheel"), D::tr("Pinch")}},
           {D::tr("Move"), {D::tr("Drag")}},
           {D::tr("Move, whatever the tool"), {D::tr("Middle drag"), D::tr("Right drag")}},
           {D::tr("Zoom to a box"), {D::tr("Shift+drag")}},
           {D::tr("Zoom in there"), {D::tr("Double click")}},
           {D::tr("Zoom out there"), {D::tr("Right double click")}},
           {D::tr("Menu"), {D::tr("Right click")}},
           {D::tr("Move by a little"), arrows()},
           {D::tr("Move by more"), {D::tr("Shift+arrows")}}}};
}

// The further gestures that MapView reads.
Section onTheMap() {
  using D = ShortcutsDialog;
  return {D::tr("On the map of c"),
          {{D::tr("Choose c"), {D::tr("Click"), D::tr("Drag")}},
           {D::tr("Show the set under the cursor"), {D::tr("Ctrl"), D::tr("Shift")}},
           {D::tr("Move c by a pixel"), arrows()},
           {D::tr("Move c by more"), {D::tr("Shift+arrows")}},
           {D::tr("Zoom the map"), {D::tr("Wheel")}},
           {D::tr("Move the map"), {D::tr("Middle drag"), D::tr("Space+drag")}},
           {D::tr("Centre there"), {D::tr("Double click")}},
           {D::tr("Centre on c"), {QStringLiteral("C")}},
           {D::tr("Zoom in on c"), {QStringLiteral("Shift+C")}},
           {D::tr("Whole map"), {D::tr("Home")}}}};
}

// The gestures that EngineLanes reads, in the run's dock and in the lab.
Section onTheTimeline() {
  using D = ShortcutsDialog;
  return {D::tr("On the timeline of the engines"),
          {{D::tr("From band to band, from lane to lane"), arrows()},
           {D::tr("Show the band's rows"), {D::tr("Click"), D::tr("Enter"), D::tr("Space")}},
           {D::tr("Zoom in time"), {D::tr("Wheel"), QStringLiteral("+"), QStringLiteral("-")}},
           {D::tr("Move in time"), {D::tr("Drag"), D::tr("Shift+wheel")}},
           {D::tr("All of the run"), {D::tr("Home"), D::tr("Double click")}},
           {D::tr("Show a moment of the run"), {D::tr("Drag the axis")}}}};
}

// The keys that CellEdit reads; Esc is the window's.
Section inACell() {
  using D = ShortcutsDialog;
  return {D::tr("In a cell of the console"),
          {{D::tr("Run the cell"), {D::tr("Shift+Return"), D::tr("Ctrl+Return")}},
           {D::tr("Stop it, and those that wait"), {D::tr("Esc")}},
           {D::tr("Complete a name, else indent"), {D::tr("Tab")}},
           {D::tr("Leave the cell"), {D::tr("Shift+Tab")}},
           {D::tr("Cells that were run before"), {QStringLiteral("↑"), QStringLiteral("↓")}}}};
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
  QList<Section> sections{onThePicture(), onTheMap(), onTheTimeline(), inACell()};
  for (const Actions::Group& group : groups) {
    const Section section = sectionOf(group);
    if (!section.rows.isEmpty()) sections << section;
  }
  showScrolled(*this, columnsOf(sections, this));
}

}  // namespace fatou::ui
