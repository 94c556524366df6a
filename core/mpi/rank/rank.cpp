// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/rank.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <mpi.h>
#include <string_view>
#include <sys/prctl.h>
#include <system_error>
#include <unistd.h>

#include "core/base/exception_text.h"
#include "core/mpi/introduction.h"
#include "core/mpi/rank/engine_rank.h"
#include "core/mpi/rank/hub.h"

namespace fatou::mpi {
namespace {

// How long MPI may take to be left. One that hangs is ended by the signal.
constexpr unsigned kLeaveSeconds = 5;

bool runAs(int rank, const std::string& folder, const Introduction& about) {
  Token token{};
  if (rank == 0) {
    Hub hub(about.ranks, folder, about);
    token = hub.token();
    MPI_Bcast(token.data(), static_cast<int>(token.size()), MPI_BYTE, 0, MPI_COMM_WORLD);
    const bool isWhole = hub.run();
    std::error_code left;
    if (hub.isClientDead()) std::filesystem::remove_all(folder, left);
    return isWhole;
  }
  MPI_Bcast(token.data(), static_cast<int>(token.size()), MPI_BYTE, 0, MPI_COMM_WORLD);
  // Never deleted: its thread may still be computing when the process ends.
  auto* const engine = new EngineRank(
      about.ranks, greetHub(Hub::path(folder), {.token = token, .rank = rank}), about);
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
  int provided = 0;
  MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  int rank = 0;
  int ranks = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  try {
    const bool isWhole = runAs(rank, argv[2], introductionHere(ranks, simdTarget));
    ::alarm(kLeaveSeconds);
    if (isWhole) MPI_Finalize();  // would wait for those who have died
    std::_Exit(EXIT_SUCCESS);
  } catch (...) {
    std::fprintf(stderr, "rank %d: %s\n", rank, currentExceptionText().c_str());
    MPI_Abort(MPI_COMM_WORLD, EXIT_FAILURE);
    std::_Exit(EXIT_FAILURE);
  }
}

}  // namespace fatou::mpi
