// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <utility>

#include <QApplication>

namespace fatou::app {

// The window's application, in which nothing that is thrown ends the program.
class ExplorerApplication : public QApplication {
 public:
  // Ends the program with exit code 1 and one sentence where there is no display, for which Qt
  // would abort. What else Qt says meanwhile is held back.
  ExplorerApplication(int& argc, char** argv);

  // Sets who is told, in one sentence, when the handling of an event throws.
  void setTroubleHandler(std::function<void(const QString&)> handler) {
    m_trouble = std::move(handler);
  }

  bool notify(QObject* receiver, QEvent* event) override;

 private:
  std::function<void(const QString&)> m_trouble;
};

// Whether the command line asks for nothing but text, which needs no display.
bool asksForText(int argc, char* argv[]);

}  // namespace fatou::app
