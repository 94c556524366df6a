// SPDX-License-Identifier: GPL-3.0-or-later
// Kills processes of MPI jobs in the middle of a picture. Each time the picture has to be right to
// the last number, and nothing may be left of the job. Prints how long each kind of loss has cost.
//   chaos [kills of each victim, 1 unless said]
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include "core/base/exception_text.h"
#include "core/engines/client.h"
#include "core/mpi/mpi_engines.h"
#include "core/mpi/rank.h"
#include "core/render/frame.h"
#include "core/render/renderer.h"
#include "core/stats/run_summary.h"
#include "tests/core/mpi/processes.h"

namespace {

using namespace fatou;
using engines::Seconds;
using tests::parentOf;

constexpr int kEngines = 4;
constexpr int kRows = 1024;  // each of them a band
// As in tests/patience.h, which needs QtTest: longer than what comes takes on a busy machine.
constexpr std::chrono::seconds kPatience{60};

enum class Victim { Engine, TwoEngines, Hub, Mpirun, StoppedEngine };
constexpr std::array kVictims{Victim::Engine, Victim::TwoEngines, Victim::Hub, Victim::Mpirun,
                              Victim::StoppedEngine};

std::string_view textOf(Victim victim) {
  switch (victim) {
    case Victim::Engine:
      return "an engine";
    case Victim::TwoEngines:
      return "two engines";
    case Victim::Hub:
      return "the hub";
    case Victim::Mpirun:
      return "mpirun";
    case Victim::StoppedEngine:
      return "an engine, stopped";
  }
  return {};
}

// The processes of the job that a client's engines are ranks of.
struct Job {
  std::vector<std::int64_t> engines{};
  std::int64_t hub = 0;
  std::int64_t mpirun = 0;

