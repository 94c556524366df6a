// SPDX-License-Identifier: GPL-3.0-or-later
// The hub and engines of an MPI job as SimGrid's SMPI plays them: messages as core/mpi sends them,
// over a network that a platform file describes, and tasks that take what a file says instead of
// being computed. Rank 0 is the hub with its client, the others are engines. Built with smpicxx.
//
//   smpirun ... simulated_ranks TASKS CALL ANSWER HUB SLOW FACTOR
//
// TASKS has a line a task, "SECONDS BYTES": how long an engine computes, and how long its answer
// is, at most ANSWER. CALL: bytes of the message that asks for a task. HUB: seconds the hub spends
// on a message. The first SLOW engines take FACTOR times longer. Prints "makespan SECONDS".
#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fstream>
#include <mpi.h>
#include <smpi/smpi.h>
#include <vector>

namespace {

// The same values as in core/engines, whose headers SMPI's compiler should not need.
constexpr int kMostUnderWay = 2;
constexpr double kShortTask = 0.02;  // seconds

constexpr double kSpeed = 1e9;  // flops a second of every host

enum Tag { kCall, kAnswer, kEnd };

struct Task {
  double seconds = 0.0;
  int bytes = 0;
};

struct Setup {
  std::vector<Task> tasks;  // empty but on the hub: a thousand ranks share one memory
  int callBytes = 0;
  int answerBytes = 0;
  double hubSeconds = 0.0;
  int slowEngines = 0;
  double slowFactor = 1.0;
};

bool readTasks(const char* name, int longestAnswer, std::vector<Task>& tasks) {
  std::ifstream file(name);
  for (Task task; file >> task.seconds >> task.bytes;) {
    if (!(task.seconds >= 0.0) || task.bytes < 0 || task.bytes > longestAnswer) return false;
    tasks.push_back(task);
  }
  return file.eof() && !tasks.empty();
}

bool readSetup(int count, char** arguments, bool isHub, Setup& setup) {
  if (count != 7) return false;
  setup.callBytes = std::max(static_cast<int>(sizeof(Task)), std::atoi(arguments[2]));
  setup.answerBytes = std::max(1, std::atoi(arguments[3]));
  setup.hubSeconds = std::atof(arguments[4]);
  setup.slowEngines = std::atoi(arguments[5]);
  setup.slowFactor = std::atof(arguments[6]);
  return !isHub || readTasks(arguments[1], setup.answerBytes, setup.tasks);
}

void compute(double seconds) {
  if (seconds > 0.0) smpi_execute_flops(seconds * kSpeed);
}

// Asks engines for tasks from one queue, as the caller's RemoteRun does.
class Client {
 public:
  Client(const Setup& setup, int engines)
      : m_setup(setup),
        m_call(static_cast<std::size_t>(setup.callBytes)),
        m_answer(static_cast<std::size_t>(setup.answerBytes)),
        m_engines(static_cast<std::size_t>(engines)),
        m_answers(static_cast<std::size_t>(engines * kMostUnderWay), MPI_REQUEST_NULL),
        m_idle(engines) {}

  void run() {
    for (int engine = 0; engine < size(); ++engine) ask(engine);
    for (std::size_t left = m_setup.tasks.size(); left > 0; --left) takeAnswer();
    for (int engine = 0; engine < size(); ++engine)
      MPI_Send(m_call.data(), m_setup.callBytes, MPI_BYTE, engine + 1, kEnd, MPI_COMM_WORLD);
  }

 private:
  struct Engine {
    std::deque<std::size_t> underWay;  // tasks
    bool lastWasShort = false;
  };

  int size() const { return static_cast<int>(m_engines.size()); }
  Engine& at(int engine) { return m_engines[static_cast<std::size_t>(engine)]; }

  bool mayAsk(const Engine& engine) const {
    if (engine.underWay.empty()) return true;
    if (!engine.lastWasShort || engine.underWay.size() >= kMostUnderWay) return false;
    return m_idle == 0;
  }

