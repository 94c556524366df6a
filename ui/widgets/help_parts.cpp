// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/help_parts.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QFrame>
#include <QGuiApplication>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace fatou::ui {
namespace {

// The content's size, as far as the screen has room for it.
QSize sizeFor(const QDialog& dialog, const QSize& content) {
  const QSize whole = content + QSize(0, 64);  // the row of buttons
  const QScreen* screen = dialog.screen();
  return screen == nullptr ? whole : whole.boundedTo(screen->availableSize() * 0.9);
}

}  // namespace

QLabel* classLabel(const QString& text, const char* themeClass, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setProperty("class", QLatin1String(themeClass).toString());
  return label;
}

void showScrolled(QDialog& dialog, QWidget* content) {
  auto* area = new QScrollArea(&dialog);
  area->setProperty("class", QStringLiteral("flush"));
  area->setFrameShape(QFrame::NoFrame);
  area->setWidgetResizable(true);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setWidget(content);
  const QSize size = content->sizeHint() + QSize(area->verticalScrollBar()->sizeHint().width(), 0);
  area->setMinimumWidth(size.width());  // it scrolls up and down only
  area->setAccessibleName(dialog.windowTitle());

  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, &dialog);
  buttons->button(QDialogButtonBox::Close)->setDefault(true);
  buttons->button(QDialogButtonBox::Close)->setFocus();
  QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);

  auto* layout = new QVBoxLayout(&dialog);
  layout->setContentsMargins(0, 0, 0, 12);
  layout->addWidget(area, 1);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(16, 0, 16, 0);
  row->addWidget(buttons);
  layout->addLayout(row);
  dialog.resize(sizeFor(dialog, size));
}

}  // namespace fatou::ui
