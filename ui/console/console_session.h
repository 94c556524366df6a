// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include <QStringDecoder>

#include "core/render/renderer.h"
#include "ui/console/cell_runner.h"
#include "ui/console/console_engines.h"
#include "ui/console/engine_value.h"
#include "ui/console/output_relay.h"
#include "ui/jobs/background_job.h"

namespace fatou::ui {

// Runs cells one after the other on Python processes of the user's own Python, which start with the
// first cell: an interpreter of the window for cells that run *here*, and as many engines as are
// wanted for the others. Lives on the GUI thread and never waits, but for its end.
class ConsoleSession : public CellRunner {
  Q_OBJECT
 public:
  struct Setup {
    std::string program{};           // as for python::findInterpreter()
    std::function<int()> engines{};  // how many are wanted; two where this is left out
    // Where the window answers what `explorer` is; left out: there is none.
    std::function<QString()> explorerSocket{};
  };

  explicit ConsoleSession(Setup setup, QObject* parent = nullptr);
  // Stops what runs, and ends all engines.
  ~ConsoleSession() override;

  CellRunId run(const QString& text, const CellTarget& target) override;
  void stop() override;
  bool isRunning() const override { return m_running.has_value(); }
  QStringList completions(const QString& begun) const override;

  // What the engines of the last cell of their kind know: the window's interpreter, then engines.
  const std::vector<EngineValue>& values() const { return m_values; }

 public Q_SLOTS:
  // Ends all engines, once what runs has been stopped: the next cell has new ones.
  void restart();
  // Passes on an array that the cell which runs has shown.
  void showPicture(const QImage& image);

 Q_SIGNALS:
  void runningChanged(bool running);
  void valuesChanged();
  // The tasks of a cell on engines: they have begun; some have ended, with their names; and all of
  // them, when the cell ends, even where none has run.
  void tasksBegan(const fatou::ui::CellTasksBegun& tasks);
  void tasksEnded(const std::vector<fatou::render::BandRecord>& tasks);
  void ranTasks(const fatou::render::RunRecord& run);

 private:
  using Event = std::variant<CellOutcome, CellTasksBegun, std::vector<render::BandRecord>, Error>;

  void startNext();
  void take(const Event& event);
  void takeOutcome(const CellOutcome& outcome);
  void forgetEngines();
  void finish(const CellResult& result);
  void passOutput();
  void keepValues(const std::vector<EngineValue>& values, bool isHere);

  const Setup m_setup;
  const std::shared_ptr<OutputRelay> m_relay;
  const std::shared_ptr<ConsoleEngines> m_engines;
  std::deque<CellJob> m_waiting;
  std::optional<CellJob> m_running;
  CellRunId m_last = 0;
  bool m_isToForget = false;
  bool m_hasTasks = false;  // of the cell that runs, on engines
  std::vector<EngineValue> m_values;
  QStringList m_words;                                       // what can be typed
  std::map<std::pair<int, int>, QStringDecoder> m_decoders;  // by engine and stream
  BackgroundJob<Event> m_job;
};

}  // namespace fatou::ui
