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

// Socket files. No child inherits these descriptors. They throw std::system_error.
Descriptor listenAt(const std::string& path);
Descriptor connectTo(const std::string& path);

// Somebody who has connected, if he is this user; else not open.
Descriptor acceptOwn(int listening);

// An eventfd, to wake who polls it.
Descriptor makeWakeUp();
void wake(int wakeUp);
void drain(int wakeUp);

// Writes what the socket takes now, up to some megabytes; false when nobody is there any more.
bool writeSome(FrameWriter& frames, int socket);
// Where other threads put frames meanwhile: `mutex` guards the frames, and is not held while bytes
// go to the system. One thread at a time may write.
bool writeSome(FrameWriter& frames, int socket, std::mutex& mutex);

// Hands on the frames that are there now, up to some megabytes; false when nobody is there any
// more. Throws WireError as FrameReader does.
bool readSome(FrameReader& frames, int socket, const std::function<void(Frame)>& sink);

}  // namespace fatou::mpi
