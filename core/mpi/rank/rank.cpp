// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/rank.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <mpi.h>
#include <stdexcept>
#include <string>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

#include "core/base/exception_text.h"
#include "core/base/large_pages.h"
#include "core/mpi/introduction.h"
#include "core/mpi/meeting.h"
#include "core/mpi/private_folder.h"
#include "core/mpi/rank/engine_rank.h"
#include "core/mpi/rank/hub.h"
#include "core/mpi/start_up.h"

namespace fatou::mpi {
namespace {

// Ranks may take so long until all have met, and until they have parted. MPI would wait for ever
// for a rank that has died, and use a core for it; then alarm()'s signal ends this process.
constexpr unsigned kMeetSeconds = 120;
constexpr unsigned kPartSeconds = 5;

// The hub's first message to the engines. It goes by MPI, as engines on other hosts cannot be told
// in another way yet.
struct Invitation {
  Secrets secrets{};
  bool isOff = true;  // there is no client, or no hub for it
};

// Removes the folder of a client that has ended. Its socket may end a little before the folder's
// lock does.
void removeFolder(const std::string& folder) {
  for (int attempts = 50; attempts > 0 && !removeIfLeft(folder); --attempts)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
}

// A hub needs a descriptor for each engine, and MPI may need some more.
void raiseDescriptorLimit(int ranks) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  const rlim_t wanted = 256 + 4 * static_cast<rlim_t>(ranks);
  if (limit.rlim_cur >= wanted) return;
  limit.rlim_cur = std::min(limit.rlim_max, wanted);
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

// The hub is never deleted, as MPI may still write to what it keeps.
Hub* makeHub(const std::string& folder, const Introduction& about) try {
  raiseDescriptorLimit(about.ranks);
  return new Hub(about.ranks, folder, about);
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s%d: %s\n", kHubOfRanks, about.ranks, exceptionText(error).c_str());
  static_cast<void>(removeIfLeft(folder));
  return nullptr;
}

// After a client that has ended nobody else would end mpirun, if it does not end by itself. If it
// does, this rank ends with it.
bool runHub(Hub& hub, const std::string& folder) {
  const bool isWhole = hub.run();
  if (!hub.isClientDead()) return isWhole;
  removeFolder(folder);
  if (const pid_t launcher = ::getppid(); launcher > 1) ::kill(launcher, SIGTERM);
  return false;
}

// Connects to the hub; the descriptor is not open where the hub is on another host.
Descriptor goToHubHere(const std::string& folder) try {
  return connectTo(Hub::path(folder));
} catch (const std::system_error&) {
  return {};
}

// True on all ranks where `does` is on one of them. All have to call it.
bool doesAny(bool does) {
  const int mine = does ? 1 : 0;
  int most = 0;
  MPI_Allreduce(&mine, &most, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
  return most != 0;
}

// A rank as it knows itself.
struct Self {
  int rank = 0;
  const std::string& folder;
  const Introduction& about;
};

// Connects an engine to the hub. The hub listens to other hosts only where some engine is on
// another host. `hub` is null on all ranks but its own; the hub itself gets a descriptor that is
// not open.
Descriptor meet(const Self& self, Hub* hub, const Secrets& secrets) {
  Descriptor toHub = hub != nullptr ? Descriptor() : goToHubHere(self.folder);
  const bool isAway = hub == nullptr && !toHub.isOpen();
  HubAddress address;
  if (doesAny(isAway)) {
    if (hub != nullptr) address = hub->openToOtherHosts();
    MPI_Bcast(&address, sizeof address, MPI_BYTE, 0, MPI_COMM_WORLD);
  }
  ::alarm(0);
  if (isAway) return comeFromOtherHost(address, self.rank, secrets, self.about.host);
  if (hub == nullptr) greetHub(toHub.number(), self.rank, secrets);
  return toHub;
}

// True where MPI can be left in order.
bool runAs(const Self& self) {
  Hub* const hub = self.rank == 0 ? makeHub(self.folder, self.about) : nullptr;
  Invitation invitation;
  if (hub != nullptr) invitation = {.secrets = hub->secrets(), .isOff = false};
  if (MPI_Bcast(&invitation, sizeof invitation, MPI_BYTE, 0, MPI_COMM_WORLD) != MPI_SUCCESS)
    throw std::runtime_error("the hub is that of another version: install the same everywhere");
  if (invitation.isOff) return false;
  Descriptor toHub = meet(self, hub, invitation.secrets);
  if (hub != nullptr) return runHub(*hub, self.folder);
  touchMemoryForTiles();  // MPI has made its large allocations; the client still waits for engines
  // It is never deleted, as its worker may still be computing when the process ends.
  auto* const engine = new EngineRank(self.about.ranks, std::move(toHub), self.about);
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
  MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &provided);
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  int rank = 0;
  int ranks = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  try {
    if (provided < MPI_THREAD_SERIALIZED)  // an engine's two threads take turns
      throw std::runtime_error("this MPI serves one thread alone: install Open MPI 4 or MPICH 4");
    const std::string folder = argv[2];
    const Introduction about = introductionHere(ranks, simdTarget);
    const bool isWhole = runAs({.rank = rank, .folder = folder, .about = about});
    ::alarm(kPartSeconds);
    if (isWhole) MPI_Finalize();  // would wait for those who have died
    std::_Exit(EXIT_SUCCESS);
  } catch (...) {
    std::fprintf(stderr, "rank %d: %s\n", rank, currentExceptionText().c_str());
    std::_Exit(EXIT_FAILURE);
  }
}

}  // namespace fatou::mpi
