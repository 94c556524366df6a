// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/preview_controller.h"

#include <utility>

#include "ui/export/preview_pane.h"

namespace fatou::ui {
namespace {

constexpr int kWholeSamples = 2;  // make a small picture calm

}  // namespace

PreviewController::PreviewController(PreviewPane& pane, std::shared_ptr<const color::Shader> shader,
                                     QObject* parent)
    : QObject(parent), m_pane(pane), m_shader(std::move(shader)) {
  connect(&m_pane, &PreviewPane::cropMoved, this, &PreviewController::renderCrop);
  connect(&m_crops, &CropRenderer::imageReady, &m_pane, &PreviewPane::setCrop);
  connect(&m_wholes, &CropRenderer::imageReady, &m_pane, &PreviewPane::setOverview);
}

void PreviewController::show(const exports::PictureSpec& spec) {
  if (m_spec == spec) return;
  const bool isSameView = m_spec && m_spec->request.picture == spec.request.picture;
  m_spec = spec;
  m_pane.setPictureSize({spec.request.picture.width, spec.request.picture.height});
  if (!isSameView) renderWhole();
  renderCrop();
}

void PreviewController::renderWhole() {
  const QSize size = m_pane.overviewPixels();
  CropOrder whole{.spec = *m_spec, .pixels = QRect(QPoint(0, 0), size), .shader = m_shader};
  whole.spec.request.picture.width = size.width();
  whole.spec.request.picture.height = size.height();
  whole.spec.samples = kWholeSamples;
  m_wholes.render(whole);
}

void PreviewController::renderCrop() {
  if (m_spec) m_crops.render({.spec = *m_spec, .pixels = m_pane.cropPixels(), .shader = m_shader});
}

}  // namespace fatou::ui