  // An answer's contents do not matter, so that one buffer does for all.
  void ask(int engine) {
    Engine& own = at(engine);
    while (m_next < m_setup.tasks.size() && mayAsk(own)) {
      if (own.underWay.empty()) --m_idle;
      own.underWay.push_back(m_next);
      std::memcpy(m_call.data(), &m_setup.tasks[m_next++], sizeof(Task));
      compute(m_setup.hubSeconds);
      // MPI may give the second of two answers that are there first.
      const auto request =
          std::find(m_answers.begin() + engine * kMostUnderWay, m_answers.end(), MPI_REQUEST_NULL);
      MPI_Irecv(m_answer.data(), static_cast<int>(m_answer.size()), MPI_BYTE, engine + 1, kAnswer,
                MPI_COMM_WORLD, &*request);
      MPI_Send(m_call.data(), m_setup.callBytes, MPI_BYTE, engine + 1, kCall, MPI_COMM_WORLD);
    }
  }

  void takeAnswer() {
    int which = 0;
    MPI_Waitany(static_cast<int>(m_answers.size()), m_answers.data(), &which, MPI_STATUS_IGNORE);
    compute(m_setup.hubSeconds);
    const int engine = which / kMostUnderWay;
    Engine& own = at(engine);
    const double slowness = engine < m_setup.slowEngines ? m_setup.slowFactor : 1.0;
    own.lastWasShort = m_setup.tasks[own.underWay.front()].seconds * slowness < kShortTask;
    own.underWay.pop_front();
    if (own.underWay.empty()) ++m_idle;
    ask(engine);
  }

  const Setup& m_setup;
  std::vector<char> m_call;
  std::vector<char> m_answer;
  std::vector<Engine> m_engines;
  std::vector<MPI_Request> m_answers;
  int m_idle;
  std::size_t m_next = 0;
};

// Answers calls in the order in which they come. Small calls have arrived before they are received.
void serve(const Setup& setup, int engine) {
  std::vector<char> call(static_cast<std::size_t>(setup.callBytes));
  std::vector<char> answer(static_cast<std::size_t>(setup.answerBytes));
  MPI_Request answers[kMostUnderWay] = {MPI_REQUEST_NULL, MPI_REQUEST_NULL};
  const double slowness = engine < setup.slowEngines ? setup.slowFactor : 1.0;
  for (int turn = 0;; turn = (turn + 1) % kMostUnderWay) {
    MPI_Status status;
    MPI_Recv(call.data(), setup.callBytes, MPI_BYTE, 0, MPI_ANY_TAG, MPI_COMM_WORLD, &status);
    if (status.MPI_TAG == kEnd) break;
    Task task;
    std::memcpy(&task, call.data(), sizeof task);
    compute(task.seconds * slowness);
    MPI_Wait(&answers[turn], MPI_STATUS_IGNORE);
    MPI_Isend(answer.data(), task.bytes, MPI_BYTE, 0, kAnswer, MPI_COMM_WORLD, &answers[turn]);
  }
  MPI_Waitall(kMostUnderWay, answers, MPI_STATUSES_IGNORE);
}

}  // namespace

int main(int count, char** arguments) {
  MPI_Init(&count, &arguments);
  int rank = 0;
  int ranks = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  Setup setup;
  int isGood = readSetup(count, arguments, rank == 0, setup) && ranks > 1 ? 1 : 0;
  MPI_Bcast(&isGood, 1, MPI_INT, 0, MPI_COMM_WORLD);  // the hub alone knows of the tasks
  if (isGood == 0 && rank == 0)
    std::fprintf(stderr, "usage: smpirun ... simulated_ranks TASKS CALL ANSWER HUB SLOW FACTOR\n");
  if (isGood != 0 && rank == 0) {
    const double begin = MPI_Wtime();
    Client(setup, ranks - 1).run();
    std::printf("makespan %.9f\n", MPI_Wtime() - begin);
  } else if (isGood != 0) {
    serve(setup, rank - 1);
  }
  MPI_Finalize();
  return isGood != 0 ? 0 : 2;
}
