// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstring>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

// The part of MPI that Mail uses, for tests: this process is rank 0, and a test says what the other
// ranks do, also what real ones do seldom.

using MPI_Comm = int;
using MPI_Datatype = int;
using MPI_Message = int;
using MPI_Request = int;

struct MPI_Status {
  int MPI_SOURCE = 0;
  int MPI_TAG = 0;
  int bytes = 0;
};

inline constexpr MPI_Comm MPI_COMM_WORLD = 0;
inline constexpr MPI_Datatype MPI_BYTE = 0;
inline constexpr MPI_Message MPI_MESSAGE_NULL = -1;
inline constexpr MPI_Request MPI_REQUEST_NULL = -1;
inline constexpr MPI_Status* MPI_STATUS_IGNORE = nullptr;
inline constexpr int MPI_ANY_SOURCE = -1;
inline constexpr int MPI_ANY_TAG = -1;
inline constexpr int MPI_SUCCESS = 0;
inline constexpr int MPI_ERR_OTHER = 16;

struct PretendedMpi {
  struct Coming {
    int rank = 0;
    int tag = 0;
    std::string bytes{};
    bool isHeldBack = false;  // its head is here, and the rest is not
    bool isFound = false;
    std::thread::id foundBy{};
    char* into = nullptr;
  };
  struct Sent {
    int rank = 0;
    int tag = 0;
    std::string bytes{};
    bool isTaken = true;
    bool isFinished = false;  // and the sender has been told
    std::thread::id sentBy{};
  };

  std::deque<Coming> coming{};  // an MPI_Message is a place in it
  std::deque<Sent> sent{};
  bool isTakenAtOnce = true;
  int unreachable = -1;  // a rank that MPI cannot reach
  int idleLooks = 0;     // while nothing was under way
};
inline PretendedMpi pretendedMpi;
inline std::mutex pretendedMpiMutex;  // held by the functions, and by tests with a thread

// The requests of what is received are even numbers, those of what is sent odd ones.
inline int MPI_Isend(const void* data, int size, MPI_Datatype /*type*/, int to, int tag,
                     MPI_Comm /*world*/, MPI_Request* request) {
  const std::scoped_lock lock(pretendedMpiMutex);
  auto& sent = pretendedMpi.sent;
  *request = static_cast<MPI_Request>(2 * sent.size() + 1);
  sent.push_back({.rank = to,
                  .tag = tag,
                  .bytes = {static_cast<const char*>(data), static_cast<std::size_t>(size)},
                  .isTaken = pretendedMpi.isTakenAtOnce,
                  .sentBy = std::this_thread::get_id()});
  return MPI_SUCCESS;
}

inline int MPI_Improbe(int from, int /*tag*/, MPI_Comm /*world*/, int* isThere,
                       MPI_Message* message, MPI_Status* status) {
  const std::scoped_lock lock(pretendedMpiMutex);
  *isThere = 0;
  if (from == pretendedMpi.unreachable) return MPI_ERR_OTHER;
  auto& coming = pretendedMpi.coming;
  for (std::size_t i = 0; i < coming.size() && *isThere == 0; ++i) {
    if (coming[i].isFound || (from != MPI_ANY_SOURCE && coming[i].rank != from)) continue;
    coming[i].isFound = true;
    coming[i].foundBy = std::this_thread::get_id();
    *isThere = 1;
    *message = static_cast<MPI_Message>(i);
    *status = {.MPI_SOURCE = coming[i].rank,
               .MPI_TAG = coming[i].tag,
               .bytes = static_cast<int>(coming[i].bytes.size())};
  }
  return MPI_SUCCESS;
}

inline int MPI_Get_count(const MPI_Status* status, MPI_Datatype /*type*/, int* count) {
  *count = status->bytes;
  return MPI_SUCCESS;
}

inline int MPI_Imrecv(void* into, int /*size*/, MPI_Datatype /*type*/, MPI_Message* message,
                      MPI_Request* request) {
  const std::scoped_lock lock(pretendedMpiMutex);
  pretendedMpi.coming[static_cast<std::size_t>(*message)].into = static_cast<char*>(into);
  *request = 2 * *message;
  *message = MPI_MESSAGE_NULL;
  return MPI_SUCCESS;
}

inline int MPI_Test(MPI_Request* request, int* isDone, MPI_Status* /*status*/) {
  const std::scoped_lock lock(pretendedMpiMutex);
  const auto place = static_cast<std::size_t>(*request / 2);
  if (*request % 2 != 0) {
    auto& sent = pretendedMpi.sent[place];
    *isDone = sent.isTaken ? 1 : 0;
    sent.isFinished = sent.isTaken;
  } else {
    const auto& coming = pretendedMpi.coming[place];
    *isDone = coming.isHeldBack ? 0 : 1;
    if (*isDone != 0) std::memcpy(coming.into, coming.bytes.data(), coming.bytes.size());
  }
  if (*isDone != 0) *request = MPI_REQUEST_NULL;
  return MPI_SUCCESS;
}

inline int MPI_Iprobe(int /*from*/, int /*tag*/, MPI_Comm /*world*/, int* isThere,
                      MPI_Status* /*status*/) {
  const std::scoped_lock lock(pretendedMpiMutex);
  ++pretendedMpi.idleLooks;
  *isThere = 0;
  return MPI_SUCCESS;
}
