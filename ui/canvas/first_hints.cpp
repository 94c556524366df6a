// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/first_hints.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <QEvent>
#include <QLabel>

#include "ui/canvas/canvas_chips.h"
#include "ui/canvas/fractal_canvas.h"
#include "ui/state/settings.h"

namespace fatou::ui {
namespace {

constexpr int kHintGap = 6;
constexpr QSize kLeastCanvas(360, 240);

// One bit a hint: set once the user has done what it suggests.
const Setting<int> kHintsDone{QLatin1StringView("canvas/hintsDone"), 0};

}  // namespace

FirstHints::FirstHints(FractalCanvas& canvas, Settings& settings)
    : QObject(&canvas), m_canvas(canvas), m_settings(settings) {
  const QString texts[] = {tr("Drag to move"), tr("Turn the wheel to zoom"),
                           tr("Drag on the map to choose another set")};
  const int known = settings.value(kHintsDone);
  for (std::size_t i = 0; i < m_labels.size(); ++i) {
    if ((known >> i) & 1) continue;
    m_labels[i] = makeChip(canvas);
    m_labels[i]->setText(texts[i]);
  }
  connect(&canvas, &FractalCanvas::panned, this, &FirstHints::takeMove);
  connect(&canvas, &FractalCanvas::zoomed, this, &FirstHints::takeZoom);
  connect(&canvas, &FractalCanvas::boxed, this, &FirstHints::takeZoom);
  canvas.installEventFilter(this);
  layOut();
}

int FirstHints::left() const {
  return static_cast<int>(
      std::ranges::count_if(m_labels, [](const QLabel* label) { return label != nullptr; }));
}

void FirstHints::setHasMap(bool has) {
  if (std::exchange(m_hasMap, has) != has) layOut();
}

bool FirstHints::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize || event->type() == QEvent::Show) layOut();
  return QObject::eventFilter(watched, event);
}

void FirstHints::done(Hint hint) {
  QLabel*& label = m_labels[static_cast<std::size_t>(hint)];
  if (label == nullptr) return;
  delete label;
  label = nullptr;
  m_settings.setValue(kHintsDone, m_settings.value(kHintsDone) | (1 << static_cast<int>(hint)));
  layOut();
}

// Stacks the hints in the lower right corner, which nothing else uses.
void FirstHints::layOut() {
  const bool hasRoom =
      m_canvas.width() >= kLeastCanvas.width() && m_canvas.height() >= kLeastCanvas.height();
  const bool isAlone = m_canvas.window()->isFullScreen();
  int bottom = m_canvas.height() - kChipMargin;
  for (std::size_t i = m_labels.size(); i-- > 0;) {
    QLabel* label = m_labels[i];
    if (label == nullptr) continue;
    const bool isWanted = m_hasMap || i != static_cast<std::size_t>(Hint::Map);
    label->setVisible(isWanted && hasRoom && !isAlone);
    if (!isWanted) continue;
    label->adjustSize();
    bottom -= label->height();
    label->move(m_canvas.width() - label->width() - kChipMargin, bottom);
    bottom -= kHintGap;
  }
}

}  // namespace fatou::ui
