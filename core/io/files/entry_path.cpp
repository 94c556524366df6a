// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/files/entry_path.h"

#include <algorithm>

#include <QFileInfo>
#include <QStringList>

#include "core/io/files/shown_text.h"

namespace fatou::io {
namespace {

// Lists as many names as a sentence can hold.
QString someNames(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 6;
  QStringList list;
  for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i)
    list += plainLine(QString::fromStdString(names[i])).left(30);
  const QString more =
      names.size() > kShown
          ? QStringLiteral(" and %1 more").arg(static_cast<qulonglong>(names.size() - kShown))
          : QString();
  return list.join(QStringLiteral(", ")) + more;
}

}  // namespace

EntryPath entryPath(const QString& path) {
  const qsizetype mark = path.indexOf(u'#');
  // A NUL is what no file's name has, and Qt would warn of it.
  if (mark <= 0 || path.contains(QChar::Null) || QFileInfo::exists(path))
    return {.file = path, .entry = {}};
  // A folder on the way may have the mark in its name, too.
  for (qsizetype at = mark; at > 0; at = path.indexOf(u'#', at + 1))
    if (QFileInfo(path.left(at)).isFile())
      return {.file = path.left(at), .entry = path.mid(at + 1)};
  return {.file = path, .entry = {}};
}

Result<std::size_t> entryAmong(const std::vector<std::string>& names, const EntryPath& wanted) {
  if (names.empty()) return Error{"it has no entries; choose another file"};
  const QString example = plainLine(QString::fromStdString(names.front())).left(30);
  if (wanted.entry.isEmpty() && names.size() == 1) return std::size_t{0};
  const QString list = someNames(names);
  if (wanted.entry.isEmpty())
    return Error{QStringLiteral("it has %1 entries, %2; name one of them, like %3#%4")
                     .arg(static_cast<qulonglong>(names.size()))
                     .arg(list, QFileInfo(wanted.file).fileName(), example)
                     .toStdString()};
  for (std::size_t i = 0; i < names.size(); ++i)
    if (QString::fromStdString(names[i]).compare(wanted.entry, Qt::CaseInsensitive) == 0) return i;
  return Error{QStringLiteral("it has no entry \"%1\"; use one of %2")
                   .arg(plainLine(wanted.entry).left(60), list)
                   .toStdString()};
}

}  // namespace fatou::io
