// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include <QByteArray>
#include <QObject>

namespace fatou::ui {

// Carries what engines print, and what is told of them, from their threads to an object of the GUI
// thread: many pieces become one event, so that a flood of lines does not become a flood of events.
// What the receiver does not take in time is cut: of each stream of an engine the last kMostWaiting
// bytes wait, and a line says how many were left out.
class OutputRelay {
 public:
  static constexpr qsizetype kMostWaiting = qsizetype{256} << 10;

  struct Piece {
    int engine = 0;
    int stream = 0;     // 1 or 2; 0 for a sentence about an engine
    QByteArray text{};  // UTF-8, which may end within a letter
  };

  // `wake` is called on the receiver's thread, where it takes what has come.
  OutputRelay(QObject& receiver, std::function<void()> wake);
  OutputRelay(const OutputRelay&) = delete;
  OutputRelay& operator=(const OutputRelay&) = delete;

  // May be called from any thread, also after close().
  void put(Piece piece);
  // All that has come since; on the receiver's thread.
  std::vector<Piece> take();
  // The receiver goes.
  void close();

 private:
  using Stream = std::pair<int, int>;  // engine and stream
  struct Waiting {
    qsizetype bytes = 0;
    qsizetype leftOut = 0;
  };

  void append(Piece piece);
  void cut(const Stream& stream, Waiting& waiting);

  std::mutex m_mutex;
  QObject* m_receiver;
  std::function<void()> m_wake;
  std::deque<Piece> m_pieces;
  std::map<Stream, Waiting> m_waiting;
};

}  // namespace fatou::ui
