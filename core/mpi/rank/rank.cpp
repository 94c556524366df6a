// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/rank.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <memory>
#include <mpi.h>
#include <string>
#include <sys/prctl.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "core/base/exception_text.h"
#include "core/mpi/introduction.h"
#include "core/mpi/meeting.h"
#include "core/mpi/rank/engine_rank.h"
#include "core/mpi/rank/hub.h"
#include "core/mpi/start_up.h"

namespace fatou::mpi {
namespace {

// How long it may take until all ranks have met, and until they have parted. MPI waits for ever for
// a rank that has died, and looks again and again; one that does is ended by the signal.
constexpr unsigned kMeetSeconds = 120;
constexpr unsigned kPartSeconds = 5;

// What the hub tells the engines, by MPI: where they are on other hosts there is no other way yet.
struct Invitation {
  Secrets secrets{};
  bool isOff = true;  // there is no client, or no hub for it
};

// For a client that is no more.
void removeFolder(const std::string& folder) {
  std::error_code left;
  std::filesystem::remove_all(folder, left);
}

std::unique_ptr<Hub> makeHub(const std::string& folder, const Introduction& about) try {
  return std::make_unique<Hub>(about.ranks, folder, about);
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s%d: %s\n", kHubOfRanks, about.ranks, exceptionText(error).c_str());
  removeFolder(folder);
  return nullptr;
}

bool runHub(Hub& hub, const std::string& folder) {
  const bool isWhole = hub.run();
  if (hub.isClientDead()) removeFolder(folder);
  return isWhole;
}

// To the hub, or nobody where that is on another host.
Descriptor goToHubHere(const std::string& folder) try {
  return connectTo(Hub::path(folder));
} catch (const std::system_error&) {
  return {};
}

// Whether any of the ranks says so.
bool doesAny(bool does) {
  const int mine = does ? 1 : 0;
  int most = 0;
  MPI_Allreduce(&mine, &most, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
  return most != 0;
}

// What a rank knows of itself.
struct Self {
  int rank = 0;
  const std::string& folder;
  const Introduction& about;
};

// The hub listens to other hosts only where it is on another than some engine; `hub` is null on all
// ranks but its own, which gets nobody.
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
  const auto hub = self.rank == 0 ? makeHub(self.folder, self.about) : nullptr;
  Invitation invitation;
  if (hub) invitation = {.secrets = hub->secrets(), .isOff = false};
  MPI_Bcast(&invitation, sizeof invitation, MPI_BYTE, 0, MPI_COMM_WORLD);
  if (invitation.isOff) return false;
  Descriptor toHub = meet(self, hub.get(), invitation.secrets);
  if (hub) return runHub(*hub, self.folder);
  // Never deleted: its thread may still be computing when the process ends.
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
  MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  int rank = 0;
  int ranks = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  try {
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
