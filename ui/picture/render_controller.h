// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include <QObject>

#include "core/color/shader.h"
#include "core/julia/dynamics/orbit_cache.h"
#include "core/render/progressive_renderer.h"
#include "ui/engines/engine_controller.h"
#include "ui/jobs/background_job.h"
#include "ui/picture/first_pass.h"
#include "ui/picture/picture.h"

namespace fatou::ui {

// A picture to be rendered, and what of it is known already.
struct RenderOrder {
  render::RenderRequest request;
  render::KnownPixels known;              // empty when nothing is
  std::int32_t coarsest = kCoarsestPass;  // none coarser would be shown, a power of two
  int samples = 1;                        // then refine it with samples x samples points a pixel
  std::shared_ptr<const color::Shader> shader;  // that colours the refinement
};

// Gets pictures rendered on the engines, one at a time; the latest order wins. Lives on the GUI
// thread and never waits: a background job hands the bands to the engines and the tiles back.
class RenderController : public QObject {
  Q_OBJECT
 public:
  // Its engines are at one of the places, the first one to begin with.
  explicit RenderController(EnginePlaces places, QObject* parent = nullptr);
  // Has its engines, which are there at once, from `source`.
  explicit RenderController(engines::EngineSource source = {}, QObject* parent = nullptr)
      : RenderController(threadsOf(std::move(source)), parent) {}

  // Leaves what is being rendered, which the engines notice within 5 ms, and begins this.
  void render(const RenderOrder& order);

  // Orders only the refinement of a picture that is complete, after its colours have changed.
  void refine(const RenderOrder& order);

  // Leaves what is being rendered; finished() says that it is not complete.
  void stop();
  // Ends a refinement that is under way: none of its rows is shown any more. Does nothing to a
  // picture.
  void dropRefinement() {
    if (!m_busy) m_job.drop();
  }

  // Whether a picture is on its way; refining one that is complete does not count.
  bool isBusy() const { return m_busy; }
  // Whether the order's first pass, the one that shows something everywhere, is still to come.
  bool isBeforeFirstPass() const { return m_busy && !m_passDone; }

  // The engines at work; where they are, and how it stands with them. Others may use them, too.
  EngineController& engineController() { return m_engines; }
  const engines::Client& client() const { return m_engines.client(); }
  // The bands of the last order that are being computed.
  std::shared_ptr<const render::BandWatch> watch() const { return m_watch; }

 Q_SIGNALS:
  // Whether anything is being computed, a picture or its refinement; true again for each order.
  void workingChanged(bool working);
  void begun(const fatou::ui::RenderOrder& order);
  void clientChanged(const fatou::engines::Client& client);
  // Engines have come that the picture on its way does not use: ordered again, it would.
  void enginesArrived();
  // A deep picture's reference orbit takes long: how many steps of it are there, now and then.
  void orbitProgressed(std::int64_t steps);
  void jobReady(const std::shared_ptr<const fatou::render::RenderJob>& job);
  // Sent before the first pass: how much work the picture of the order is.
  void planned(const fatou::render::PlannedWork& work);
  void passBegun(std::size_t bands);
  void tileReady(const fatou::render::Tile& tile, const fatou::render::BandRecord& band);
  void passDone(std::int32_t stride);
  // After the last tile, or when stopped.
  void finished(const fatou::render::RunRecord& run);
  void failed(const QString& message);
  void rowsRefined(const fatou::ui::RefinedRows& rows);
  void refined();

 private:
  struct PassBegun {
    std::size_t bands;
  };
  struct PassDone {
    std::int32_t stride;
    std::int64_t samples;
    double seconds;
  };
  struct BandDone {
    render::Tile tile;
    render::BandRecord band;
  };
  struct Refined {};
  struct OrbitProgress {
    std::int64_t steps;
  };
  using Event =
      std::variant<std::shared_ptr<const render::RenderJob>, render::PlannedWork, PassBegun,
                   std::shared_ptr<const BandDone>, PassDone, render::RunRecord,
                   std::shared_ptr<const RefinedRows>, Refined, OrbitProgress, Error>;
  class Driver;

  void start(const RenderOrder& wanted, bool refineOnly);
  void tellOfShortage();
  std::int32_t coarsestFor(const RenderOrder& order) const;
  void deliver(const Event& event);
  void end();

  EngineController m_engines;
  julia::OrbitCache m_orbits;  // for as long as a job may use it
  std::shared_ptr<render::BandWatch> m_watch;
  bool m_busy = false;
  bool m_isOwed = false;  // the last picture: neither complete nor stopped
  bool m_passDone = false;
  render::RenderRequest m_request;  // of the last order
  SamplePrice m_price;
  BackgroundJob<Event> m_job;
};

}  // namespace fatou::ui
