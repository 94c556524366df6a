// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "core/engines/wire/wire.h"

namespace fatou::engines {

class Engine;

// Takes a function and its arguments out of the bytes, calls it, and puts what it returns into the
// answer. Throws what the function throws, and WireError.
using CallThunk = void (*)(Engine& engine, Reader& call, Writer& answer);

// A call whose bytes were read before its turn.
struct BegunCall {
  bool isUnderWay = false;  // what it asks for has been asked; else it begins with finish()
  // In its turn: puts its value into the answer. Throws what a CallThunk does. Empty where the
  // bytes are still to be read.
  std::function<void(Engine& engine, Writer& answer)> finish{};
  std::function<void()> stop{};  // of one that is under way, before its turn, on any thread
};
using BeginThunk = BegunCall (*)(Reader& call);

// What a function object gives whose begin(args...) asks somebody else for an Item, who works off
// what he is asked in order: finish() waits for it.
template <typename Item>
struct Begun {
  std::function<Item(Engine& engine)> finish;
  std::function<void()> stop;
};

// The functions that engines elsewhere can be asked for, by a number that follows from the name of
// their type. They register themselves before main(), in every process of the same program, where
// the program asks for them anywhere.
//
// Two functions under one name (lambdas in different files can have the same) are refused when
// they are called, on the caller's side: give them a type with a name.
std::uint64_t registerCall(const char* typeName, CallThunk thunk, BeginThunk begin = nullptr);

// The function with this number, or null when there is none or more than one.
CallThunk callNumbered(std::uint64_t number);
// What begins it before its turn, or null where it cannot be.
BeginThunk beginNumbered(std::uint64_t number);

// Begins a call with this number. Throws WireError where two functions have it.
void writeCallNumber(Writer& writer, std::uint64_t number, const char* typeName);

// Differs between programs that would not understand each other: other functions, other sizes of
// numbers. What begins a conversation compares it.
std::uint64_t callTableFingerprint();

// FNV-1a, the same in every process.
constexpr std::uint64_t hashOf(std::string_view text) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char letter : text)
    hash = (hash ^ static_cast<unsigned char>(letter)) * 1099511628211U;
  return hash;
}

}  // namespace fatou::engines
