// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <typeinfo>
#include <utility>

#include "core/engines/tasks/call_table.h"
#include "core/engines/tasks/pack.h"
#include "core/engines/tasks/task_call.h"
#include "core/engines/wire/wire.h"

namespace fatou::engines {

// Whether views of engines elsewhere take function(args...): the function, by its type and what it
// holds, its arguments and its result can all be sent. So can a lambda without captures, a function
// object that names its fields (wire.h), and Named<&f> of a function or member f.
template <typename F, typename... Args>
concept SendableTask = TaskFunction<F, Args...> && Sendable<F> &&(Sendable<Args>&&...) &&
                       Sendable<TaskItem<F, Args...>>;

// A function object whose calls can be begun before their turn: begin(args...) gives
// std::optional<Begun<Item>>, nothing where this call cannot.
template <typename F, typename... Args>
concept BegunEarly = requires(const F& function, const Args&... args) {
  { function.begin(args...) } -> std::same_as<std::optional<Begun<TaskItem<F, Args...>>>>;
};

// A plain function, or a member of a class, as an object without members of its own, which says by
// its type which it is.
template <auto kFunction>
struct Named {
  template <typename... Args>
  requires std::invocable<decltype(kFunction), Args...>
  decltype(auto) operator()(Args&&... args) const {
    return std::invoke(kFunction, std::forward<Args>(args)...);
  }
};

// A call as bytes: the number of its function, what the function holds, its arguments.
template <typename F, typename... Args>
requires SendableTask<F, Args...>
struct RemoteCall {
  static void write(Writer& writer, const F& function, const Args&... args) {
    writeCallNumber(writer, kNumber, typeid(RemoteCall).name());
    writeTo(writer, function);
    (writeTo(writer, args), ...);
  }

 private:
  template <typename Places>
  struct Thunk;
  template <std::size_t... kPlaces>
  struct Thunk<std::index_sequence<kPlaces...>> {
    static void run(Engine& engine, Reader& call, Writer& answer) {
      const F function = readFrom<F>(call);
      [[maybe_unused]] const Pack<Args...> args{{readFrom<Args>(call)}...};  // in the order written
      call.requireEnd();
      const TaskItem<F, Args...> item =
          computeItem<F, Args...>(function, engine, packed<kPlaces>(args)...);
      writeTo(answer, item);
    }

    // The bytes are read but once, as what they refer to may be there but once. What is thrown is
    // thrown in the call's turn.
    static BegunCall begin(Reader& call) try {
      const F function = readFrom<F>(call);
      [[maybe_unused]] const Pack<Args...> args{{readFrom<Args>(call)}...};
      call.requireEnd();
      if (auto begun = function.begin(packed<kPlaces>(args)...))
        return {.isUnderWay = true,
                .finish = [finish = std::move(begun->finish)](
                              Engine& engine, Writer& answer) { writeTo(answer, finish(engine)); },
                .stop = std::move(begun->stop)};
      return {.finish = [function, args](Engine& engine, Writer& answer) {
        writeTo(answer, computeItem<F, Args...>(function, engine, packed<kPlaces>(args)...));
      }};
    } catch (...) {
      return {.finish = [thrown = std::current_exception()](Engine&, Writer&) {
        std::rethrow_exception(thrown);
      }};
    }
  };
  using Places = std::index_sequence_for<Args...>;

  static constexpr BeginThunk begin() {
    if constexpr (BegunEarly<F, Args...>)
      return &Thunk<Places>::begin;
    else
      return nullptr;
  }

  inline static const std::uint64_t kNumber =
      registerCall(typeid(RemoteCall).name(), &Thunk<Places>::run, begin());
};

}  // namespace fatou::engines
