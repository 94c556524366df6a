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

// The path of the executable file. The name by which it was called would not do: ranks begin in
// another folder, where the same name may belong to another file.
std::string thisProgram() {
  std::error_code none;
  return std::filesystem::read_symlink("/proc/self/exe", none);
}

std::string programOf(const MpiOptions& options) {
  return options.program.empty() ? thisProgram() : options.program;
}

bool isProgram(const std::string& file) {
  std::error_code none;
  return std::filesystem::is_regular_file(file, none) && ::access(file.c_str(), X_OK) == 0;
}

// The folder in PATH where a command is, or an empty one where the command is already written with
// its folder. As for the system, an empty entry of PATH is the current folder, and without a PATH
// two folders are searched.
std::optional<std::string> folderOf(const std::string& command) {
  if (command.find('/') != std::string::npos)
    return isProgram(command) ? std::optional<std::string>("") : std::nullopt;
  const char* const path = std::getenv("PATH");
  std::string_view left = path == nullptr ? "/bin:/usr/bin" : path;
  for (;;) {
    const std::string named(left.substr(0, left.find(':')));
    const std::string folder = named.empty() ? "." : named;
    if (isProgram(folder + "/" + command)) return folder;
    if (named.size() == left.size()) return std::nullopt;
    left.remove_prefix(named.size() + 1);
  }
}

// The first launcher that is there, else the last. Open MPI that is called by its whole path looks
// for its parts at the same place on the other hosts; in /usr/bin they are found without that.
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

// Up to so many bytes a rank's message goes through memory that it shares with the hub, and the
// rank is done with it at once. Of a longer one the hub is told, fetches it from the rank and tells
// it so, for which both are woken once more in the middle of their work; Open MPI does so from 4
// KiB if not told otherwise. Packed bands are mostly shorter than this.
constexpr char kSharedMessage[] = "32768";

// Keeps a job within one machine: nothing listens beyond it, and what ranks share is in the job's
// folder.
void appendLocalOpenMpi(Words& words, const std::string& folder) {
  setParameter(words, "pml", "ob1");
  setParameter(words, "btl", "vader,self");
  setParameter(words, "plm", "isolated");
  setParameter(words, "oob_tcp_if_include", "lo");
  setParameter(words, "orte_tmpdir_base", folder);
  setParameter(words, "btl_vader_backing_directory", folder);
  setParameter(words, "btl_vader_eager_limit", kSharedMessage);
}

// Ranks are bound to no core, as two ranks would be bound to the same one. Ranks that wait yield
// their core, and ranks that die do not end the others.
void appendOpenMpi(Words& words) {
  append(words, {"--bind-to", "none", "--oversubscribe", "--enable-recovery"});
  setParameter(words, "mpi_yield_when_idle", "1");
  setParameter(words, "odls_base_sigkill_timeout", "0");
  setParameter(words, "odls_base_num_threads", "0");  // ranks end with the thread that started them
}

// The command line of a rank. On other hosts a shell first looks whether the program is there, as
// Open MPI with --enable-recovery does not report a missing one.
Words rankWords(const MpiOptions& options, const std::string& folder) {
  Words words;
  if (!options.hosts.empty())
    append(words, {"/bin/sh", "-c",
                   "if [ -x \"$0\" ]; then exec \"$0\" \"$@\"; fi; echo \"" +
                       std::string(kNoProgram) + "$0 on $(uname -n)\" >&2; exit 127"});
  append(words, {programOf(options), kRankArgument, folder});
  words.insert(words.end(), options.arguments.begin(), options.arguments.end());
  return words;
}

// Adds so many ranks on these hosts. Open MPI wants to be told for each such group which variables
// its ranks inherit.
void appendContext(Words& words, int ranks, const std::string& hosts, const Words& rank) {
  if (std::getenv("LD_LIBRARY_PATH") != nullptr) append(words, {"-x", "LD_LIBRARY_PATH"});
  append(words, {"-n", std::to_string(ranks), "--host", hosts});
  words.insert(words.end(), rank.begin(), rank.end());
}

// The hosts with a place more for the hub, which is on the one that is named.
Hosts withPlaceForHub(Hosts hosts, const std::string& hub) {
  for (Host& host : hosts)
    if (host.name == hub) ++host.places;
  return hosts;
}

// Adds the hub on this machine and the engines on the hosts in their order. Without the arguments
// for it, Slurm gives processors to one step of a job at a time, and ends a job when one of its
// machines fails. In such a job Open MPI takes the hub's place from those of its machine, and
// would put the engines elsewhere that were to be there.
void appendOpenMpiHosts(Words& words, const MpiOptions& options, int engines, const Words& rank) {
  append(words, {"--map-by", "slot"});
  if (!options.here.empty() && std::getenv("OMPI_MCA_plm_slurm_args") == nullptr)
    setParameter(words, "plm_slurm_args", "--no-kill --overlap");
  const std::string hub = options.here.empty() ? "localhost" : options.here;
  const Hosts hosts = withPlaceForHub(options.hosts, hub);
  const auto hubHost = std::ranges::find(hosts, hub, &Host::name);
  appendContext(words, 1, hubHost == hosts.end() ? hub : toText(Hosts{*hubHost}), rank);
  words.emplace_back(":");
  setParameter(words, "mpi_yield_when_idle", "1");
  appendContext(words, engines, toText(hosts), rank);
}

// MPICH recognises its own machine only by the machine's own name, and uses ssh for any other name.
// Its ranks would begin in the folder where it was started, which other hosts need not have.
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

void requireProgram(const MpiOptions& options) {
  const std::string program = programOf(options);
  if (folderOf(program)) return;
  throw engines::EngineError("no engines can be started: the program that they would run, " +
                             program + ", is not there: start one that is installed");
}

const char* packageOf(Implementation implementation) {
  return implementation == Implementation::Mpich ? "mpich" : "openmpi-bin";
}

}  // namespace fatou::mpi
