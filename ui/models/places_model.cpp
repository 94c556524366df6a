// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/places_model.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include <QDir>
#include <QFileInfo>
#include <QImage>
#include <QMimeData>
#include <QUndoStack>
#include <QUrl>

#include "core/base/check.h"
#include "core/io/files/shown_text.h"
#include "core/io/places/place_source.h"
#include "core/io/places/place_text.h"
#include "ui/jobs/thumbnail_renderer.h"
#include "ui/models/bookmark_commands.h"
#include "ui/state/history_text.h"
#include "ui/state/taken_payload.h"
#include "ui/widgets/complex_edit.h"

namespace fatou::ui {
namespace {

QString shownOf(const std::string& text) {
  return io::shownLine(QString::fromStdString(text));
}

}  // namespace

PlacesModel::PlacesModel(const QString& chosenFolder, const QString& bookmarksFolder,
                         QUndoStack& history, QObject* parent)
    : QAbstractListModel(parent),
      m_chosenFolder(chosenFolder),
      m_folder(bookmarksFolder),
      m_history(history) {}

PlacesModel::~PlacesModel() = default;

void PlacesModel::load() {
  take(BookmarkFolder(m_chosenFolder).read(), m_folder.read());
}

void PlacesModel::loadBeside() {
  m_reader.read(
      [this, chosen = BookmarkFolder(m_chosenFolder), kept = m_folder]() -> FileReader::Reaction {
        return [this, chosen = chosen.read(), kept = kept.read()] { take(chosen, kept); };
      });
}

// Shows the places of the files. Bookmarks that were added while they were read stay, behind them.
void PlacesModel::take(const BookmarkFolder::Contents& chosen,
                       const BookmarkFolder::Contents& kept) {
  beginResetModel();
  m_chosen.clear();
  for (const Bookmark& place : chosen.bookmarks) m_chosen.push_back(place.place);
  std::vector<Kept> added = std::exchange(m_bookmarks, {});
  const auto isThere = [&](const Bookmark& read) {
    return std::ranges::any_of(added,
                               [&](const Kept& one) { return one.bookmark.path == read.path; });
  };
  for (const Bookmark& place : kept.bookmarks)
    if (!isThere(place)) m_bookmarks.push_back({.id = ++m_lastId, .bookmark = place});
  std::ranges::move(added, std::back_inserter(m_bookmarks));
  endResetModel();
  for (const auto* problems : {&chosen.problems, &kept.problems})
    for (const Error& error : *problems) report(error);
}

void PlacesModel::setThumbnails(ThumbnailRenderer& thumbnails) {
  FATOU_CHECK(!m_thumbnails);
  m_thumbnails = &thumbnails;
  connect(m_thumbnails, &ThumbnailRenderer::thumbnailReady, this, &PlacesModel::announce);
  connect(m_thumbnails, &ThumbnailRenderer::thumbnailsChanged, this, [this] {
    if (rowCount() > 0) Q_EMIT dataChanged(index(0), index(rowCount() - 1), {ThumbnailRole});
  });
}

const io::NamedPlace& PlacesModel::placeAt(int row) const {
  FATOU_CHECK(row >= 0 && row < rowCount());
  const auto at = static_cast<std::size_t>(row);
  return isBookmark(row) ? m_bookmarks[at].bookmark.place : m_chosen[at - m_bookmarks.size()];
}

bool PlacesModel::addBookmark(const io::NamedPlace& place) {
  io::NamedPlace kept = place;
  kept.name = io::cleanName(QString::fromStdString(place.name)).toStdString();
  if (kept.name.empty()) {
    Q_EMIT problem(tr("A bookmark without a name cannot be kept; give it one."));
    return false;
  }
  m_history.push(new BookmarkPresence(*this, kept));
  Q_EMIT bookmarkAdded(bookmarkCount() - 1);
  return true;
}

bool PlacesModel::renameBookmark(int row, const QString& name) {
  if (!isBookmark(row)) return false;
  const std::string clean = io::cleanName(name).toStdString();
  if (clean.empty()) {
    Q_EMIT problem(tr("A bookmark needs a name, so it keeps “%1”; type another one.")
                       .arg(QString::fromStdString(placeAt(row).name)));
    return false;
  }
  if (clean != placeAt(row).name) m_history.push(new BookmarkName(*this, row, clean));
  return true;
}

bool PlacesModel::removeBookmark(int row) {
  if (!isBookmark(row)) return false;
  const int before = bookmarkCount();
  m_history.push(new BookmarkPresence(*this, row));
  return bookmarkCount() < before;
}

QString PlacesModel::suggestedName(const julia::Place& place) {
  constexpr int kDigits = 3;
  const auto rounded = [](double value) { return QString::number(value, 'g', kDigits); };
  const double re = place.c.re.toDouble();
  const double im = place.c.im.toDouble();
  QString c = im == 0.0 ? rounded(re)
                        : rounded(re) + (im < 0 ? QStringLiteral(" - ") : QStringLiteral(" + ")) +
                              rounded(std::abs(im)) + u'i';
  c.replace(u'-', QChar(0x2212));
  if (place.formula == julia::Formula()) return c;
  const QString formula = formulaName(place.formula);
  return place.formula.usesC() ? tr("%1, c = %2").arg(formula, c) : formula;
}

int PlacesModel::rowOf(Id id) const {
  const auto found = std::ranges::find(m_bookmarks, id, &Kept::id);
  FATOU_CHECK(found != m_bookmarks.end());
  return static_cast<int>(found - m_bookmarks.begin());
}

// Inserts it even where the file cannot be written, so that nothing the user has is lost at once.
void PlacesModel::insert(int row, Kept kept) {
  report(m_folder.save(kept.bookmark));
  row = std::min(row, bookmarkCount());
  beginInsertRows({}, row, row);
  m_bookmarks.insert(m_bookmarks.begin() + row, std::move(kept));
  endInsertRows();
}

std::optional<PlacesModel::Kept> PlacesModel::take(Id id) {
  const int row = rowOf(id);
  const auto place = m_bookmarks.begin() + row;
  if (Status erased = m_folder.erase(place->bookmark); !erased) {
    report(erased);
    return std::nullopt;
  }
  beginRemoveRows({}, row, row);
  Kept kept = std::move(*place);
  m_bookmarks.erase(place);
  endRemoveRows();
  return kept;
}

std::string PlacesModel::rename(Id id, const std::string& name) {
  const int row = rowOf(id);
  Bookmark& bookmark = m_bookmarks[static_cast<std::size_t>(row)].bookmark;
  std::string before = std::exchange(bookmark.place.name, name);
  report(m_folder.save(bookmark));
  Q_EMIT dataChanged(index(row), index(row));
  return before;
}

void PlacesModel::report(const Status& status) {
  if (!status) Q_EMIT problem(QString::fromStdString(status.error().message));
}

int PlacesModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_bookmarks.size() + m_chosen.size());
}

