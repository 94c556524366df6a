// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/places_panel.h"

#include <QAction>
#include <QActionGroup>
#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QStatusTipEvent>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/io/files/shown_text.h"
#include "core/io/places/place_text.h"
#include "ui/jobs/thumbnail_renderer.h"
#include "ui/models/places_model.h"
#include "ui/panels/place_delegate.h"
#include "ui/panels/place_filter.h"
#include "ui/panels/place_grid.h"
#include "ui/state/save_name.h"
#include "ui/style/icons.h"
#include "ui/style/spacing.h"

namespace fatou::ui {
namespace {

constexpr int kListSpacing = 8;
constexpr qsizetype kMostProblems = 3;  // lines about what is wrong

}  // namespace

PlacesPanel::PlacesPanel(PlacesModel& model, ThumbnailRenderer& thumbnails, QWidget* parent)
    : QWidget(parent),
      m_model(model),
      m_thumbnails(thumbnails),
      m_filter(std::make_unique<PlaceFilter>()),
      m_grid(new PlaceGrid(this)),
      m_problem(new QLabel(this)) {
  m_filter->setSourceModel(&m_model);
  m_grid->setModel(m_filter.get());
  m_grid->setAccessibleName(tr("Places"));
  m_problem->setProperty("class", QStringLiteral("error"));
  m_problem->setWordWrap(true);
  m_problem->setTextFormat(Qt::PlainText);
  m_problem->hide();
  buildHeading();
  buildActions();
  connectAll();
  setShown(Shown::All);
}

PlacesPanel::~PlacesPanel() {
  m_grid->setModel(nullptr);  // the filter goes before the grid
}

void PlacesPanel::buildHeading() {
  m_addButton = new QToolButton(this);
  m_addButton->setIcon(icon(u"bookmark_add"));
  m_addButton->setAutoRaise(true);
  m_addButton->setToolTip(tr("Keep the place on the canvas as a bookmark (Ctrl+D)"));
  m_addButton->setAccessibleName(tr("Add bookmark"));
  m_filterButton = new QToolButton(this);
  m_filterButton->setPopupMode(QToolButton::InstantPopup);
  m_filterButton->setToolButtonStyle(Qt::ToolButtonTextOnly);
  m_filterButton->setAutoRaise(true);
  m_filterButton->setToolTip(tr("Which places are shown"));
  m_filterButton->setAccessibleName(tr("Which places are shown"));
  m_search = new QLineEdit(this);
  m_search->setPlaceholderText(tr("Search"));
  m_search->setClearButtonEnabled(true);
  m_search->setToolTip(tr("Only places with these words in their name or description"));
  m_search->setAccessibleName(tr("Search among places"));

  auto* row = new QHBoxLayout;
  row->setSpacing(2);
  row->addWidget(m_filterButton);
  row->addWidget(m_search, 1);
  row->addWidget(m_addButton);
  auto* column = new QVBoxLayout(this);
  column->setSpacing(kListSpacing - PlaceDelegate::kMargin);
  column->setContentsMargins(kPanelMargin - PlaceDelegate::kMargin, kListSpacing,
                             kPanelMargin - PlaceDelegate::kMargin,
                             kPanelMargin - PlaceDelegate::kMargin);
  row->setContentsMargins(PlaceDelegate::kMargin, 0, PlaceDelegate::kMargin, 0);
  column->addLayout(row);
  column->addWidget(m_grid, 1);
  column->addWidget(m_problem);
  m_problem->setContentsMargins(PlaceDelegate::kMargin, 0, PlaceDelegate::kMargin, 0);
}

QAction* PlacesPanel::makeAction(const QString& text, const QString& iconName,
                                 const QKeySequence& keys, void (PlacesPanel::*slot)()) {
  auto* action = new QAction(icon(iconName), text, m_grid);
  action->setShortcut(keys);
  action->setShortcutContext(Qt::WidgetShortcut);
  connect(action, &QAction::triggered, this, slot);
  m_grid->addAction(action);
  return action;
}

void PlacesPanel::buildActions() {
  m_rename =
      makeAction(tr("&Rename"), QStringLiteral("edit"), Qt::Key_F2, &PlacesPanel::renameSelected);
  m_delete = makeAction(tr("&Delete"), QStringLiteral("delete"), QKeySequence::Delete,
                        &PlacesPanel::deleteSelected);
  m_copy = makeAction(tr("&Copy place"), QStringLiteral("copy"), QKeySequence::Copy,
                      &PlacesPanel::copySelected);
  m_paste = makeAction(tr("&Paste place"), QStringLiteral("paste"), QKeySequence::Paste,
                       &PlacesPanel::paste);
  m_save = makeAction(tr("&Save as file…"), QStringLiteral("save"), {}, &PlacesPanel::saveSelected);
  auto* menu = new QMenu(m_filterButton);
  m_filters = new QActionGroup(this);
  const std::pair<QString, Shown> filters[] = {
      {tr("All"), Shown::All}, {tr("Built In"), Shown::BuiltIn}, {tr("Mine"), Shown::Mine}};
  for (const auto& [text, shown] : filters) {
    QAction* action = menu->addAction(text, this, [this, shown = shown] { setShown(shown); });
    action->setCheckable(true);
    m_filters->addAction(action);
  }
  m_filterButton->setMenu(menu);
}

void PlacesPanel::connectAll() {
  connect(m_addButton, &QToolButton::clicked, this, &PlacesPanel::bookmarkRequested);
  connect(m_search, &QLineEdit::textChanged, this, [this](const QString& words) {
    m_filter->setWords(words);
    showEmptyText();
  });
  connect(m_grid, &QListView::clicked, this, &PlacesPanel::choose);
  connect(m_grid, &QListView::activated, this, &PlacesPanel::choose);
  connect(m_grid, &PlaceGrid::thumbnailSizeChanged, this,
          [this](QSize size) { m_thumbnails.setSize(size, devicePixelRatioF()); });
  m_grid->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(m_grid, &QWidget::customContextMenuRequested, this, &PlacesPanel::showMenu);
  connect(m_grid->selectionModel(), &QItemSelectionModel::selectionChanged, this,
          &PlacesPanel::updateActions);
  // The view says so of what is under the mouse only.
  connect(m_grid->selectionModel(), &QItemSelectionModel::currentChanged, this,
          [this](const QModelIndex& now) {
            QStatusTipEvent tip(now.data(Qt::StatusTipRole).toString());
            QCoreApplication::sendEvent(this, &tip);
          });
  connect(&m_model, &PlacesModel::problem, this, &PlacesPanel::showProblem);
  connect(&m_model, &PlacesModel::bookmarkAdded, this, [this](int row) {
    reveal(row);
    m_grid->scrollTo(m_filter->mapFromSource(m_model.index(row)));
  });
  updateActions();
}

void PlacesPanel::setCurrentPlace(const julia::Place& place) {
  m_grid->setCurrentPlace(place);
}

void PlacesPanel::setShown(Shown shown) {
  m_filter->setShown(shown);
  QAction* action = m_filters->actions().at(static_cast<int>(shown));
  action->setChecked(true);
  m_filterButton->setText(action->text());
  showEmptyText();
}

void PlacesPanel::showEmptyText() {
  if (!m_search->text().isEmpty())
    m_grid->setEmptyText(tr("No place has these words in its name or description."));
  else if (shown() == Shown::BuiltIn)
    m_grid->setEmptyText(tr("No places came with this copy of Fatou."));
  else
    m_grid->setEmptyText(tr("No bookmarks yet. Press Ctrl+D to keep this place."));
}

// Has the bookmark shown, whatever is sought.
void PlacesPanel::reveal(int row) {
  if (m_filter->mapFromSource(m_model.index(row)).isValid()) return;
  m_search->clear();
  setShown(Shown::All);
}

PlacesPanel::Shown PlacesPanel::shown() const {
  return m_filter->shown();
}

void PlacesPanel::nameBookmark(int row) {
  reveal(row);
  const QModelIndex index = m_filter->mapFromSource(m_model.index(row));
  m_grid->scrollTo(index);
  m_grid->setCurrentIndex(index);
  m_grid->edit(index);
}

int PlacesPanel::selectedRow() const {
  const QModelIndexList selected = m_grid->selectionModel()->selectedIndexes();
  return selected.isEmpty() ? -1 : m_filter->mapToSource(selected.first()).row();
}

void PlacesPanel::updateActions() {
  const int row = selectedRow();
  const bool mine = row >= 0 && row < m_model.bookmarkCount();
  m_rename->setEnabled(mine);
  m_delete->setEnabled(mine);
  m_copy->setEnabled(row >= 0);
  m_save->setEnabled(row >= 0);
}

void PlacesPanel::choose(const QModelIndex& index) {
  clearProblems();
  Q_EMIT placeChosen(index.data(PlacesModel::PlaceRole).value<io::NamedPlace>());
}

void PlacesPanel::renameSelected() {
  if (selectedRow() >= 0) m_grid->edit(m_grid->selectionModel()->selectedIndexes().first());
}

void PlacesPanel::deleteSelected() {
  clearProblems();
  m_model.removeBookmark(selectedRow());
}

void PlacesPanel::copySelected() {
  const int row = selectedRow();
  if (row >= 0)
    QGuiApplication::clipboard()->setText(
        QString::fromStdString(io::placeText(m_model.placeAt(row).place)));
}

void PlacesPanel::paste() {
  clearProblems();
  m_model.dropMimeData(QGuiApplication::clipboard()->mimeData(), Qt::CopyAction, -1, -1, {});
}

void PlacesPanel::saveSelected() {
  const int row = selectedRow();
  if (row < 0) return;
  const QString name =
      fileStem(QString::fromStdString(m_model.placeAt(row).name)) + QStringLiteral(".json");
  const QString path =
      QFileDialog::getSaveFileName(this, tr("Save place"), name, tr("Places of Fatou (*.json)"));
  if (path.isEmpty()) return;
  const SaveName chosen = saveName(path, QStringLiteral(".json"));
  saveSelectedAs(chosen.path, chosen.replace);
}

void PlacesPanel::saveSelectedAs(const QString& path, const io::Replace& replace) {
  const int row = selectedRow();
  if (row < 0) return;
  clearProblems();
  if (const Status saved = io::writePlaceFile(path, m_model.placeAt(row), replace); !saved)
    showProblem(QString::fromStdString(saved.error().message));
}

void PlacesPanel::showMenu(const QPoint& position) {
  QMenu menu(this);
  if (m_grid->indexAt(position).isValid()) {
    menu.addActions({m_rename, m_delete});
    menu.addSeparator();
    menu.addActions({m_copy, m_save});
    menu.addSeparator();
  }
  menu.addAction(icon(u"bookmark_add"), tr("&Add bookmark…"), this,
                 &PlacesPanel::bookmarkRequested);
  menu.addAction(m_paste);
  menu.exec(m_grid->viewport()->mapToGlobal(position));
}

// The latest lines, and how many there were before.
void PlacesPanel::showProblem(const QString& text) {
  m_problems << io::shownLine(text);
  QStringList lines = m_problems.mid(std::max<qsizetype>(0, m_problems.size() - kMostProblems));
  const auto more = static_cast<int>(m_problems.size() - lines.size());
  if (more > 0) lines << tr("%n more before.", nullptr, more);
  m_problem->setText(lines.join(u'\n'));
  m_problem->show();
}

void PlacesPanel::clearProblems() {
  m_problems.clear();
  m_problem->hide();
}

}  // namespace fatou::ui
