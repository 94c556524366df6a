// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/program.h"

#include <bit>
#include <bitset>
#include <cmath>

namespace fatou::kernels {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kHeaderBytes = 7;
constexpr std::size_t kConstantBytes = 16;

Error damaged(const char* what) {
  return Error{std::string("the program ") + what + ": compute it from its formula again"};
}

bool wantsReal(Opcode opcode) {
  return opcode == Opcode::AddR || opcode == Opcode::MulR || opcode == Opcode::PowR;
}

// Goes through the instructions in order and notes which temporaries have been written.
class Checker {
 public:
  explicit Checker(const Program& program) : m_program(program) {}

  Status run() {
    const Program& p = m_program;
    if (p.constantCount > Program::kMostConstants || p.temporaryCount > Program::kMostTemporaries)
      return damaged("has too many numbers");
    if (p.parameter != Program::kNone) {
      if (p.parameter >= p.temporaryCount) return damaged("has no room for its parameter");
      m_isWritten.set(p.parameter);
    }
    for (const Instruction& each : p.instructions())
      if (Status sound = checkOne(each); !sound) return sound;
    for (const std::uint8_t output : {p.slope, p.parameterSlope})
      if (output != Program::kNone && !isThere(output)) return damaged("lacks a derivative");
    return checkRoom();
  }

 private:
  bool isThere(std::uint8_t temporary) const {
    return temporary < m_program.temporaryCount && m_isWritten.test(temporary);
  }

  Status checkOne(const Instruction& each) {
    if (static_cast<int>(each.opcode) >= kOpcodes) return damaged("has an unknown instruction");
    switch (argumentOf(each.opcode)) {
      case Argument::None:
        return each.argument == 0 ? success() : damaged("has an argument too many");
      case Argument::Constant:
        if (each.argument >= m_program.constantCount) return damaged("lacks a constant");
        if (wantsReal(each.opcode) && m_program.constants()[each.argument].im != 0.0)
          return damaged("takes a complex constant for a real one");
        return success();
      case Argument::Temporary:
        break;
    }
    if (each.opcode != Opcode::StoreT)
      return isThere(each.argument) ? success() : damaged("reads what it has not written");
    if (each.argument >= m_program.temporaryCount || each.argument == m_program.parameter)
      return damaged("writes where it must not");
    m_isWritten.set(each.argument);
    return success();
  }

  // Checks that constants are finite and that unused room is 0, so that equal programs have equal
  // bytes.
  Status checkRoom() const {
    for (const ProgramConstant& each : m_program.constants())
      if (!std::isfinite(each.re) || !std::isfinite(each.im))
        return damaged("has a constant that is not finite");
    const auto unusedCode = std::span(m_program.code).subspan(m_program.instructionCount);
    const auto unusedRoom = std::span(m_program.constantRoom).subspan(m_program.constantCount);
    const bool isClean =
        std::ranges::all_of(unusedCode, [](const auto& each) { return each == Instruction(); }) &&
        std::ranges::all_of(unusedRoom, [](const auto& each) { return each == ProgramConstant(); });
    return isClean ? success() : damaged("has something where nothing may be");
  }

  const Program& m_program;
  std::bitset<Program::kMostTemporaries> m_isWritten;
};

void writeDouble(std::vector<std::uint8_t>& bytes, double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  for (int shift = 0; shift < 64; shift += 8)
    bytes.push_back(static_cast<std::uint8_t>(bits >> shift & 0xff));
}

// Reads a double from eight bytes, the lowest one first.
double doubleOf(std::span<const std::uint8_t> bytes) {
  std::uint64_t bits = 0;
  for (std::size_t i = 8; i-- > 0;) bits = bits << 8 | bytes[i];
  return std::bit_cast<double>(bits);
}

}  // namespace

Argument argumentOf(Opcode opcode) {
  switch (opcode) {
    case Opcode::LoadT:
    case Opcode::StoreT:
    case Opcode::AddT:
    case Opcode::SubT:
    case Opcode::RSubT:
    case Opcode::MulT:
    case Opcode::DivT:
    case Opcode::RDivT:
    case Opcode::PowT:
    case Opcode::RPowT:
    case Opcode::SqrT:
      return Argument::Temporary;
    case Opcode::LoadK:
    case Opcode::AddK:
    case Opcode::AddR:
    case Opcode::RSubK:
    case Opcode::MulK:
    case Opcode::MulR:
    case Opcode::RDivK:
    case Opcode::PowK:
    case Opcode::PowR:
    case Opcode::RPowK:
    case Opcode::SqrAddK:
      return Argument::Constant;
    default:
      return Argument::None;
  }
}

Status check(const Program& program) {
  return Checker(program).run();
}

std::vector<std::uint8_t> bytesOf(const Program& program) {
  std::vector<std::uint8_t> bytes{kVersion,
                                  program.instructionCount,
                                  program.constantCount,
                                  program.temporaryCount,
                                  program.parameter,
                                  program.slope,
                                  program.parameterSlope};
  for (const Instruction& each : program.instructions()) {
    bytes.push_back(static_cast<std::uint8_t>(each.opcode));
    bytes.push_back(each.argument);
  }
  for (const ProgramConstant& each : program.constants()) {
    writeDouble(bytes, each.re);
    writeDouble(bytes, each.im);
  }
  return bytes;
}

Result<Program> programOf(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < kHeaderBytes || bytes[0] != kVersion)
    return damaged("is none that this version reads");
  Program program{.instructionCount = bytes[1],
                  .constantCount = bytes[2],
                  .temporaryCount = bytes[3],
                  .parameter = bytes[4],
                  .slope = bytes[5],
                  .parameterSlope = bytes[6]};
  const std::size_t codeBytes = std::size_t{program.instructionCount} * 2;
  if (program.constantCount > Program::kMostConstants ||
      bytes.size() != kHeaderBytes + codeBytes + program.constantCount * kConstantBytes)
    return damaged("has another length than it says");
  const auto code = bytes.subspan(kHeaderBytes, codeBytes);
  for (std::size_t i = 0; i < program.instructionCount; ++i)
    program.code[i] = {.opcode = static_cast<Opcode>(code[2 * i]), .argument = code[2 * i + 1]};
  const auto numbers = bytes.subspan(kHeaderBytes + codeBytes);
  for (std::size_t i = 0; i < program.constantCount; ++i)
    program.constantRoom[i] = {.re = doubleOf(numbers.subspan(i * kConstantBytes)),
                               .im = doubleOf(numbers.subspan(i * kConstantBytes + 8))};
  if (Status sound = check(program); !sound) return sound.error();
  return program;
}

}  // namespace fatou::kernels
