// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/rank.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <mpi.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include "core/base/exception_text.h"
#include "core/mpi/introduction.h"
#include "core/mpi/private_folder.h"
#include "core/mpi/rank/engine_rank.h"
#include "core/mpi/rank/hub.h"

namespace fatou::mpi {
namespace {

// How long it may take until all ranks have met, and until they have parted. MPI waits for ever for
// a rank that has died, and looks again and again; one that does is ended by the signal.
constexpr unsigned kMeetSeconds = 120;
constexpr unsigned kPartSeconds = 5;

// What the hub tells the engines, by MPI: where they are on other hosts there is no other way yet.
struct Invitation {
  Token token{};
  bool isOff = true;  // there is no client, or no hub for it
};

// For a client that is no more. Its socket may end a little before its folder is free.
void removeFolder(const std::string& folder) {
  for (int attempts = 50; attempts > 0 && !removeIfLeft(folder); --attempts)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
}

// A hub has a socket for each engine, and MPI may have more.
void raiseDescriptorLimit(int ranks) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  const rlim_t wanted = 256 + 4 * static_cast<rlim_t>(ranks);
  if (limit.rlim_cur >= wanted) return;
  limit.rlim_cur = std::min(limit.rlim_max, wanted);
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

// Never deleted: MPI may still write to what it keeps.
Hub* makeHub(const std::string& folder, const Introduction& about) try {
  raiseDescriptorLimit(about.ranks);
  return new Hub(about.ranks, folder, about);
} catch (const std::exception& error) {
  std::fprintf(stderr, "the hub: %s\n", exceptionText(error).c_str());
  static_cast<void>(removeIfLeft(folder));
  return nullptr;
}

// Nobody else would end mpirun for a client that is no more, should it not end by itself; where it
// has, this rank has ended with it.
bool runHub(Hub& hub, const std::string& folder) {
  const bool isWhole = hub.run();
  if (!hub.isClientDead()) return isWhole;
  removeFolder(folder);
  if (const pid_t launcher = ::getppid(); launcher > 1) ::kill(launcher, SIGTERM);
  return false;
}

// True where MPI can be left in order.
bool runAs(int rank, const std::string& folder, const Introduction& about) {
  Hub* const hub = rank == 0 ? makeHub(folder, about) : nullptr;
  Invitation invitation;
  if (hub != nullptr) invitation = {.token = hub->token(), .isOff = false};
  MPI_Bcast(&invitation, sizeof invitation, MPI_BYTE, 0, MPI_COMM_WORLD);
  ::alarm(0);
  if (invitation.isOff) return false;
  if (hub != nullptr) return runHub(*hub, folder);
  Descriptor toHub = greetHub(Hub::path(folder), {.token = invitation.token, .rank = rank});
  // Never deleted: its thread may still be computing when the process ends.
  auto* const engine = new EngineRank(about.ranks, std::move(toHub), about);
  return engine->run();
}

}  // namespace

Implementation builtWith() {
#ifdef OPEN_MPI
  return Implementation::OpenMpi;
#else
  return Implementation::Mpich;
#endif
}

int runRank(int argc, const char* const* argv, const std::string& simdTarget) {
  if (argc < 3) return EXIT_FAILURE;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // of mpirun, also while this process is stopped
  ::prctl(PR_SET_TIMERSLACK, 1000UL);  // short waits would take twice as long else
  ::alarm(kMeetSeconds);
  int provided = 0;
  MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  int rank = 0;
  int ranks = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  try {
    const bool isWhole = runAs(rank, argv[2], introductionHere(ranks, simdTarget));
    ::alarm(kPartSeconds);
    if (isWhole) MPI_Finalize();  // would wait for those who have died
    std::_Exit(EXIT_SUCCESS);
  } catch (...) {
    std::fprintf(stderr, "rank %d: %s\n", rank, currentExceptionText().c_str());
    std::_Exit(EXIT_FAILURE);
  }
}

}  // namespace fatou::mpi
