// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/inner/remote_run.h"

#include <exception>
#include <memory>
#include <typeinfo>
#include <utility>

namespace fatou::engines {

RemoteRun::RemoteRun(TaskSet& tasks, RemoteWorker& worker, Next next, OfferAgain offerAgain)
    : m_set(tasks), m_worker(worker), m_next(std::move(next)), m_offerAgain(std::move(offerAgain)) {
  const TaskSetOptions& options = tasks.options();
  m_worker.pace().begin(typeid(tasks), options.independentItems, options.function);
}

void RemoteRun::work() {
  for (;;) {
    sendMore();
    if (m_calls.empty()) return;
    if (!receive()) lose();
  }
}

// Sends calls for as long as there are any and the engine may have more under way.
void RemoteRun::sendMore() {
  while (underWay() < m_worker.pace().mostUnderWay() && sendNext()) continue;
}

bool RemoteRun::sendNext() {
  if ((m_tasks.empty() || m_tasks.back().unsent.empty()) && !beginNext()) return false;
  Task& task = m_tasks.back();
  const std::size_t item = task.unsent.begin++;
  if (!m_set.arrivals().hasArrived(item)) send(task, item);  // else by an earlier attempt
  endFinished();
  return true;
}

bool RemoteRun::beginNext() {
  while (const auto next = m_next(underWay())) {
    TaskRun run{.task = *next, .engine = m_worker.id()};
    if (!m_set.begin(run)) continue;  // taken back meanwhile
    m_tasks.push_back({.run = std::move(run), .unsent = m_set.itemsOf(*next)});
    return true;
  }
  return false;
}

void RemoteRun::send(Task& task, std::size_t item) {
  const std::string& method = m_set.options().method;
  if (m_set.isCancelled(task.run.task))
    return m_set.endItem(task.run, item, abortedFailure(method));
  const std::uint64_t number = m_worker.newCall();
  Writer writer;
  if (m_worker.isReadHere()) writer.stayHere();
  try {
    writeCallHead(writer, number, method, m_worker.wantsPacked());
    m_set.writeCall(writer, item);
  } catch (...) {
    const auto failure = describe(std::current_exception(), m_worker.id(), method);
    return m_set.endItem(task.run, item, failure);
  }
  const auto now = Clock::now();
  if (!m_worker.isLost()) {
    Bytes message = std::move(writer).take();
    Travel& travel = task.times.travel;
    if (!task.sent) travel.sent = now;
    travel.bytesSent += message.size();
    m_worker.send(std::move(message));
    task.sent = true;
  }
  ++task.underWay;
  m_calls.emplace_back(number, task, item, m_set, m_worker, now);
}

// The oldest call's answer; false when the engine is lost.
bool RemoteRun::receive() {
  const auto answer = m_worker.receive(m_calls.front().number, m_calls.front().sent);
  if (!answer) return false;
  Task& task = m_calls.front().task;
  m_worker.pace().note(answer->head.completed - answer->head.started,
                       !answer->failure && !m_set.isCancelled(task.run.task));
  sendBeforeUnpacking(*answer);
  const std::size_t item = m_calls.front().item;
  FailurePtr failure;
  try {
    failure = resultOf(*answer, item);
  } catch (const WireError&) {
    m_worker.cutOff("it answered with a damaged value");
    return false;
  }
  m_calls.pop_front();
  --task.underWay;
  if (task.times.started == Clock::time_point{}) task.times.started = answer->head.started;
  task.times.completed = answer->head.completed;
  task.times.cpuTime += answer->head.cpuTime;
  task.times.travel.answered = answer->arrived;
  task.times.travel.bytesReceived += answer->message.size();
  m_set.endItem(task.run, item, failure);
  endFinished();
  return true;
}

// The engine gets its next call before the value of the last one is unpacked here, so that it need
// not wait for that. A failure is told first, as nothing may be wanted after it. The call that has
// been answered stays the first one: it is the one that is lost where its value is damaged.
void RemoteRun::sendBeforeUnpacking(const Answer& answer) {
  if (answer.failure) return;
  m_isFirstAnswered = true;
  sendMore();
  m_isFirstAnswered = false;
}

// Keeps the value, or says why there is none; throws WireError for one that is damaged.
FailurePtr RemoteRun::resultOf(const Answer& answer, std::size_t item) {
  if (answer.failure) {
    TaskFailure failure = *answer.failure;
    failure.engine = m_worker.id();
    failure.host = m_worker.info().host;
    failure.method = m_set.options().method;
    return std::make_shared<const TaskFailure>(std::move(failure));
  }
  try {
    Reader value = answer.value();
    m_set.readAnswer(item, value);
    return nullptr;
  } catch (const WireError&) {
    throw;
  } catch (...) {  // no memory for it here
    return describe(std::current_exception(), m_worker.id(), m_set.options().method);
  }
}

void RemoteRun::endFinished() {
  while (!m_tasks.empty() && m_tasks.front().unsent.empty() && m_tasks.front().underWay == 0) {
    const bool ended = m_set.end(m_tasks.front().run, m_tasks.front().times);
    m_tasks.pop_front();
    if (!ended) m_offerAgain();
  }
}

void RemoteRun::lose() {
  const auto failure = m_worker.lostFailure(m_set.options().method);
  const Task* const running = &m_calls.front().task;
  const auto mayWait = [&](const Task& task) {
    const bool isDone = task.unsent.empty() && task.underWay == 0;
    return m_set.isBalanced() && !isDone && (&task != running || !task.sent);
  };
  for (const Call& call : m_calls)
    if (!mayWait(call.task)) m_set.endItem(call.task.run, call.item, failure);
  m_calls.clear();
  bool again = false;
  for (Task& task : m_tasks) {
    if (mayWait(task)) {
      m_set.giveBack(task.run, failure);
      again = true;
    } else {
      loseTask(task, failure, again);
    }
  }
  m_tasks.clear();
  if (again) m_offerAgain();
}

void RemoteRun::loseTask(Task& task, const FailurePtr& failure, bool& again) {
  for (; !task.unsent.empty(); ++task.unsent.begin)
    if (!m_set.arrivals().hasArrived(task.unsent.begin))
      m_set.endItem(task.run, task.unsent.begin, failure);
  if (!m_set.end(task.run, {})) again = true;
}

}  // namespace fatou::engines
