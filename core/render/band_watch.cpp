// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/band_watch.h"

namespace fatou::render {

BandWatch::Scope::Scope(BandWatch* watch, engines::EngineId engine, RowRange rows)
    : m_watch(watch), m_engine(engine) {
  if (m_watch == nullptr) return;
  const UnderWay begun{engine, rows, engines::Clock::now()};
  const std::scoped_lock lock(m_watch->m_mutex);
  m_watch->m_underWay.push_back(begun);
}

BandWatch::Scope::~Scope() {
  if (m_watch == nullptr) return;
  const std::scoped_lock lock(m_watch->m_mutex);
  std::erase_if(m_watch->m_underWay,
                [this](const UnderWay& each) { return each.engine == m_engine; });
}

std::vector<BandWatch::UnderWay> BandWatch::underWay() const {
  const std::scoped_lock lock(m_mutex);
  return m_underWay;
}

}  // namespace fatou::render