QVariant PlacesModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const io::NamedPlace& place = placeAt(index.row());
  switch (role) {
    case Qt::EditRole:
      return QString::fromStdString(place.name);
    case NameRole:
    case Qt::AccessibleTextRole:
      return shownOf(place.name);
    case ThumbnailRole:
      return m_thumbnails ? QVariant(m_thumbnails->thumbnail(place.place)) : QVariant();
    case AboutRole:
    case Qt::AccessibleDescriptionRole:
    case Qt::StatusTipRole:
      return shownOf(place.about);
    case Qt::ToolTipRole:
      return toolTip(place);
    case PlaceRole:
      return QVariant::fromValue(place);
    case BookmarkRole:
      return isBookmark(index.row());
    default:
      return {};
  }
}

// Name, what is special and c, in lines that wrap.
QVariant PlacesModel::toolTip(const io::NamedPlace& place) const {
  constexpr qsizetype kShown = 60;
  QString c = complexText(place.place.c);
  if (c.size() > kShown) c = c.left(kShown) + u'…';
  QString text = QStringLiteral("<p><b>%1</b></p>").arg(shownOf(place.name).toHtmlEscaped());
  if (!place.about.empty())
    text += QStringLiteral("<p>%1</p>").arg(shownOf(place.about).toHtmlEscaped());
  if (place.place.formula != julia::Formula())
    text += QStringLiteral("<p>%1</p>")
                .arg(QString::fromStdString(julia::toString(place.place.formula)).toHtmlEscaped());
  return text + QStringLiteral("<p>%1</p>").arg(tr("c = %1").arg(c.toHtmlEscaped()));
}

