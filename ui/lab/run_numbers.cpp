// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/run_numbers.h"

#include <algorithm>

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/style/fonts.h"
#include "ui/style/number_text.h"

namespace fatou::ui {
namespace {

QFont valueFont(const QFont& text) {
  QFont font = numericFont();
  font.setPointSizeF(QFontInfo(text).pointSizeF() * 1.2);
  font.setWeight(QFont::DemiBold);
  return font;
}

QFont nameFont(const QFont& text) {
  QFont font = text;
  font.setPointSizeF(QFontInfo(text).pointSizeF() * 0.92);
  return font;
}

int cellHeight(const QFont& font) {
  return QFontMetrics(nameFont(font)).height() + QFontMetrics(valueFont(font)).height() + 5;
}

// The width of the widest number there is, with a gap to the next column.
int columnWidth(const QFont& font) {
  constexpr int kColumnGap = 16;
  return QFontMetrics(valueFont(font)).horizontalAdvance(QStringLiteral("888.8 M/s")) + kColumnGap;
}

}  // namespace

QList<RunNumber> RunNumbers::of(const std::optional<stats::RunSummary>& summary,
                                std::size_t bands) {
  const auto shown = [&summary](const QString& value) {
    return summary ? value : QStringLiteral("–");
  };
  const stats::RunSummary run = summary.value_or(stats::RunSummary{});
  const auto percent = [](double share) {
    return QString::number(share * 100, 'f', 0) + QStringLiteral(" %");
  };
  return {{tr("Wall time"), shown(timeText(run.wallTime.count())),
           tr("What you waited for the picture")},
          {tr("Serial time"), shown(timeText(run.serialTime.count())),
           tr("Processor time of all bands together, as if one after the other on one core")},
          {tr("Speed-up"), shown(QString::number(run.speedup, 'f', 2) + QStringLiteral(" ×")),
           tr("Serial time over wall time")},
          {tr("Efficiency"), shown(percent(run.efficiency)),
           tr("Speed-up over the number of engines: how much of them was of use")},
          {tr("Iterations"), shown(rateText(run.iterationsPerSecond)),
           tr("Steps of the formula a second that the picture stands for")},
          {tr("Imbalance"), shown(QString::number(run.imbalance, 'f', 2)),
           tr("The busiest engine's time over the mean of all; 1.00 is perfectly even")},
          {tr("Bands"), shown(groupedText(static_cast<std::int64_t>(bands))),
           tr("Pieces that the picture was shared out in")}};
}

QList<RunNumber> RunNumbers::soFar(const stats::RunSummary& summary, std::size_t bands) {
  const QList<RunNumber> unknown = of(std::nullopt, 0);
  QList<RunNumber> numbers = of(summary, bands);
  for (const int end : {1, 2, 3, 5}) numbers[end].value = unknown[end].value;
  return numbers;
}

RunNumbers::RunNumbers(QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("The last run in numbers"));
  setNumbers(of(std::nullopt, 0));
}

void RunNumbers::setNumbers(const QList<RunNumber>& numbers) {
  if (numbers == m_numbers) return;
  m_numbers = numbers;
  QStringList all;
  for (const RunNumber& number : numbers) all << number.name + QStringLiteral(": ") + number.value;
  setAccessibleDescription(all.join(QStringLiteral(", ")));
  update();
}

QSize RunNumbers::sizeHint() const {
  return {3 * columnWidth(font()), 3 * cellHeight(font())};
}

QSize RunNumbers::minimumSizeHint() const {
  return {0, 0};  // gives way to the timeline in a small window
}

QRect RunNumbers::cell(int index) const {
  const int height = cellHeight(font());
  const int wide = columnWidth(font());
  const int columns = std::max(1, width() / wide);
  const QRect rect(index % columns * wide, index / columns * height, wide, height);
  return rect.bottom() <= this->height() ? rect : QRect();  // none is shown in part
}

bool RunNumbers::event(QEvent* event) {
  if (event->type() == QEvent::FontChange) updateGeometry();
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  for (int i = 0; i < m_numbers.size(); ++i)
    if (cell(i).contains(help->pos())) QToolTip::showText(help->globalPos(), m_numbers[i].meaning);
  return true;
}

void RunNumbers::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  for (int i = 0; i < m_numbers.size(); ++i) {
    const QRect rect = cell(i);
    if (rect.isEmpty()) continue;
    painter.setFont(nameFont(font()));
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(rect, Qt::AlignLeft | Qt::AlignTop, m_numbers[i].name);
    painter.setFont(valueFont(font()));
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(rect.adjusted(0, 0, 0, -4), Qt::AlignLeft | Qt::AlignBottom,
                     m_numbers[i].value);
  }
}

}  // namespace fatou::ui
