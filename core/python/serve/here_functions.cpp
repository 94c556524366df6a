// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/serve/here_functions.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <random>
#include <stdexcept>
#include <string>
#include <unistd.h>

namespace fatou::python {
namespace {

using Arguments = std::vector<PyValue>;

[[noreturn]] void refuseArguments(const char* wanted) {
  throw std::invalid_argument(std::string("the arguments do not fit: it is called as ") + wanted);
}

double numberOf(const PyValue& value, const char* wanted) {
  if (const auto* number = value.as<double>()) return *number;
  if (const auto* number = value.as<std::int64_t>()) return static_cast<double>(*number);
  refuseArguments(wanted);
}

const PyValue& only(const Arguments& arguments, const char* wanted) {
  if (arguments.size() != 1) refuseArguments(wanted);
  return arguments.front();
}

PyValue echo(engines::Engine&, const Arguments& arguments) {
  return only(arguments, "echo(value)");
}

PyValue engineId(engines::Engine& engine, const Arguments&) {
  return engine.id();
}

PyValue processId(engines::Engine&, const Arguments&) {
  return static_cast<std::int64_t>(::getpid());
}

// Sleeps, and wakes at once where the task is to stop.
PyValue sleepHere(engines::Engine& engine, const Arguments& arguments) {
  const double seconds = numberOf(only(arguments, "sleep(seconds)"), "sleep(seconds)");
  if (!(seconds >= 0.0 && seconds < 1e9)) refuseArguments("sleep(seconds), from 0 to 1e9");
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, engine.stopToken(), std::chrono::duration<double>(seconds),
                 [] { return false; });
  if (engine.stopRequested()) throw engines::TaskAborted("stopped while it slept");
  return seconds;
}

PyValue square(engines::Engine&, const Arguments& arguments) {
  const PyValue& value = only(arguments, "square(number)");
  if (const auto* number = value.as<std::int64_t>(); number && std::abs(*number) < 3'000'000'000)
    return *number * *number;
  const double number = numberOf(value, "square(number)");
  return number * number;
}

double sumOfArray(const PyArray& array) {
  if (array.type() != numpyType<double>()) refuseArguments("sum(list of numbers, or array of <f8)");
  double sum = 0.0;
  for (std::size_t at = 0; at + sizeof(double) <= array.bytes().size(); at += sizeof(double)) {
    double number = 0.0;
    std::memcpy(&number, array.bytes().data() + at, sizeof number);
    sum += number;
  }
  return sum;
}

PyValue sum(engines::Engine&, const Arguments& arguments) {
  const PyValue& value = only(arguments, "sum(numbers)");
  if (const auto* array = value.as<PyArray>()) return sumOfArray(*array);
  const auto* list = value.as<PyList>();
  if (list == nullptr) refuseArguments("sum(list of numbers, or array of <f8)");
  double total = 0.0;
  for (const PyValue& item : list->items) total += numberOf(item, "sum(list of numbers)");
  return total;
}

// How many of so many points in the unit square lie in the quarter of a disc.
PyValue pointsInside(engines::Engine& engine, const Arguments& arguments) {
  const char* const wanted = "points_inside(seed, count)";
  if (arguments.size() != 2) refuseArguments(wanted);
  const auto seed = static_cast<std::uint64_t>(numberOf(arguments[0], wanted));
  const auto count = static_cast<std::int64_t>(numberOf(arguments[1], wanted));
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> coordinate(0.0, 1.0);
  std::int64_t inside = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    const double x = coordinate(random);
    const double y = coordinate(random);
    if (x * x + y * y <= 1.0) ++inside;
    if (i % 4096 == 0 && engine.stopRequested()) throw engines::TaskAborted("stopped");
  }
  return inside;
}

constexpr std::array kHereFunctions{
    HereFunction{"echo", "echo(value): the value", echo},
    HereFunction{"engine_id", "engine_id(): the id of the engine that is called", engineId},
    HereFunction{"os.getpid", "os.getpid(): the process of the engine", processId},
    HereFunction{"points_inside",
                 "points_inside(seed, count): how many random points lie in a quarter of a disc",
                 pointsInside},
    HereFunction{"square", "square(number): the number times itself", square},
    HereFunction{"sum", "sum(numbers): the sum of a list, or of an array of <f8", sum},
    HereFunction{"time.sleep", "time.sleep(seconds): the seconds, after them", sleepHere},
};

}  // namespace

std::span<const HereFunction> hereFunctions() {
  return kHereFunctions;
}

PyValue callHere(engines::Engine& engine, const std::string& name,
                 const std::vector<PyValue>& arguments) {
  const auto* found = std::ranges::find(kHereFunctions, name, &HereFunction::name);
  if (found == kHereFunctions.end()) throw engines::NameError(name);
  return found->call(engine, arguments);
}

}  // namespace fatou::python
