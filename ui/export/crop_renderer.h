// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <variant>

#include <QImage>
#include <QObject>
#include <QRect>

#include "core/color/shader.h"
#include "core/exports/picture_spec.h"
#include "ui/background_job.h"

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

  void render(const CropOrder& order);
  void stop() { m_job.stop(); }

 Q_SIGNALS:
  // Sent first with one sample a pixel, then, where there are more, as the picture will be.
  // `pixels` are those that were ordered.
  void imageReady(const QImage& image, const QRect& pixels);
  void failed(const QString& message);

 private:
  struct Part {
    QImage image;
    QRect pixels;
  };
  using Event = std::variant<Part, Error>;

  static void carryOut(const CropOrder& order, const BackgroundJob<Event>::Report& report,
                       const std::stop_token& stop);
  void take(const Event& event);

  BackgroundJob<Event> m_job;
};

}  // namespace fatou::ui
