// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QString>

#include "core/base/result.h"
#include "core/io/places/place_file.h"

namespace fatou::ui {

// A place the user keeps, and the file it is kept in.
struct Bookmark {
  io::NamedPlace place;
  QString path;  // empty while there is no file
};

// The user's bookmarks as files of a folder, one each, named so that they sort by when they were
// made. No file that cannot be read is ever written to or deleted. Every call blocks.
class BookmarkFolder {
 public:
  explicit BookmarkFolder(QString folder) : m_folder(std::move(folder)) {}

  struct Contents {
    std::vector<Bookmark> bookmarks;
    std::vector<Error> problems;  // one a file that is no place
  };
  // A folder that is not there yet is an empty one.
  Contents read() const;

  // Makes the file say what the bookmark says: a new file where it has none, or where what is at
  // its path can no longer be read.
  Status save(Bookmark& bookmark) const;

  // Deletes the file and forgets its path; no such file is no error.
  Status erase(Bookmark& bookmark) const;

 private:
  QString m_folder;
};

// "my-rabbit": the part of a name that can be in a file's name on every system; `otherwise` where
// there is none.
QString fileStem(const QString& name, const QString& otherwise = QStringLiteral("place"));

// A path in the folder that no file has, made of the time, the stem and the ending .json. Makes the
// folder where it is not there.
Result<QString> freshPath(const QString& folder, const QString& stem);

}  // namespace fatou::ui
