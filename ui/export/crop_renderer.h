// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stop_token>

#include <QFutureWatcher>
#include <QImage>
#include <QObject>
#include <QRect>

#include "core/color/shader.h"
#include "core/exports/picture_spec.h"
#include "ui/driver_thread.h"

namespace fatou::ui {

// A part of a picture that may be far too large to be rendered whole.
struct CropOrder {
  exports::PictureSpec spec;
  QRect pixels;                                 // of the picture, from its upper left
  std::shared_ptr<const color::Shader> shader;  // that colours it
};

// Renders parts of pictures to look at, one at a time; the latest order wins. Lives on the GUI
// thread and never waits.
class CropRenderer : public QObject {
  Q_OBJECT
 public:
  explicit CropRenderer(QObject* parent = nullptr);
  // Leaves what is being rendered.
  ~CropRenderer() override;

  void render(const CropOrder& order);
  void stop();

 Q_SIGNALS:
  // First with a sample a pixel, then, where there are more, as it will be. Named by its pixels.
  void imageReady(const QImage& image, const QRect& pixels);
  void failed(const QString& message);

 private:
  // An image, or why there is none.
  struct Part {
    QImage image;
    QRect pixels;
    QString problem;
  };

  std::stop_source m_stop;
  DriverThread m_driver;
  QFutureWatcher<Part> m_watcher;
};

}  // namespace fatou::ui
