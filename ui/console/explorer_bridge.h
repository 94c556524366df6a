// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QJsonObject>
#include <QObject>
#include <QString>

class QLocalServer;
class QLocalSocket;
class QTemporaryDir;

namespace fatou::ui {

class ExplorerObject;

// Where the window's interpreter asks the window for what `explorer` is: a socket file in a folder
// of the user alone, which is made when it is first needed. A question is a line of JSON, as
// ExplorerObject takes it, with "bytes" of data behind it; so is its answer.
class ExplorerBridge : public QObject {
  Q_OBJECT
 public:
  explicit ExplorerBridge(ExplorerObject& object, QObject* parent = nullptr);
  ~ExplorerBridge() override;

  // The socket's path; empty where there can be none.
  QString path();

 private:
  void accept();
  void read();
  void answer(const QJsonObject& question, const QByteArray& data);
  void hangUp();

  ExplorerObject& m_object;
  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<QLocalServer> m_server;
  QLocalSocket* m_socket = nullptr;  // the latest one; there is one interpreter
  QJsonObject m_question;            // whose data have not all come; else empty
};

}  // namespace fatou::ui
