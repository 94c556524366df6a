// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/python_engines.h"

#include <atomic>
#include <cstddef>
#include <exception>
#include <memory>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/exception_text.h"
#include "core/engines/client.h"
#include "core/engines/tasks/engine.h"
#include "core/python/interpreter_search.h"
#include "core/python/python_transport.h"

namespace fatou::python {
namespace {

using engines::Cluster;
using engines::EngineError;
using engines::EngineId;

// How many engines may end one after the other while none has answered anything.
constexpr int kMostBarren = 3;

// A Python that speaks, and is no engine yet.
struct Started {
  std::unique_ptr<Interpreter> interpreter{};
  PythonTransport::SharedId id = std::make_shared<std::atomic<EngineId>>(engines::kNoEngine);
  std::exception_ptr complaint{};  // where it does not
};

class PythonEngines : public std::enable_shared_from_this<PythonEngines> {
 public:
  explicit PythonEngines(PythonOptions options) : m_options(std::move(options)) {}

  void addTo(engines::Client& client, int count, const std::stop_token& stop) {
    if (count < 0) throw std::invalid_argument("the number of engines must not be negative");
    std::vector<Started> started = startAll(static_cast<std::size_t>(count), stop);
    std::vector<EngineId> added;
    try {
      for (Started& one : started)
        added.push_back(client.addEngine(engineOf(std::move(one), client.cluster())));
    } catch (...) {
      for (const EngineId id : added) client.cluster().cutOff(id);
      throw;
    }
  }

 private:
  // They start side by side: each takes a while to begin.
  std::vector<Started> startAll(std::size_t count, const std::stop_token& stop) {
    std::vector<Started> all(count);
    if (count == 0) return all;
    const std::string program = require(findInterpreter(m_options.program));
    const std::string text = require(engineText());
    {
      std::vector<std::jthread> threads;
      for (Started& one : all) threads.emplace_back([&] { start(one, program, text, stop); });
    }
    if (stop.stop_requested()) throw engines::TaskAborted("interrupted while engines were started");
    std::size_t running = 0;
    for (const Started& one : all) running += one.complaint ? 0U : 1U;
    for (std::size_t i = 0; i < all.size(); ++i)
      if (all[i].complaint) complain(all[i].complaint, i, running, count);
    return all;
  }

  void start(Started& one, const std::string& program, const std::string& text,
             const std::stop_token& stop) const {
    try {
      OutputSink sink;
      if (m_options.output)
        sink = [output = m_options.output, id = one.id](int stream, std::string_view part) {
          output(*id, stream, part);
        };
      one.interpreter = std::make_unique<Interpreter>(program, text, std::move(sink), stop);
    } catch (...) {
      one.complaint = std::current_exception();
    }
  }

  [[noreturn]] static void complain(const std::exception_ptr& complaint, std::size_t which,
                                    std::size_t running, std::size_t count) {
    if (running == 0) std::rethrow_exception(complaint);
    try {
      std::rethrow_exception(complaint);
    } catch (const std::exception& error) {
      throw EngineError("engine " + std::to_string(which + 1) + " of " + std::to_string(count) +
                        " could not start: " + exceptionText(error) + "; " +
                        std::to_string(running) + " could, so ask for fewer");
    }
  }

  static std::string require(const Result<std::string>& found) {
    if (!found) throw EngineError(found.error().message);
    return found.value();
  }

  engines::RemoteEngine engineOf(Started one, Cluster& cluster) {
    engines::EngineInfo info = engines::engineInfoHere("python");
    info.process = one.interpreter->facts().process;
    PythonTransport::Listeners listeners{
        .answered = [source = shared_from_this()] { source->m_barren = 0; },
        .lost = [source = shared_from_this(), user = cluster.weak_from_this()](
                    EngineId id, const std::string& why) { source->replace(user, id, why); }};
    return {.transport = std::make_unique<PythonTransport>(std::move(one.interpreter),
                                                           std::move(one.id), std::move(listeners)),
            .info = std::move(info),
            .isReadHere = true};
  }

  // Runs on a thread of the engine that was lost.
  void replace(const std::weak_ptr<Cluster>& user, EngineId id, const std::string& why) {
    const std::string lost = "engine " + std::to_string(id) + " was lost: " + why;
    if (++m_barren >= kMostBarren)
      return tell(lost + "; engines end without an answer, and are not started again");
    auto cluster = user.lock();
    if (!cluster) return;
    const engines::EngineThreadScope scope(cluster.get());
    try {
      std::vector<Started> started = startAll(1, {});
      const EngineId next = cluster->add(engineOf(std::move(started.front()), *cluster));
      tell(lost + "; engine " + std::to_string(next) +
           " was started in its place and knows none of its names");
    } catch (const std::exception& error) {
      tell(lost + "; no other can be started: " + exceptionText(error));
    }
    cluster.reset();  // here, where the last owner's end is not waited for
  }

  void tell(const std::string& sentence) const {
    if (m_options.notice) m_options.notice(sentence);
  }

  const PythonOptions m_options;
  std::atomic<int> m_barren{0};  // engines that have ended since one has answered
};

}  // namespace

engines::EngineSource pythonEngines(PythonOptions options) {
  const auto source = std::make_shared<PythonEngines>(std::move(options));
  return engines::EngineSource(
      [source](engines::Client& client, int count, const std::stop_token& stop) {
        source->addTo(client, count, stop);
      });
}

}  // namespace fatou::python
