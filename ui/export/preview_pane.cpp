// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/preview_pane.h"

#include <algorithm>
#include <cmath>

#include <QLabel>
#include <QVBoxLayout>

#include "ui/dialogs/help_parts.h"
#include "ui/export/preview_views.h"

namespace fatou::ui {
namespace {

// The start of a stretch of `length` within 0 ... `whole` whose middle is as near to `middle` as
// can be.
int startOf(double middle, int length, int whole) {
  const int start = static_cast<int>(std::lround(middle * whole - length / 2.0));
  return std::clamp(start, 0, std::max(0, whole - length));
}

}  // namespace

PreviewPane::PreviewPane(QWidget* parent)
    : QWidget(parent),
      m_overview(new OverviewView(this)),
      m_crop(new CropView(this)),
      m_caption(classLabel({}, "secondary", this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  column->addWidget(classLabel(tr("Whole picture"), "heading", this));
  column->addWidget(m_overview);
  column->addSpacing(4);
  column->addWidget(classLabel(tr("Pixel by pixel"), "heading", this));
  column->addWidget(m_crop);
  column->addWidget(m_caption);
  column->addStretch();
  connect(m_crop, &CropView::dragged, this, &PreviewPane::drag);
  connect(m_overview, &OverviewView::pointed, this, &PreviewPane::lookAt);
}

void PreviewPane::setPictureSize(QSize pixels) {
  m_size = pixels.expandedTo({1, 1});
  m_overview->setPictureSize(m_size);
  placeCrop();
}

QSize PreviewPane::overviewPixels() const {
  return m_overview->imagePixels();
}

QRect PreviewPane::cropPixels() const {
  const QSize shown = (QSizeF(kPreviewSize) * devicePixelRatioF()).toSize().boundedTo(m_size);
  return {QPoint(startOf(m_middle.x(), shown.width(), m_size.width()),
                 startOf(m_middle.y(), shown.height(), m_size.height())),
          shown};
}

void PreviewPane::setOverview(const QImage& image) {
  m_overview->setImage(image);
}

void PreviewPane::setCrop(const QImage& image, const QRect& pixels) {
  m_crop->setImage(image, pixels);
}

void PreviewPane::drag(QPointF delta) {
  const QPointF pixels = delta * devicePixelRatioF();
  const QPointF middle = QRectF(cropPixels()).center();
  lookAt({(middle.x() - pixels.x()) / m_size.width(), (middle.y() - pixels.y()) / m_size.height()});
}

void PreviewPane::lookAt(QPointF share) {
  m_middle = {std::clamp(share.x(), 0.0, 1.0), std::clamp(share.y(), 0.0, 1.0)};
  placeCrop();
  Q_EMIT cropMoved();
}

void PreviewPane::placeCrop() {
  const QRect crop = cropPixels();
  m_crop->setPixels(crop);
  m_overview->setMarked(
      {double{1} * crop.x() / m_size.width(), double{1} * crop.y() / m_size.height(),
       double{1} * crop.width() / m_size.width(), double{1} * crop.height() / m_size.height()});
  const double share = double{1} * crop.width() * crop.height() / m_size.width() / m_size.height();
  m_caption->setText(
      share >= 1.0 ? tr("All of it")
                   : tr("%1 % of it · drag to move").arg(QString::number(share * 100.0, 'g', 2)));
}

}  // namespace fatou::ui
