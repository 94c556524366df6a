// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/program_writer.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/base/check.h"

namespace fatou::julia {
namespace {

using kernels::Argument;
using kernels::Instruction;
using kernels::Opcode;
using kernels::Program;

Error tooLong(const std::string& what, std::size_t most) {
  return Error{"the formula is too long to be computed: use one of at most " +
               std::to_string(most) + " " + what};
}

bool reads(const Instruction& each) {
  return argumentOf(each.opcode) == Argument::Temporary && each.opcode != Opcode::StoreT;
}

// Numbers temporaries anew, from 0 on in the order of their first use.
class Renumbering {
 public:
  Renumbering() { m_numbers.fill(Program::kNone); }

  std::uint8_t operator()(std::uint8_t temporary) {
    std::uint8_t& number = m_numbers[temporary];
    if (number == Program::kNone) number = m_count++;
    return number;
  }
  std::uint8_t count() const { return m_count; }

 private:
  std::array<std::uint8_t, 256> m_numbers{};
  std::uint8_t m_count = 0;
};

}  // namespace

kernels::Opcode functionOpcode(NodeKind kind) {
  static_assert(static_cast<int>(NodeKind::Im) - static_cast<int>(kFirstFunction) ==
                static_cast<int>(Opcode::Im) - static_cast<int>(kernels::kFirstFunction));
  FATOU_CHECK(kind >= kFirstFunction);
  return static_cast<Opcode>(static_cast<int>(kind) - static_cast<int>(kFirstFunction) +
                             static_cast<int>(kernels::kFirstFunction));
}

BinaryOpcodes binaryOpcodes(NodeKind kind) {
  switch (kind) {
    case NodeKind::Add:
      return {Opcode::AddT, Opcode::AddT};
    case NodeKind::Subtract:
      return {Opcode::SubT, Opcode::RSubT};
    case NodeKind::Multiply:
      return {Opcode::MulT, Opcode::MulT};
    case NodeKind::Divide:
      return {Opcode::DivT, Opcode::RDivT};
    default:
      FATOU_CHECK(kind == NodeKind::GeneralPower);
      return {Opcode::PowT, Opcode::RPowT};
  }
}

void ProgramWriter::write(Opcode opcode, std::uint8_t argument) {
  m_code.push_back({.opcode = opcode, .argument = argument});
}

std::uint8_t ProgramWriter::constant(std::complex<double> value) {
  const kernels::ProgramConstant wanted{.re = value.real(), .im = value.imag()};
  auto found = std::ranges::find(m_constants, wanted);
  if (found == m_constants.end()) {
    // One constant too many suffices for program() to fail.
    if (m_constants.size() > Program::kMostConstants) return 0;
    found = m_constants.insert(found, wanted);
  }
  return static_cast<std::uint8_t>(found - m_constants.begin());
}

std::uint8_t ProgramWriter::temporary() {
  const auto free = std::ranges::find(m_isTaken, false);
  if (free == m_isTaken.end()) {
    m_isOutOfRoom = true;
    return 0;
  }
  *free = true;
  return static_cast<std::uint8_t>(free - m_isTaken.begin());
}

// Goes backwards through the code with the set of temporaries that are read later.
void ProgramWriter::leaveOutUnread(std::span<const std::uint8_t> outputs) {
  std::vector<bool> isRead(kMostTemporaries, false);
  for (const std::uint8_t output : outputs) isRead[output] = true;
  std::vector<Instruction> kept;
  for (auto each = m_code.rbegin(); each != m_code.rend(); ++each) {
    if (each->opcode == Opcode::StoreT && !isRead[each->argument]) continue;
    if (argumentOf(each->opcode) == Argument::Temporary) isRead[each->argument] = reads(*each);
    kept.push_back(*each);
  }
  m_code.assign(kept.rbegin(), kept.rend());
}

void ProgramWriter::putTogether() {
  std::vector<Instruction> kept;
  for (const Instruction& each : m_code) {
    Instruction* last = kept.empty() ? nullptr : &kept.back();
    if (last != nullptr && last->opcode == Opcode::LoadT && each.opcode == Opcode::Sqr)
      last->opcode = Opcode::SqrT;
    else if (last != nullptr && last->opcode == Opcode::Sqr && each.opcode == Opcode::AddK)
      *last = {.opcode = Opcode::SqrAddK, .argument = each.argument};
    else
      kept.push_back(each);
  }
  m_code = std::move(kept);
}

Result<Program> ProgramWriter::program(std::span<const std::uint8_t> outputs, bool hasParameter) {
  if (m_constants.size() > Program::kMostConstants)
    return tooLong("constants", Program::kMostConstants);
  if (isFull()) return tooLong("operations", Program::kMostInstructions);
  if (m_isOutOfRoom) return tooLong("numbers kept at once", Program::kMostTemporaries);
  leaveOutUnread(outputs);
  putTogether();
  if (m_code.size() > Program::kMostInstructions)
    return tooLong("operations", Program::kMostInstructions);
  Renumbering number;
  Program program;
  if (hasParameter) program.parameter = number(0);
  program.instructionCount = static_cast<std::uint8_t>(m_code.size());
  std::ranges::copy(m_code, program.code.begin());
  for (Instruction& each : std::span(program.code).first(m_code.size()))
    if (argumentOf(each.opcode) == Argument::Temporary) each.argument = number(each.argument);
  if (!outputs.empty()) program.slope = number(outputs[0]);
  if (outputs.size() > 1) program.parameterSlope = number(outputs[1]);
  if (number.count() > Program::kMostTemporaries)
    return tooLong("numbers kept at once", Program::kMostTemporaries);
  program.temporaryCount = number.count();
  program.constantCount = static_cast<std::uint8_t>(m_constants.size());
  std::ranges::copy(m_constants, program.constantRoom.begin());
  FATOU_CHECK(check(program).ok());
  return program;
}

}  // namespace fatou::julia
