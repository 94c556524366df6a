// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engines/engine_controller.h"

#include <algorithm>
#include <mutex>
#include <system_error>
#include <utility>

#include <QTimerEvent>

#include "core/base/check.h"

namespace fatou::ui {
namespace {

constexpr int kLookMs = 500;
constexpr std::size_t kThreads = 0;  // the first place

// Settles a launch, however it ends.
class Settling {
 public:
  Settling(std::shared_ptr<EnginesAtWork> atWork, EnginesAtWork::Ticket ticket)
      : m_atWork(std::move(atWork)), m_ticket(ticket) {}
  ~Settling() { m_atWork->settle(m_ticket, m_client); }
  Settling(const Settling&) = delete;
  Settling& operator=(const Settling&) = delete;

  void settleFor(const engines::Client& client) { m_client = client; }

 private:
  const std::shared_ptr<EnginesAtWork> m_atWork;
  const EnginesAtWork::Ticket m_ticket;
  std::optional<engines::Client> m_client;
};

}  // namespace

class EngineController::Current {
 public:
  engines::EngineSource get() const {
    const std::scoped_lock lock(m_mutex);
    return m_source;
  }
  // Returns the one before.
  engines::EngineSource set(engines::EngineSource source) {
    const std::scoped_lock lock(m_mutex);
    return std::exchange(m_source, std::move(source));
  }

