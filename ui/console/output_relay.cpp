// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/output_relay.h"

#include <utility>

#include <QMetaObject>

namespace fatou::ui {

OutputRelay::OutputRelay(QObject& receiver, std::function<void()> wake)
    : m_receiver(&receiver), m_wake(std::move(wake)) {}

void OutputRelay::put(Piece piece) {
  const std::scoped_lock lock(m_mutex);
  if (m_receiver == nullptr) return;
  const bool isFirst = m_pieces.empty();
  const bool continues = !isFirst && m_pieces.back().engine == piece.engine &&
                         m_pieces.back().stream == piece.stream && piece.stream != 0;
  if (continues)
    m_pieces.back().text += piece.text;
  else
    m_pieces.push_back(std::move(piece));
  if (isFirst) QMetaObject::invokeMethod(m_receiver, m_wake, Qt::QueuedConnection);
}

std::vector<OutputRelay::Piece> OutputRelay::take() {
  const std::scoped_lock lock(m_mutex);
  return std::exchange(m_pieces, {});
}

void OutputRelay::close() {
  const std::scoped_lock lock(m_mutex);
  m_receiver = nullptr;
  m_pieces.clear();
}

}  // namespace fatou::ui
