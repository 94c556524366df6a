// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <variant>
#include <vector>

#include <QObject>

#include "core/render/verification.h"
#include "ui/background_job.h"

namespace fatou::ui {

class Actions;
class FractalCanvas;
class RenderController;

// Has a sample of the canvas' picture computed anew by big numbers, on the engines that computed
// it, and marks there what came of it. Lives on the GUI thread and never waits: a background job
// does. When the canvas shows another picture it leaves the engines, within 5 ms.
class VerificationController : public QObject {
  Q_OBJECT
 public:
  VerificationController(FractalCanvas& canvas, const RenderController& renders,
                         QObject* parent = nullptr);

  // Has the action verify the picture.
  void serve(const Actions& actions);

  // The number of pixels that are checked.
  static constexpr int kPixels = 300;

 public Q_SLOTS:
  // Verifies the picture, one that is being rendered when it is complete.
  void verify();
  // While paused nothing is computed; what is left to be checked follows.
  void setPaused(bool paused);

 Q_SIGNALS:
  // Sent with one sentence: how far the check is, and at the end what came of it.
  void told(const QString& sentence);

 private:
  using Event = std::variant<render::CheckedPixel, Error>;

  void begin();
  void start();
  void forget();
  void deliver(const Event& event);

  FractalCanvas& m_canvas;
  const RenderController& m_renders;
  render::PictureRequest m_request;
  std::vector<render::SampledPixel> m_left;  // to be checked
  std::vector<render::CheckedPixel> m_checked;
  render::VerificationSummary m_summary;
  bool m_isWanted = false;  // of a picture that is not complete yet
  bool m_isPaused = false;
  BackgroundJob<Event> m_job;
};

}  // namespace fatou::ui
