// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/loss_bars.h"

#include <algorithm>

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/lab/lab_words.h"
#include "ui/style/engine_colors.h"
#include "ui/style/number_text.h"

namespace fatou::ui {
namespace {

using Kind = std::optional<stats::LossKind>;

constexpr int kGap = 14;  // between words of the legend, and between names and bars
constexpr int kSwatch = 10;
constexpr int kMaxRow = 34;
constexpr int kColors = static_cast<int>(stats::kLossKinds.size()) + 1;

std::vector<Kind> allKinds() {
  std::vector<Kind> kinds{std::nullopt};
  kinds.insert(kinds.end(), stats::kLossKinds.begin(), stats::kLossKinds.end());
  return kinds;
}

QString nameOf(const Kind& kind) {
  return kind ? lossName(*kind) : LossBars::tr("The work itself");
}

double shareOf(const stats::Losses& losses, const Kind& kind) {
  return kind ? losses.share(*kind) : losses.idealShare();
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
  for (const Kind& kind : allKinds()) {
    const int width = kSwatch + 6 + fontMetrics().horizontalAdvance(nameOf(kind));
    if (at.x() > 0 && at.x() + width > this->width()) at = {0, at.y() + height + 4};
    parts.push_back({QRect(at, QSize(width, height)), kind, 0});
    at.rx() += width + kGap;
  }
  return parts;
}

// A negative slow-down leaves the others longer than the bar: they are drawn to scale of their sum.
std::vector<LossBars::Part> LossBars::bar(std::size_t row) const {
  const stats::Losses& losses = m_losses[row].losses;
  double sum = 0.0;
  for (const Kind& kind : allKinds()) sum += std::max(0.0, shareOf(losses, kind));
  const int left = namesWidth();
  const int top = barsTop() + static_cast<int>(row) * rowHeight();
  const double scale = sum > 0.0 ? (width() - left) / sum : 0.0;
  std::vector<Part> parts;
  double at = 0.0;
  for (const Kind& kind : allKinds()) {
    const double end = at + std::max(0.0, shareOf(losses, kind)) * scale;
    const int x = left + qRound(at);
    parts.push_back({QRect(x, top, left + qRound(end) - x, rowHeight() * 3 / 4), kind, row});
    at = end;
  }
  return parts;
}

QColor LossBars::colorOf(const Kind& kind) const {
  return engineColor(kind ? static_cast<int>(*kind) + 1 : 0, kColors, palette());
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
    painter.fillRect(swatch, colorOf(part.kind));
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(part.rect.adjusted(kSwatch + 6, 0, 0, 0), Qt::AlignVCenter | Qt::TextDontClip,
                     nameOf(part.kind));
  }
}

void LossBars::paintRow(QPainter& painter, std::size_t row) const {
  const auto parts = bar(row);
  const QRect name(0, parts.front().rect.top(), namesWidth() - kGap, parts.front().rect.height());
  painter.setPen(palette().color(QPalette::WindowText));
  painter.drawText(name, Qt::AlignRight | Qt::AlignVCenter,
                   fontMetrics().elidedText(m_losses[row].name, Qt::ElideRight, name.width()));
  for (const Part& part : parts) {
    if (part.rect.width() <= 0) continue;
    painter.fillRect(part.rect.adjusted(0, 0, part.rect.width() > 3 ? -1 : 0, 0),
                     colorOf(part.kind));
    const QString text = percentText(shareOf(m_losses[row].losses, part.kind));
    if (fontMetrics().horizontalAdvance(text) + 8 > part.rect.width()) continue;
    if (fontMetrics().height() > part.rect.height()) continue;
    painter.setPen(palette().color(QPalette::HighlightedText));
    painter.drawText(part.rect, Qt::AlignCenter, text);
  }
}

QString LossBars::explanation(const Part& part, bool inLegend) const {
  const QString meaning = part.kind ? lossExplanation(*part.kind) : explanationOf("ideal");
  if (inLegend) return meaning;
  const stats::Losses& losses = m_losses[part.row].losses;
  const double seconds = part.kind ? losses.of(*part.kind) : losses.ideal;
  return tr("%1: %2 of the engines' time, %3 in all. %4")
      .arg(nameOf(part.kind), percentText(shareOf(losses, part.kind), 1), timeText(seconds),
           meaning);
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
