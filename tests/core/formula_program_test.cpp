// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas as programs: the same bits as node by node, derivatives beside them, and bytes of any
// origin.
#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <QTest>

#include "core/engines/wire/wire.h"
#include "core/julia/formulas/derivative.h"
#include "core/julia/formulas/expression_value.h"
#include "core/julia/formulas/formula_parser.h"
#include "core/julia/formulas/program_builder.h"
#include "core/kernels/power_map.h"
#include "core/kernels/program.h"
#include "core/render/sendable.h"
#include "tests/core/formula_texts.h"
#include "tests/core/program_runner.h"

using namespace fatou;
using julia::ComplexDecimal;
using julia::Expression;
using kernels::Opcode;
using kernels::Program;
using tests::ProgramRunner;
using Number = std::complex<double>;

namespace {

const std::vector<std::string> kNames{"a", "b2", "lambda"};

Expression expressionOf(const std::string& text) {
  return std::get<Expression>(julia::parseExpression(text, kNames));
}

std::vector<ComplexDecimal> valuesFor(const Expression& expression) {
  std::vector<ComplexDecimal> values;
  for (const std::string& name : expression.parameterNames())
    values.push_back(julia::parseComplex(name == "c"   ? "-0.75+0.1i"
                                         : name == "a" ? "0.4-0.3i"
                                                       : "1.5")
                         .value());
  return values;
}

Result<Program> programOf(const std::string& text, const julia::ProgramWanted& wanted = {}) {
  const Expression expression = expressionOf(text);
  return julia::buildProgram(expression, valuesFor(expression), wanted);
}

// Equal bits, but for zeros' signs and which no number it is.
bool isSame(Number a, Number b) {
  const auto same = [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); };
  return same(a.real(), b.real()) && same(a.imag(), b.imag());
}

std::vector<Number> points() {
  std::vector<Number> all;
  for (int i = 0; i < 25; ++i)
    all.emplace_back(1.7 * std::sin(1.3 * i + 0.2), 1.6 * std::cos(2.1 * i + 0.7));
  all.emplace_back(0.0, 0.0);
  all.emplace_back(1.0, 0.0);
  return all;
}

void checkBits(const Expression& expression, const char* text) {
  const auto values = valuesFor(expression);
  const auto program = julia::buildProgram(expression, values);
  const auto nodes = julia::ExpressionInDoubles::create(expression, values);
  if (!program) return;
  QVERIFY2(nodes.ok(), text);
  QVERIFY2(kernels::check(program.value()).ok(), text);
  ProgramRunner runner(program.value());
  for (const Number z : points()) QVERIFY2(isSame(runner.step(z), nodes.value()(z)), text);
}

std::vector<Opcode> opcodesOf(const std::string& text) {
  std::vector<Opcode> opcodes;
  const kernels::Program program = programOf(text).value();
  for (const auto& each : program.instructions()) opcodes.push_back(each.opcode);
  return opcodes;
}

std::string complaint(const std::string& text) {
  const auto program = programOf(text);
  return program ? std::string() : program.error().message;
}

}  // namespace

class FormulaProgramTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theSquareIsOneInstruction() {
    for (const char* text : {"z^2+c", "z*z+c", "c+z*z"}) {
      QVERIFY(opcodesOf(text) == std::vector{Opcode::SqrAddK});
      const auto program = programOf(text);
      ProgramRunner runner(program.value());
      for (const Number z : points()) {
        const auto square = kernels::SquareMap::power(z.real(), z.imag());
        QVERIFY(runner.step(z) == Number(square.x - 0.75, square.y + 0.1));
      }
    }
  }

  // Just above the middle of two doubles, by less than the 256 bits in which others are computed.
  void aNumberThatIsGivenIsRoundedOnce() {
    const std::string digits =
        "1.00000000000000011102230246251565404236316680908203125" + std::string(60, '0') + "1";
    const Expression expression = expressionOf("z^2+c");
    const std::vector<ComplexDecimal> c{julia::parseComplex(digits).value()};
    const auto program = julia::buildProgram(expression, c);
    QVERIFY(program.ok());
    QVERIFY(program.value().constants()[0].re == std::nextafter(1.0, 2.0));
    QVERIFY(program.value().constants()[0].re == c[0].re.toDouble());
  }

  void programsAreShort() {
    QVERIFY(opcodesOf("z^4") == (std::vector{Opcode::Sqr, Opcode::Sqr}));
    QVERIFY(opcodesOf("2z^2+1") == (std::vector{Opcode::Sqr, Opcode::MulR, Opcode::AddR}));
    QVERIFY(opcodesOf("c/z") == std::vector{Opcode::RDivK});
    QVERIFY(opcodesOf("c*sin(z)") == (std::vector{Opcode::Sin, Opcode::MulK}));
    QVERIFY(opcodesOf("z/4-c") == (std::vector{Opcode::MulR, Opcode::AddK}));
    QVERIFY(opcodesOf("(z^3+c)/(z-1)").size() <= 9);
    QVERIFY(opcodesOf("newton(z^3-1)").size() <= 13);
    QCOMPARE(int(programOf("c*sin(z)").value().temporaryCount), 0);
  }

  void everyRowHasTheBitsOfItsNodes() {
    const std::span<const tests::Row> lists[] = {tests::kSums, tests::kProducts, tests::kPowers,
                                                 tests::kFunctions};
    for (const auto rows : lists)
      for (const tests::Row& row : rows) checkBits(expressionOf(row.text), row.text);
  }

  void anyExpressionHas() {
    tests::Texts texts;
    int built = 0;
    for (int i = 0; i < 2'000; ++i) {
      const std::string text = texts.formula(1 + i % 5);
      const auto parsed = julia::parseExpression(text, kNames);
      const auto* expression = std::get_if<Expression>(&parsed);
      if (expression == nullptr || !expression->hasVariable()) continue;
      checkBits(*expression, text.c_str());
      if (julia::buildProgram(*expression, valuesFor(*expression))) ++built;
    }
    QVERIFY(built > 300);
  }

  void aSlopeIsTheDerivative() {
    for (const char* text :
         {"z^2+c", "z^3-z+c", "(z^3+c)/(z-1)", "newton(z^3-1)", "c*sin(z)", "z^2/2", "z^2+c*z",
          "exp(z)*z^3", "z^5+a*z", "2z+1", "sin(z)^3*cos(z)", "z^c"}) {
      const auto program = programOf(text, {.slope = true});
      QVERIFY2(program.ok(), text);
      const Expression expression = expressionOf(text);
      const auto slope = julia::derivative(expression).value();
      const auto slopes = julia::ExpressionInDoubles::create(slope, valuesFor(slope));
      const auto nodes = julia::ExpressionInDoubles::create(expression, valuesFor(expression));
      ProgramRunner runner(program.value());
      for (const Number z : points()) {
        QVERIFY2(isSame(runner.step(z), nodes.value()(z)), text);
        QVERIFY2(isSame(runner.slope(), slopes.value()(z)), text);
      }
    }
    QVERIFY(!programOf("conj(z)^2", {.slope = true}).ok());
  }

  void aPixelHasItsOwnParameter() {
    for (const char* text : {"z^2+c", "c*z*(1-z)", "z^3-a*z+c", "c*exp(z)", "(z^2+c-1)/(2z+c-2)",
                             "a+c", "z^2+a", "sin(c)*z^2", "c^z+c"}) {
      const auto program = programOf(text, {.slope = true, .parameter = "c"});
      QVERIFY2(program.ok(), text);
      const Expression expression = expressionOf(text);
      const auto nodes = julia::ExpressionInDoubles::create(expression, valuesFor(expression));
      ProgramRunner runner(program.value());
      runner.setParameter({-0.75, 0.1});
      // Twice, as the parameter must be there again.
      for (const Number z : points()) {
        const Number first = runner.step(z);
        QVERIFY2(isSame(first, runner.step(z)), text);
        const Number exact = nodes.value()(z);
        QVERIFY2(!std::isfinite(exact.real()) ||
                     std::abs(first - exact) <= 1e-12 * (1.0 + std::abs(exact)),
                 text);
      }
      if (expression.hasParameter("c")) QVERIFY(std::isfinite(runner.parameterSlope().real()));
    }
  }

  void whatIsTooLongIsRefused() {
    std::string sum = "z";
    for (int i = 1; i <= 70; ++i) sum += "+sin(" + std::to_string(i) + ".5z)";
    QVERIFY(complaint(sum).find("64 constants") != std::string::npos);
    std::string powers = "z";
    for (int i = 0; i < 40; ++i) powers = "(" + powers + "+1)^511";
    QVERIFY(complaint(powers).find("255 operations") != std::string::npos);
    std::string shared;
    for (int i = 1; i <= 20; ++i) shared += (i > 1 ? "+sin(" : "sin(") + std::to_string(i) + "z)";
    std::string product = shared;
    std::replace(product.begin(), product.end(), '+', '*');
    QVERIFY(complaint("(" + shared + ")*(" + product + ")").find("16 numbers kept at once") !=
            std::string::npos);
    QVERIFY(complaint("z^2+1/(b2-1.5)").find("is not finite") != std::string::npos);
    QVERIFY(complaint("z^2+exp(1000)").find("is not finite") != std::string::npos);
  }

  // Both would take hours and all memory where each digit was computed.
  void numbersFarBeyondDoublesAreSeenAtOnce() {
    QVERIFY(complaint("z^2+sin(exp(exp(20)))").find("is not finite") != std::string::npos);
    QVERIFY(programOf("z^2+sinh(exp(-exp(20)))").ok());
  }

  void bytesComeBack() {
    for (const char* text : {"z^2+c", "newton(z^3-1)", "c*sin(z)+a*z^5", "z^z+lambda"}) {
      const Program program = programOf(text).value();
      const auto bytes = kernels::bytesOf(program);
      QVERIFY(bytes.size() <= 2048);
      const auto again = kernels::programOf(bytes);
      QVERIFY2(again.ok(), text);
      QVERIFY(again.value() == program);
      for (std::size_t length = 0; length < bytes.size(); ++length)
        QVERIFY(!kernels::programOf(std::span(bytes).first(length)).ok());
      auto longer = bytes;
      longer.push_back(0);
      QVERIFY(!kernels::programOf(longer).ok());
    }
  }

  void damagedBytesDoNothing() {
    const auto bytes = kernels::bytesOf(programOf("newton(z^3-1)", {.slope = true}).value());
    int refused = 0;
    for (std::size_t at = 0; at < bytes.size(); ++at)
      for (int value = 0; value < 256; ++value) {
        auto damaged = bytes;
        damaged[at] = static_cast<std::uint8_t>(value);
        const auto program = kernels::programOf(damaged);
        if (!program) {
          ++refused;
          QVERIFY(!program.error().message.empty());
          continue;
        }
        ProgramRunner runner(program.value());  // looks at every place
        static_cast<void>(runner.step({0.5, -0.25}));
      }
    QVERIFY(refused > 1'000);
  }

  void eachDamageIsRefused() {
    const Program sound = programOf("z^3+a*z+c").value();
    const auto refused = [&](const auto& damage) {
      Program program = sound;
      damage(program);
      return !kernels::check(program).ok();
    };
    QVERIFY(kernels::check(sound).ok());
    QVERIFY(refused([](Program& p) { p.code[0].opcode = static_cast<Opcode>(200); }));
    QVERIFY(refused([](Program& p) { p.constantCount = 65; }));
    QVERIFY(refused([](Program& p) { p.temporaryCount = 17; }));
    QVERIFY(refused([](Program& p) { p.constantRoom[0].re = std::nan(""); }));
    QVERIFY(refused([](Program& p) { p.constantRoom[63].im = 1.0; }));
    QVERIFY(refused([](Program& p) { p.code[254] = {.opcode = Opcode::Neg}; }));
    QVERIFY(refused([](Program& p) { p.code[0] = {.opcode = Opcode::Neg, .argument = 1}; }));
    QVERIFY(refused([](Program& p) { p.code[0] = {.opcode = Opcode::LoadT, .argument = 15}; }));
    QVERIFY(refused([](Program& p) { p.code[0] = {.opcode = Opcode::AddK, .argument = 63}; }));
    QVERIFY(refused([](Program& p) { p.slope = 9; }));
    QVERIFY(refused([](Program& p) { p.parameter = 0; }));
  }

  void anEngineElsewhereGetsTheSame() {
    const Program program = programOf("newton(z^3-1)").value();
    engines::Writer writer;
    engines::writeTo(writer, program);
    engines::writeTo(writer, julia::parseFormula("z^3+a*z+c,a=0.1-2i").value());
    engines::writeTo(writer, std::string("z^2+"));
    const auto bytes = std::move(writer).take();
    engines::Reader reader(bytes);
    QVERIFY(engines::readFrom<Program>(reader) == program);
    QVERIFY(engines::readFrom<julia::Formula>(reader) ==
            julia::parseFormula("z^3+a*z+c,a=0.1-2i").value());
    QVERIFY_THROWS_EXCEPTION(engines::WireError,
                             static_cast<void>(engines::readFrom<julia::Formula>(reader)));
  }
};

QTEST_GUILESS_MAIN(FormulaProgramTest)
#include "formula_program_test.moc"
