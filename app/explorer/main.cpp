// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>

#include "ui/explorer_document.h"

int main(int argc, char* argv[]) {
  QApplication app(argc, argv);
  fatou::ui::ExplorerDocument document(fatou::ui::ExplorerState::initial());
  return QApplication::exec();
}
