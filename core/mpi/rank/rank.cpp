// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/rank.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <memory>
#include <mpi.h>
#include <string_view>
#include <sys/prctl.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "core/base/exception_text.h"
#include "core/mpi/introduction.h"
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

// For a client that is no more.
void removeFolder(const std::string& folder) {
  std::error_code left;
  std::filesystem::remove_all(folder, left);
}

std::unique_ptr<Hub> makeHub(const std::string& folder, const Introduction& about) try {
  return std::make_unique<Hub>(about.ranks, folder, about);
} catch (const std::exception& error) {
  std::fprintf(stderr, "the hub: %s\n", exceptionText(error).c_str());
  removeFolder(folder);
  return nullptr;
}

bool runHub(Hub& hub, const std::string& folder) {
  const bool isWhole = hub.run();
  if (hub.isClientDead()) removeFolder(folder);
  return isWhole;
}

// True where MPI can be left in order.
bool runAs(int rank, const std::string& folder, const Introduction& about) {
  const auto hub = rank == 0 ? makeHub(folder, about) : nullptr;
  Invitation invitation;
  if (hub) invitation = {.token = hub->token(), .isOff = false};
  MPI_Bcast(&invitation, sizeof invitation, MPI_BYTE, 0, MPI_COMM_WORLD);
  ::alarm(0);
  if (invitation.isOff) return false;
  if (hub) return runHub(*hub, folder);
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
