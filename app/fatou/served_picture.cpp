// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fatou/served_picture.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <utility>

#include "app/fatou/command.h"
#include "app/fatou/options.h"
#include "app/fatou/report.h"
#include "core/base/check.h"
#include "core/io/machine/machine_facts.h"
#include "core/io/reports/run_json.h"
#include "core/render/renderer.h"

namespace fatou::app {
namespace {

using python::PyArray;
using python::PyDict;
using python::PyValue;
using python::SharedMemory;

constexpr std::size_t kNumberBytes = 4;  // of a count, a smooth count, a distance
constexpr std::chrono::milliseconds kBetweenWords{50};

render::RenderRequest pictureRequest(const std::vector<std::string>& words,
                                     engines::EngineSource& source, const std::stop_token& stop) {
  Options options(QStringLiteral("Computes J of one Julia set."));
  options.addPicture();
  options.addEngines(QStringLiteral("How many engines; all cores when left out."));
  options.addMpi();
  options.add({QStringLiteral("smooth"), QStringLiteral("The smooth counts, too.")});
  options.add({QStringLiteral("distance"), QStringLiteral("The distances, too.")});
  QStringList arguments{QStringLiteral("fatou render")};
  for (const std::string& word : words) {
    if (word == "--help" || word == "-h")
      throw python::Refusal{"refused", "--help says nothing here: see help(fatou.render)"};
    arguments += QString::fromStdString(word);
  }
  options.parse(arguments);
  render::RenderRequest request = options.request();
  request.engines.count = options.engines();
  request.picture.quantities = {.smooth = options.isSet(QStringLiteral("smooth")),
                                .distance = options.isSet(QStringLiteral("distance")),
                                .cycle = request.picture.place.formula.hasBasins()};
  if (auto status = render::check(request); !status) throw badUsage(status.error());
  source = options.source(stop);
  return request;
}

// The arrays of a picture, one behind the other in one piece of memory.
class PictureArrays {
 public:
  explicit PictureArrays(const render::PictureRequest& picture)
      : m_width(static_cast<std::size_t>(picture.width)),
        m_height(static_cast<std::size_t>(picture.height)) {
    const auto& wanted = picture.quantities;
    m_names.emplace_back("counts", "<i4");
    if (wanted.smooth) m_names.emplace_back("smooth", "<f4");
    if (wanted.distance) m_names.emplace_back("distance", "<f4");
    if (wanted.cycle) m_names.emplace_back("cycles", "<i4");
    m_memory = std::make_shared<SharedMemory>(m_names.size() * arrayBytes());
  }

  void touch(const std::stop_token& stop) { m_memory->touch(stop); }
  void add(const render::Tile& tile) {
    FATOU_CHECK(tile.rect.x == 0 && static_cast<std::size_t>(tile.rect.width) == m_width);
    std::size_t place = 0;
    take(tile, tile.counts, place);
    take(tile, tile.smooth, place);
    take(tile, tile.distance, place);
    take(tile, tile.cycles, place);
  }

  PyDict values() const {
    PyDict all;
    for (std::size_t i = 0; i < m_names.size(); ++i) {
      const std::shared_ptr<const char[]> data(m_memory, arrayAt(i));
      all.add(m_names[i].first,
              PyArray(m_names[i].second, {m_height, m_width}, data, arrayBytes()));
    }
    return all;
  }
  std::shared_ptr<const SharedMemory> memory() const { return m_memory; }

 private:
  std::size_t arrayBytes() const { return m_width * m_height * kNumberBytes; }
  char* arrayAt(std::size_t place) const { return m_memory->bytes().data() + place * arrayBytes(); }

  template <typename Array>
  void take(const render::Tile& tile, const Array& numbers, std::size_t& place) {
    if (numbers.size() == 0) return;
    const std::size_t row = static_cast<std::size_t>(tile.rect.y);
    const auto* from = reinterpret_cast<const char*>(numbers.data());
    std::copy_n(from, static_cast<std::size_t>(numbers.size()) * kNumberBytes,
                arrayAt(place++) + row * m_width * kNumberBytes);
  }

  std::size_t m_width;
  std::size_t m_height;
  std::vector<std::pair<std::string, std::string>> m_names;  // and numpy's types
  std::shared_ptr<SharedMemory> m_memory;
};

// Tells how many rows are there, now and then.
class RowsTold {
 public:
  RowsTold(const python::ServeProgram::Progress& progress, std::int64_t all)
      : m_progress(progress), m_all(all) {}
  void add(std::int64_t rows) {
    m_done += rows;
    const auto now = engines::Clock::now();
    if (now - m_told < kBetweenWords) return;
    m_told = now;
    m_progress(m_done, m_all);
  }

 private:
  const python::ServeProgram::Progress& m_progress;
  std::int64_t m_all;
  std::int64_t m_done = 0;
  engines::Clock::time_point m_told = engines::Clock::now();
};

render::RunRecord computed(const render::RenderRequest& request,
                           const engines::EngineSource& source, PictureArrays& arrays,
                           RowsTold& told, const std::stop_token& stop) {
  const auto job = render::RenderJob::create(request, {.stop = stop});
  if (!job) throw failed(job.error());
  const bool isSerial = request.engines.viewKind == render::ViewKind::Serial;
  const render::Renderer renderer(isSerial ? engines::Client()
                                           : source.start(request.engines.count, stop));
  const auto sink = [&](const render::Tile& tile, const render::BandRecord&) {
    arrays.add(tile);
    told.add(tile.rect.height);
  };
  const render::RowRange rows{0, request.picture.height};
  auto run = renderer.render(job.value(), rows, sink, stop);
  if (!run) throw failed(run.error());
  if (!run.value().complete) throw python::Refusal{"aborted", "the picture was stopped"};
  return std::move(run).value();
}

PyDict parameterValues(const render::RenderRequest& request) {
  PyDict all;
  for (const auto& [name, value] : render::parameters(request)) all.add(name, value);
  return all;
}

}  // namespace

python::ServeProgram::Picture servedPicture(const std::vector<std::string>& words,
                                            const python::ServeProgram::Progress& progress,
                                            const std::stop_token& stop) {
  try {
    engines::EngineSource source;
    const render::RenderRequest request = pictureRequest(words, source, stop);
    PictureArrays arrays(request.picture);
    arrays.touch(stop);  // before the clock of the run starts, as for an export
    RowsTold told(progress, request.picture.height);
    const render::RunRecord run = computed(request, source, arrays, told, stop);
    PyDict values = arrays.values();
    values.add("parameters", parameterValues(request));
    values.add("timing", io::recordingJson({.request = render::parameters(request),
                                            .machine = io::machineFacts(),
                                            .runs = toRuns({run}, request.engines.viewKind)})
                             .toStdString());
    return {.values = std::move(values), .memory = arrays.memory()};
  } catch (const Failure& failure) {
    throw python::Refusal{"refused", failure.message.toStdString()};
  }
}

}  // namespace fatou::app
