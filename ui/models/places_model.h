// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <QAbstractListModel>
#include <QTemporaryDir>

#include "ui/jobs/file_reader.h"
#include "ui/models/bookmark_folder.h"

class QUndoStack;

namespace fatou::ui {

class ThumbnailRenderer;

// Where the chosen places are found in the program.
inline constexpr char kChosenPlaces[] = ":/places";

// The places worth going to: the user's bookmarks, oldest first, then the chosen ones. Bookmarks
// are kept in files, written at every change; their changes are steps of a history. Rows are
// dragged out as files and as text, and dropped in as either.
class PlacesModel : public QAbstractListModel {
  Q_OBJECT
 public:
  enum Role {
    NameRole = Qt::DisplayRole,
    ThumbnailRole = Qt::DecorationRole,  // a QImage, null while there is none
    AboutRole = Qt::UserRole + 1,
    PlaceRole,     // an io::NamedPlace
    BookmarkRole,  // whether the user made it
  };

  // `history` must outlive the model. Nothing is read before load() or loadBeside().
  PlacesModel(const QString& chosenFolder, const QString& bookmarksFolder, QUndoStack& history,
              QObject* parent = nullptr);
  ~PlacesModel() override;

  // Reads all files; problem() names each one that is broken, which is left alone.
  void load();
  // Does what load() does beside this thread; a model reset follows.
  void loadBeside();

  // Who renders the thumbnails; must outlive the model.
  void setThumbnails(ThumbnailRenderer& thumbnails);

  int bookmarkCount() const { return static_cast<int>(m_bookmarks.size()); }
  const io::NamedPlace& placeAt(int row) const;

  // Each is one step of the history. A name is made one that fits a file; an empty one is a
  // problem() and changes nothing, and so does removing or renaming a chosen place.
  bool addBookmark(const io::NamedPlace& place);
  bool renameBookmark(int row, const QString& name);
  bool removeBookmark(int row);

  // What to call a place that has no name yet: "−0.727 + 0.189i", or "z^3+c, c = 0.3" and "z^3-z"
  // of other formulas.
  static QString suggestedName(const julia::Place& place);

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  QStringList mimeTypes() const override;
  QMimeData* mimeData(const QModelIndexList& indexes) const override;
  Qt::DropActions supportedDropActions() const override { return Qt::CopyAction; }
  Qt::DropActions supportedDragActions() const override { return Qt::CopyAction; }
  bool canDropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                       const QModelIndex& parent) const override;
  bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                    const QModelIndex& parent) override;

 Q_SIGNALS:
  // One sentence about a file or text that was passed over, or a file that could not be written.
  void problem(const QString& text);
  void bookmarkAdded(int row);

 private:
  friend class BookmarkPresence;
  friend class BookmarkName;

  // Bookmarks are known by a number that stays theirs while they come and go.
  using Id = std::int64_t;
  struct Kept {
    Id id = 0;
    Bookmark bookmark;
  };

  bool isBookmark(int row) const { return row >= 0 && row < bookmarkCount(); }
  int rowOf(Id id) const;
  void insert(int row, Kept kept);
  std::optional<Kept> take(Id id);
  std::string rename(Id id, const std::string& name);
  void report(const Status& status);
  QVariant toolTip(const io::NamedPlace& place) const;
  void announce(const julia::Place& place);
  QString writtenForDrag(const io::NamedPlace& place) const;
  void take(const BookmarkFolder::Contents& chosen, const BookmarkFolder::Contents& kept);
  void addFiles(const QStringList& paths);
  void addRead(const std::vector<Result<io::NamedPlace>>& places);

  QString m_chosenFolder;
  BookmarkFolder m_folder;
  FileReader m_reader;
  QUndoStack& m_history;
  ThumbnailRenderer* m_thumbnails = nullptr;
  std::vector<Kept> m_bookmarks;
  std::vector<io::NamedPlace> m_chosen;
  Id m_lastId = 0;
  mutable std::unique_ptr<QTemporaryDir> m_dragFolder;  // made by the first drag
};

}  // namespace fatou::ui

Q_DECLARE_METATYPE(fatou::io::NamedPlace)
