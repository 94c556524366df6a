// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/picture/render_controller.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "ui/picture/refinement.h"

namespace fatou::ui {
namespace {

constexpr auto kUntilOrbitIsShown = std::chrono::milliseconds(100);

std::int64_t missingSamples(const RenderOrder& order) {
  if (order.known == render::KnownPixels())
    return std::int64_t{order.request.picture.width} * order.request.picture.height;
  std::int64_t samples = 0;
  for (const PixelRect& rect : order.known.missing()) samples += rect.area();
  return samples;
}

// The setup with no more engines than there are.
render::EngineSetup setupFor(render::EngineSetup setup, std::size_t engines) {
  if (engines == 0) setup.viewKind = render::ViewKind::Serial;
  setup.count = std::min(setup.count, std::max(1, static_cast<int>(engines)));
  return setup;
}

}  // namespace

// Runs one order as a background job. All it touches is its own, so it may outlive the controller's
// interest in it.
class RenderController::Driver {
 public:
  struct Plan {
    RenderOrder order;
    std::int32_t coarsest;
    bool refineOnly;
    std::shared_ptr<render::BandWatch> watch;
  };
  Driver(const Plan& plan, const engines::Client& client, julia::OrbitCache& orbits,
         const BackgroundJob<Event>::Report& reportTo, const std::stop_token& stop)
      : m_plan(plan),
        m_renderer(client, plan.watch),
        m_orbits(orbits),
        m_report(reportTo),
        m_stop(stop) {}

  void run() {
    if (m_stop.stop_requested()) return;
    auto job = createJob();
    if (!job) {
      if (!m_stop.stop_requested()) report(job.error());
      return;
    }
    report(job.value());
    if (m_plan.refineOnly || renderPicture(job.value())) refine(job.value());
  }

 private:
  void report(Event event) { m_report(std::move(event)); }

  Result<std::shared_ptr<const render::RenderJob>> createJob() {
    const auto started = engines::Clock::now();
    const auto progress = [&](std::int64_t steps) {
      if (engines::Clock::now() - started >= kUntilOrbitIsShown) report(OrbitProgress{steps});
    };
    return render::RenderJob::create(m_plan.order.request,
                                     {.cache = &m_orbits, .stop = m_stop, .progress = progress});
  }

  bool renderPicture(const std::shared_ptr<const render::RenderJob>& job) {
    // Passes overlap on the engines, so that only the time from the start says what samples take.
    const auto started = engines::Clock::now();
    std::int64_t samples = 0;
    const render::ProgressSinks sinks{
        .tile =
            [&](const render::Tile& tile, const render::BandRecord& band) {
              samples += tile.counts.size();
              report(std::make_shared<const BandDone>(BandDone{tile, band}));
            },
        .passBegun = [&](std::size_t bands) { report(PassBegun{bands}); },
        .passDone =
            [&](std::int32_t stride) {
              const engines::Seconds taken = engines::Clock::now() - started;
              report(PassDone{stride, samples, taken.count()});
            },
        .planned = [&](const render::PlannedWork& work) { report(work); }};
    auto run = render::renderProgressively(
        m_renderer, job, {.known = m_plan.order.known, .coarsest = m_plan.coarsest}, sinks, m_stop);
    if (!run) {
      report(run.error());
      return false;
    }
    const bool complete = run.value().complete;
    report(std::move(run).value());
    return complete;
  }

  void refine(const std::shared_ptr<const render::RenderJob>& job) {
    if (m_plan.order.samples <= 1) return;
    const auto done = renderRefined(
        m_renderer, *job, {m_plan.order.samples, m_plan.order.shader},
        [this](RefinedRows rows) { report(std::make_shared<const RefinedRows>(std::move(rows))); },
        m_stop);
    if (!done)
      report(done.error());
    else if (!m_stop.stop_requested())
      report(Refined{});
  }

