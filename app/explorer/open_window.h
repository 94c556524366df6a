// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace fatou::ui {
class MainWindow;
}

namespace fatou::app {

class ExplorerApplication;

// Makes the window and everything it needs, and runs it to its end; the exit code.
int openWindow(int argc, char* argv[]);

// Writes a sentence to standard error.
void complain(const QString& sentence);

// From here on a signal ends the window as Ctrl+Q does, but without a question, as what is being
// exported can be gone on with; and the window says what the handling of an event threw.
void guard(ExplorerApplication& application, ui::MainWindow& window);

}  // namespace fatou::app
