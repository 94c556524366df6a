// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/mpirun.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

#include "core/engines/tasks/errors.h"

namespace fatou::mpi {
namespace {

constexpr std::size_t kWrittenKept = 8 * 1024;
constexpr int kMostReads = 16;  // as much as a pipe holds: mpirun may write without end

// The arguments of posix_spawn() that have to be freed.
class SpawnOrders {
 public:
  // Standard input is empty and standard output and error are `output`; nothing else of ours is
  // open there, and its signals are not ours. It has no terminal: ssh would ask for a password
  // there, and nobody would know why it waits. Its priority is that of the calling thread,
  // which LaunchThread sees to.
  explicit SpawnOrders(int output) {
    ::posix_spawn_file_actions_init(&m_actions);
    ::posix_spawn_file_actions_addopen(&m_actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO})
      ::posix_spawn_file_actions_adddup2(&m_actions, output, stream);
    ::posix_spawn_file_actions_addclosefrom_np(&m_actions, STDERR_FILENO + 1);
    ::posix_spawnattr_init(&m_attributes);
    ::posix_spawnattr_setflags(&m_attributes,
                               POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
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

  // Returns 0, or the errno of what went wrong.
  int spawn(const std::vector<std::string>& command, pid_t& process) const {
    std::vector<char*> arguments;
    for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    std::string noQuestions = "SSH_ASKPASS_REQUIRE=never";  // ssh must not ask in a window either
    std::vector<char*> variables{noQuestions.data()};
    for (char** each = environ; *each != nullptr; ++each) variables.push_back(*each);
    variables.push_back(nullptr);
    return ::posix_spawnp(&process, arguments.front(), &m_actions, &m_attributes, arguments.data(),
                          variables.data());
  }

 private:
  posix_spawn_file_actions_t m_actions{};
  posix_spawnattr_t m_attributes{};
};

}  // namespace

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

// ECHILD counts as ended: if this process was started with SIGCHLD ignored, a child that has ended
// leaves nothing to wait for.
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