  const Plan& m_plan;
  const render::Renderer m_renderer;
  julia::OrbitCache& m_orbits;
  const BackgroundJob<Event>::Report& m_report;
  const std::stop_token& m_stop;
};

RenderController::RenderController(EnginePlaces places, QObject* parent)
    : QObject(parent),
      m_engines(std::move(places)),
      m_job([this](const Event& event) { deliver(event); }, [this] { end(); }) {
  connect(&m_engines, &EngineController::clientChanged, this, &RenderController::clientChanged);
  connect(&m_engines, &EngineController::clientChanged, this, &RenderController::tellOfShortage);
  connect(&m_engines, &EngineController::arrived, this, [this] {
    if (m_isOwed) Q_EMIT enginesArrived();
  });
  connect(this, &RenderController::finished, &m_engines, &EngineController::addRun);
}

void RenderController::render(const RenderOrder& order) {
  start(order, false);
}

void RenderController::refine(const RenderOrder& order) {
  if (order.samples > 1) start(order, true);
}

void RenderController::tellOfShortage() {
  if (!m_engines.isShort()) return;
  Q_EMIT failed(tr("Only %1 of %2 engines could be started: choose as many, or close other "
                   "programs")
                    .arg(m_engines.client().size())
                    .arg(m_engines.wanted()));
}

void RenderController::stop() {
  m_isOwed = false;
  m_job.stop();
}

// Threads that are still to be started are waited for on the job's thread. Engines elsewhere are
// not: what there is renders until they have come.
void RenderController::start(const RenderOrder& wanted, bool refineOnly) {
  m_job.stop();
  m_watch = std::make_shared<render::BandWatch>();
  m_engines.want(wanted.request.engines.count);
  RenderOrder order = wanted;
  if (!m_engines.isComing())
    order.request.engines = setupFor(order.request.engines, m_engines.client().size());
  m_busy = !refineOnly;
  m_isOwed = m_busy;
  m_passDone = refineOnly;
  Q_EMIT workingChanged(true);
  if (!refineOnly) Q_EMIT begun(order);
  tellOfShortage();
  m_request = order.request;
  m_job.start([plan = Driver::Plan{order, coarsestFor(order), refineOnly, m_watch},
               atWork = m_engines.atWork(),
               &orbits = m_orbits](const auto& report, const auto& stop) mutable {
    const engines::Client client = atWork->get(stop);
    auto& setup = plan.order.request.engines;
    setup = setupFor(setup, client.size());
    Driver(plan, client, orbits, report, stop).run();
  });
}

std::int32_t RenderController::coarsestFor(const RenderOrder& order) const {
  const auto samples = static_cast<double>(missingSamples(order));
  return firstStride(samples * m_price.of(order.request), order.coarsest);
}

void RenderController::deliver(const Event& event) {
  struct Visitor {
    RenderController& to;
    void operator()(const std::shared_ptr<const render::RenderJob>& job) const {
      Q_EMIT to.jobReady(job);
    }
    void operator()(const render::PlannedWork& work) const { Q_EMIT to.planned(work); }
    void operator()(const PassBegun& pass) const { Q_EMIT to.passBegun(pass.bands); }
    void operator()(const std::shared_ptr<const BandDone>& done) const {
      Q_EMIT to.tileReady(done->tile, done->band);
    }
    void operator()(const PassDone& pass) const {
      to.m_passDone = true;
      to.m_price.learn(to.m_request, pass.samples, pass.seconds);
      Q_EMIT to.passDone(pass.stride);
    }
    void operator()(const render::RunRecord& run) const {
      to.m_busy = false;
      if (run.complete) to.m_isOwed = false;
      Q_EMIT to.finished(run);
    }
    void operator()(const std::shared_ptr<const RefinedRows>& rows) const {
      Q_EMIT to.rowsRefined(*rows);
    }
    void operator()(const OrbitProgress& orbit) const { Q_EMIT to.orbitProgressed(orbit.steps); }
    void operator()(const Refined&) const { Q_EMIT to.refined(); }
    void operator()(const Error& error) const {
      Q_EMIT to.failed(QString::fromStdString(error.message));
    }
  };
  std::visit(Visitor{*this}, event);
}

// Every order ends with finished(), also one that failed or was stopped before it began.
void RenderController::end() {
  Q_EMIT workingChanged(false);
  if (std::exchange(m_busy, false)) Q_EMIT finished({});
}

}  // namespace fatou::ui
