// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/run_numbers.h"

#include <algorithm>

#include <QCoreApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/style/number_font.h"
#include "ui/style/number_text.h"
#include "ui/widgets/integer_edit.h"

namespace fatou::ui {
namespace {

constexpr int kColumnWidth = 118;

QFont valueFont(const QFont& text) {
  QFont font = numberFont(text);
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

QString said(const char* text) {
  return QCoreApplication::translate("RunNumbers", text);
}

}  // namespace

QList<RunNumber> runNumbers(const std::optional<stats::RunSummary>& summary, std::size_t bands) {
  const auto shown = [&summary](const QString& value) {
    return summary ? value : QStringLiteral("–");
  };
  const stats::RunSummary run = summary.value_or(stats::RunSummary{});
  return {
      {said(QT_TRANSLATE_NOOP("RunNumbers", "Wall time")), shown(timeText(run.wallTime.count())),
       said(QT_TRANSLATE_NOOP("RunNumbers", "What you waited for the picture"))},
      {said(QT_TRANSLATE_NOOP("RunNumbers", "Serial time")),
       shown(timeText(run.serialTime.count())),
       said(QT_TRANSLATE_NOOP("RunNumbers", "What all bands took together, one by one"))},
      {said(QT_TRANSLATE_NOOP("RunNumbers", "Iterations")),
       shown(rateText(run.iterationsPerSecond)),
       said(QT_TRANSLATE_NOOP("RunNumbers",
                              "Steps of z² + c a second that the picture stands "
                              "for"))},
      {said(QT_TRANSLATE_NOOP("RunNumbers", "Bands")),
       shown(groupedText(static_cast<std::int64_t>(bands))),
       said(QT_TRANSLATE_NOOP("RunNumbers", "Pieces the picture was shared out in"))},
      {said(QT_TRANSLATE_NOOP("RunNumbers", "Speed-up")),
       shown(QString::number(run.speedup, 'f', 2) + QStringLiteral(" ×")),
       said(QT_TRANSLATE_NOOP("RunNumbers", "Serial time over wall time"))},
      {said(QT_TRANSLATE_NOOP("RunNumbers", "Efficiency")),
       shown(QString::number(run.efficiency * 100, 'f', 0) + QStringLiteral(" %")),
       said(QT_TRANSLATE_NOOP("RunNumbers",
                              "Speed-up over the number of engines: how much of "
                              "them was of use"))},
      {said(QT_TRANSLATE_NOOP("RunNumbers", "Imbalance")),
       shown(QString::number(run.imbalance, 'f', 2)),
       said(QT_TRANSLATE_NOOP("RunNumbers",
                              "The busiest engine's time over the mean of all; "
                              "1.00 is perfectly even"))}};
}

RunNumbers::RunNumbers(QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("The last run in numbers"));
  setNumbers(runNumbers(std::nullopt, 0));
}

void RunNumbers::setNumbers(const QList<RunNumber>& numbers) {
  if (numbers == m_numbers) return;
  m_numbers = numbers;
  QStringList said;
  for (const RunNumber& number : numbers) said << number.name + QStringLiteral(": ") + number.value;
  setAccessibleDescription(said.join(QStringLiteral(", ")));
  update();
}

QSize RunNumbers::sizeHint() const {
  return {2 * kColumnWidth, 4 * cellHeight(font())};
}

QSize RunNumbers::minimumSizeHint() const {
  return {kColumnWidth, cellHeight(font())};
}

QRect RunNumbers::cell(int index) const {
  const int height = cellHeight(font());
  const int rows = std::max(1, this->height() / height);
  // Balanced columns: four and three rather than five and two.
  const int columns = (static_cast<int>(m_numbers.size()) + rows - 1) / rows;
  const int perColumn = (static_cast<int>(m_numbers.size()) + columns - 1) / columns;
  return {index / perColumn * kColumnWidth, index % perColumn * height, kColumnWidth, height};
}

bool RunNumbers::event(QEvent* event) {
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
