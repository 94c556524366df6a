// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/child_process.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <vector>

#include "core/engines/remote/transport.h"
#include "core/engines/tasks/errors.h"

extern char** environ;

namespace fatou::python {
namespace {

using engines::EngineError;

constexpr std::size_t kPageBytes = 4096;
// The page, as engine.py has it: tasks that are to stop, each in the place of its number modulo the
// number of places, and behind them the one that runs.
constexpr std::size_t kStopPlaces = 8;
static_assert(kStopPlaces >= engines::kMostCallsUnderWay, "each call under way has its own place");

// What Python is given as its program: the text itself would be seen in every list of processes.
// An old Python says so before it reads what it would not understand.
constexpr char kBootstrap[] =
    "import os, sys\n"
    "if sys.version_info < (3, 9):\n"
    "    sys.exit('it is Python %d.%d, and engines need 3.9 or later: '\n"
    "             'name another with --python' % sys.version_info[:2])\n"
    "exec(compile(os.pread(6, 1 << 20, 0), '<fatou engine>', 'exec'))";

[[noreturn]] void refuse(const std::string& what, int error) {
  throw EngineError("no Python engine can be started: " + what + ": " +
                    std::generic_category().message(error));
}

Descriptor opened(int number, const char* what) {
  if (number < 0) refuse(what, errno);
  return Descriptor(number);
}

Descriptor memoryFile(const char* name) {
  return opened(::memfd_create(name, MFD_CLOEXEC), "there is no memory");
}

// Both ends of a pipe: to read from, to write to.
struct Pipe {
  Descriptor out;
  Descriptor in;
};
Pipe makePipe() {
  int ends[2]{};
  if (::pipe2(ends, O_CLOEXEC) != 0) refuse("there is no pipe", errno);
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

bool isOf(const char* entry, std::string_view prefix) {
  return std::strncmp(entry, prefix.data(), prefix.size()) == 0;
}

// The environment, without what would keep Python from ending.
//
// glibc keeps up to 256 MiB of what Python frees, unless the caller has settings of his own. A term
// of numpy's asks for memory and frees it with each operator: where this goes back to the system
// each time, its pages take longer to come than to be computed with.
std::vector<char*> environmentFor() {
  static char keep[] = "MALLOC_TRIM_THRESHOLD_=268435456";
  static char take[] = "MALLOC_MMAP_THRESHOLD_=33554432";
  std::vector<char*> kept;
  bool isSet = false;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (!isOf(*entry, "PYTHONINSPECT=")) kept.push_back(*entry);
    isSet = isSet || isOf(*entry, "MALLOC_") || isOf(*entry, "GLIBC_TUNABLES=");
  }
  if (!isSet) kept.insert(kept.end(), {keep, take});
  kept.push_back(nullptr);
  return kept;
}

// What posix_spawn does in the new process.
class SpawnPlan {
 public:
  SpawnPlan() {
    ::posix_spawn_file_actions_init(&m_actions);
    ::posix_spawnattr_init(&m_attributes);
    sigset_t none;
    sigset_t all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&m_attributes, &none);
    ::posix_spawnattr_setsigdefault(&m_attributes, &all);
    ::posix_spawnattr_setpgroup(&m_attributes, 0);
    ::posix_spawnattr_setflags(
        &m_attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    ::posix_spawn_file_actions_addopen(&m_actions, 0, "/dev/null", O_RDONLY, 0);
  }
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&m_actions);
    ::posix_spawnattr_destroy(&m_attributes);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  // The new process has `number` as `wanted`. It goes by way of a high number: a low one might be
  // another's wanted number, and one that is its own wanted number would be closed.
  void hand(int number, int wanted) {
    m_high.push_back(opened(::fcntl(number, F_DUPFD_CLOEXEC, 100), "there is no descriptor"));
    ::posix_spawn_file_actions_adddup2(&m_actions, m_high.back().number(), wanted);
  }
  int spawn(pid_t& id, const std::vector<char*>& arguments) const {
    return ::posix_spawn(&id, arguments.front(), &m_actions, &m_attributes, arguments.data(),
                         environmentFor().data());
  }

