// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include <QObject>

#include "core/color/shader.h"
#include "core/exports/picture_spec.h"
#include "ui/export/crop_renderer.h"

namespace fatou::ui {

class PreviewPane;

// Keeps a preview showing the picture that will be exported.
class PreviewController : public QObject {
  Q_OBJECT
 public:
  // The shader is that of the picture in the window.
  PreviewController(PreviewPane& pane, std::shared_ptr<const color::Shader> shader,
                    QObject* parent);

  void show(const exports::PictureSpec& spec);

 private:
  void renderWhole();
  void renderCrop();

  PreviewPane& m_pane;
  const std::shared_ptr<const color::Shader> m_shader;
  std::optional<exports::PictureSpec> m_spec;
  CropRenderer m_wholes;
  CropRenderer m_crops;
};

}  // namespace fatou::ui
