// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "core/python/descriptor.h"
#include "core/python/memory_file.h"
#include "core/python/serve/client_frame.h"

namespace fatou::python {

// Frames from and to a client, over a socket or two pipes. One thread receives; any may send, and
// never waits: what the client does not read yet is kept here. Short frames are written by whoever
// sends them, as to wake a thread for it takes longer than to write; a thread here writes long
// ones, and what the client had no room for.
class ClientStream {
 public:
  struct Received {
    ClientFrameKind kind = ClientFrameKind::Hello;
    std::uint64_t number = 0;
    PyValue value;
  };

  // A socket in both directions. Throws std::system_error.
  explicit ClientStream(Descriptor socket) : ClientStream(std::move(socket), Descriptor()) {}
  // A pipe in each direction.
  ClientStream(Descriptor in, Descriptor out);
  // Sends what waits, for as long as the client reads, but no longer than a second.
  ~ClientStream();
  ClientStream(const ClientStream&) = delete;
  ClientStream& operator=(const ClientStream&) = delete;

  // Waits for the next frame; nothing once the client has gone, or a stop is requested. Throws
  // engines::WireError for what is no frame, after which nothing can be received.
  std::optional<Received> receive(const std::stop_token& stop);

  void send(ClientFrame frame);
  // Sends no later than kGatheredFor after the last write, with what else is to be sent by then: to
  // be woken for each of many short frames takes a client as long as to read them.
  void sendSoon(ClientFrame frame);
  static constexpr std::chrono::microseconds kGatheredFor{200};
  // Sends what the client can do without; false, and does not, where kMostUnread bytes wait for the
  // client to read.
  bool sendUnlessFull(ClientFrame frame);
  static constexpr std::size_t kMostUnread = std::size_t{64} << 20;
  // Whether files go along with frames: not over pipes.
  bool passesFiles() const { return isSocket(); }

 private:
  using Files = std::vector<std::shared_ptr<const MemoryFile>>;

  int outNumber() const { return m_out.isOpen() ? m_out.number() : m_in.number(); }
  bool isSocket() const { return !m_out.isOpen(); }
  bool waitForBytes();
  bool take(char* to, std::size_t size);
  std::size_t readSome(char* to, std::size_t size);
  PyArray arrayOf(const ArrayRoom& room, const Files& files);
  Received readFrame(const ClientHead& head);

  void put(ClientFrame frame) {  // while locked
    if (m_hasGone) return;
    m_unreadBytes += frame.front.size();
    m_unsent.push_back(std::move(frame));
  }
  void beginWrite() {  // while locked
    m_isGathering = false;
    m_writtenAt = std::chrono::steady_clock::now();
  }
  void writeShort(std::unique_lock<std::mutex> lock);
  std::string takeShort();  // while locked
  std::size_t writeNow(std::string_view bytes);
  void writeAll();
  bool writeFrames(const std::deque<ClientFrame>& frames);
  bool write(std::string_view bytes, std::span<const int> files = {});
  bool writeFrame(const ClientFrame& frame);

  Descriptor m_in;
  Descriptor m_out;
  Descriptor m_bell;
  std::vector<char> m_ahead;  // has been read, and not been taken from m_taken to m_end
  std::size_t m_taken = 0;
  std::size_t m_end = 0;
  std::deque<Descriptor> m_files;  // have arrived, and not been taken

  std::mutex m_mutex;
  std::condition_variable m_wake;
  std::deque<ClientFrame> m_unsent;
  std::size_t m_unreadBytes = 0;  // of those, and of frames that are being written
  bool m_isWriting = false;       // some thread is
  bool m_isGathering = false;     // what is unsent may wait for more
  std::chrono::steady_clock::time_point m_writtenAt{};
  bool m_hasGone = false;  // the client, for whom nothing is kept any more
  std::atomic<bool> m_isEnding{false};
  std::jthread m_writer;  // last: uses what is above
};

}  // namespace fatou::python
