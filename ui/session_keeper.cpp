// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session_keeper.h"

#include <utility>

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "core/io/publish.h"
#include "ui/explorer_document.h"
#include "ui/state_json.h"

namespace fatou::ui {
namespace {

constexpr int kDelayMs = 500;
constexpr qint64 kLargestFile = 4 << 20;

}  // namespace

Result<ExplorerState> SessionKeeper::restore(const QString& path) {
  QFile file(path);
  if (!file.exists()) return ExplorerState::initial();
  std::string why = "it is too large";
  if (!file.open(QIODevice::ReadOnly)) {
    why = file.errorString().toStdString();
  } else if (file.size() <= kLargestFile) {
    auto state = parseStateJson(file.readAll());
    if (state) return state;
    why = state.error().message;
  }
  file.close();
  const QString aside = path + QStringLiteral(".broken");
  QFile::remove(aside);
  file.rename(aside);
  return Error{
      tr("The last session cannot be restored from \"%1\": %2. It was kept as \"%3\".")
          .arg(QFileInfo(path).fileName(), QString::fromStdString(why), QFileInfo(aside).fileName())
          .toStdString()};
}

SessionKeeper::SessionKeeper(ExplorerDocument& document, QString path, QObject* parent)
    : QObject(parent), m_document(document), m_path(std::move(path)) {
  m_timer.setSingleShot(true);
  m_timer.setInterval(kDelayMs);
  connect(&m_timer, &QTimer::timeout, this, &SessionKeeper::save);
  // Not restarted by each change: a drag without end is saved, too.
  connect(&document, &ExplorerDocument::stateChanged, this, [this] {
    if (!m_timer.isActive()) m_timer.start();
  });
}

SessionKeeper::~SessionKeeper() {
  if (m_timer.isActive()) save();
}

void SessionKeeper::save() {
  QDir().mkpath(QFileInfo(m_path).path());
  const Status saved = io::writeFile(m_path, stateJson(m_document.state()), true);
  if (!saved && !m_hasFailed)
    Q_EMIT failed(
        tr("The session is not saved. %1").arg(QString::fromStdString(saved.error().message)));
  m_hasFailed = !saved;
}

}  // namespace fatou::ui
