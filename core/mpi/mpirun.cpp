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

bool isInPath(const std::string& command) {
  if (command.find('/') != std::string::npos) return true;  // the system says what is wrong with it
  const char* const path = std::getenv("PATH");
  std::string_view left = path == nullptr ? "" : path;
  while (!left.empty()) {
    const std::string folder(left.substr(0, left.find(':')));
    if (::access((folder + "/" + command).c_str(), X_OK) == 0) return true;
    left.remove_prefix(std::min(left.size(), folder.size() + 1));
  }
  return false;
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
  // Standard input is empty and standard output and error are `output`; its signals are not ours.
  explicit SpawnOrders(int output) {
    ::posix_spawn_file_actions_init(&m_actions);
    ::posix_spawn_file_actions_addopen(&m_actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO})
      ::posix_spawn_file_actions_adddup2(&m_actions, output, stream);
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

std::vector<std::string> mpirunCommand(const MpiOptions& options, int engines,
                                       const std::string& folder) {
  const Words launchers = launchersOf(options);
  const auto found = std::ranges::find_if(launchers, isInPath);
  Words words{found == launchers.end() ? launchers.back() : *found};
  if (options.implementation == Implementation::OpenMpi) appendOpenMpi(words, folder);
  const std::string program = options.program.empty() ? thisProgram() : options.program;
  words.insert(words.end(), {"-n", std::to_string(engines + 1), program, kRankArgument, folder});
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

Mpirun::Mpirun(const std::vector<std::string>& command) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    throw engines::EngineError("no engines can be started: the system has no descriptor left");
  m_output = Descriptor(ends[0]);
  const Descriptor input(ends[1]);
  ::fcntl(m_output.number(), F_SETFL, O_NONBLOCK);
  const int failed = SpawnOrders(input.number()).spawn(command, m_process);
  if (failed == ENOENT)
    throw engines::EngineError("no engines can be started: there is no " + command.front() +
                               " here; install openmpi-bin");
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
  for (;;) {
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

bool Mpirun::hasEnded() {
  if (!m_ended) m_ended = m_process < 0 || ::waitpid(m_process, nullptr, WNOHANG) == m_process;
  return m_ended;
}

void Mpirun::send(int signal) {
  if (!m_ended) ::kill(m_process, signal);
}

}  // namespace fatou::mpi
