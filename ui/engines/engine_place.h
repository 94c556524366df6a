// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include <QString>

#include "core/engines/engine_source.h"

namespace fatou::ui {

// A place where engines can be, one of the choices that a program offers.
struct EnginePlace {
  QString key{};    // what settings call it: "threads", "processes", "hosts"
  QString name{};   // "Processes"
  QString about{};  // what it means, as a tooltip says it
  // Makes a source, each of which starts engines of its own.
  std::function<engines::EngineSource()> makeSource = [] { return engines::EngineSource(); };
  bool isElsewhere = false;   // in other processes: starting them may take long, or fail
  bool isThisMachine = true;  // so that they share its cores
  int most = 0;               // engines that can be asked for; 0 where the cores alone say it
};

// The first place has threads of this process, which stand in for engines of other places until
// those are there.
using EnginePlaces = std::vector<EnginePlace>;

// Only the place with threads, which come from this source.
inline EnginePlaces threadsOf(engines::EngineSource source) {
  return {{.key = QStringLiteral("threads"),
           .makeSource = [source = std::move(source)] { return source; }}};
}

}  // namespace fatou::ui
