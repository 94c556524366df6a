// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/loss_bars.h"

#include <algorithm>

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "core/stats/words.h"
#include "ui/lab/lab_words.h"

namespace fatou::ui {
namespace {

constexpr int kGap = 14;  // between words of the legend, and between names and bars
constexpr int kSwatch = 10;
constexpr int kMaxRow = 34;

QColor partColor(const stats::TimePart& part) {
  return QColor::fromRgb(part.color);
}

// Black or white, whichever is read better on a colour.
QColor inkOn(const QColor& color) {
  return qGray(color.rgb()) > 140 ? Qt::black : Qt::white;
}

}  // namespace

LossBars::LossBars(QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("Where the engines' time went"));
}

void LossBars::setLosses(const std::vector<NamedLosses>& losses) {
  m_losses = losses;
  QStringList all;
  for (const NamedLosses& each : losses)
    all += tr("%1: %2 of the time is the work itself")
               .arg(each.name, percentText(each.losses.idealShare()));
  setAccessibleDescription(all.join(QStringLiteral("; ")));
  updateGeometry();
  update();
}

QSize LossBars::sizeHint() const {
  return {480, barsTop() + static_cast<int>(m_losses.size()) * kMaxRow};
}

int LossBars::namesWidth() const {
  int width = 0;
  for (const NamedLosses& each : m_losses)
    width = std::max(width, fontMetrics().horizontalAdvance(each.name) + 4);
  return std::min(width, this->width() / 3) + kGap;
}

int LossBars::barsTop() const {
  const auto parts = legend();
  return parts.back().rect.bottom() + 10;
}

int LossBars::rowHeight() const {
  const int rows = std::max(1, static_cast<int>(m_losses.size()));
  return std::clamp((height() - barsTop()) / rows, 8, kMaxRow);
}

std::vector<LossBars::Part> LossBars::legend() const {
  std::vector<Part> parts;
  const int height = fontMetrics().height();
  QPoint at;
  for (const stats::TimePart& part : stats::timeParts()) {
    const int width = kSwatch + 6 + fontMetrics().horizontalAdvance(titleOf(part.term));
    if (at.x() > 0 && at.x() + width > this->width()) at = {0, at.y() + height + 4};
    parts.push_back({QRect(at, QSize(width, height)), {.part = part}, 0});
    at.rx() += width + kGap;
  }
  return parts;
}

// The pixels that 100 % take. All bars have one scale, and where an engine gained time some bars
// reach beyond 100 %.
double LossBars::pixelsOfAll() const {
  double reach = 1.0;
  for (const NamedLosses& each : m_losses)
    reach = std::max(reach, stats::reachOf(stats::timeBar(each.losses)));
  return (width() - namesWidth()) / reach;
}

std::vector<LossBars::Part> LossBars::bar(std::size_t row) const {
  const int left = namesWidth();
  const int top = barsTop() + static_cast<int>(row) * rowHeight();
  const double scale = pixelsOfAll();
  std::vector<Part> parts;
  for (const stats::BarPart& part : stats::timeBar(m_losses[row].losses)) {
    const int from = left + qRound(std::min(part.from, part.to) * scale);
    const int to = left + qRound(std::max(part.from, part.to) * scale);
    parts.push_back({QRect(from, top, to - from, rowHeight() * 3 / 4), part, row});
  }
  return parts;
}

void LossBars::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  if (m_losses.empty()) return;
  paintLegend(painter);
  for (std::size_t row = 0; row < m_losses.size(); ++row) paintRow(painter, row);
}

void LossBars::paintLegend(QPainter& painter) const {
  for (const Part& part : legend()) {
    const QRect swatch(part.rect.left(), part.rect.center().y() - kSwatch / 2, kSwatch, kSwatch);
    painter.fillRect(swatch, partColor(part.stretch.part));
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(part.rect.adjusted(kSwatch + 6, 0, 0, 0), Qt::AlignVCenter | Qt::TextDontClip,
                     titleOf(part.stretch.part.term));
  }
}

void LossBars::paintRow(QPainter& painter, std::size_t row) const {
  const int top = barsTop() + static_cast<int>(row) * rowHeight();
  const QRect name(0, top, namesWidth() - kGap, rowHeight() * 3 / 4);
  painter.setPen(palette().color(QPalette::WindowText));
  painter.drawText(name, Qt::AlignRight | Qt::AlignVCenter,
                   fontMetrics().elidedText(m_losses[row].name, Qt::ElideRight, name.width()));
  for (const Part& part : bar(row)) paintPart(painter, part);
}

// A gain is drawn as a frame over the end of the bar, where the other parts reach beyond 100 %.
void LossBars::paintPart(QPainter& painter, const Part& part) const {
  if (part.rect.width() <= 0) return;
  const QColor color = partColor(part.stretch.part);
  if (part.stretch.isGain()) {
    painter.fillRect(part.rect, QBrush(palette().color(QPalette::Base), Qt::BDiagPattern));
    painter.setPen(QPen(color, 2));
    return painter.drawRect(part.rect.adjusted(0, -1, -1, 0));
  }
  painter.fillRect(part.rect.adjusted(0, 0, part.rect.width() > 3 ? -1 : 0, 0), color);
  const QString text = percentText(part.stretch.to - part.stretch.from);
  if (fontMetrics().horizontalAdvance(text) + 8 > part.rect.width()) return;
  if (fontMetrics().height() > part.rect.height()) return;
  painter.setPen(inkOn(color));
  painter.drawText(part.rect, Qt::AlignCenter, text);
}

QString LossBars::explanation(const Part& part, bool inLegend) const {
  const stats::TimePart& shown = part.stretch.part;
  if (inLegend) return explanationOf(shown.term);
  const stats::Losses& losses = m_losses[part.row].losses;
  return tr("%1: %2 of the engines' time, %3 in all. %4")
      .arg(titleOf(shown.term), QString::fromStdString(stats::shareText(losses, shown)),
           QString::fromStdString(stats::timeText(stats::secondsOf(losses, shown).value_or(0.0))),
           explanationOf(shown.term));
}

bool LossBars::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip || m_losses.empty()) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  QString text;
  for (const Part& part : legend())
    if (part.rect.contains(help->pos())) text = explanation(part, true);
  for (std::size_t row = 0; row < m_losses.size(); ++row)
    for (const Part& part : bar(row))
      if (part.rect.contains(help->pos())) text = explanation(part, false);
  QToolTip::showText(help->globalPos(), text, this);
  return true;
}

}  // namespace fatou::ui
