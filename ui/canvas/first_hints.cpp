// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/first_hints.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <QChildEvent>
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
  for (QObject* child : canvas.children()) watch(child);
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

bool FirstHints::isHint(const QObject* object) const {
  return std::ranges::find(m_labels, object) != m_labels.end();
}

// Has the hints give way whenever a widget on the canvas comes, goes or changes its place.
void FirstHints::watch(QObject* child) {
  if (child->isWidgetType()) child->installEventFilter(this);
}

bool FirstHints::eventFilter(QObject* watched, QEvent* event) {
  switch (event->type()) {
    case QEvent::ChildAdded:
      if (watched == &m_canvas) watch(static_cast<QChildEvent*>(event)->child());
      break;
    case QEvent::Show:
    case QEvent::Hide:
    case QEvent::Move:
    case QEvent::Resize:
      if (!isHint(watched)) layOut();
      break;
    default:
      break;
  }
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

// Stacks the hints in the lower right corner, each as low as what is shown there lets it.
void FirstHints::layOut() {
  const bool hasRoom =
      m_canvas.width() >= kLeastCanvas.width() && m_canvas.height() >= kLeastCanvas.height();
  const bool isAlone = m_canvas.window()->isFullScreen();
  int bottom = m_canvas.height() - kChipMargin;
  for (std::size_t i = m_labels.size(); i-- > 0;) {
    QLabel* label = m_labels[i];
    if (label == nullptr) continue;
    label->adjustSize();
    const bool isWanted = m_hasMap || i != static_cast<std::size_t>(Hint::Map);
    const QRect at = freeRect(label->size(), bottom);
    label->setVisible(isWanted && hasRoom && !isAlone && at.top() >= kChipMargin);
    label->move(at.topLeft());
    if (isWanted) bottom = at.top() - kHintGap;
  }
}

// Returns the places of what else is shown on the canvas. A frame around all of it, as one for the
// focus, takes no place.
QList<QRect> FirstHints::shownBeside() const {
  QList<QRect> places;
  for (const QWidget* child : m_canvas.findChildren<QWidget*>(Qt::FindDirectChildrenOnly))
    if (!child->isHidden() && !isHint(child) && !child->geometry().contains(m_canvas.rect()))
      places << child->geometry();
  return places;
}

// Returns the lowest rectangle of the size at the right edge that ends above `bottom` and is clear
// of what else is shown; it may reach beyond the canvas.
QRect FirstHints::freeRect(QSize size, int bottom) const {
  QRect at(QPoint(m_canvas.width() - size.width() - kChipMargin, bottom - size.height()), size);
  const QList<QRect> others = shownBeside();
  const auto isInTheWay = [&at](const QRect& other) {
    return other.adjusted(-kHintGap, -kHintGap, kHintGap, kHintGap).intersects(at);
  };
  for (auto other = std::ranges::find_if(others, isInTheWay); other != others.end();
       other = std::ranges::find_if(others, isInTheWay))
    at.moveBottom(other->top() - kHintGap - 1);
  return at;
}

}  // namespace fatou::ui