bool PlacesModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid)) return false;
  return renameBookmark(index.row(), value.toString());
}

Qt::ItemFlags PlacesModel::flags(const QModelIndex& index) const {
  if (!index.isValid()) return Qt::ItemIsDropEnabled;
  const Qt::ItemFlags flags =
      Qt::ItemIsSelectable | Qt::ItemIsEnabled | Qt::ItemIsDragEnabled | Qt::ItemNeverHasChildren;
  return isBookmark(index.row()) ? flags | Qt::ItemIsEditable : flags;
}

void PlacesModel::announce(const julia::Place& place) {
  for (int row = 0; row < rowCount(); ++row)
    if (placeAt(row).place == place) Q_EMIT dataChanged(index(row), index(row), {ThumbnailRole});
}

QStringList PlacesModel::mimeTypes() const {
  return {QStringLiteral("text/uri-list"), QStringLiteral("text/plain")};
}

QMimeData* PlacesModel::mimeData(const QModelIndexList& indexes) const {
  QList<QUrl> files;
  QStringList lines;
  for (const QModelIndex& index : indexes) {
    const io::NamedPlace& place = placeAt(index.row());
    lines << QString::fromStdString(io::placeText(place.place));
    if (const QString path = writtenForDrag(place); !path.isEmpty())
      files << QUrl::fromLocalFile(path);
  }
  auto data = std::make_unique<QMimeData>();
  if (!files.isEmpty()) data->setUrls(files);
  data->setText(lines.join(u'\n'));
  return data.release();
}

// The place as a file to be copied by who takes the drag; empty where none can be written, and then
// the text has to do.
QString PlacesModel::writtenForDrag(const io::NamedPlace& place) const {
  if (!m_dragFolder) m_dragFolder = std::make_unique<QTemporaryDir>();
  const QString path = m_dragFolder->filePath(fileStem(QString::fromStdString(place.name)) +
                                              QStringLiteral(".json"));
  return io::writePlaceFile(path, place, true) ? path : QString();
}

bool PlacesModel::canDropMimeData(const QMimeData* data, Qt::DropAction action, int, int,
                                  const QModelIndex&) const {
  return data && action == Qt::CopyAction && (data->hasUrls() || data->hasText());
}

bool PlacesModel::dropMimeData(const QMimeData* data, Qt::DropAction, int, int,
                               const QModelIndex&) {
  const TakenPayload payload = payloadOf(data);
  if (!payload.problem.isEmpty()) Q_EMIT problem(payload.problem);
  if (!payload.files.isEmpty()) addFiles(payload.files);
  if (payload.text.isEmpty()) return !payload.files.isEmpty();
  const auto place = io::parsePlaceText(payload.text.toStdString());
  if (!place) {
    report(place.error());
    return false;
  }
  return addBookmark(
      {.name = suggestedName(place.value()).toStdString(), .about = {}, .place = place.value()});
}

// Reads the files beside this thread. Each drop has a reader of its own, as a reader drops what it
// is reading when it is given something else.
void PlacesModel::addFiles(const QStringList& paths) {
  auto* reader = new FileReader(this);
  reader->read([this, reader, paths]() -> FileReader::Reaction {
    std::vector<Result<io::NamedPlace>> places;
    for (const QString& path : paths) places.push_back(io::readPlaceOf(path));
    return [this, reader, places] {
      reader->deleteLater();
      addRead(places);
    };
  });
}

// Adds all places of a drop as one step of the history; each file that is no place is a problem.
void PlacesModel::addRead(const std::vector<Result<io::NamedPlace>>& places) {
  const auto sound =
      static_cast<int>(std::ranges::count_if(places, [](const auto& place) { return place.ok(); }));
  if (sound > 1) m_history.beginMacro(tr("Add %n bookmark(s)", nullptr, sound));
  for (const auto& place : places) {
    if (place)
      addBookmark(place.value());
    else
      report(place.error());
  }
  if (sound > 1) m_history.endMacro();
}

}  // namespace fatou::ui
