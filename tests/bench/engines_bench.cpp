// SPDX-License-Identifier: GPL-3.0-or-later
// What a task costs when it does nothing: a blocking round trip through a direct view, and a
// balanced map of 100,000 items; and whether memory comes back after it. QThreadPool and oneTBB do
// the same beside it, without results in order, failures, records or any of the views' promises:
// they say what the machine allows.
#include <array>
#include <cstdint>
#include <fstream>
#include <future>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <string>
#include <tbb/global_control.h>
#include <tbb/task_group.h>
#include <unistd.h>
#include <vector>

#include <QPromise>
#include <QThreadPool>
#include <benchmark/benchmark.h>

#include "core/engines/client.h"

namespace fatou::engines {
namespace {

constexpr int kTasks = 100'000;

EngineKind kindOf(const benchmark::State& state) {
  constexpr std::array kinds{EngineKind::PoolThread, EngineKind::StdThread, EngineKind::Loopback};
  return kinds.at(static_cast<std::size_t>(state.range(0)));
}

std::vector<int> numbers() {
  std::vector<int> items(kTasks);
  std::iota(items.begin(), items.end(), 0);
  return items;
}

double residentMegabytes() {
  std::ifstream statm("/proc/self/statm");
  long total = 0;
  long resident = 0;
  statm >> total >> resident;
  return static_cast<double>(resident * ::sysconf(_SC_PAGESIZE)) / 1e6;
}

void balancedMemory(benchmark::State& state) {
  const Client client(2);
  const auto view = client.loadBalancedView().with({.chunkSize = 1});
  const auto round = [&] { view.mapSync([](int i) { return i; }, numbers()); };
  for (auto _ : state) {
    state.counters["before_MB"] = residentMegabytes();
    round();
    state.counters["after_1_MB"] = residentMegabytes();
    round();
    state.counters["after_2_MB"] = residentMegabytes();
  }
}
// First of all, while the heap is still small.
BENCHMARK(balancedMemory)->Iterations(1)->Unit(benchmark::kMillisecond);

// The cost of the parts without a view around them: a promise fulfilled by a pool of one thread.
void barePoolRoundTrip(benchmark::State& state) {
  QThreadPool pool;
  pool.setMaxThreadCount(1);
  pool.setExpiryTimeout(-1);
  for (auto _ : state) {
    auto promise = std::make_shared<QPromise<int>>();
    promise->start();
    auto future = promise->future();
    pool.start([promise] {
      promise->addResult(1);
      promise->finish();
    });
    benchmark::DoNotOptimize(future.result());
  }
}
BENCHMARK(barePoolRoundTrip)->UseRealTime()->Unit(benchmark::kMicrosecond);

void barePoolQueued(benchmark::State& state) {
  QThreadPool pool;
  pool.setMaxThreadCount(1);
  for (auto _ : state) {
    QFuture<int> last;
    for (int i = 0; i < 1000; ++i) {
      auto promise = std::make_shared<QPromise<int>>();
      promise->start();
      last = promise->future();
      pool.start([promise] {
        promise->addResult(1);
        promise->finish();
      });
    }
    benchmark::DoNotOptimize(last.result());
  }
  state.SetItemsProcessed(state.iterations() * 1000);
}
BENCHMARK(barePoolQueued)->UseRealTime()->Unit(benchmark::kMicrosecond);

void directRoundTrip(benchmark::State& state) {
  const Client client(2, kindOf(state));
  const EngineView view = client[0];
  for (auto _ : state) benchmark::DoNotOptimize(view.applySync([] { return 1; }));
  state.SetLabel(toString(kindOf(state)));
}
BENCHMARK(directRoundTrip)->DenseRange(0, 2)->UseRealTime()->Unit(benchmark::kMicrosecond);

void directQueued(benchmark::State& state) {
  const Client client(1, kindOf(state));
  const EngineView view = client[0];
  for (auto _ : state) {
    for (int i = 1; i < 1000; ++i) view.applyAsync([] { return 1; });
    view.applySync([] { return 1; });
  }
  state.SetItemsProcessed(state.iterations() * 1000);
  state.SetLabel(toString(kindOf(state)) + ", 1,000 calls and one wait");
}
BENCHMARK(directQueued)->DenseRange(0, 2)->UseRealTime()->Unit(benchmark::kMicrosecond);

void balancedMap(benchmark::State& state) {
  const Client client(2, kindOf(state));
  const auto chunk = static_cast<std::size_t>(state.range(1));
  const auto view = client.loadBalancedView().with({.chunkSize = chunk});
  const auto items = numbers();
  for (auto _ : state) {
    const auto result = view.map([](int i) { return i; }, items);
    result.wait();
    benchmark::DoNotOptimize(result);
  }
  state.SetItemsProcessed(state.iterations() * kTasks);
  state.SetLabel(toString(kindOf(state)) + (chunk == 0 ? ", automatic chunks" : ", chunk size 1"));
}
BENCHMARK(balancedMap)
    ->ArgsProduct({{0, 1, 2}, {0, 1}})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

// A map by a library alone: start(task) for each item, then wait().
void bareMap(benchmark::State& state, const auto& start, const auto& wait) {
  std::vector<int> values(kTasks);
  for (auto _ : state) {
    for (int i = 0; i < kTasks; ++i)
      start([&value = values[static_cast<std::size_t>(i)], i] { value = i; });
    wait();
    benchmark::DoNotOptimize(values.data());
  }
  state.SetItemsProcessed(state.iterations() * kTasks);
}

void barePoolMap(benchmark::State& state) {
  QThreadPool pool;
  pool.setMaxThreadCount(2);
  bareMap(
      state, [&](const auto& task) { pool.start(task); }, [&] { pool.waitForDone(); });
  state.SetLabel("QThreadPool, a task an item");
}
BENCHMARK(barePoolMap)->UseRealTime()->Unit(benchmark::kMillisecond);

void bareTbbMap(benchmark::State& state) {
  const tbb::global_control twoThreads(tbb::global_control::max_allowed_parallelism, 2);
  tbb::task_group group;
  bareMap(
      state, [&](const auto& task) { group.run(task); }, [&] { group.wait(); });
  state.SetLabel("oneTBB, a task an item");
}
BENCHMARK(bareTbbMap)->UseRealTime()->Unit(benchmark::kMillisecond);

// A figure that must not grow with the number of waiting tasks: a round trip on one engine while
// balanced calls wait for the other, which is busy.
void roundTripBesideAQueue(benchmark::State& state) {
  const Client client(2, EngineKind::StdThread);
  std::promise<void> gate;
  const auto busy = client[1].applyAsync([pass = gate.get_future().share()] { pass.wait(); });
  const auto waiting = client.loadBalancedView({1});
  for (int i = 0; i < state.range(0); ++i) waiting.applyAsync([] { return 1; });
  const auto view = client.loadBalancedView({0});
  for (auto _ : state) benchmark::DoNotOptimize(view.applySync([] { return 1; }));
  gate.set_value();
}
BENCHMARK(roundTripBesideAQueue)->Arg(0)->Arg(30'000)->UseRealTime()->Unit(benchmark::kMicrosecond);

// From the call to its return, for a task that depends on so many others.
void submissionAfterOthers(benchmark::State& state) {
  const Client client(2, EngineKind::StdThread);
  const auto view = client.loadBalancedView().with({.chunkSize = 1});
  const auto others =
      view.map([](int i) { return i; }, std::vector<int>(static_cast<std::size_t>(state.range(0))));
  others.wait();
  for (auto _ : state) view.with({.after = others.taskIds()}).applyAsync([] { return 1; });
}
BENCHMARK(submissionAfterOthers)->Arg(1)->Arg(10'000)->UseRealTime()->Unit(benchmark::kMicrosecond);

// 10,000 balanced calls, and their results, from so many threads.
void submissionFromThreads(benchmark::State& state) {
  constexpr int kCalls = 10'000;
  const Client client(2, EngineKind::StdThread);
  const auto view = client.loadBalancedView();
  for (auto _ : state) {
    std::vector<std::jthread> callers;
    for (int i = 0; i < state.range(0); ++i)
      callers.emplace_back([&view, calls = kCalls / state.range(0)] {
        for (std::int64_t call = 1; call < calls; ++call) view.applyAsync([] { return 1; });
        view.applySync([] { return 1; });
      });
  }
  state.SetItemsProcessed(state.iterations() * kCalls);
}
BENCHMARK(submissionFromThreads)->Arg(1)->Arg(4)->UseRealTime()->Unit(benchmark::kMillisecond);

// Items that fail, without a retry and with one.
void failingItems(benchmark::State& state) {
  const Client client(2, EngineKind::StdThread);
  const auto view =
      client.loadBalancedView().with({.chunkSize = 1, .retries = static_cast<int>(state.range(0))});
  std::vector<int> items(40'000);
  for (auto _ : state)
    view.map([](int) -> int { throw std::runtime_error("never"); }, items).wait();
}
BENCHMARK(failingItems)->Arg(0)->Arg(1)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace fatou::engines

BENCHMARK_MAIN();
