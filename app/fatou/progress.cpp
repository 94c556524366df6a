// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fatou/progress.h"

#include <cstdio>
#include <unistd.h>
#include <utility>

namespace fatou::app {
namespace {

using namespace std::chrono_literals;

constexpr int kBarWidth = 40;

}  // namespace

Progress::Progress(std::string label, std::int64_t total, bool quiet)
    : m_label(std::move(label)),
      m_total(total),
      m_enabled(!quiet && total > 0 && isatty(STDERR_FILENO) != 0),
      m_nextDraw(std::chrono::steady_clock::now() + 200ms) {}

Progress::~Progress() {
  if (m_drawn) std::fputs("\r\033[K", stderr);
}

void Progress::add(std::int64_t done) {
  m_done += done;
  if (!m_enabled) return;
  const auto now = std::chrono::steady_clock::now();
  if (now < m_nextDraw) return;
  m_nextDraw = now + 50ms;
  draw();
}

void Progress::draw() {
  const double share = static_cast<double>(m_done) / static_cast<double>(m_total);
  const int filled = static_cast<int>(share * kBarWidth);
  std::string bar(static_cast<std::size_t>(filled), '=');
  bar.resize(kBarWidth, ' ');
  std::fprintf(stderr, "\r%s [%s] %3.0f %%\033[K", m_label.c_str(), bar.c_str(), 100 * share);
  m_drawn = true;
}

}  // namespace fatou::app
