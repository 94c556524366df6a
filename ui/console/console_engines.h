// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <QStringList>

#include "core/engines/client.h"
#include "core/engines/engine_source.h"
#include "core/render/renderer.h"
#include "ui/console/cell_runner.h"
#include "ui/console/cell_tasks.h"
#include "ui/console/engine_value.h"
#include "ui/console/output_relay.h"
#include "ui/console/task_follower.h"

namespace fatou::ui {

// A cell that is to be run.
struct CellJob {
  CellRunId run = 0;
  QString text{};
  CellTarget target{};
  int engines = 1;           // that are wanted where it runs on engines
  QString explorerSocket{};  // where the window answers; empty: the interpreter has no explorer
};

// What a cell came to, and what its engines know after it.
struct CellOutcome {
  CellResult result{};
  render::RunRecord record{};         // its tasks on engines; none for the window's interpreter
  std::vector<EngineValue> values{};  // of the engines that it ran on
  QStringList completions{};          // what can be typed there
};

// The interpreter of the window and the Python engines, started when they are first needed. It
// waits for them: one thread at a time uses it, which is none that anybody looks at.
class ConsoleEngines {
 public:
  struct Setup {
    std::string program{};  // as for python::findInterpreter()
    std::shared_ptr<OutputRelay> relay{};
  };

  explicit ConsoleEngines(Setup setup);

  // Runs a cell to its end, or soon after a stop to that. Whatever goes wrong is in the outcome.
  CellOutcome run(const CellJob& job, const CellTaskSinks& sinks, const std::stop_token& stop);
  // Ends all engines; the next cell has new ones, which know no names.
  void forget();

 private:
  struct Crew {
    engines::EngineSource source;
    engines::Client client{0};
  };

  Crew crewFor(bool isHere) const;
  Crew& here(const QString& explorerSocket, const std::stop_token& stop);
  Crew& atLeast(int engines, const std::stop_token& stop);
  std::vector<engines::EngineId> idsFor(const CellJob& job, const std::stop_token& stop);
  engines::DirectView targetsOf(const CellJob& job, const std::stop_token& stop);
  void giveExplorer(const QString& socket, const std::stop_token& stop);
  void runAt(const CellJob& job, const CellTaskSinks& sinks, CellOutcome& outcome,
             const std::stop_token& stop);
  void runHere(const CellJob& job, CellOutcome& outcome, const std::stop_token& stop);
  void runDirect(const CellJob& job, const CellTaskSinks& sinks, CellOutcome& outcome,
                 const std::stop_token& stop);
  void runBalanced(const CellJob& job, const CellTaskSinks& sinks, CellOutcome& outcome,
                   const std::stop_token& stop);
  void look(const engines::Client& client, std::vector<engines::EngineId> ids, bool isHere,
            CellOutcome& outcome, const std::stop_token& stop) const;
  void addValues(const engines::DirectView& view, bool isHere, CellOutcome& outcome,
                 const std::stop_token& stop) const;
  void addCompletions(const engines::DirectView& view, CellOutcome& outcome,
                      const std::stop_token& stop) const;
  RunCell cellOf(const CellJob& job, std::uint64_t watch) const;

  Setup m_setup;
  std::string m_support;
  std::optional<Crew> m_here;
  engines::EngineId m_explorerOn = engines::kNoEngine;  // the interpreter that has an explorer
  std::optional<Crew> m_crew;
};

}  // namespace fatou::ui
