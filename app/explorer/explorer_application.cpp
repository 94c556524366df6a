// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/explorer/explorer_application.h"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <string_view>
#include <unistd.h>

#include "core/base/exception_text.h"
#include "core/io/files/shown_text.h"

namespace fatou::app {
namespace {

// The first thing Qt complains of while it looks for a display.
QString& firstComplaint() {
  static QString complaint;
  return complaint;
}

void holdBack(QtMsgType type, const QMessageLogContext&, const QString& message) {
  QString& first = firstComplaint();
  if (first.isEmpty()) first = io::shownLine(message.section(u'\n', 0, 0).trimmed()).left(120);
  if (type != QtFatalMsg) return;
  std::fprintf(stderr,
               "fatou-explorer: there is no display for the window (%s); start it in a desktop "
               "session, or use the command 'fatou', which needs none\n",
               first.toUtf8().constData());
  ::_exit(1);
}

// Holds back what Qt says while the application's constructor runs.
struct Held {
  Held() : before(qInstallMessageHandler(holdBack)) {}
  ~Held() { qInstallMessageHandler(before); }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;

  QtMessageHandler before;
};

int& during(const Held&, int& argc) {
  return argc;
}

}  // namespace

// The temporary lives as long as the call of QApplication's constructor.
ExplorerApplication::ExplorerApplication(int& argc, char** argv)
    : QApplication(during(Held(), argc), argv) {}

bool ExplorerApplication::notify(QObject* receiver, QEvent* event) {
  try {
    return QApplication::notify(receiver, event);
  } catch (...) {
    if (m_trouble) m_trouble(QString::fromStdString(currentExceptionText()));
    return false;
  }
}

bool asksForText(int argc, char* argv[]) {
  constexpr std::string_view words[] = {"--help", "-h", "--help-all", "--version", "-v"};
  for (int i = 1; i < argc && std::string_view(argv[i]) != "--"; ++i)
    if (std::ranges::find(words, std::string_view(argv[i])) != std::end(words)) return true;
  return false;
}

}  // namespace fatou::app
