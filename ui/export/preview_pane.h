// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QPointF>
#include <QRect>
#include <QWidget>

class QLabel;

namespace fatou::ui {

class CropView;
class OverviewView;

// A picture to be exported before it is: the whole of it, small, and a part of it pixel by pixel,
// which a drag on either moves.
class PreviewPane : public QWidget {
  Q_OBJECT
 public:
  explicit PreviewPane(QWidget* parent = nullptr);

  // A picture of this size is looked at; the part keeps its place in it.
  void setPictureSize(QSize pixels);

  // How many device pixels the whole picture is shown with.
  QSize overviewPixels() const;
  // The part that is shown, in pixels of the picture from its upper left.
  QRect cropPixels() const;

  void setOverview(const QImage& image);
  // An image of other pixels than cropPixels() is shown where it belongs.
  void setCrop(const QImage& image, const QRect& pixels);

 Q_SIGNALS:
  // The user looks at another part.
  void cropMoved();

 private:
  void drag(QPointF delta);
  void lookAt(QPointF share);
  void placeCrop();

  QSize m_size{1, 1};
  QPointF m_middle{0.5, 0.5};  // of the part, as a share of the picture
  OverviewView* m_overview;
  CropView* m_crop;
  QLabel* m_caption;
};

}  // namespace fatou::ui
