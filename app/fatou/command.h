// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QString>
#include <QStringList>

#include "core/base/result.h"

namespace fatou::app {

// The exit codes that scripts rely on.
enum ExitCode : int { kDone = 0, kFailed = 1, kBadUsage = 2, kInterrupted = 130 };

// Why a command ended early: the sentence for the user and the exit code that goes with it.
struct Failure {
  ExitCode code = kFailed;
  QString message;  // empty: there is nothing more to say
};

Failure badUsage(const QString& message);
Failure badUsage(const Error& error);
Failure failed(const Error& error);

// Throws the Failure of what did not succeed.
void require(const Status& status);

// A word after `fatou`. `run` gets the arguments with the program's name first; a Failure is thrown
// for whatever ends the command early, and main() says so.
struct Command {
  const char* name;
  const char* summary;
  void (*run)(const QStringList& arguments);
};

void runAnimate(const QStringList& arguments);
void runMap(const QStringList& arguments);
void runRender(const QStringList& arguments);
void runCompare(const QStringList& arguments);
void runBench(const QStringList& arguments);
void runEngines(const QStringList& arguments);
void runFormula(const QStringList& arguments);
void runInfo(const QStringList& arguments);
void runServe(const QStringList& arguments);
void runPx(const QStringList& arguments);
void runScript(const QStringList& arguments);
void runWhatIf(const QStringList& arguments);

// Writes `text` to standard output, shown as io::shownText() has it; throws the Failure of one that
// cannot be written. A pipe that nobody reads any more is no failure: what is left is dropped.
void print(const QString& text);

// Closes standard output, where some systems first say that there was no room; throws as print().
void endOutput();

// Writes one line to standard error, shown as io::shownLine() has it.
void tell(const QString& line);

}  // namespace fatou::app
