// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lessons/lesson_delegate.h"

#include <algorithm>

#include <QAbstractItemView>
#include <QApplication>
#include <QFontMetrics>
#include <QHelpEvent>
#include <QPainter>
#include <QStringList>
#include <QToolTip>

#include "ui/style/icons.h"
#include "ui/style/spacing.h"
#include "ui/widgets/wrapped_lines.h"

namespace fatou::ui {
namespace {

constexpr int kGroundInset = kPanelMargin / 2;           // of a row's ground from the list's edges
constexpr int kTextInset = kPanelMargin - kGroundInset;  // of its texts from there
constexpr int kAboveTitle = 8;
constexpr int kBelowTitle = 2;
constexpr int kBelowAbout = 4;
constexpr int kDoneMark = 16;
constexpr int kDoneGap = 8;
constexpr int kMostTitleLines = 2;
constexpr int kMostAboutLines = 3;
constexpr double kQuietScale = 0.92;  // of the theme's small texts
constexpr double kGroundCorner = 4.0;

// The application's colours: those of a view may be its style sheet's.
QColor lessonColor(QPalette::ColorRole role) {
  return QGuiApplication::palette().color(QPalette::Active, role);
}

QFont lessonTitleFont(QFont font) {
  font.setWeight(QFont::DemiBold);
  return font;
}

QFont lessonQuietFont(QFont font) {
  if (font.pointSizeF() > 0) font.setPointSizeF(kQuietScale * font.pointSizeF());
  return font;
}

// What a row shows in a width of pixels.
struct LessonTexts {
  QStringList title;
  QStringList about;
  QString progress;
};

LessonTexts textsOf(const QModelIndex& index, const QFont& font, int width) {
  return {.title = wrappedLines(index.data(Qt::DisplayRole).toString(), lessonTitleFont(font),
                                width - kDoneGap - kDoneMark, kMostTitleLines),
          .about = wrappedLines(index.data(LessonDelegate::AboutRole).toString(),
                                lessonQuietFont(font), width, kMostAboutLines),
          .progress = index.data(LessonDelegate::ProgressRole).toString()};
}

bool hasCutTexts(const LessonTexts& texts, const QModelIndex& index) {
  const auto ends = [](const QStringList& lines, const QString& whole) {
    return lines.isEmpty() || !lines.last().endsWith(u'…') || whole.endsWith(u'…');
  };
  return !ends(texts.title, index.data(Qt::DisplayRole).toString()) ||
         !ends(texts.about, index.data(LessonDelegate::AboutRole).toString());
}

int textWidth(const QStyleOptionViewItem& option) {
  const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
  const int whole = view != nullptr ? view->viewport()->width() : option.rect.width();
  return std::max(1, whole - 2 * kPanelMargin);
}

// Paints what is under the mouse or chosen as the theme says, and a frame around what the keys are
// at.
void paintLessonGround(QPainter& painter, const QStyleOptionViewItem& option) {
  QStyleOptionViewItem ground = option;
  ground.rect.adjust(kGroundInset, 0, -kGroundInset, 0);
  const QWidget* view = option.widget;
  (view != nullptr ? view->style() : QApplication::style())
      ->drawPrimitive(QStyle::PE_PanelItemViewItem, &ground, &painter, view);
  if (!option.state.testFlag(QStyle::State_HasFocus)) return;
  painter.setPen(lessonColor(QPalette::Link));
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(QRectF(ground.rect).adjusted(0.5, 0.5, -0.5, -0.5), kGroundCorner,
                          kGroundCorner);
}

// Paints lines at the top of the rectangle, and takes their height from it.
void paintLessonLines(QPainter& painter, QRect& rect, const QStringList& lines, const QFont& font,
                      QPalette::ColorRole role) {
  painter.setFont(font);
  painter.setPen(lessonColor(role));
  for (const QString& line : lines) {
    painter.drawText(rect, Qt::AlignLeft | Qt::AlignTop | Qt::TextSingleLine, line);
    rect.setTop(rect.top() + QFontMetrics(font).lineSpacing());
  }
}

}  // namespace

void LessonDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  paintLessonGround(*painter, option);
  const QFont titles = lessonTitleFont(option.font);
  const QFont quiet = lessonQuietFont(option.font);
  QRect rest =
      option.rect.adjusted(kGroundInset + kTextInset, kAboveTitle, -kGroundInset - kTextInset, 0);
  const LessonTexts texts = textsOf(index, option.font, textWidth(option));
  if (index.data(DoneRole).toBool()) {
    const int top = rest.top() + (QFontMetrics(titles).height() - kDoneMark) / 2;
    icon(QStringLiteral("check"), QPalette::Link)
        .paint(painter, QRect(rest.right() + 1 - kDoneMark, top, kDoneMark, kDoneMark));
  }
  paintLessonLines(*painter, rest, texts.title, titles, QPalette::WindowText);
  rest.setTop(rest.top() + kBelowTitle);
  paintLessonLines(*painter, rest, texts.about, quiet, QPalette::PlaceholderText);
  rest.setTop(rest.top() + kBelowAbout);
  paintLessonLines(*painter, rest, {texts.progress}, quiet,
                   index.data(DoneRole).toBool() ? QPalette::Link : QPalette::PlaceholderText);
  painter->restore();
}

// Asks for no width, as a list makes an item at least as wide as itself.
QSize LessonDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const LessonTexts texts = textsOf(index, option.font, textWidth(option));
  const int titles = QFontMetrics(lessonTitleFont(option.font)).lineSpacing();
  const int quiet = QFontMetrics(lessonQuietFont(option.font)).lineSpacing();
  const auto lines = [](const QStringList& of) { return static_cast<int>(of.size()); };
  return {1, 2 * kAboveTitle + lines(texts.title) * titles + kBelowTitle +
                 (lines(texts.about) + 1) * quiet + kBelowAbout};
}

bool LessonDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view,
                               const QStyleOptionViewItem& option, const QModelIndex& index) {
  if (event->type() != QEvent::ToolTip) return false;
  const bool hasMore = hasCutTexts(textsOf(index, option.font, textWidth(option)), index);
  QToolTip::showText(event->globalPos(),
                     hasMore ? index.data(Qt::ToolTipRole).toString() : QString(), view);
  return true;
}

}  // namespace fatou::ui
