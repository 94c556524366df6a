// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/catalogue_delegate.h"

#include <algorithm>

#include <QApplication>
#include <QImage>
#include <QPainter>

#include "ui/models/catalogue_model.h"
#include "ui/style/fonts.h"
#include "ui/widgets/wrapped_lines.h"

namespace fatou::ui {
namespace {

constexpr int kCellMargin = 8;
constexpr QSize kPictureSize{84, 62};
constexpr int kLinesAbout = 2;
constexpr double kPictureCorner = 6.0;

QColor paletteColor(QPalette::ColorRole role) {
  return QGuiApplication::palette().color(QPalette::Active, role);
}

QFont titleFont(QFont font) {
  font.setWeight(QFont::DemiBold);
  return font;
}

// Paints the text in kLinesAbout lines at most, of which the last one is cut where it is too long.
void paintLines(QPainter& painter, const QRect& rect, const QString& text) {
  int top = rect.top();
  for (const QString& line : wrappedLines(text, painter.font(), rect.width(), kLinesAbout)) {
    painter.drawText(QRect(rect.left(), top, rect.width(), rect.height()),
                     Qt::AlignLeft | Qt::AlignTop | Qt::TextSingleLine, line);
    top += painter.fontMetrics().lineSpacing();
  }
}

}  // namespace

void CatalogueDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const {
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  const QWidget* view = option.widget;
  (view != nullptr ? view->style() : QApplication::style())
      ->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, view);
  const QRect inside = option.rect.adjusted(kCellMargin, kCellMargin, -kCellMargin, -kCellMargin);
  paintPicture(*painter, QRectF(inside.topLeft(), kPictureSize), index);
  paintTexts(*painter, inside.adjusted(kPictureSize.width() + kCellMargin, 0, 0, 0), option, index);
  painter->restore();
}

// Paints the picture, or only its frame until there is one.
void CatalogueDelegate::paintPicture(QPainter& painter, const QRectF& rect,
                                     const QModelIndex& index) const {
  auto image = index.data(CatalogueModel::ThumbnailRole).value<QImage>();
  QBrush brush(paletteColor(QPalette::Base));
  if (!image.isNull()) {
    image.setDevicePixelRatio(1.0);
    brush = QBrush(image);
    brush.setTransform(QTransform::fromTranslate(rect.x(), rect.y())
                           .scale(rect.width() / image.width(), rect.height() / image.height()));
  }
  painter.setPen(image.isNull() ? QPen(paletteColor(QPalette::Mid)) : QPen(Qt::NoPen));
  painter.setBrush(brush);
  painter.drawRoundedRect(rect, kPictureCorner, kPictureCorner);
}

void CatalogueDelegate::paintTexts(QPainter& painter, const QRect& rect,
                                   const QStyleOptionViewItem& option,
                                   const QModelIndex& index) const {
  QRect line = rect;
  const auto paintLine = [&](const QFont& font, QPalette::ColorRole role, int textRole) {
    painter.setFont(font);
    painter.setPen(paletteColor(role));
    const QString text = index.data(textRole).toString();
    painter.drawText(line, Qt::AlignLeft | Qt::AlignTop | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(text, Qt::ElideRight, line.width()));
    line.setTop(line.top() + painter.fontMetrics().lineSpacing());
  };
  paintLine(titleFont(option.font), QPalette::WindowText, CatalogueModel::NameRole);
  paintLine(numericFont(), QPalette::WindowText, CatalogueModel::FormulaRole);
  painter.setFont(option.font);
  painter.setPen(paletteColor(QPalette::PlaceholderText));
  paintLines(painter, line, index.data(CatalogueModel::LineRole).toString());
}

QSize CatalogueDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
  constexpr int kLeastTextWidth = 200;
  const int texts = QFontMetrics(titleFont(option.font)).lineSpacing() +
                    QFontMetrics(numericFont()).lineSpacing() +
                    kLinesAbout * option.fontMetrics.lineSpacing();
  return {kPictureSize.width() + 3 * kCellMargin + kLeastTextWidth,
          std::max(kPictureSize.height(), texts) + 2 * kCellMargin};
}

}  // namespace fatou::ui
