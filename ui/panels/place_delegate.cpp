// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/place_delegate.h"

#include <algorithm>
#include <cmath>

#include <QGuiApplication>
#include <QImage>
#include <QLineEdit>
#include <QPainter>
#include <QPainterPath>

#include "core/io/places/place_file.h"
#include "ui/models/places_model.h"
#include "ui/widgets/wrapped_lines.h"

namespace fatou::ui {
namespace {

constexpr double kCorner = 6.0;
constexpr int kNameGap = 4;
constexpr int kBelowName = 6;
constexpr int kNameLines = 2;
constexpr double kProportion = 62.0 / 84.0;

// The application's colours: those of a view may be its style sheet's, where Highlight is a tint.
QColor color(QPalette::ColorRole role) {
  return QGuiApplication::palette().color(QPalette::Active, role);
}

QFont nameFont(QFont font) {
  if (font.pointSizeF() > 0) font.setPointSizeF(std::max(7.5, font.pointSizeF() * 0.84));
  return font;
}

}  // namespace

QSize PlaceDelegate::thumbnailSize(int cellWidth) {
  const int width = std::max(1, cellWidth - 2 * kMargin);
  return {width, std::max(1, static_cast<int>(std::lround(width * kProportion)))};
}

QSize PlaceDelegate::cellSizeFor(int cellWidth, const QFont& font) {
  const int name = kNameLines * QFontMetrics(nameFont(font)).lineSpacing();
  return {cellWidth, kMargin + thumbnailSize(cellWidth).height() + kNameGap + name + kBelowName};
}

QStringList PlaceDelegate::nameLines(const QString& name, int cellWidth, const QFont& font) {
  return wrappedLines(name, nameFont(font), thumbnailSize(cellWidth).width(), kNameLines);
}

bool PlaceDelegate::isCurrent(const QModelIndex& index) const {
  return m_current &&
         index.data(PlacesModel::PlaceRole).value<io::NamedPlace>().place == *m_current;
}

void PlaceDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
  const QRect thumbnail(option.rect.topLeft() + QPoint(kMargin, kMargin),
                        thumbnailSize(option.rect.width()));
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  paintPicture(*painter, thumbnail, index);
  if (index.data(PlacesModel::BookmarkRole).toBool()) paintRibbon(*painter, thumbnail);
  paintRing(*painter, thumbnail, option, isCurrent(index));
  const int nameTop = thumbnail.bottom() + 1 + kNameGap;
  paintName(*painter,
            {thumbnail.left(), nameTop, thumbnail.width(), option.rect.bottom() + 1 - nameTop},
            option, index);
  painter->restore();
}

// The picture fills the shape as a texture, since a clip would leave the corners jagged.
void PlaceDelegate::paintPicture(QPainter& painter, const QRectF& rect,
                                 const QModelIndex& index) const {
  auto image = index.data(PlacesModel::ThumbnailRole).value<QImage>();
  QBrush brush(color(QPalette::Base));
  if (!image.isNull()) {
    image.setDevicePixelRatio(1.0);
    brush = QBrush(image);
    brush.setTransform(QTransform::fromTranslate(rect.x(), rect.y())
                           .scale(rect.width() / image.width(), rect.height() / image.height()));
  }
  painter.setPen(image.isNull() ? QPen(color(QPalette::Mid)) : QPen(Qt::NoPen));
  painter.setBrush(brush);
  painter.drawRoundedRect(rect, kCorner, kCorner);
}

// Around the picture rather than over it.
void PlaceDelegate::paintRing(QPainter& painter, const QRectF& rect,
                              const QStyleOptionViewItem& option, bool current) const {
  QPen pen(Qt::NoPen);
  if (current)
    pen = QPen(color(QPalette::Highlight), 2.0);
  else if (option.state.testFlag(QStyle::State_HasFocus))
    pen = QPen(color(QPalette::WindowText), 1.5);
  else if (option.state.testFlag(QStyle::State_MouseOver))
    pen = QPen(color(QPalette::PlaceholderText), 1.5);
  constexpr double kOut = 0.75;
  painter.setPen(pen);
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(rect.adjusted(-kOut, -kOut, kOut, kOut), kCorner + kOut, kCorner + kOut);
}

void PlaceDelegate::paintRibbon(QPainter& painter, const QRectF& rect) const {
  constexpr double kWidth = 9.0;
  constexpr double kHeight = 13.0;
  const QPointF corner(rect.right() - 7.0 - kWidth, rect.top());
  QPainterPath ribbon(corner);
  ribbon.lineTo(corner + QPointF(kWidth, 0));
  ribbon.lineTo(corner + QPointF(kWidth, kHeight));
  ribbon.lineTo(corner + QPointF(kWidth / 2, kHeight - 4.0));
  ribbon.lineTo(corner + QPointF(0, kHeight));
  ribbon.closeSubpath();
  painter.setPen(QPen(color(QPalette::HighlightedText), 1.0));
  painter.setBrush(color(QPalette::Highlight));
  painter.drawPath(ribbon);
}

void PlaceDelegate::paintName(QPainter& painter, const QRect& rect,
                              const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const bool stands = isCurrent(index) || option.state.testFlag(QStyle::State_MouseOver) ||
                      option.state.testFlag(QStyle::State_HasFocus);
  painter.setFont(nameFont(option.font));
  painter.setPen(color(stands ? QPalette::WindowText : QPalette::PlaceholderText));
  const QString name = index.data(PlacesModel::NameRole).toString();
  painter.drawText(rect, Qt::AlignLeft | Qt::AlignTop,
                   nameLines(name, option.rect.width(), option.font).join(u'\n'));
}

QSize PlaceDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
  return m_cellSize;
}

QWidget* PlaceDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&,
                                     const QModelIndex&) const {
  auto* editor = new QLineEdit(parent);
  editor->setMaxLength(static_cast<int>(io::kLongestName));
  editor->setAccessibleName(tr("Name of the bookmark"));
  return editor;
}

// Once: a thumbnail that arrives meanwhile would put the old name over what is being typed.
void PlaceDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
  constexpr char kFilled[] = "filled";
  if (editor->property(kFilled).toBool()) return;
  editor->setProperty(kFilled, true);
  QStyledItemDelegate::setEditorData(editor, index);
}

// Makes the editor as high as the field wants to be, with the name's place at its lower end.
void PlaceDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                                         const QModelIndex&) const {
  const int height = std::min(editor->sizeHint().height(), option.rect.height());
  editor->setGeometry(option.rect.x(), option.rect.bottom() + 1 - height, option.rect.width(),
                      height);
}

}  // namespace fatou::ui
