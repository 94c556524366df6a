// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/style_sheet.h"

#include <utility>

#include <QColor>
#include <QFile>
#include <QFont>
#include <QHash>
#include <QPalette>
#include <QRegularExpression>

#include "core/base/check.h"
#include "ui/style/palettes.h"

namespace fatou::ui {
namespace {

using Words = QHash<QString, QString>;

QString rgba(const QColor& color, double alpha = 1.0) {
  return QStringLiteral("rgba(%1, %2, %3, %4)")
      .arg(color.red())
      .arg(color.green())
      .arg(color.blue())
      .arg(qRound(alpha * 255));
}

QColor mixed(const QColor& a, const QColor& b, float share) {
  return QColor::fromRgbF(a.redF() + (b.redF() - a.redF()) * share,
                          a.greenF() + (b.greenF() - a.greenF()) * share,
                          a.blueF() + (b.blueF() - a.blueF()) * share);
}

void addColors(Words& words, const QPalette& palette) {
  const std::pair<const char*, QPalette::ColorRole> roles[] = {
      {"window", QPalette::Window},
      {"field", QPalette::Base},
      {"button", QPalette::Button},
      {"popup", QPalette::AlternateBase},
      {"line", QPalette::Mid},
      {"edge", QPalette::Midlight},
      {"border", QPalette::Light},
      {"text", QPalette::WindowText},
      {"secondary", QPalette::PlaceholderText},
      {"accent", QPalette::Highlight},
      {"onaccent", QPalette::HighlightedText},
      {"link", QPalette::Link},
      {"error", QPalette::BrightText},
      {"tip", QPalette::ToolTipBase},
      {"tiptext", QPalette::ToolTipText},
  };
  for (const auto& [word, role] : roles)
    words.insert(QLatin1String(word), rgba(palette.color(QPalette::Active, role)));
  words.insert(QStringLiteral("disabled"),
               rgba(palette.color(QPalette::Disabled, QPalette::WindowText)));
}

// Adds the colours that are mixed from the palette's: states under the mouse, grooves, tints.
void addMixes(Words& words, const QPalette& palette) {
  const bool dark = isDark(palette);
  const QColor text = palette.color(QPalette::WindowText);
  const QColor accent = palette.color(QPalette::Highlight);
  const QColor button = palette.color(QPalette::Button);
  const QColor wrong = palette.color(QPalette::BrightText);
  const QColor white = Qt::white;
  const QColor good = dark ? QColor(0xff6ee7a8) : QColor(0xff0f6b3c);
  const QColor warning = dark ? QColor(0xffffd166) : QColor(0xff7a4d00);
  const std::pair<const char*, QString> mixes[] = {
      {"bar", rgba(mixed(palette.color(QPalette::Window), palette.color(QPalette::Base), 0.35F))},
      {"hover", rgba(text, 0.08)},
      {"pressed", rgba(text, 0.14)},
      {"buttonhover", rgba(mixed(button, text, 0.05F))},
      {"accenthover", rgba(mixed(accent, dark ? white : QColor(Qt::black), 0.08F))},
      {"accentpressed", rgba(mixed(accent, Qt::black, 0.18F))},
      {"focus", rgba(mixed(accent, white, dark ? 0.2F : 0.0F))},
      {"tint", rgba(accent, dark ? 0.28 : 0.14)},
      {"groove", rgba(text, dark ? 0.14 : 0.16)},
      {"handle", rgba(dark ? text : white)},
      {"handleedge", rgba(dark ? text : palette.color(QPalette::Light))},
      {"handlehover", rgba(dark ? white : accent)},
      {"errortint", rgba(wrong, dark ? 0.10 : 0.07)},
      {"good", rgba(good)},
      {"goodtint", rgba(good, dark ? 0.16 : 0.12)},
      {"warning", rgba(warning)},
      {"warningtint", rgba(QColor(0xffffb300), dark ? 0.16 : 0.18)},
  };
  for (const auto& [word, value] : mixes) words.insert(QLatin1String(word), value);
  words.insert(QStringLiteral("scheme"), dark ? QStringLiteral("dark") : QStringLiteral("light"));
}

void addSizes(Words& words, const QFont& text, const QFont& numeric) {
  const auto points = [](double size) { return QString::number(size, 'f', 2); };
  words.insert(QStringLiteral("smallpt"), points(text.pointSizeF() * 0.92) + QStringLiteral("pt"));
  words.insert(QStringLiteral("titlept"), points(text.pointSizeF() * 1.4) + QStringLiteral("pt"));
  words.insert(QStringLiteral("figurept"), points(text.pointSizeF() * 1.15) + QStringLiteral("pt"));
  words.insert(QStringLiteral("numericpt"), points(numeric.pointSizeF()) + QStringLiteral("pt"));
  words.insert(QStringLiteral("numeric"),
               QStringLiteral("\"%1\"").arg(numeric.families().value(0, numeric.family())));
}

}  // namespace

QString styleSheet(const QPalette& palette, const QFont& text, const QFont& numeric) {
  Words words;
  addColors(words, palette);
  addMixes(words, palette);
  addSizes(words, text, numeric);

  QFile file(QStringLiteral(":/style/theme.qss"));
  FATOU_CHECK(file.open(QIODevice::ReadOnly));
  const QString sheet = QString::fromUtf8(file.readAll());
  static const QRegularExpression word(QStringLiteral("@([a-z]+)"));
  QString filled;
  qsizetype end = 0;
  for (const auto& match : word.globalMatch(sheet)) {
    if (!words.contains(match.captured(1))) continue;  // a comment's @
    filled += QStringView(sheet).mid(end, match.capturedStart() - end);
    filled += words.value(match.captured(1));
    end = match.capturedEnd();
  }
  return filled.append(QStringView(sheet).mid(end));
}

}  // namespace fatou::ui
