// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "core/base/result.h"
#include "core/engines/async_result.h"
#include "core/engines/client.h"
#include "core/render/band_watch.h"
#include "core/render/pixel_block.h"
#include "core/render/render_job.h"
#include "core/render/tile.h"
#include "core/render/tile_plan.h"

namespace fatou::render {

// One band as it was computed: when, where, and how much work it stands for.
struct BandRecord {
  RowRange rows;                // that were computed
  RowRange mirrored;            // that repeat them; empty where there are none
  std::int64_t iterations = 0;  // sum of J over both
  engines::TaskRecord task;     // engine is 0 for a serial run
  std::int64_t samples = 0;     // pixels of both that were computed or mirrored
  std::int32_t cell = 1;        // a sample stands for cell x cell pixels; > 1 in a coarse pass
};

// The record of one run over some rows of a picture.
struct RunRecord {
  engines::Clock::time_point started{};       // before planning
  engines::Clock::time_point finished{};      // after the last tile was delivered
  int engines = 0;                            // that could take part; 1 for a serial run
  std::chrono::nanoseconds callerCpuTime{0};  // of the calling thread: planning, gathering
  std::chrono::nanoseconds otherCpuTime{0};   // of this program's threads that had no part in it
  bool complete = false;                      // false when it was stopped
  bool onOtherHosts = false;                  // some engines were, with cores of their own
  std::vector<BandRecord> bands;              // in the order of arrival, passes one by one
};

// Gets every tile as it arrives, on the thread that called render().
using TileSink = std::function<void(const Tile&, const BandRecord&)>;

// Sends a job's bands to the engines of a client through the view the request names, and hands
// the finished tiles on as they come.
class Renderer {
 public:
  // Where `client` has fewer engines than a request asks for, or loses some, those that it has
  // render all; a serial run needs none. `watch` may be null, else it is told of every band that
  // begins.
  explicit Renderer(engines::Client client, std::shared_ptr<BandWatch> watch = nullptr)
      : m_client(std::move(client)), m_watch(std::move(watch)) {}

  // Renders `rows` of the job's picture; blocks until all tiles are delivered or `stop` is
  // requested, which leaves the engines within 5 ms. The Error is a failed band's.
  Result<RunRecord> render(const std::shared_ptr<const RenderJob>& job, RowRange rows,
                           const TileSink& sink, const std::stop_token& stop = {}) const;

  // Renders blocks of the picture instead, each of them a band: contiguous shares of them for a
  // direct view, as they come for a balanced one.
  Result<RunRecord> render(const std::shared_ptr<const RenderJob>& job,
                           const std::vector<PixelBlock>& blocks, const TileSink& sink,
                           const std::stop_token& stop = {}) const;

  // The first without waiting, for direct and balanced views: one item a band of job->plan(rows).
  engines::AsyncResult<std::vector<Tile>> start(const std::shared_ptr<const RenderJob>& job,
                                                RowRange rows) const;

 private:
  template <typename Band>
  struct Work;
  template <typename Band>
  engines::AsyncResult<std::vector<Tile>> submit(const Work<Band>& work,
                                                 const std::vector<Band>& bands) const;
  template <typename Band>
  engines::AsyncResult<std::vector<Tile>> submitOnce(const Work<Band>& work,
                                                     const std::vector<Band>& bands) const;
  template <typename Band>
  Result<RunRecord> run(const Work<Band>& work, const TileSink& sink,
                        const std::stop_token& stop) const;

  engines::Client m_client;
  std::shared_ptr<BandWatch> m_watch;
};

}  // namespace fatou::render
