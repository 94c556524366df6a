// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/engines/client.h"
#include "core/python/serve/client_stream.h"
#include "core/python/serve/task_desk.h"

namespace fatou::python {

// What a server cannot know: the program that it is part of. Both functions are called on threads
// of their own, and throw Refusal, or a std::exception with a sentence for the client.
struct ServeProgram {
  struct Picture {
    PyDict values;
    std::shared_ptr<const SharedMemory> memory;  // in which arrays of the values lie
  };
  using Output = std::function<void(engines::EngineId engine, int stream, std::string_view text)>;
  using Notice = std::function<void(const std::string& sentence)>;
  using Progress = std::function<void(std::int64_t done, std::int64_t all)>;

  std::string name;  // "fatou 0.1.0"
  int cores = 1;
  std::string python{};  // that ranks of MPI jobs start for themselves, see findInterpreter()
  // Adds engines of a kind: "threads", "python", "mpi", or "mpi-python": ranks that are to have a
  // Python each, which they start when they are first asked.
  std::function<void(engines::Client& client, int count, const std::string& kind,
                     const Output& output, const Notice& notice, const std::stop_token& stop)>
      start{};
  // Computes a picture; the words are those of the command line.
  std::function<Picture(const std::vector<std::string>& words, const Progress& progress,
                        const std::stop_token& stop)>
      render{};
};

// Serves one client: gives it engines and pictures until it has gone or a stop is requested. Its
// engines end with it. resources/python/PROTOCOL.md says what both say.
void serveClient(ClientStream& stream, const ServeProgram& program, const std::stop_token& stop);

}  // namespace fatou::python
