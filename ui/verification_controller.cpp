// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/verification_controller.h"

#include <utility>

#include <QAction>

#include "ui/actions.h"
#include "ui/canvas/fractal_canvas.h"
#include "ui/render_controller.h"

namespace fatou::ui {

VerificationController::VerificationController(FractalCanvas& canvas,
                                               const RenderController& renders, QObject* parent)
    : QObject(parent),
      m_canvas(canvas),
      m_renders(renders),
      m_job([this](const Event& event) { deliver(event); }) {
  connect(&m_canvas, &FractalCanvas::pictureBegun, this, &VerificationController::forget);
  connect(&m_renders, &RenderController::finished, this, [this](const render::RunRecord& run) {
    if (run.complete && !m_renders.isBusy() && std::exchange(m_isWanted, false)) begin();
  });
}

void VerificationController::serve(const Actions& actions) {
  connect(actions.verify, &QAction::triggered, this, &VerificationController::verify);
}

void VerificationController::verify() {
  forget();
  m_isWanted = m_renders.isBusy();
  if (!m_isWanted) begin();
}

void VerificationController::begin() {
  const Picture& picture = m_canvas.picture();
  if (picture.isEmpty()) return;
  m_request = picture.request().picture;
  m_left = render::samplePicture(picture.width(), picture.height(), picture.numbers(), kPixels);
  start();
}

void VerificationController::setPaused(bool paused) {
  if (paused == std::exchange(m_isPaused, paused)) return;
  if (paused)
    m_job.stop();
  else
    start();
}

void VerificationController::start() {
  if (m_isPaused || m_left.empty()) return;
  m_job.start([client = m_renders.client(), request = m_request, pixels = m_left](
                  const auto& report, const std::stop_token& stop) {
    const auto done = render::Verifier(client).verify(request, pixels, report, stop);
    if (!done) report(done.error());
  });
}

// Forgets all of the last picture.
void VerificationController::forget() {
  m_job.drop();
  m_isWanted = false;
  m_left.clear();
  m_checked.clear();
  m_summary = {};
  m_canvas.setChecks({});
}

void VerificationController::deliver(const Event& event) {
  if (const auto* error = std::get_if<Error>(&event)) {
    m_left.clear();
    Q_EMIT told(QString::fromStdString(error->message));
    return;
  }
  const auto& checked = std::get<render::CheckedPixel>(event);
  std::erase(m_left, checked.pixel);
  m_checked.push_back(checked);
  m_summary.add(checked);
  m_canvas.setChecks(m_checked);
  if (m_left.empty())
    Q_EMIT told(QString::fromStdString(render::toString(m_summary)));
  else
    Q_EMIT told(tr("Verifying: %1 of %2 pixels")
                    .arg(m_checked.size())
                    .arg(m_checked.size() + m_left.size()));
}

}  // namespace fatou::ui
