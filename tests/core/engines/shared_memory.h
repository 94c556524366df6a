// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <memory>
#include <stdexcept>
#include <string>
#include <sys/mman.h>
#include <system_error>
#include <thread>
#include <tuple>
#include <type_traits>
#include <unistd.h>
#include <utility>
#include <vector>

namespace fatou::engines {

// Memory that a test and its tasks both see and change, also where the tasks run in other processes
// of this machine. A test makes objects here with makeCommon(); nothing is ever given back, as all
// of a program's tests take little. The memory has no name in the file system, so that none is left
// behind however a process ends.
class SharedMemory {
 public:
  SharedMemory() : m_descriptor(::memfd_create("tests", MFD_CLOEXEC)) {
    if (m_descriptor < 0 || ::ftruncate(m_descriptor, static_cast<off_t>(kSize)) != 0) fail();
    map();
  }
  ~SharedMemory() {
    ::munmap(m_begin, kSize);
    ::close(m_descriptor);
  }
  SharedMemory(const SharedMemory&) = delete;
  SharedMemory& operator=(const SharedMemory&) = delete;

  // The path by which another process of this machine and user finds the memory, as long as this
  // one lives.
  std::string path() const {
    return "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(m_descriptor);
  }
  // Sees that one instead, from now on. Throws std::system_error where there is none.
  void join(const std::string& path) {
    const int other = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    if (other < 0) fail();
    ::munmap(m_begin, kSize);
    ::close(m_descriptor);
    m_descriptor = other;
    map();
  }

  // Room for an object, as its distance from the beginning. Throws std::length_error once no more
  // is there.
  std::uint32_t take(std::size_t size) {
    const std::size_t rounded = (size + kAlignment - 1) / kAlignment * kAlignment;
    const std::size_t place = m_taken.fetch_add(rounded);
    if (place + rounded > kSize) throw std::length_error("the tests share too much memory");
    return static_cast<std::uint32_t>(place);
  }
  void* at(std::uint32_t place) const { return static_cast<std::byte*>(m_begin) + place; }

 private:
  static constexpr std::size_t kSize = 64 << 20;  // of which only what is used takes memory
  static constexpr std::size_t kAlignment = 64;

  [[noreturn]] static void fail() {
    throw std::system_error(errno, std::generic_category(), "no memory to share");
  }
  void map() {
    m_begin = ::mmap(nullptr, kSize, PROT_READ | PROT_WRITE, MAP_SHARED, m_descriptor, 0);
    if (m_begin == MAP_FAILED) fail();
  }

  int m_descriptor = -1;
  void* m_begin = nullptr;
  std::atomic<std::size_t> m_taken{kAlignment};  // by this process; nothing is at 0
};

// The shared memory of this process. A process that a test starts joins the test's before its first
// task.
inline SharedMemory& sharedMemory() {
  static SharedMemory memory;
  return memory;
}

// Stands for an object in the shared memory, as a std::shared_ptr stands for one of a process. It
// is a number, so that it can be sent, and captured by a lambda that is.
template <typename T>
class Common {
 public:
  Common() = default;
  explicit Common(std::uint32_t place) : m_place(place) {}

  T& operator*() const { return *static_cast<T*>(sharedMemory().at(m_place)); }
  T* operator->() const { return &**this; }

 private:
  std::uint32_t m_place = 0;

 public:
  static constexpr auto kFields = std::tuple(&Common::m_place);
};

template <typename T, typename... Args>
Common<T> makeCommon(Args&&... args) {
  static_assert(std::is_trivially_destructible_v<T>, "nothing here is ever destroyed");
  const Common<T> shared(sharedMemory().take(sizeof(T)));
  std::construct_at(&*shared, std::forward<Args>(args)...);
  return shared;
}

// A std::latch, which knows the threads of one process only.
class Latch {
 public:
  explicit Latch(int count) : m_left(count) {}

  void count_down(int by = 1) { m_left -= by; }
  bool try_wait() const { return m_left <= 0; }
  // Throws where a test has gone wrong: nobody waits for so long else.
  void wait() const {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(10);
    for (int looks = 0; !try_wait(); ++looks) {
      if (std::chrono::steady_clock::now() > end) throw std::runtime_error("nobody came");
      if (looks < 100)
        std::this_thread::yield();
      else
        std::this_thread::sleep_for(std::chrono::microseconds(50));
    }
  }
  void arrive_and_wait() {
    count_down();
    wait();
  }

 private:
  std::atomic<int> m_left;
};

// Numbers that tasks write down, in the order in which they do.
class Notes {
 public:
  static constexpr std::size_t kMost = 512;

  // Throws std::out_of_range for one too many.
  void add(int number) { m_numbers.at(m_count.fetch_add(1)) = number; }
  std::vector<int> all() const {
    std::vector<int> numbers;
    for (std::size_t i = 0; i < m_count.load(); ++i) numbers.push_back(m_numbers.at(i).load());
    return numbers;
  }

 private:
  std::atomic<std::size_t> m_count{0};
  std::array<std::atomic<int>, kMost> m_numbers{};
};

}  // namespace fatou::engines
