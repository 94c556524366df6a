// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QPointF>
#include <QRect>
#include <QRectF>
#include <QWidget>

namespace fatou::ui {

// How large both views are, in device-independent pixels.
inline constexpr QSize kPreviewSize{240, 160};

// A part of a picture, a pixel of it on a pixel of the screen.
class CropView : public QWidget {
  Q_OBJECT
 public:
  explicit CropView(QWidget* parent = nullptr);

  // Sets which pixels of the picture are looked at. Pixels of the image that are among them stay.
  void setPixels(const QRect& pixels);
  void setImage(const QImage& image, const QRect& pixels);

 Q_SIGNALS:
  void dragged(QPointF delta);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QImage m_image;
  QRect m_imagePixels;
  QRect m_pixels;
  QPointF m_last;
};

// The whole picture, and which part of it is looked at.
class OverviewView : public QWidget {
  Q_OBJECT
 public:
  explicit OverviewView(QWidget* parent = nullptr);

  // The size in device pixels in which a picture of these proportions is shown.
  QSize imagePixels() const;
  void setPictureSize(QSize pixels);
  void setImage(const QImage& image);
  // Marks a part, given in shares of the picture.
  void setMarked(const QRectF& part);

 Q_SIGNALS:
  // The user has pointed at a point of the picture, given in shares of it.
  void pointed(QPointF share);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;

 private:
  QRectF pictureRect() const;
  void pointAt(QPointF at);

  QImage m_image;
  QSize m_size{3, 2};
  QRectF m_marked;
};

}  // namespace fatou::ui
