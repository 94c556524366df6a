// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/session_keeper.h"

#include <utility>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/io/files/publish.h"
#include "ui/state/explorer_document.h"
#include "ui/state/state_json.h"

namespace fatou::ui {
namespace {

constexpr int kDelayMs = 500;
constexpr qint64 kLargestFile = 4 << 20;
constexpr QLatin1StringView kUnfinished("unfinished");

// Whether the session's picture was not finished. A damaged mark counts as one: to begin at the
// first place does no harm, to hang again does.
bool saysUnfinished(const QByteArray& json) {
  const QJsonValue value = QJsonDocument::fromJson(json).object().value(kUnfinished);
  return !value.isUndefined() && value != QJsonValue(false);
}

}  // namespace

Result<Session> SessionKeeper::restore(const QString& path) {
  QFile file(path);
  if (!file.exists()) return Session{ExplorerState::initial()};
  std::string why = "it is too large";
  if (!QFileInfo(path).isFile()) {
    why = "it is not a file";  // and opening a pipe would wait for its writer
  } else if (!file.open(QIODevice::ReadOnly)) {
    why = file.errorString().toStdString();
  } else if (file.size() <= kLargestFile) {
    const QByteArray json = file.readAll();
    auto state = parseStateJson(json);
    if (state) return Session{std::move(state).value(), saysUnfinished(json)};
    why = state.error().message;
  }
  file.close();
  const QString aside = path + QStringLiteral(".broken");
  QFile::remove(aside);
  const QString kept = file.rename(aside)
                           ? tr("It was kept as \"%1\".")
                           : tr("It cannot be kept as \"%1\": see that the name is free and the "
                                "folder may be written.");
  return Error{tr("The last session cannot be restored from \"%1\": %2. %3")
                   .arg(QFileInfo(path).fileName(), QString::fromStdString(why),
                        kept.arg(QFileInfo(aside).fileName()))
                   .toStdString()};
}

ExplorerState SessionKeeper::safeState(const ExplorerState& unfinished) {
  ExplorerState state = ExplorerState::initial();
  if (unfinished.place == state.place) return state;
  state.engines = unfinished.engines;
  state.coloring = unfinished.coloring;
  return state;
}

SessionKeeper::SessionKeeper(ExplorerDocument& document, QString path, QObject* parent)
    : QObject(parent), m_document(document), m_path(std::move(path)) {
  m_timer.setSingleShot(true);
  m_timer.setInterval(kDelayMs);
  connect(&m_timer, &QTimer::timeout, this, &SessionKeeper::save);
  connect(&document, &ExplorerDocument::stateChanged, this, &SessionKeeper::saveSoon);
}

SessionKeeper::~SessionKeeper() {
  const bool isWrongOnDisk = m_timer.isActive() || m_isRendering;
  m_isRendering = false;
  if (isWrongOnDisk) save();
}

void SessionKeeper::setRendering(bool rendering) {
  m_isRendering = rendering;
  if (rendering && m_saved.isEmpty())
    save();
  else
    saveSoon();
}

// Changes do not start the timer again, so that the session is saved during a long drag, too.
void SessionKeeper::saveSoon() {
  if (!m_timer.isActive()) m_timer.start();
}

QByteArray SessionKeeper::content() const {
  const QByteArray json = stateJson(m_document.state());
  if (!m_isRendering) return json;
  QJsonObject object = QJsonDocument::fromJson(json).object();
  object.insert(kUnfinished, true);
  return QJsonDocument(object).toJson();
}

bool SessionKeeper::save() {
  m_timer.stop();
  const QByteArray json = content();
  if (json == m_saved) return true;
  QDir().mkpath(QFileInfo(m_path).path());
  const Status saved = io::writeFile(m_path, json, true);
  if (saved) m_saved = json;
  if (!saved && !m_hasFailed)
    Q_EMIT failed(
        tr("The session is not saved. %1").arg(QString::fromStdString(saved.error().message)));
  m_hasFailed = !saved;
  return saved.ok();
}

}  // namespace fatou::ui
