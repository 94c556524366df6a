// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/explorer_bridge.h"

#include <utility>

#include <QJsonDocument>
#include <QLocalServer>
#include <QLocalSocket>
#include <QPointer>
#include <QTemporaryDir>

#include "ui/console/explorer_object.h"

namespace fatou::ui {
namespace {

constexpr qint64 kLongestQuestion = qint64{1} << 20;
constexpr double kMostQuestionData = 1U << 30;

double dataOf(const QJsonObject& question) {
  return question[QStringLiteral("bytes")].toDouble();
}

}  // namespace

ExplorerBridge::ExplorerBridge(ExplorerObject& object, QObject* parent)
    : QObject(parent), m_object(object) {}

ExplorerBridge::~ExplorerBridge() {
  hangUp();
}

QString ExplorerBridge::path() {
  if (m_server) return m_server->fullServerName();
  auto folder = std::make_unique<QTemporaryDir>();  // which the user alone may enter
  if (!folder->isValid()) return {};
  auto server = std::make_unique<QLocalServer>();
  if (!server->listen(folder->filePath(QStringLiteral("explorer")))) return {};
  connect(server.get(), &QLocalServer::newConnection, this, &ExplorerBridge::accept);
  m_folder = std::move(folder);
  m_server = std::move(server);
  return m_server->fullServerName();
}

void ExplorerBridge::hangUp() {
  m_question = {};
  if (m_socket == nullptr) return;
  QLocalSocket* const socket = std::exchange(m_socket, nullptr);
  socket->disconnect(this);
  socket->abort();
  socket->deleteLater();
}

void ExplorerBridge::accept() {
  while (QLocalSocket* const next = m_server->nextPendingConnection()) {
    hangUp();
    m_socket = next;
    connect(next, &QLocalSocket::readyRead, this, &ExplorerBridge::read);
    connect(next, &QLocalSocket::disconnected, this, [this] {
      m_object.stopComputing();
      hangUp();
    });
    read();
  }
}

void ExplorerBridge::read() {
  while (m_socket != nullptr) {
    if (m_question.isEmpty()) {
      if (!m_socket->canReadLine()) {
        if (m_socket->bytesAvailable() > kLongestQuestion) hangUp();
        return;
      }
      m_question = QJsonDocument::fromJson(m_socket->readLine()).object();
      const double bytes = dataOf(m_question);
      if (m_question.isEmpty() || !(bytes >= 0.0 && bytes <= kMostQuestionData)) return hangUp();
    }
    const auto bytes = static_cast<qint64>(dataOf(m_question));
    if (m_socket->bytesAvailable() < bytes) return;
    const QByteArray data = m_socket->read(bytes);
    answer(std::exchange(m_question, {}), data);
  }
}

void ExplorerBridge::answer(const QJsonObject& question, const QByteArray& data) {
  const QPointer<QLocalSocket> asker = m_socket;
  m_object.answer(question, data, [asker](const ExplorerObject::Answer& answered) {
    if (!asker) return;
    QJsonObject head = answered.head;
    head[QStringLiteral("bytes")] = static_cast<double>(answered.data.size());
    asker->write(QJsonDocument(head).toJson(QJsonDocument::Compact) + '\n');
    asker->write(answered.data);
    asker->flush();
  });
}

}  // namespace fatou::ui
