// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QString>

#include "ui/engines/engine_roster.h"

namespace fatou::ui {

// The state of the engines that the user wants.
struct EngineState {
  int place = 0;                       // which of the places was chosen
  int starting = 0;                    // so many are being started; 0 while none are
  QString complaint{};                 // why there are none, or no more; empty where all is well
  bool wereLost = false;               // whether the complaint is that all were lost
  bool isStandIn = false;              // others compute until those chosen are there
  std::vector<EngineEntry> engines{};  // at work, and those of them that were lost

  friend bool operator==(const EngineState&, const EngineState&) = default;
};

// In a few words: "Starting 4 engines…", "3 engines, 1 lost", "Not started".
QString stateText(const EngineState& state);

// The note beside the state, in whole sentences; often empty.
QString stateNote(const EngineState& state);

// Makes a sentence of a complaint: complaints begin with a small letter and have no full stop.
QString sentenceOf(const QString& complaint);

}  // namespace fatou::ui
