// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <optional>
#include <spawn.h>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

#include "core/engines/remote/call_server.h"
#include "core/engines/remote/transport.h"

namespace fatou::engines {

// Whole messages over a stream socket: their length, then their bytes.

inline bool writeAll(int socket, const void* data, std::size_t size) {
  const char* next = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t written = ::send(socket, next, size, MSG_NOSIGNAL);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    next += written;
    size -= static_cast<std::size_t>(written);
  }
  return true;
}

inline bool readAll(int socket, void* data, std::size_t size) {
  char* next = static_cast<char*>(data);
  while (size > 0) {
    const ssize_t got = ::recv(socket, next, size, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    next += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

inline bool writeMessage(int socket, const Bytes& message) {
  const auto size = static_cast<std::uint32_t>(message.size());
  return writeAll(socket, &size, sizeof size) && writeAll(socket, message.data(), message.size());
}

inline std::optional<Bytes> readMessage(int socket) {
  std::uint32_t size = 0;
  if (!readAll(socket, &size, sizeof size)) return std::nullopt;
  Bytes message(size, '\0');
  if (!readAll(socket, message.data(), size)) return std::nullopt;
  return message;
}

inline constexpr int kEngineSocket = 3;
inline constexpr char kEngineArgument[] = "--engine";

// Runs the test's own program as an engine, when it is started as one.
[[noreturn]] inline void serveAsEngine() {
  EngineId id = kNoEngine;
  if (!readAll(kEngineSocket, &id, sizeof id)) ::_exit(1);
  CallServer server(id);
  std::thread([&server] {
    while (auto message = readMessage(kEngineSocket)) server.put(std::move(*message));
    ::_exit(0);  // the caller is gone
  }).detach();
  while (const auto answer = server.answerNext()) writeMessage(kEngineSocket, *answer);
  ::_exit(0);
}

// The same program once more, as an engine that can be killed for real. Shows that an engine of
// another process takes nothing but a transport.
class ProcessTransport final : public Transport {
 public:
  ProcessTransport() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) fail(errno);
    m_socket = ends[0];
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], kEngineSocket);
    std::string program = "/proc/self/exe";
    std::string argument = kEngineArgument;
    std::array<char*, 3> arguments{program.data(), argument.data(), nullptr};
    const int failed =
        ::posix_spawn(&m_process, program.c_str(), &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (failed != 0) fail(failed);
  }

  ~ProcessTransport() override {
    {
      const std::scoped_lock lock(m_mutex);
      m_closing = true;
    }
    ::kill(m_process, SIGKILL);
    ::shutdown(m_socket, SHUT_RDWR);
    if (m_reader.joinable()) m_reader.join();
    ::close(m_socket);
    ::waitpid(m_process, nullptr, 0);
  }

  pid_t process() const { return m_process; }

  void open(EngineId id, Receiver& receiver) override {
    writeAll(m_socket, &id, sizeof id);
    m_reader = std::thread([this, &receiver] {
      while (auto message = readMessage(m_socket)) receiver.received(std::move(*message));
      const std::unique_lock lock(m_mutex);
      if (!m_closing) receiver.lost("its process has ended");
    });
  }

  void send(Bytes message) noexcept override {
    const std::scoped_lock lock(m_sendMutex);
    writeMessage(m_socket, message);
  }

 private:
  [[noreturn]] static void fail(int error) {
    throw std::system_error(error, std::generic_category(), "no process can be started");
  }

  int m_socket = -1;
  pid_t m_process = -1;
  std::mutex m_mutex;
  bool m_closing = false;
  std::mutex m_sendMutex;
  std::thread m_reader;
};

inline RemoteEngine processEngine() {
  auto transport = std::make_unique<ProcessTransport>();
  EngineInfo info = engineInfoHere("process");
  info.process = transport->process();
  return {.transport = std::move(transport), .info = std::move(info)};
}

}  // namespace fatou::engines
