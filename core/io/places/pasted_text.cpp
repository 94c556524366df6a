// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/places/pasted_text.h"

#include <QSysInfo>

#include "core/io/files/shown_text.h"
#include "core/io/places/place_fields.h"
#include "core/io/places/place_text.h"
#include "core/julia/numbers/complex_text.h"
#include "core/julia/plane/place.h"

namespace fatou::io {
namespace {

// One more than a place has at most: a clipboard may hold gigabytes, and no more than this is read.
constexpr qsizetype kLongestPasted = static_cast<qsizetype>(kLongestPlaceText) + 1;
constexpr qsizetype kLongestNumber = 4 * static_cast<qsizetype>(julia::Decimal::kMaxDigits);

bool isThisMachine(const QString& host) {
  return host.isEmpty() || host.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0 ||
         host.compare(QSysInfo::machineHostName(), Qt::CaseInsensitive) == 0;
}

// The path of a file on this machine; empty where the URL is of another one, or of no file.
QString localPath(const QUrl& url) {
  if (!url.isLocalFile() || !isThisMachine(url.host())) return {};
  QUrl here = url;
  here.setHost({});
  return here.toLocalFile();
}

// The path of the file that the first line names, in quotes or not; empty where it names none.
QString pathIn(QString line) {
  for (const QChar quote : {u'"', u'\''})
    if (line.size() > 2 && line.startsWith(quote) && line.endsWith(quote))
      line = line.sliced(1, line.size() - 2);
  if (line.contains(u'\n')) line.truncate(line.indexOf(u'\n'));
  if (line.startsWith(u'/')) return line.trimmed();
  if (!line.startsWith(QLatin1String("file:"), Qt::CaseInsensitive)) return {};
  return localPath(QUrl::fromEncoded(line.trimmed().toUtf8()));
}

// The Error of a number, "REASON: REMEDY", as a sentence.
Error sentence(const Error& error) {
  return {plainLine(QString::fromStdString(error.message)).toStdString() + "."};
}

}  // namespace

Result<Pasted> readPasted(const QString& text) {
  const QString trimmed = text.left(kLongestPasted).trimmed();
  if (trimmed.isEmpty())
    return Error{"There is nothing to paste: copy a place, a c like -0.8+0.156i or a file."};
  if (hasPlaceText(trimmed.toStdString())) {
    auto place = parsePlaceText(trimmed.toStdString());
    if (!place) return place.error();
    return Pasted(std::move(place).value());
  }
  if (const QString path = pathIn(trimmed); !path.isEmpty())
    return Pasted(LocalFile{path.toStdString()});
  if (trimmed.size() <= kLongestNumber) {
    auto c = julia::parseClearComplex(trimmed.toStdString());
    if (c) {
      const julia::Place place{
          .c = c.value(), .view = julia::CentreView{.radius = julia::Decimal::fromDouble(1.5)}};
      if (const Status sound = julia::check(place); !sound) return sentence(sound.error());
      return Pasted(std::move(c).value());
    }
    if (julia::parseComplex(trimmed.toStdString())) return sentence(c.error());
  }
  constexpr qsizetype kShown = 40;
  const QString end = trimmed.size() > kShown ? QStringLiteral("...") : QString();
  return Error{QStringLiteral("\"%1\" is no place: paste a line that begins with fatou:, or a c "
                              "like -0.8+0.156i.")
                   .arg(plainLine(trimmed).left(kShown) + end)
                   .toStdString()};
}

QStringList localFiles(const QList<QUrl>& urls) {
  QStringList paths;
  for (const QUrl& url : urls)
    if (const QString path = localPath(url); !path.isEmpty()) paths.append(path);
  return paths;
}

bool mayBePasted(const QString& text) {
  const QString trimmed = text.left(kLongestPasted).trimmed();
  return !trimmed.isEmpty() &&
         (hasPlaceText(trimmed.toStdString()) || !pathIn(trimmed).isEmpty() ||
          (trimmed.size() <= kLongestNumber && julia::parseComplex(trimmed.toStdString()).ok()));
}

}  // namespace fatou::io
