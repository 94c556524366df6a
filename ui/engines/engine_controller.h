// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include <QBasicTimer>
#include <QObject>

#include "core/engines/client.h"
#include "core/engines/engine_source.h"
#include "ui/engines/engine_place.h"
#include "ui/engines/engine_state.h"
#include "ui/engines/engines_at_work.h"
#include "ui/jobs/background_job.h"
#include "ui/jobs/worker_threads.h"

namespace fatou::ui {

// Starts engines where the user wants them, as many as are asked for, and keeps their state. It
// lives on the GUI thread and never waits: engines are started on other threads. Until engines in
// other processes are there, the engines at work go on; where there are none, threads of this
// process stand in.
//
// When another number is wanted, threads are made anew. Engines elsewhere stay: more are added to
// them, and where there are too many only some are used. Lost engines stay lost until restart(),
// until more are wanted, or until their source replaces them by itself.
class EngineController : public QObject {
  Q_OBJECT
 public:
  // Begins at the first place, without engines.
  explicit EngineController(EnginePlaces places, QObject* parent = nullptr);
  // Asks what is being started to leave, and waits until it has.
  ~EngineController() override;

  const EnginePlaces& places() const { return m_places; }
  // The most engines that any place offers; 0 where none says so.
  int most() const;
  const EngineState& state() const { return m_state; }

  // The engines at work. Others may use them, too.
  const engines::Client& client() const { return m_client; }
  // The engines at work, for those who compute on other threads. They wait in get() for threads
  // that are being started.
  std::shared_ptr<const EnginesAtWork> atWork() const { return m_atWork; }
  // Where the engines at work come from, whichever these are when it is asked: for those who want
  // engines of their own. Any thread may use it, also when this is no more.
  engines::EngineSource source() const;

  // Asks for so many engines from now on.
  void want(int engines);
  int wanted() const { return m_wanted; }
  // Whether threads are on their way that atWork() waits for.
  bool isComing() const { return m_isComing; }
  // Whether the system allows fewer threads than are wanted.
  bool isShort() const;

 public Q_SLOTS:
  // Asks for engines at another of the places; the engines at work go on until those are there.
  void choose(int place);
  // Starts other engines; the engines at work go on until those are there.
  void restart();
  // Looks which of the engines are still there. A timer calls it for engines elsewhere.
  void look();
  // Takes from a run how fast the engines are.
  void addRun(const fatou::render::RunRecord& run);

 Q_SIGNALS:
  void clientChanged(const fatou::engines::Client& client);
  void stateChanged(const fatou::ui::EngineState& state);
  // Engines have come that nobody waited for: a picture on its way is computed by others, or by
  // none.
  void arrived();
  // Engines could not be started, or all of them were lost; one sentence.
  void failed(const QString& sentence);
  // So many engines had ended, and others have come in their place by themselves.
  void restarted(int engines);
  // So many engines have ended; the others go on.
  void lost(int engines);

 protected:
  void timerEvent(QTimerEvent* event) override;

 private:
  // Holds the source of the engines at work, for any thread.
  class Current;
  struct Arrival {
    engines::Client client;
    int asked = 0;  // may be more than the client has
  };
  using Event = std::variant<Arrival, Error>;

  const EnginePlace& chosen() const { return m_places[m_chosen]; }
  // Whether the engines at work are those of the chosen place, in other processes.
  bool areElsewhere() const { return m_at == m_chosen && chosen().isElsewhere; }
  // Whether threads are at work, or no engines yet.
  bool areThreads() const { return !m_at || !m_places[*m_at].isElsewhere; }
  const engines::EngineSource& sourceOf(std::size_t place);
  void forgetSource(std::size_t place);
  void provideThreads(bool afresh);
  void startElsewhere(bool afresh);
  void takeThreads(const Event& event);
  void takeElsewhere(const Event& event);
  void forgetThreads(const engines::Client& insteadOfThem);
  void replaceBy(const engines::Client& client, std::size_t place);
  void giveUp(const QString& complaint, bool wereLost);
  void showState();
  template <typename Thing>
  void leave(Thing thing);

  const EnginePlaces m_places;
  std::vector<std::optional<engines::EngineSource>> m_sources;  // one entry a place
  const std::shared_ptr<Current> m_current;
  const std::shared_ptr<EnginesAtWork> m_atWork;
  engines::Client m_client;
  EngineRoster m_roster;
  EngineState m_state;

  std::size_t m_chosen = 0;
  std::optional<std::size_t> m_at;  // the place of the engines at work
  int m_wanted = 0;
  int m_threadsAsked = 0;     // how many, when threads were last started
  std::size_t m_threads = 0;  // how many came then
  bool m_isComing = false;    // whether threads are being started
  int m_asked = 0;            // how many, when the engines elsewhere were last started
  int m_starting = 0;         // how many are being started elsewhere
  QString m_complaint;        // why there are none elsewhere, or no more
  bool m_wereLost = false;

  QBasicTimer m_looks;
  WorkerThreads m_leaving;  // the threads on which engines end
  BackgroundJob<Event> m_threadJob;
  BackgroundJob<Event> m_elsewhereJob;
};

}  // namespace fatou::ui