  std::vector<std::int64_t> all() const {
    auto processes = engines;
    processes.push_back(hub);
    processes.push_back(mpirun);
    return processes;
  }
};

Job jobOf(const engines::Client& client) {
  Job job;
  for (const auto& engine : client.engines()) job.engines.push_back(engine.process);
  const std::int64_t starter = parentOf(job.engines.front());  // mpirun, or a helper of its own
  for (const std::int64_t rank : tests::childrenOf(starter))
    if (std::ranges::find(job.engines, rank) == job.engines.end()) job.hub = rank;
  job.mpirun = starter;
  while (job.mpirun != 0 && parentOf(job.mpirun) != ::getpid()) job.mpirun = parentOf(job.mpirun);
  return job;
}

void strike(Victim victim, const Job& job) {
  switch (victim) {
    case Victim::Engine:
      return tests::send(SIGKILL, job.engines[0]);
    case Victim::TwoEngines:
      tests::send(SIGKILL, job.engines[1]);
      return tests::send(SIGKILL, job.engines[3]);
    case Victim::Hub:
      return tests::send(SIGKILL, job.hub);
    case Victim::Mpirun:
      return tests::send(SIGKILL, job.mpirun);
    case Victim::StoppedEngine:
      return tests::send(SIGSTOP, job.engines[2]);
  }
}

render::RenderRequest rabbit(render::ViewKind view) {
  const auto radius = julia::Decimal::parse("1.3").value();
  return {.picture = {.place = {.c = julia::parseComplex("-0.123,0.745").value(),
                                .view = julia::CentreView{.radius = radius},
                                .tmax = 5000},
                      .width = kRows,
                      .height = kRows},
          .engines = {
              .count = kEngines, .viewKind = view, .bandRows = 1, .kernel = render::Kernel::Plain}};
}

struct Picture {
  std::vector<std::int32_t> counts{};  // none where it was not finished
  Seconds time{};
};

// Calls whenThere() once, when so many bands have come.
template <typename WhenThere>
Picture picture(const engines::Client& client, render::ViewKind view, int bands,
                const WhenThere& whenThere) {
  const auto job = render::RenderJob::create(rabbit(view)).value();
  render::Frame frame(kRows, {0, kRows});
  int come = 0;
  const auto sink = [&](const render::Tile& tile, const render::BandRecord&) {
    frame.add(tile);
    if (++come == bands) whenThere();
  };
  const auto begin = engines::Clock::now();
  const auto run = render::Renderer(client).render(job, {0, kRows}, sink, {});
  const Seconds time = engines::Clock::now() - begin;
  if (!run) std::fprintf(stderr, "%s\n", run.error().message.c_str());
  if (!run || !run.value().complete) return {.time = time};
  return {.counts = {frame.counts().begin(), frame.counts().end()}, .time = time};
}
constexpr auto kOnlyCompute = [] {};

// The files of jobs in the system's shared memory and in its folder for temporary files.
std::set<std::string> filesOfJobs() {
  std::set<std::string> files;
  std::error_code none;
  for (const auto& folder :
       {std::filesystem::path("/dev/shm"), std::filesystem::temp_directory_path(none)})
    for (const auto& entry : std::filesystem::directory_iterator(folder, none))
      for (const auto* const name : {"fatou-mpi-", "vader_segment", "ompi.", "openmpi-", "mpich"})
        if (entry.path().filename().string().starts_with(name)) files.insert(entry.path().string());
  return files;
}

// Waits until the processes have ended and all files have gone, except those that were there
// before.
bool isCleared(const std::vector<std::int64_t>& processes, const std::set<std::string>& but) {
  const auto isThere = [](std::int64_t process) { return tests::isRunning(process); };
  const auto isKnown = [&](const std::string& file) { return but.contains(file); };
  const auto end = engines::Clock::now() + kPatience;
  do {
    if (std::ranges::none_of(processes, isThere) && tests::childrenOf(::getpid()).empty() &&
        std::ranges::all_of(filesOfJobs(), isKnown))
      return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  } while (engines::Clock::now() < end);
  return false;
}

engines::EngineSource ranks() {
  return mpi::mpiEngines(
      {.implementation = mpi::builtWith(), .engines = kEngines, .patience = kPatience}, {});
}

struct Kill {
  bool isRight = false;
  bool isCleared = false;
  Seconds time{};
};

Kill killOnce(Victim victim, int bands, const std::vector<std::int32_t>& right) {
  Kill kill;
  const auto before = filesOfJobs();
  std::vector<std::int64_t> processes;
  {
    const engines::EngineSource source = ranks();
    const engines::Client client = source.start(kEngines);
    const Job job = jobOf(client);
    processes = job.all();
    const auto made =
        picture(client, render::ViewKind::Balanced, bands, [&] { strike(victim, job); });
    kill.isRight = made.counts == right;
    kill.time = made.time;
  }
  kill.isCleared = isCleared(processes, before);
  return kill;
}

// The median of how long a picture takes when nobody is killed.
double undisturbed() {
  const engines::EngineSource source = ranks();
  const engines::Client client = source.start(kEngines);
  std::vector<double> times;
  for (int i = 0; i < 3; ++i)
    times.push_back(picture(client, render::ViewKind::Balanced, 0, kOnlyCompute).time.count());
  return stats::median(std::move(times));
}

// Kills one kind of victim at moments all over the picture; true where all went well.
bool killEach(Victim victim, int kills, const std::vector<std::int32_t>& right, double expected) {
  int areRight = 0;
  int areCleared = 0;
  std::vector<double> lost;
  for (int i = 0; i < kills; ++i) {
    const int bands = 1 + (2 * i + 1) * (kRows - 2) / (2 * kills);
    const Kill kill = killOnce(victim, bands, right);
    areRight += kill.isRight ? 1 : 0;
    areCleared += kill.isCleared ? 1 : 0;
    lost.push_back(kill.time.count() - expected);
  }
  const double worst = *std::ranges::max_element(lost);
  std::printf("%-20s %5d %6d %10d %14.2f s %8.2f s\n", textOf(victim).data(), kills, areRight,
              areCleared, stats::median(std::move(lost)), worst);
  std::fflush(stdout);
  return areRight == kills && areCleared == kills;
}

int run(int kills) {
  const auto right = picture(engines::Client(), render::ViewKind::Serial, 0, kOnlyCompute).counts;
  const double expected = undisturbed();
  std::printf("%s, %d engines, %.2f s when nobody is killed\n",
              mpi::builtWith() == mpi::Implementation::OpenMpi ? "Open MPI" : "MPICH", kEngines,
              expected);
  std::printf("%-20s %5s %6s %10s %16s %10s\n", "victim", "kills", "right", "none left",
              "median time lost", "worst");
  bool isWell = !right.empty();
  for (const Victim victim : kVictims)
    if (!killEach(victim, kills, right, expected)) isWell = false;
  return isWell ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
  if (mpi::isRank(argc, argv)) return mpi::runRank(argc, argv, {});
  int kills = 1;
  if (argc > 1) {
    const std::string_view text = argv[1];
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), kills);
    if (error != std::errc() || end != text.data() + text.size() || kills < 1 || kills > 10'000) {
      std::fprintf(stderr, "chaos: '%s' is no number of kills: give one from 1 to 10000\n",
                   argv[1]);
      return 2;
    }
  }
  try {
    return run(kills);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "chaos: %s\n", exceptionText(error).c_str());
    return EXIT_FAILURE;
  }
}
