// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/serve/server.h"

#include <atomic>
#include <exception>
#include <map>
#include <memory>
#include <thread>
#include <unistd.h>
#include <utility>

#include "core/base/exception_text.h"
#include "core/python/serve/here_functions.h"
#include "core/python/serve/task_answer.h"
#include "core/python/serve/while_there.h"

namespace fatou::python {
namespace {

using engines::EngineId;
using Items = std::vector<PyValue>;

PyValue engineValues(const engines::Client& client) {
  PyList all;
  for (const auto& engine : client.engines()) {
    PyDict known;
    known.add("id", engine.id);
    known.add("kind", engine.kind);
    known.add("host", engine.host);
    known.add("pid", engine.process);
    known.add("simd", engine.simdTarget);
    all.items.emplace_back(std::move(known));
  }
  return all;
}

PyValue functionValues() {
  PyDict all;
  for (const HereFunction& function : hereFunctions())
    all.add(std::string(function.name), std::string(function.about));
  return all;
}

template <typename T>
const T& argument(const Items& request, std::size_t place) {
  const T* found = place < request.size() ? request[place].as<T>() : nullptr;
  if (found == nullptr)
    throw Refusal{"refused", "the request's argument " + std::to_string(place) +
                                 " is missing, or of another type: see the protocol"};
  return *found;
}

// A client, from its hello to its end.
class Session {
 public:
  Session(ClientStream& stream, const ServeProgram& program)
      : m_stream(stream),
        m_program(program),
        m_desk([this](ClientFrameKind kind, std::uint64_t number, const PyValue& value,
                      TaskDesk::When when) {
          ClientFrame frame = frameOf(kind, number, value);
          const bool mayWait = when == TaskDesk::When::Soon;
          mayWait ? m_stream.sendSoon(std::move(frame)) : m_stream.send(std::move(frame));
        }) {}
  ~Session() {
    for (auto& [number, job] : m_jobs) job.thread.request_stop();
    m_desk.cancelAll();  // some may wait for the end of a task
    m_jobs.clear();      // waits for them
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void run(const std::stop_token& stop);

 private:
  // Work on a thread of its own.
  struct Job {
    std::shared_ptr<std::atomic<bool>> isDone = std::make_shared<std::atomic<bool>>(false);
    std::jthread thread{};
  };

  void greet(const PyValue& hello);
  void answer(std::uint64_t number, const PyValue& value);
  void dispatch(std::uint64_t number, const Items& request);
  void submit(std::uint64_t number, const Items& request);
  void startEngines(std::uint64_t number, const Items& request);
  void beOneKindOfRanks(const std::string& kind);
  void render(std::uint64_t number, const Items& request);
  void stopEngines(std::uint64_t number, const Items& request);
  void abort(const Items& request, bool alsoRunning);
  template <typename Work>
  void runBeside(std::uint64_t number, Work work);

  ClientFrame frameOf(ClientFrameKind kind, std::uint64_t number, const PyValue& value) const {
    return makeClientFrame(kind, number, value, nullptr, m_stream.passesFiles());
  }
  void send(ClientFrameKind kind, std::uint64_t number, const PyValue& value) {
    m_stream.send(frameOf(kind, number, value));
  }
  void sendResult(std::uint64_t number, const PyValue& value) {
    send(ClientFrameKind::Result, number, PyTuple{{PyValue(), value}});
  }
  void sendFailure(std::uint64_t number, const std::string& status, const std::string& sentence) {
    send(ClientFrameKind::Failure, number, failureValue({}, status, "RequestRefused", sentence));
  }
  void sendOutput(EngineId engine, int stream, std::string_view text);
  void bye(const std::string& why) { send(ClientFrameKind::Bye, 0, why); }

  ClientStream& m_stream;
  const ServeProgram& m_program;
  engines::Client m_client;
  TaskDesk m_desk;
  bool m_isGreeted = false;
  std::string m_kindOfRanks;
  std::atomic<std::size_t> m_leftOut{0};  // bytes of output that the client had no room for
  std::map<std::uint64_t, Job> m_jobs;    // that run beside, by request
  // For engines: one that is being replaced while the session ends may say so a moment later.
  WhileThere<Session> m_ear{*this};
};

// What engines print is not kept without end for a client that does not read.
void Session::sendOutput(EngineId engine, int stream, std::string_view text) {
  const auto put = [&](int number, std::string bytes) {
    return m_stream.sendUnlessFull(makeClientFrame(
        ClientFrameKind::Output, 0,
        PyTuple{{PyValue(engine), PyValue(number), PyValue(PyBytes{std::move(bytes)})}}));
  };
  if (!put(stream, std::string(text))) {
    m_leftOut += text.size();
    return;
  }
  const std::size_t left = m_leftOut.exchange(0);
  if (left > 0)
    put(2, "... " + std::to_string(left) +
               " bytes that engines printed were left out: nobody read what they print\n");
}

// Does work that takes long on a thread of its own, which the request "cancel" stops.
template <typename Work>
void Session::runBeside(std::uint64_t number, Work work) {
  std::erase_if(m_jobs, [](const auto& each) { return each.second.isDone->load(); });
  Job& job = m_jobs[number];
  job.thread = std::jthread([this, number, work, isDone = job.isDone](const std::stop_token& stop) {
    try {
      work(stop);
    } catch (const Refusal& refusal) {
      sendFailure(number, refusal.status, refusal.sentence);
    } catch (...) {
      sendFailure(number, stop.stop_requested() ? "aborted" : "refused", currentExceptionText());
    }
    *isDone = true;
  });
}

void Session::startEngines(std::uint64_t number, const Items& request) {
  const std::int64_t count = argument<std::int64_t>(request, 1);
  const std::string& kind = argument<std::string>(request, 2);
  if (count < 0 || count > 1024)
    throw Refusal{"refused", "there can be 0 to 1024 engines, not " + std::to_string(count)};
  const bool isOfRanks = kind == "mpi" || kind == "mpi-python";
  if (kind != "threads" && kind != "python" && !isOfRanks)
    throw Refusal{"refused", "engines are threads, python, mpi or mpi-python, not " + kind};
  if (isOfRanks) beOneKindOfRanks(kind);
  runBeside(number, [this, number, count, kind](const std::stop_token& stop) {
    const auto output =
        m_ear.telling([](Session& session, EngineId engine, int stream, std::string_view text) {
          session.sendOutput(engine, stream, text);
        });
    const auto notice = m_ear.telling([](Session& session, const std::string& sentence) {
      session.send(ClientFrameKind::Word, 0, PyTuple{{PyValue("notice"), PyValue(sentence)}});
    });
    m_program.start(m_client, static_cast<int>(count), kind, output, notice, stop);
    sendResult(number, engineValues(m_client));
  });
}

void Session::beOneKindOfRanks(const std::string& kind) {
  if (!m_kindOfRanks.empty() && m_kindOfRanks != kind)
    throw Refusal{"refused", "this client's ranks are " + m_kindOfRanks +
                                 " already, and cannot be " + kind +
                                 " as well: make another client"};
  m_kindOfRanks = kind;
  if (kind == "mpi-python") m_desk.givePythonToRanks(m_program.python);
}

void Session::render(std::uint64_t number, const Items& request) {
  std::vector<std::string> words;
  for (const PyValue& word : argument<PyList>(request, 1).items) {
    const auto* text = word.as<std::string>();
    if (text == nullptr) throw Refusal{"refused", "the words of a picture are texts"};
    words.push_back(*text);
  }
  runBeside(number, [this, number, words](const std::stop_token& stop) {
    const auto progress = [this, number](std::int64_t done, std::int64_t all) {
      send(ClientFrameKind::Word, number,
           PyTuple{{PyValue("progress"), PyValue(done), PyValue(all)}});
    };
    ServeProgram::Picture picture = m_program.render(words, progress, stop);
    PyTuple value{{PyValue(), PyValue(std::move(picture.values))}};
    m_stream.send(makeClientFrame(ClientFrameKind::Result, number, std::move(value),
                                  std::move(picture.memory)));
  });
}

void Session::submit(std::uint64_t number, const Items& request) {
  const auto& calls = argument<PyList>(request, 2).items;
  try {
    if (request.size() < 4) throw Refusal{"refused", "the request has no options"};
    m_desk.submit(m_client, number, request[1], calls, argument<PyDict>(request, 3));
  } catch (const Refusal& refusal) {  // of all: each has its own number
    for (std::size_t i = 0; i < calls.size(); ++i)
      sendFailure(number + i, refusal.status, refusal.sentence);
  }
}

void Session::abort(const Items& request, bool alsoRunning) {
  const auto& numbers = argument<PyList>(request, 1).items;
  m_desk.abort(numbers, alsoRunning);
  for (const PyValue& value : numbers) {
    const auto* number = value.as<std::int64_t>();
    const auto job =
        number != nullptr ? m_jobs.find(static_cast<std::uint64_t>(*number)) : m_jobs.end();
    if (job != m_jobs.end() && alsoRunning) job->second.thread.request_stop();
  }
}

void Session::stopEngines(std::uint64_t number, const Items& request) {
  runBeside(number, [this, number, ids = argument<PyList>(request, 1)](const std::stop_token&) {
    for (const PyValue& value : ids.items)
      if (const auto* id = value.as<std::int64_t>())
        m_client.cluster().stopEngine(static_cast<EngineId>(*id));
    sendResult(number, {});
  });
}

void Session::dispatch(std::uint64_t number, const Items& request) {
  const std::string& word = argument<std::string>(request, 0);
  if (word == "tasks") return submit(number, request);
  if (word == "start") return startEngines(number, request);
  if (word == "render") return render(number, request);
  if (word == "engines") return sendResult(number, engineValues(m_client));
  if (word == "functions") return sendResult(number, functionValues());
  if (word == "stop") return stopEngines(number, request);
  if (word != "abort" && word != "cancel")
    throw Refusal{"refused", "there is no request '" + word + "'"};
  abort(request, word == "cancel");
  sendResult(number, {});
}

void Session::answer(std::uint64_t number, const PyValue& value) {
  try {
    const auto* request = value.as<PyTuple>();
    if (request == nullptr)
      throw Refusal{"refused", "a request is a tuple of a word and arguments"};
    dispatch(number, request->items);
  } catch (const Refusal& refusal) {
    sendFailure(number, refusal.status, refusal.sentence);
  } catch (const std::exception& error) {
    sendFailure(number, "refused", exceptionText(error));
  }
}

void Session::greet(const PyValue& hello) {
  const auto* known = hello.as<PyDict>();
  const PyValue* version = known != nullptr ? known->find("protocol") : nullptr;
  PyDict mine;
  mine.add("protocol", kServeProtocol);
  mine.add("program", m_program.name);
  mine.add("pid", static_cast<std::int64_t>(::getpid()));
  mine.add("cores", m_program.cores);
  send(ClientFrameKind::Hello, 0, mine);
  m_isGreeted = version != nullptr && *version == PyValue(kServeProtocol);
  if (!m_isGreeted)
    bye("this fatou speaks protocol " + std::to_string(kServeProtocol) + ", the client " +
        (version != nullptr ? version->repr() : std::string("none")) +
        ": use the module that came with this fatou");
}

void Session::run(const std::stop_token& stop) {
  try {
    while (const auto frame = m_stream.receive(stop)) {
      if (frame->kind == ClientFrameKind::Bye) return;
      if (frame->kind == ClientFrameKind::Request && m_isGreeted) {
        answer(frame->number, frame->value);
      } else if (frame->kind == ClientFrameKind::Hello && !m_isGreeted) {
        greet(frame->value);
        if (!m_isGreeted) return;
      } else {
        return bye("a client says hello first, and once");
      }
    }
    if (stop.stop_requested()) bye("fatou serve was stopped");
  } catch (const std::exception& error) {
    bye("what the client sent cannot be read: " + exceptionText(error));
  }
}

}  // namespace

void serveClient(ClientStream& stream, const ServeProgram& program, const std::stop_token& stop) {
  Session session(stream, program);
  session.run(stop);
}

}  // namespace fatou::python
