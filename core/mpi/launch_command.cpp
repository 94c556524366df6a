// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/launch_command.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <system_error>
#include <unistd.h>

#include "core/mpi/start_up.h"

namespace fatou::mpi {
namespace {

using Words = std::vector<std::string>;

void append(Words& words, std::initializer_list<std::string> more) {
  words.insert(words.end(), more);
}

void setParameter(Words& words, const std::string& name, const std::string& value) {
  append(words, {"--mca", name, value});
}

// Debian names the commands of both, and calls one of them mpirun.
Words launchersOf(const MpiOptions& options) {
  if (!options.launcher.empty()) return {options.launcher};
  if (options.implementation == Implementation::Mpich) return {"mpirun.mpich", "mpirun"};
  return {"mpirun.openmpi", "mpirun"};
}

// The file itself: ranks stand elsewhere, and the name it was called by may be another's there.
std::string thisProgram() {
  std::error_code none;
  return std::filesystem::read_symlink("/proc/self/exe", none);
}

// The folder in PATH where a command is; empty where that need not be looked for.
std::optional<std::string> folderOf(const std::string& command) {
  if (command.find('/') != std::string::npos) return "";  // the system says what is wrong with it
  const char* const path = std::getenv("PATH");
  std::string_view left = path == nullptr ? "" : path;
  while (!left.empty()) {
    std::string folder(left.substr(0, left.find(':')));
    if (::access((folder + "/" + command).c_str(), X_OK) == 0) return folder;
    left.remove_prefix(std::min(left.size(), folder.size() + 1));
  }
  return std::nullopt;
}

// The first launcher that is there, else the last. Called by its whole path Open MPI has its parts
// looked for beside it on the other hosts, too; where a shell finds them by itself it need not.
std::string launcherOf(const MpiOptions& options) {
  const Words launchers = launchersOf(options);
  for (const std::string& launcher : launchers) {
    const auto folder = folderOf(launcher);
    if (!folder) continue;
    const bool isFoundAnywhere = folder->empty() || *folder == "/usr/bin" || *folder == "/bin";
    return options.hosts.empty() || isFoundAnywhere ? launcher : *folder + "/" + launcher;
  }
  return launchers.back();
}

// For one machine: nothing listens beyond it, and what ranks share is in the job's folder.
void appendLocalOpenMpi(Words& words, const std::string& folder) {
  setParameter(words, "pml", "ob1");
  setParameter(words, "btl", "vader,self");
  setParameter(words, "plm", "isolated");
  setParameter(words, "oob_tcp_if_include", "lo");
  setParameter(words, "orte_tmpdir_base", folder);
  setParameter(words, "btl_vader_backing_directory", folder);
}

// Ranks are bound to no core (with two they would all be bound to one), those that wait make room,
// and those that die take no others along.
void appendOpenMpi(Words& words) {
  append(words, {"--bind-to", "none", "--oversubscribe", "--enable-recovery"});
  setParameter(words, "mpi_yield_when_idle", "1");
  setParameter(words, "odls_base_sigkill_timeout", "0");
}

// What `program` is started with. On other hosts a shell looks whether it is there, as of Open MPI
// with --enable-recovery nobody would hear that it is not.
Words rankWords(const MpiOptions& options, const std::string& folder) {
  Words words;
  if (!options.hosts.empty())
    append(words, {"/bin/sh", "-c",
                   "if [ -x \"$0\" ]; then exec \"$0\" \"$@\"; fi; echo \"" +
                       std::string(kNoProgram) + "$0 on $(uname -n)\" >&2; exit 127"});
  append(words, {options.program.empty() ? thisProgram() : options.program, kRankArgument, folder});
  words.insert(words.end(), options.arguments.begin(), options.arguments.end());
  return words;
}

// So many ranks on these hosts. What they are to have in their environment holds for them alone.
void appendContext(Words& words, int ranks, const std::string& hosts, const Words& rank) {
  if (std::getenv("LD_LIBRARY_PATH") != nullptr) append(words, {"-x", "LD_LIBRARY_PATH"});
  append(words, {"-n", std::to_string(ranks), "--host", hosts});
  words.insert(words.end(), rank.begin(), rank.end());
}

// The hub on this machine, and the engines on the hosts in their order. Slurm gives processors to
// one step of a job at a time, and ends the job with the first of its machines, unless it is told
// otherwise.
void appendOpenMpiHosts(Words& words, const MpiOptions& options, int engines, const Words& rank) {
  append(words, {"--map-by", "slot"});
  if (!options.here.empty() && std::getenv("OMPI_MCA_plm_slurm_args") == nullptr)
    setParameter(words, "plm_slurm_args", "--no-kill --overlap");
  appendContext(words, 1, options.here.empty() ? "localhost" : options.here, rank);
  words.emplace_back(":");
  setParameter(words, "mpi_yield_when_idle", "1");
  appendContext(words, engines, toText(options.hosts), rank);
}

// MPICH knows its own machine by the name it has, and would go to it by ssh by any other. Its ranks
// begin in the folder where it was started, which need not be everywhere.
void appendMpichHosts(Words& words, const MpiOptions& options, int engines, const Words& rank) {
  std::array<char, 256> name{};
  ::gethostname(name.data(), name.size() - 1);
  const std::string here = options.here.empty() ? std::string(name.data()) : options.here;
  Hosts hosts = options.hosts;
  if (hosts.front().name == here)
    ++hosts.front().places;
  else
    hosts.insert(hosts.begin(), Host{.name = here, .places = 1});
  append(words, {"-hosts", toText(hosts), "-wdir", "/", "-n", std::to_string(engines + 1)});
  words.insert(words.end(), rank.begin(), rank.end());
}

}  // namespace

std::vector<std::string> mpirunCommand(const MpiOptions& options, int engines,
                                       const std::string& folder) {
  const bool isOpenMpi = options.implementation == Implementation::OpenMpi;
  const Words rank = rankWords(options, folder);
  Words words{launcherOf(options)};
  if (isOpenMpi) appendOpenMpi(words);
  if (!options.hosts.empty()) {
    const auto appendHosts = isOpenMpi ? appendOpenMpiHosts : appendMpichHosts;
    appendHosts(words, options, engines, rank);
    return words;
  }
  if (isOpenMpi) appendLocalOpenMpi(words, folder);
  append(words, {"-n", std::to_string(engines + 1)});
  words.insert(words.end(), rank.begin(), rank.end());
  return words;
}

const char* packageOf(Implementation implementation) {
  return implementation == Implementation::Mpich ? "mpich" : "openmpi-bin";
}

}  // namespace fatou::mpi
