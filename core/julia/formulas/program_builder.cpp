// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/program_builder.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/check.h"
#include "core/julia/formulas/derivative.h"
#include "core/julia/formulas/expression_graph.h"
#include "core/julia/formulas/folded_constant.h"
#include "core/julia/formulas/program_writer.h"

namespace fatou::julia {
namespace {

using kernels::Opcode;
using kernels::Program;

bool isLeaf(const Node& node) {
  return node.kind == NodeKind::Variable || node.kind == NodeKind::Parameter;
}

// Traverses the graph from the wanted values and writes the instructions for them. Each node is
// computed once; if it is used again, a temporary holds it until its last use.
class ProgramBuilder {
 public:
  ProgramBuilder(ExpressionGraph& graph, std::map<std::string, ComplexDecimal> values,
                 const std::string& parameter)
      : m_graph(graph), m_values(std::move(values)), m_parameter(parameter) {}

  Result<Program> build(NodeId root, const std::vector<NodeId>& outputs) {
    m_uses.assign(m_graph.size(), 0);
    m_slots.assign(m_graph.size(), std::nullopt);
    findVarying();
    count(root);
    for (const NodeId output : outputs) count(output);
    begin();
    std::vector<std::uint8_t> places;
    for (const NodeId output : outputs) places.push_back(kept(output));
    load(root);
    if (m_error) return *m_error;
    return m_writer.program(places, m_parameterSlot.has_value());
  }

 private:
  void findVarying() {
    for (std::size_t i = 0; i < m_graph.size(); ++i) {
      const Node& node = m_graph.node(static_cast<NodeId>(i));
      bool varies = node.kind == NodeKind::Variable ||
                    (node.kind == NodeKind::Parameter && !m_parameter.empty() &&
                     m_graph.parameterName(static_cast<NodeId>(i)) == m_parameter);
      for (const NodeId operand : {node.a, node.b})
        if (operand != kNoNode) varies = varies || m_varies[static_cast<std::size_t>(operand)];
      m_varies.push_back(varies);
    }
  }

  // Nodes that were added since findVarying() are constants.
  bool varies(NodeId id) const {
    const auto i = static_cast<std::size_t>(id);
    return i < m_varies.size() && m_varies[i];
  }

  int& uses(NodeId id) { return m_uses[static_cast<std::size_t>(id)]; }
  std::optional<std::uint8_t>& slot(NodeId id) { return m_slots[static_cast<std::size_t>(id)]; }

  void count(NodeId id) {
    if (!varies(id) || uses(id)++ > 0) return;
    const Node node = m_graph.node(id);
    if (node.a != kNoNode) count(node.a);
    if (node.b != kNoNode) count(node.b);
  }

  // At first the accumulator holds z, and temporary 0 the pixel's own parameter.
  void begin() {
    if (!m_parameter.empty()) {
      m_parameterSlot = m_writer.temporary();
      const NodeId parameter = m_graph.parameter(m_parameter);
      if (static_cast<std::size_t>(parameter) < m_slots.size()) {
        slot(parameter) = m_parameterSlot;
        ++uses(parameter);  // so that it is never freed
      }
    }
    const NodeId z = m_graph.variable();
    if (static_cast<std::size_t>(z) >= m_uses.size() || uses(z) == 0) return;
    m_accumulator = z;
    keep(z);  // the writer removes the store if nothing reads it
  }

  // Stores the accumulator, which holds the node's value, in a temporary.
  void keep(NodeId id) {
    if (slot(id)) return;
    slot(id) = m_writer.temporary();
    m_writer.write(Opcode::StoreT, *slot(id));
  }

  // Returns a temporary that holds an output until the end of the program.
  std::uint8_t kept(NodeId output) {
    load(output);
    if (varies(output)) {
      keep(output);
      return *slot(output);
    }
    const std::uint8_t place = m_writer.temporary();
    m_writer.write(Opcode::StoreT, place);
    return place;
  }

  // Counts one use of a node, and frees its temporary after the last one.
  void release(NodeId id) {
    if (!varies(id) || --uses(id) > 0 || !slot(id)) return;
    m_writer.giveBack(*slot(id));
    slot(id).reset();
  }

  // Brings the node's value into the accumulator.
  void load(NodeId id) {
    if (m_error || m_accumulator == id) return;
    if (!varies(id)) {
      m_writer.write(Opcode::LoadK, constant(id));
    } else if (slot(id)) {
      m_writer.write(Opcode::LoadT, *slot(id));
    } else {
      compute(id);
      m_accumulator = id;
      if (uses(id) > 1) keep(id);
      return;
    }
    m_accumulator = id;
  }

  void compute(NodeId id) {
    if (m_writer.isFull()) return;
    const Node node = m_graph.node(id);
    FATOU_CHECK(!isLeaf(node));
    switch (node.kind) {
      case NodeKind::Negate:
        return unary(node, Opcode::Neg);
      case NodeKind::Power:
        return power(node);
      case NodeKind::Add:
      case NodeKind::Subtract:
      case NodeKind::Multiply:
      case NodeKind::Divide:
      case NodeKind::GeneralPower:
        return binary(node);
      default:
        return unary(node, functionOpcode(node.kind));
    }
  }

  void unary(const Node& node, Opcode opcode) {
    load(node.a);
    m_writer.write(opcode);
    release(node.a);
  }

