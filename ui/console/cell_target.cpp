// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/cell_target.h"

#include <QStringList>

namespace fatou::ui {
namespace {

constexpr qint64 kFarthestNumber = 1'000'000'000'000'000;  // sums of two stay exact

Error noTarget(const QString& text) {
  return Error{QStringLiteral("'%1' is no target: say here, all, a slice like 0:2, or balanced "
                              "0:1000")
                   .arg(text.left(80))
                   .toStdString()};
}

// The numbers of "start:stop:step" as a slice; nothing where it is none.
std::optional<CellTarget> sliceOf(const QString& text) {
  const QStringList parts = text.split(u':');
  if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
  CellTarget target{.kind = CellTarget::Kind::Slice};
  for (qsizetype i = 0; i < parts.size(); ++i) {
    const QString part = parts[i].trimmed();
    if (part.isEmpty()) continue;
    bool isNumber = false;
    const qint64 number = part.toLongLong(&isNumber);
    if (!isNumber || number < -kFarthestNumber || number > kFarthestNumber) return std::nullopt;
    if (i == 0) target.start = number;
    if (i == 1) target.stop = number;
    if (i == 2) target.step = number;
  }
  if (target.step == 0) return std::nullopt;
  return target;
}

Result<CellTarget> rangeOf(const QString& text, const QString& whole) {
  auto target = sliceOf(text);
  if (!target || !target->stop) return noTarget(whole);
  target->kind = CellTarget::Kind::Balanced;
  const std::int64_t start = target->start.value_or(0);
  const std::int64_t length = (*target->stop - start) / target->step;
  if (length > kMostCellNumbers)
    return Error{QStringLiteral("'%1' has %2 numbers: a cell runs over at most 1000000")
                     .arg(whole.left(80))
                     .arg(length)
                     .toStdString()};
  if (target->numbers().empty())
    return Error{QStringLiteral("'%1' has no numbers: a range like 0:1000 has")
                     .arg(whole.left(80))
                     .toStdString()};
  return *target;
}

QString rangeText(const CellTarget& target) {
  QString text = target.start ? QString::number(*target.start) : QString();
  text += u':';
  if (target.stop) text += QString::number(*target.stop);
  if (target.step != 1) text += u':' + QString::number(target.step);
  return text;
}

}  // namespace

std::vector<std::int64_t> CellTarget::numbers() const {
  std::vector<std::int64_t> all;
  if (!stop) return all;
  for (std::int64_t i = start.value_or(0); step > 0 ? i < *stop : i > *stop; i += step)
    all.push_back(i);
  return all;
}

Result<CellTarget> readCellTarget(const QString& text) {
  const QString word = text.trimmed().toLower();
  if (word == QStringLiteral("here")) return CellTarget::here();
  if (word == QStringLiteral("all") || word == QStringLiteral("all engines"))
    return CellTarget::all();
  const QString balanced = QStringLiteral("balanced");
  if (word.startsWith(balanced)) return rangeOf(word.mid(balanced.size()).trimmed(), text);
  bool isNumber = false;
  const int one = word.toInt(&isNumber);
  if (isNumber && one >= 0)
    return CellTarget{.kind = CellTarget::Kind::Slice, .start = one, .stop = one + std::int64_t{1}};
  if (const auto slice = sliceOf(word)) return *slice;
  return noTarget(text);
}

QString cellTargetText(const CellTarget& target) {
  switch (target.kind) {
    case CellTarget::Kind::Here:
      return QStringLiteral("here");
    case CellTarget::Kind::All:
      return QStringLiteral("all");
    case CellTarget::Kind::Slice:
      return rangeText(target);
    case CellTarget::Kind::Balanced:
      break;
  }
  return QStringLiteral("balanced ") + rangeText(target);
}

}  // namespace fatou::ui
