// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/output_relay.h"

#include <algorithm>
#include <iterator>

#include <QMetaObject>

namespace fatou::ui {

OutputRelay::OutputRelay(QObject& receiver, std::function<void()> wake)
    : m_receiver(&receiver), m_wake(std::move(wake)) {}

void OutputRelay::put(Piece piece) {
  const std::scoped_lock lock(m_mutex);
  if (m_receiver == nullptr) return;
  const bool isFirst = m_pieces.empty();
  append(std::move(piece));
  if (isFirst) QMetaObject::invokeMethod(m_receiver, m_wake, Qt::QueuedConnection);
}

void OutputRelay::append(Piece piece) {
  if (piece.stream == 0) return m_pieces.push_back(std::move(piece));
  const Stream stream{piece.engine, piece.stream};
  Waiting& waiting = m_waiting[stream];
  waiting.bytes += piece.text.size();
  const bool continues = !m_pieces.empty() && m_pieces.back().engine == piece.engine &&
                         m_pieces.back().stream == piece.stream;
  if (continues)
    m_pieces.back().text += piece.text;
  else
    m_pieces.push_back(std::move(piece));
  // Seldom, as moving what is kept takes time: twice as much may wait for a while.
  if (waiting.bytes > 2 * kMostWaiting) cut(stream, waiting);
}

// Takes the first bytes away.
void OutputRelay::cut(const Stream& stream, Waiting& waiting) {
  for (Piece& piece : m_pieces) {
    if (Stream(piece.engine, piece.stream) != stream || piece.text.isEmpty()) continue;
    const qsizetype gone = std::min(waiting.bytes - kMostWaiting, piece.text.size());
    piece.text.remove(0, gone);
    waiting.bytes -= gone;
    waiting.leftOut += gone;
    if (waiting.bytes <= kMostWaiting) break;
  }
  const auto isEmpty = [](const Piece& piece) { return piece.stream != 0 && piece.text.isEmpty(); };
  while (isEmpty(m_pieces.front())) m_pieces.pop_front();  // the last one is not
}

// What was left out is said before what follows it.
std::vector<OutputRelay::Piece> OutputRelay::take() {
  const std::scoped_lock lock(m_mutex);
  std::vector<Piece> taken;
  for (const auto& [stream, waiting] : std::exchange(m_waiting, {}))
    if (waiting.leftOut > 0)
      taken.push_back({.engine = stream.first,
                       .stream = stream.second,
                       .text = "\n... " + QByteArray::number(waiting.leftOut) +
                               " bytes more were printed than can be shown and left out\n"});
  std::ranges::copy_if(
      std::exchange(m_pieces, {}), std::back_inserter(taken),
      [](const Piece& piece) { return piece.stream == 0 || !piece.text.isEmpty(); });
  return taken;
}

void OutputRelay::close() {
  const std::scoped_lock lock(m_mutex);
  m_receiver = nullptr;
  m_pieces.clear();
  m_waiting.clear();
}

}  // namespace fatou::ui
