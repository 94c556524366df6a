// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <utility>

#include "core/mpi/frame.h"

namespace fatou::mpi {

// A file descriptor, closed at its end.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : m_number(number) {}
  Descriptor(Descriptor&& other) noexcept : m_number(std::exchange(other.m_number, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(m_number, other.m_number);
    return *this;
  }
  ~Descriptor();

  bool isOpen() const { return m_number >= 0; }
  int number() const { return m_number; }
  void close() { *this = Descriptor(); }

 private:
  int m_number = -1;
};

// Sockets that are files. Child processes do not inherit the descriptors. Both functions throw
// std::system_error.
Descriptor listenAt(const std::string& path);
Descriptor connectTo(const std::string& path);

// Accepts a connection if it is from this user; else the descriptor is not open.
Descriptor acceptOwn(int listening);

// Makes an eventfd, by which a thread that polls it can be woken.
Descriptor makeWakeUp();
void wake(int wakeUp);
void drain(int wakeUp);

// Writes what the socket takes now, up to some megabytes; false when nobody is there any more.
bool writeSome(FrameWriter& frames, int socket);
// Does the same where other threads put frames meanwhile: `mutex` guards the frames, and is not
// held while bytes go to the system. One thread at a time may write.
bool writeSome(FrameWriter& frames, int socket, std::mutex& mutex);

// Calls `sink` with the frames that are there now, up to some megabytes; false when nobody is at
// the other end any more. Throws WireError as FrameReader does.
bool readSome(FrameReader& frames, int socket, const std::function<void(Frame)>& sink);

}  // namespace fatou::mpi
