// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/taken_payload.h"

#include <QCoreApplication>
#include <QMimeData>
#include <QUrl>

#include "core/io/places/pasted_text.h"

namespace fatou::ui {
namespace {

constexpr qsizetype kLongestText = 1 << 20;
constexpr int kLongestShown = 100;

QString tr(const char* text) {
  return QCoreApplication::translate("fatou::ui::TakenPayload", text);
}

bool isRemote(const QUrl& url) {
  return url.isValid() && !url.scheme().isEmpty() && !url.host().isEmpty() &&
         io::localFiles({url}).isEmpty();
}

// The complaint about the first address that is of no file on this computer; empty where none is.
QString remoteProblem(const QList<QUrl>& urls) {
  for (const QUrl& url : urls)
    if (isRemote(url))
      return tr("\"%1\" is not on this computer: save it as a file and open that.")
          .arg(url.toDisplayString().left(kLongestShown));
  return {};
}

QString emptyProblem(const QMimeData& data) {
  if (data.hasImage())
    return tr("A picture without its file says nothing of its place: open or drop the file.");
  return tr(
      "There is nothing to paste or drop: copy a place, a line that begins with \"fatou:\", "
      "or a file.");
}

}  // namespace

TakenPayload payloadOf(const QMimeData* data) {
  if (data == nullptr)
    return {.files = {}, .text = {}, .problem = tr("The clipboard cannot be read: copy again.")};
  const QList<QUrl> urls = data->urls();
  TakenPayload payload{.files = io::localFiles(urls), .text = {}, .problem = {}};
  const QString remote = remoteProblem(urls);
  if (!payload.files.isEmpty()) {
    payload.problem = remote;
    return payload;
  }
  // text() gives the addresses where there is no text, so text is asked for by its format.
  const bool hasText = data->hasFormat(QStringLiteral("text/plain"));
  const QString text = hasText ? data->text().trimmed() : QString();
  if (text.size() > kLongestText)
    payload.problem = tr("The text is longer than 1 MiB, which is no place: copy less.");
  else if (!remote.isEmpty() && (text.isEmpty() || text.contains(u"://")))
    payload.problem = remote;
  else if (text.isEmpty())
    payload.problem = emptyProblem(*data);
  else
    payload.text = text;
  return payload;
}

}  // namespace fatou::ui