 private:
  mutable std::mutex m_mutex;
  engines::EngineSource m_source;
};

EngineController::EngineController(EnginePlaces places, QObject* parent)
    : QObject(parent),
      m_places(std::move(places)),
      m_sources(m_places.size()),
      m_current(std::make_shared<Current>()),
      m_atWork(std::make_shared<EnginesAtWork>()),
      m_threadJob([this](const Event& event) { takeThreads(event); }),
      m_elsewhereJob([this](const Event& event) { takeElsewhere(event); }) {
  FATOU_CHECK(!m_places.empty() && !m_places.front().isElsewhere);
  m_current->set(sourceOf(kThreads));
}

EngineController::~EngineController() = default;

int EngineController::most() const {
  return std::ranges::max(m_places, {}, &EnginePlace::most).most;
}

engines::EngineSource EngineController::source() const {
  return engines::EngineSource(
      [current = m_current](engines::Client& client, int count, const std::stop_token& stop) {
        current->get().addTo(client, count, stop);
      });
}

const engines::EngineSource& EngineController::sourceOf(std::size_t place) {
  auto& source = m_sources[place];
  if (!source) source = m_places[place].makeSource();
  return *source;
}

// Lets go of a source on another thread, as its engines may end with it, which takes a while.
void EngineController::forgetSource(std::size_t place) {
  leave(std::exchange(m_sources[place], std::nullopt));
}

template <typename Thing>
void EngineController::leave(Thing thing) {
  auto held = std::make_shared<Thing>(std::move(thing));
  try {
    m_leaving.start([held = std::move(held)]() mutable { held.reset(); });
  } catch (const std::system_error&) {  // without another thread it ends here
  }
}

bool EngineController::isShort() const {
  return !m_isComing && areThreads() && m_client.size() < static_cast<std::size_t>(m_wanted);
}

void EngineController::want(int engines) {
  m_wanted = engines;
  const bool isWithout = m_client.size() == 0;
  const bool areMissing = m_at != m_chosen || isWithout || m_wanted > m_asked;
  const bool mayStart = m_starting == 0 && m_complaint.isEmpty();
  if (chosen().isElsewhere && areMissing && mayStart) startElsewhere(false);
  if (!chosen().isElsewhere || areThreads() || isWithout) provideThreads(false);
}

// Starts as many of the threads wanted as can be had, also where some have died since. The engines
// at work stay where none can be started.
void EngineController::provideThreads(bool afresh) {
  const bool areThere = m_isComing || (m_at == kThreads && m_client.size() == m_threads);
  if (!afresh && areThere && m_wanted == m_threadsAsked) return;
  m_threadsAsked = m_wanted;
  m_isComing = true;
  m_threadJob.start([source = sourceOf(kThreads), wanted = m_wanted, atWork = m_atWork,
                     ticket = m_atWork->expect()](const auto& report, const auto& stop) {
    Settling settling(atWork, ticket);
    const engines::Client client = source.startAtMost(wanted, stop);
    report(Arrival{client, wanted});  // before those who wait for them go on
    settling.settleFor(client);
  });
}

void EngineController::startElsewhere(bool afresh) {
  std::optional<engines::Client> grown;
  if (!afresh && areElsewhere()) grown = m_client;
  m_starting = m_wanted - (grown ? static_cast<int>(grown->size()) : 0);
  m_complaint.clear();
  m_wereLost = false;
  m_elsewhereJob.start([source = sourceOf(m_chosen), grown, count = m_starting, asked = m_wanted](
                           const auto& report, const auto& stop) {
    engines::Client client = grown.value_or(engines::Client());
    source.addTo(client, count, stop);
    report(Arrival{client, asked});
  });
  showState();
}

void EngineController::takeThreads(const Event& event) {
  m_isComing = false;
  if (const auto* arrival = std::get_if<Arrival>(&event)) {
    const bool replacesLost = areElsewhere();  // nobody could wait for the threads then
    m_threads = arrival->client.size();
    replaceBy(arrival->client, kThreads);
    if (replacesLost) Q_EMIT arrived();
  } else {
    m_threads = m_client.size();
  }
  showState();
}

void EngineController::takeElsewhere(const Event& event) {
  m_starting = 0;
  if (const auto* error = std::get_if<Error>(&event))
    return giveUp(QString::fromStdString(error->message), false);
  const auto& arrival = std::get<Arrival>(event);
  m_asked = arrival.asked;
  forgetThreads(arrival.client);
  replaceBy(arrival.client, m_chosen);
  showState();
  Q_EMIT arrived();
  if (m_wanted > m_asked) want(m_wanted);
}

// Drops the threads that are being started: nobody waits for them any more.
void EngineController::forgetThreads(const engines::Client& insteadOfThem) {
  m_threadJob.drop();
  m_isComing = false;
  m_atWork->set(insteadOfThem);
}

void EngineController::replaceBy(const engines::Client& client, std::size_t place) {
  engines::Client before = std::exchange(m_client, client);
  m_at = place;
  m_roster.reset(m_client.engines());
  if (m_places[place].isElsewhere)
    m_looks.start(kLookMs, this);
  else
    m_looks.stop();
  Q_EMIT clientChanged(m_client);
  leave(std::move(before));  // now that nobody else on this thread has them
  leave(m_current->set(sourceOf(place)));
}

void EngineController::giveUp(const QString& complaint, bool wereLost) {
  m_complaint = complaint;
  m_wereLost = wereLost;
  showState();
  Q_EMIT failed(sentenceOf(complaint));
}

void EngineController::choose(int place) {
  const auto wanted = static_cast<std::size_t>(place);
  FATOU_CHECK(place >= 0 && wanted < m_places.size());
  if (wanted == m_chosen) return;
  m_elsewhereJob.drop();
  m_starting = 0;
  m_complaint.clear();
  m_wereLost = false;
  m_chosen = wanted;
  if (areElsewhere() && m_client.size() > 0) forgetThreads(m_client);  // they are still there
  if (m_wanted > 0) want(m_wanted);
  showState();
}

void EngineController::restart() {
  if (m_wanted == 0) return;  // none were ever asked for
  if (!chosen().isElsewhere) return provideThreads(true);
  forgetSource(m_chosen);
  startElsewhere(true);
}

void EngineController::look() {
  // Engines that are being added are already among the client's, and would pass for replacements.
  if (!areElsewhere() || m_starting > 0 || m_roster.entries().empty()) return;
  const auto change = m_roster.update(m_client.engines());
  if (change == EngineRoster::Change()) return;
  if (change.replaced > 0) Q_EMIT restarted(change.replaced);
  if (m_roster.alive() == 0) {
    giveUp(tr("all engines were lost: restart them"), true);
    return provideThreads(false);
  }
  if (change.lost > 0) Q_EMIT lost(change.lost);
  showState();
}

void EngineController::addRun(const render::RunRecord& run) {
  look();
  if (m_roster.addRun(run)) showState();
}

void EngineController::timerEvent(QTimerEvent* event) {
  if (event->timerId() == m_looks.timerId()) return look();
  QObject::timerEvent(event);
}

void EngineController::showState() {
  EngineState state{.place = static_cast<int>(m_chosen),
                    .starting = m_starting,
                    .complaint = m_complaint,
                    .wereLost = m_wereLost,
                    .isStandIn = chosen().isElsewhere && m_at != m_chosen,
                    .engines = m_roster.entries()};
  if (state == m_state) return;
  m_state = std::move(state);
  Q_EMIT stateChanged(m_state);
}

}  // namespace fatou::ui
