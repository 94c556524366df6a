// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/critical_counter.h"

#include "core/julia/formulas/critical_family.h"

namespace fatou::ui {

CriticalCounter::CriticalCounter(QObject* parent)
    : QObject(parent), m_job([this](const Event& event) { take(event); }) {}

void CriticalCounter::count(const julia::Formula& formula, const render::MapPlane& plane) {
  const Question question{.formula = formula, .parameter = plane.parameter, .c = plane.c};
  if (question == m_question) {
    if (m_answer) Q_EMIT counted(*m_answer);
    return;
  }
  m_question = question;
  m_answer.reset();
  m_job.start([question](const auto& report, const std::stop_token& stop) {
    const auto family =
        julia::CriticalFamily::create(question.formula, question.c, question.parameter, stop);
    if (!stop.stop_requested()) report(static_cast<std::int32_t>(family.size()));
  });
}

// If counting fails, as when memory runs out, the menu has no points to choose from.
void CriticalCounter::take(const Event& event) {
  const auto* points = std::get_if<std::int32_t>(&event);
  m_answer = points != nullptr ? *points : 0;
  Q_EMIT counted(*m_answer);
}

}  // namespace fatou::ui
