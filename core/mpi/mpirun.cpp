// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/mpirun.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "core/engines/errors.h"

namespace fatou::mpi {
namespace {

using Words = std::vector<std::string>;

constexpr std::size_t kWrittenKept = 8 * 1024;
constexpr int kMostReads = 16;  // a pipe's worth; whoever writes without end is not waited for

void append(Words& words, std::initializer_list<const char*> more) {
  words.insert(words.end(), more.begin(), more.end());
}

// For one machine: nothing listens beyond it, ranks are bound to no core (with two they would all
// be bound to one), those that wait make room, those that die take no others along, and what ranks
// share is in the job's folder.
void appendOpenMpi(Words& words, const std::string& folder) {
  append(words, {"--bind-to", "none", "--oversubscribe", "--enable-recovery"});
  const auto set = [&words](const char* name, const std::string& value) {
    append(words, {"--mca", name, value.c_str()});
  };
  set("pml", "ob1");
  set("btl", "vader,self");
  set("plm", "isolated");
  set("oob_tcp_if_include", "lo");
  set("mpi_yield_when_idle", "1");
  set("odls_base_sigkill_timeout", "0");
  set("odls_base_num_threads", "0");  // ranks end with the thread that has started them
  set("orte_tmpdir_base", folder);
  set("btl_vader_backing_directory", folder);
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

std::string programOf(const MpiOptions& options) {
  return options.program.empty() ? thisProgram() : options.program;
}

bool isProgram(const std::string& file) {
  std::error_code none;
  return std::filesystem::is_regular_file(file, none) && ::access(file.c_str(), X_OK) == 0;
}

// As the system looks for it: without a PATH in two folders, and here where one in it is empty.
bool isInPath(const std::string& command) {
  if (command.find('/') != std::string::npos) return isProgram(command);
  const char* const path = std::getenv("PATH");
  std::string_view left = path == nullptr ? "/bin:/usr/bin" : path;
  for (;;) {
    const std::string folder(left.substr(0, left.find(':')));
    if (isProgram((folder.empty() ? "." : folder) + "/" + command)) return true;
    if (folder.size() == left.size()) return false;
    left.remove_prefix(folder.size() + 1);
  }
}

// The first line that says something, as mpirun frames its complaints with lines of dashes.
std::string firstWords(const std::string& output) {
  std::string_view left = output;
  while (!left.empty()) {
    const std::string_view line = left.substr(0, left.find('\n'));
    left.remove_prefix(std::min(left.size(), line.size() + 1));
    if (line.find_first_not_of("-= \t\r") != std::string_view::npos) return std::string(line);
  }
  return {};
}

// What posix_spawn() is told, freed at its end.
class SpawnOrders {
 public:
  // Standard input is empty and standard output and error are `output`; nothing else of ours is
  // open there, and its signals are not ours.
  explicit SpawnOrders(int output) {
    ::posix_spawn_file_actions_init(&m_actions);
    ::posix_spawn_file_actions_addopen(&m_actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO})
      ::posix_spawn_file_actions_adddup2(&m_actions, output, stream);
    ::posix_spawn_file_actions_addclosefrom_np(&m_actions, STDERR_FILENO + 1);
    ::posix_spawnattr_init(&m_attributes);
    ::posix_spawnattr_setflags(
        &m_attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    ::posix_spawnattr_setpgroup(&m_attributes, 0);
    sigset_t signals;
    sigfillset(&signals);
    ::posix_spawnattr_setsigdefault(&m_attributes, &signals);
    sigemptyset(&signals);
    ::posix_spawnattr_setsigmask(&m_attributes, &signals);
  }
  ~SpawnOrders() {
    ::posix_spawnattr_destroy(&m_attributes);
    ::posix_spawn_file_actions_destroy(&m_actions);
  }
  SpawnOrders(const SpawnOrders&) = delete;
  SpawnOrders& operator=(const SpawnOrders&) = delete;

  // 0, or the errno of what went wrong.
  int spawn(const Words& command, pid_t& process) const {
    std::vector<char*> arguments;
    for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    return ::posix_spawnp(&process, arguments.front(), &m_actions, &m_attributes, arguments.data(),
                          environ);
  }

 private:
  posix_spawn_file_actions_t m_actions{};
  posix_spawnattr_t m_attributes{};
};

}  // namespace

std::string packageOf(Implementation implementation) {
  return implementation == Implementation::Mpich ? "mpich" : "openmpi-bin";
}

void requireProgram(const MpiOptions& options) {
  const std::string program = programOf(options);
  if (isInPath(program)) return;
  throw engines::EngineError("no engines can be started: the program that they would run, " +
                             program + ", is not there: start one that is installed");
}

std::vector<std::string> mpirunCommand(const MpiOptions& options, int engines,
                                       const std::string& folder) {
  const Words launchers = launchersOf(options);
  const auto found = std::ranges::find_if(launchers, isInPath);
  Words words{found == launchers.end() ? launchers.back() : *found};
  if (options.implementation == Implementation::OpenMpi) appendOpenMpi(words, folder);
  words.insert(words.end(),
               {"-n", std::to_string(engines + 1), programOf(options), kRankArgument, folder});
  words.insert(words.end(), options.arguments.begin(), options.arguments.end());
  return words;
}

std::string startUpComplaint(const std::string& output) {
  const auto says = [&output](const char* words) {
    return output.find(words) != std::string::npos;
  };
  if (says("to run as root"))
    return "mpirun does not run as root: use another account, or set OMPI_ALLOW_RUN_AS_ROOT=1 and "
           "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 where there is no other";
  if (says("not enough slots"))
    return "the hosts have fewer places than engines were asked for: ask for fewer, or name more "
           "hosts";
  const std::string words = firstWords(output);
  return words.empty() ? "mpirun ended without a word" : "mpirun ended: " + words;
}

Mpirun::Mpirun(const std::vector<std::string>& command, const std::string& package) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    throw std::system_error(errno, std::generic_category(), "nothing can be heard of mpirun");
  m_output = Descriptor(ends[0]);
  const Descriptor input(ends[1]);
  ::fcntl(m_output.number(), F_SETFL, O_NONBLOCK);
  const int failed = SpawnOrders(input.number()).spawn(command, m_process);
  if (failed == ENOENT)
    throw engines::EngineError("no engines can be started: there is no " + command.front() +
                               " here; install " + package);
  if (failed != 0)
    throw engines::EngineError("no engines can be started: " + command.front() + ": " +
                               std::strerror(failed));
}

Mpirun::~Mpirun() {
  if (hasEnded()) return;
  send(SIGKILL);
  while (::waitpid(m_process, nullptr, 0) < 0 && errno == EINTR) continue;
}

void Mpirun::readOutput() {
  std::array<char, 4096> bytes{};
  for (int reads = 0; reads < kMostReads; ++reads) {
    const ssize_t got = ::read(m_output.number(), bytes.data(), bytes.size());
    if (got > 0) {
      m_written.append(bytes.data(), static_cast<std::size_t>(got));
      if (m_written.size() > kWrittenKept) m_written.erase(0, m_written.size() - kWrittenKept);
    } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
      return m_output.close();
    } else if (errno == EAGAIN) {
      return;
    }
  }
}

// Where this process was started with SIGCHLD ignored, nothing is left of a child that has ended.
bool Mpirun::hasEnded() {
  if (m_ended) return true;
  const pid_t found = ::waitpid(m_process, nullptr, WNOHANG);
  m_ended = found == m_process || (found < 0 && errno == ECHILD);
  return m_ended;
}

void Mpirun::send(int signal) {
  if (!hasEnded()) ::kill(m_process, signal);
}

}  // namespace fatou::mpi