  // Binary powering from the second-highest bit on: a square, and a product where the bit is 1.
  void power(const Node& node) {
    load(node.a);
    const auto exponent = static_cast<unsigned>(node.number);
    const bool isSquares = (exponent & (exponent - 1)) == 0;
    if (!isSquares) keep(node.a);
    unsigned bit = 1;
    while (bit <= exponent / 2) bit *= 2;
    for (bit /= 2; bit > 0; bit /= 2) {
      m_writer.write(Opcode::Sqr);
      if ((exponent & bit) != 0) m_writer.write(Opcode::MulT, *slot(node.a));
    }
    m_accumulator = kNoNode;
    release(node.a);
  }

  void binary(const Node& node) {
    if (!varies(node.b)) return withConstantRight(node);
    if (!varies(node.a)) return withConstantLeft(node);
    const BinaryOpcodes opcodes = binaryOpcodes(node.kind);
    if (slot(node.b)) {
      load(node.a);
      m_writer.write(opcodes.withTemporary, *slot(node.b));
    } else if (slot(node.a)) {
      load(node.b);
      m_writer.write(opcodes.reversed, *slot(node.a));
    } else if (needs(node.a) > needs(node.b)) {
      load(node.a);
      keep(node.a);
      load(node.b);
      m_writer.write(opcodes.reversed, *slot(node.a));
    } else {
      load(node.b);
      keep(node.b);
      load(node.a);
      m_writer.write(opcodes.withTemporary, *slot(node.b));
    }
    m_accumulator = kNoNode;
    release(node.a);
    release(node.b);
  }

  // Returns the temporaries that a node takes if nothing is shared (Sethi and Ullman's number).
  int needs(NodeId id) {
    if (!varies(id) || slot(id)) return 0;
    const auto known = m_needs.find(id);
    if (known != m_needs.end()) return known->second;
    const Node node = m_graph.node(id);
    const int a = node.a == kNoNode ? 0 : needs(node.a);
    const int b = node.b == kNoNode ? 0 : needs(node.b);
    const bool isPair = node.b != kNoNode && varies(node.a) && varies(node.b);
    const int most = isPair && a == b ? a + 1 : std::max(a, b);
    m_needs.emplace(id, most);
    return most;
  }

  // Writes x - k as x + (-k), and x / k as x (1 / k).
  void withConstantRight(const Node& node) {
    load(node.a);
    if (node.kind == NodeKind::Add)
      writeConstant(Opcode::AddR, Opcode::AddK, node.b);
    else if (node.kind == NodeKind::Subtract)
      writeConstant(Opcode::AddR, Opcode::AddK, m_graph.negate(node.b));
    else if (node.kind == NodeKind::Multiply)
      writeConstant(Opcode::MulR, Opcode::MulK, node.b);
    else if (node.kind == NodeKind::Divide)
      writeConstant(Opcode::MulR, Opcode::MulK, m_graph.divide(m_graph.constant(1), node.b));
    else
      writeConstant(Opcode::PowR, Opcode::PowK, node.b);
    m_accumulator = kNoNode;
    release(node.a);
  }

  void withConstantLeft(const Node& node) {
    load(node.b);
    if (node.kind == NodeKind::Add)
      writeConstant(Opcode::AddR, Opcode::AddK, node.a);
    else if (node.kind == NodeKind::Subtract)
      m_writer.write(Opcode::RSubK, constant(node.a));
    else if (node.kind == NodeKind::Multiply)
      writeConstant(Opcode::MulR, Opcode::MulK, node.a);
    else if (node.kind == NodeKind::Divide)
      m_writer.write(Opcode::RDivK, constant(node.a));
    else
      m_writer.write(Opcode::RPowK, constant(node.a));
    m_accumulator = kNoNode;
    release(node.b);
  }

  void writeConstant(Opcode real, Opcode complex, NodeId id) {
    const std::uint8_t place = constant(id);
    m_writer.write(m_writer.isReal(place) ? real : complex, place);
  }

  // Returns the index of the constant among the program's constants.
  std::uint8_t constant(NodeId id) {
    const auto value = foldedConstant(m_graph, id, m_values);
    if (value) return m_writer.constant(value.value());
    if (!m_error) m_error = value.error();
    return m_writer.constant({});
  }

  ExpressionGraph& m_graph;
  std::map<std::string, ComplexDecimal> m_values;
  const std::string& m_parameter;
  std::vector<bool> m_varies;
  std::vector<int> m_uses;  // remaining uses by nodes and outputs
  std::vector<std::optional<std::uint8_t>> m_slots;
  std::map<NodeId, int> m_needs;
  NodeId m_accumulator = kNoNode;  // the node that the accumulator holds
  std::optional<std::uint8_t> m_parameterSlot;
  ProgramWriter m_writer;
  std::optional<Error> m_error;
};

}  // namespace

Result<Program> buildProgram(const Expression& expression, std::span<const ComplexDecimal> values,
                             const ProgramWanted& wanted) {
  const auto names = expression.parameterNames();
  FATOU_CHECK(values.size() == names.size());
  std::map<std::string, ComplexDecimal> byName;
  for (std::size_t i = 0; i < names.size(); ++i) byName.emplace(names[i], values[i]);
  ExpressionGraph graph(expression);
  std::vector<NodeId> outputs;
  if (wanted.slope) outputs.push_back(derivative(graph, expression.root()));
  if (wanted.slope && !wanted.parameter.empty())
    outputs.push_back(derivativeBy(graph, expression.root(), wanted.parameter));
  if (!graph.status()) return graph.status().error();
  return ProgramBuilder(graph, std::move(byName), wanted.parameter)
      .build(expression.root(), outputs);
}

Result<Program> buildProgram(const Formula& formula, const ComplexDecimal& c,
                             const ProgramWanted& wanted) {
  return buildProgram(formula.expression(), formula.values(c), wanted);
}

}  // namespace fatou::julia
