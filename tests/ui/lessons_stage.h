// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

#include <QFile>
#include <QLabel>
#include <QListWidget>
#include <QSettings>
#include <QTemporaryDir>

#include "tests/ui/console_samples.h"
#include "ui/lab/lab_controller.h"
#include "ui/lessons/lesson_delegate.h"
#include "ui/lessons/lessons_panel.h"
#include "ui/state/explorer_document.h"
#include "ui/state/settings.h"

// What tests of the lessons have in common.
namespace fatou::tests {

inline constexpr char kLesson[] = R"(# Small
A lesson for a test.
Minutes: 1

## First

Read this.

```ask faster
ask = How much faster?
from = 0
to = 4
measures = speedup(tiny, balanced, 2)
```

```compare tiny
about = A tiny picture
place = fatou:c=-0.065,0.66;center=0,0;radius=1.3;tmax=100
width = 32
height = 24
engines = 2
repeats = 1
```

Measured: {time(tiny, serial, 1):time}.

[if cores < 4] Few cores.

[else] Many cores.

```python name=sum over=0:4 gives=part
print("part =", i)
```

Their sum is {total(part):whole}.

## Second

```show
about = A dendrite
place = fatou:c=0,1;center=0,0;radius=1.5;tmax=99
engines = 3
view = direct
```
)";

// The lessons' panel, without a window and without Python.
struct LessonsStage {
  QTemporaryDir folder;
  QSettings store{folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
  ui::Settings settings{store};
  ui::ExplorerDocument document{ui::ExplorerState::initial()};
  ui::LabController comparisons;
  ToldRunner cells;
  ui::LessonsPanel panel;

  explicit LessonsStage(int cores = 2)
      : panel({.session = {.document = document,
                           .comparisons = comparisons,
                           .cells = cells,
                           .cores = cores},
               .settings = settings}) {
    panel.resize(420, 900);
    panel.show();
  }
  QString path() const { return folder.filePath(QStringLiteral("small.md")); }
  void open(const QByteArray& text = kLesson) {
    QFile file(path());
    if (!file.open(QIODevice::WriteOnly)) qFatal("no file");
    file.write(text);
    file.close();
    panel.openFile(path());
  }
  QListWidget& list() const { return *panel.findChild<QListWidget*>(); }
  QString progress(int row) const {
    return list().item(row)->data(ui::LessonDelegate::ProgressRole).toString();
  }
  bool isDone(int row) const {
    return list().item(row)->data(ui::LessonDelegate::DoneRole).toBool();
  }
  // What comes of the cell that was asked for last.
  void begin() { Q_EMIT cells.started(cells.asked.back().run); }
  void print(int engine, const QString& text) {
    Q_EMIT cells.output(cells.asked.back().run, engine, 1, text);
  }
  void end(bool isStopped) {
    ui::CellResult result;
    result.run = cells.asked.back().run;
    result.isStopped = isStopped;
    result.seconds = 0.5;
    Q_EMIT cells.finished(result);
  }
  // Whether a label with this in it can be seen.
  bool shows(const QString& text) const {
    const auto labels = panel.findChildren<QLabel*>();
    return std::ranges::any_of(labels, [&](const QLabel* label) {
      return label->isVisible() && label->text().contains(text);
    });
  }
};

}  // namespace fatou::tests