 private:
  posix_spawn_file_actions_t m_actions{};
  posix_spawnattr_t m_attributes{};
  std::vector<Descriptor> m_high;
};

void writeAll(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) refuse("there is no memory", errno);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::string statusText(int status) {
  if (WIFEXITED(status)) return "it ended with code " + std::to_string(WEXITSTATUS(status));
  if (!WIFSIGNALED(status)) return "it ended";
  const int signal = WTERMSIG(status);
  const char* const name = ::sigdescr_np(signal);
  return "it was ended by signal " + std::to_string(signal) +
         (name == nullptr ? std::string() : " (" + std::string(name) + ")");
}

}  // namespace

ChildProcess::ChildProcess(const std::string& program, std::string_view text) {
  int ends[2]{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    refuse("there is no socket", errno);
  m_channel = Descriptor(ends[0]);
  const Descriptor theirs(ends[1]);
  Pipe printed = makePipe();
  ::fcntl(printed.out.number(), F_SETFL, O_NONBLOCK);  // this end alone: Python's may wait
  Pipe life = makePipe();
  const Descriptor textFile = memoryFile("fatou engine");
  writeAll(textFile.number(), text);
  makePage();
  start(program, {theirs.number(), m_pageFile.number(), life.out.number(), textFile.number()},
        printed.in.number());
  m_output = std::move(printed.out);
  m_lifeLine = std::move(life.in);
}

void ChildProcess::makePage() {
  m_pageFile = memoryFile("fatou control");
  if (::ftruncate(m_pageFile.number(), kPageBytes) != 0) refuse("there is no memory", errno);
  void* const page =
      ::mmap(nullptr, kPageBytes, PROT_READ | PROT_WRITE, MAP_SHARED, m_pageFile.number(), 0);
  if (page == MAP_FAILED) refuse("there is no memory", errno);
  m_page = static_cast<std::uint64_t*>(page);
}

void ChildProcess::start(const std::string& program, const std::array<int, 4>& handed,
                         int printed) {
  SpawnPlan plan;
  plan.hand(printed, 1);
  plan.hand(printed, 2);
  int next = 3;
  for (const int number : handed) plan.hand(number, next++);
  std::string name = program;
  std::string unbuffered = "-u";
  std::string option = "-c";
  std::string bootstrap = kBootstrap;
  const std::vector<char*> arguments{name.data(), unbuffered.data(), option.data(),
                                     bootstrap.data(), nullptr};
  pid_t id = -1;
  if (const int error = plan.spawn(id, arguments); error != 0) {
    ::munmap(m_page, kPageBytes);
    throw EngineError("'" + program + "' cannot be run: " + std::generic_category().message(error));
  }
  m_id = id;
  m_ended = Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, id, 0)));
}

ChildProcess::~ChildProcess() {
  kill("it was no longer needed");
  static_cast<void>(howItEnded());
  ::munmap(m_page, kPageBytes);
}

// One that has not begun finds out when it begins. The signal is for it alone: what another task
// has started gets none.
void ChildProcess::askToStop(std::uint64_t task) noexcept {
  std::atomic_ref<std::uint64_t>(m_page[task % kStopPlaces]).store(task);
  if (std::atomic_ref<std::uint64_t>(m_page[kStopPlaces]).load() != task) return;
  const std::scoped_lock lock(m_mutex);
  signalGroup(SIGINT);
}

void ChildProcess::kill(const std::string& why) noexcept {
  const std::scoped_lock lock(m_mutex);
  if (m_isReaped) return;
  if (m_why.empty()) m_why = why;
  signalGroup(SIGKILL);
}

// Its number may be another's once it has been waited for.
void ChildProcess::signalGroup(int signal) noexcept {
  if (!m_isReaped) ::kill(-m_id, signal);
}

std::string ChildProcess::howItEnded() {
  const std::scoped_lock lock(m_mutex);
  if (m_isReaped) return m_why;
  siginfo_t info{};
  while (::waitid(P_PID, static_cast<id_t>(m_id), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR)
    continue;
  signalGroup(SIGKILL);  // what it has left behind
  int status = 0;
  while (::waitpid(m_id, &status, 0) < 0 && errno == EINTR) continue;
  m_isReaped = true;
  if (m_why.empty()) m_why = statusText(status);
  return m_why;
}

}  // namespace fatou::python
