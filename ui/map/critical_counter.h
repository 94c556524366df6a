// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include <QObject>

#include "core/base/result.h"
#include "core/julia/formulas/formula.h"
#include "core/render/map_plane.h"
#include "ui/jobs/background_job.h"

namespace fatou::ui {

// Counts the critical points that a formula's map can follow, beside the GUI thread, on which it
// lives: they are looked for exactly, which may take longer than a menu may. The latest formula
// wins.
class CriticalCounter : public QObject {
  Q_OBJECT
 public:
  // Throws std::system_error where no thread can be started.
  explicit CriticalCounter(QObject* parent = nullptr);

  // Has counted() follow, from within this call where the points are those that were counted last.
  void count(const julia::Formula& formula, const render::MapPlane& plane);

 Q_SIGNALS:
  // 0 where no critical points are known.
  void counted(std::int32_t points);

 private:
  using Event = std::variant<std::int32_t, Error>;

  // The values on which the points depend.
  struct Question {
    julia::Formula formula;
    std::string parameter;
    julia::ComplexDecimal c;

    friend bool operator==(const Question&, const Question&) = default;
  };

  void take(const Event& event);

  std::optional<Question> m_question;
  std::optional<std::int32_t> m_answer;  // once it is known
  BackgroundJob<Event> m_job;
};

}  // namespace fatou::ui
