// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Formulas as people write them, and as nobody does.

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

#include "core/julia/formulas/formula_parser.h"

namespace fatou::tests {

// A text, and how it is printed where a, b2 and lambda are parameters.
struct Row {
  const char* text;
  const char* canonical;
};

inline constexpr Row kSums[] = {
    {"z^2+c", "z^2+c"},
    {"c+z^2", "z^2+c"},
    {" z ^ 2\t+ c\n", "z^2+c"},
    {"1+z", "z+1"},
    {"z-1", "z-1"},
    {"-1+z", "z-1"},
    {"-z", "-z"},
    {"--z", "z"},
    {"+z", "z"},
    {"-+-z", "z"},
    {"-z+c", "c-z"},
    {"z--c", "z+c"},
    {"z+-c", "z-c"},
    {"z-(-2z)", "2*z+z"},
    {"z-2*z", "z-2*z"},
    {"z-z+z^2", "z^2"},
    {"z+z", "z+z"},
    {"z^2+0", "z^2"},
    {"0-z", "-z"},
    {"0.1+0.2+z", "z+0.3"},
    {"z+0.3-0.2i", "z+0.3-0.2i"},
    {"z+(0.3-0.2i)", "z+(0.3-0.2i)"},
    {"z-(0.3-0.2i)", "z+(-0.3+0.2i)"},
    {"z+2i", "z+2i"},
    {"z-2i", "z-2i"},
    {"z+i", "z+i"},
    {"z-i", "z-i"},
    {"z-(z-c)", "z-(z-c)"},
    {"z-(z+c)", "z-(z+c)"},
    {"z+(z^2+c)", "z^2+c+z"},
    {"c+a+z", "a+c+z"},
    {"z^2+c+a/z^2", "z^2+c+a/z^2"},
    {"a/z^2+(z^2+c)", "z^2+c+a/z^2"},
    {"a/z^2-(z^2+c)", "a/z^2-(z^2+c)"},
    {"z+c+a", "z+c+a"},
    {"1/3+z", "z+1/3"},
    {"z-1/3", "z-1/3"},
    {"z+-1/3", "z-1/3"},
    {"z-c*z", "z-c*z"},
    {"z^8+c*z^3-0.5z+c", "z^8+c*z^3-0.5*z+c"},
    {"z^3-z+c", "z^3-z+c"},
    {"(z^2+c)^2+0.3z+c", "(z^2+c)^2+0.3*z+c"},
    {"z+pi", "z+pi"},
    {"z+e", "z+e"},
};

inline constexpr Row kProducts[] = {
    {"2z", "2*z"},
    {"z*2", "2*z"},
    {"-2z", "-2*z"},
    {"2e3z", "2000*z"},
    {"2e", "2*e"},
    {"1e-300z", "1e-300*z"},
    {"0.50z", "0.5*z"},
    {".5z", "0.5*z"},
    {"5.z", "5*z"},
    {"007z", "7*z"},
    {"z^2c", "c*z^2"},
    {"3(z+1)", "3*(z+1)"},
    {"z(1-z)", "z*(1-z)"},
    {"a*z(1-z)", "a*z*(1-z)"},
    {"(z+1)(z-1)", "(z-1)*(z+1)"},
    {"(z+1)z", "z*(z+1)"},
    {"(z+1)2", "2*(z+1)"},
    {"z^2(z+1)", "z^2*(z+1)"},
    {"2pi*z", "2*pi*z"},
    {"sin(z)c", "c*sin(z)"},
    {"2sin(z)", "2*sin(z)"},
    {"i*z", "i*z"},
    {"-i*z", "-i*z"},
    {"(0.3-0.2i)z", "(0.3-0.2i)*z"},
    {"-(0.3-0.2i)z", "(-0.3+0.2i)*z"},
    {"-z*c", "-c*z"},
    {"1*z", "z"},
    {"z*1", "z"},
    {"-1*z", "-z"},
    {"0*z+z^2", "z^2"},
    {"2*3*z", "6*z"},
    {"(1+i)^2*z", "2i*z"},
    {"z/2", "z/2"},
    {"z/1", "z"},
    {"z/-1", "-z"},
    {"1/z", "1/z"},
    {"-1/z", "-1/z"},
    {"1/2*z", "0.5*z"},
    {"1/3*z", "1/3*z"},
    {"1/(1+i)+z", "z+(0.5-0.5i)"},
    {"z/(2z)", "z/(2*z)"},
    {"z/z/z", "z/z/z"},
    {"z/(z/z)", "z/(z/z)"},
    {"-z/c", "-z/c"},
    {"z/-c", "-z/c"},
    {"(z^3+c)/(z-1)", "(z^3+c)/(z-1)"},
    {"Z^2C + C/Z", "c*z^2+c/z"},
    {"lambda*z(1-z)", "lambda*z*(1-z)"},
    {"b2*z", "b2*z"},
    {"0/z+z", "z"},
};

inline constexpr Row kPowers[] = {
    {"z²", "z^2"},          {"z²³", "z^23"},        {"z⁻²", "1/z^2"},       {"z²c", "c*z^2"},
    {"z**2", "z^2"},        {"z^-2", "1/z^2"},      {"z^+2", "z^2"},        {"z^0", "1"},
    {"z^1", "z"},           {"z^2.0", "z^2"},       {"z^2e0", "z^2"},       {"z^(1+1)", "z^2"},
    {"z*z", "z^2"},         {"z*z*z", "z^3"},       {"z*z^2", "z^3"},       {"z^2*z^2", "z^4"},
    {"z^3*z", "z*z^3"},     {"z^2*z^3", "z^2*z^3"}, {"(z^3)^2", "z^6"},     {"(z^2)^3", "(z^2)^3"},
    {"z^2^3", "z^8"},       {"2^3z", "8*z"},        {"-z^2", "-z^2"},       {"(-z)^2", "(-z)^2"},
    {"2z^2", "2*z^2"},      {"(2z)^2", "(2*z)^2"},  {"z^1000", "z^1000"},   {"z^c", "z^c"},
    {"z^-c", "z^(-c)"},     {"z^i", "z^i"},         {"z^0.5", "z^0.5"},     {"z^(1/2)", "z^0.5"},
    {"z^-0.5", "z^(-0.5)"}, {"z^(1/3)", "z^(1/3)"}, {"z^(c+1)", "z^(c+1)"}, {"2^z", "2^z"},
    {"e^z", "exp(z)"},      {"e^2*z", "e^2*z"},     {"z^z^z", "z^z^z"},     {"(z^z)^z", "(z^z)^z"},
    {"i^2*z", "-z"},        {"0.5^3*z", "0.125*z"},
};

inline constexpr Row kFunctions[] = {
    {"|z|", "abs(z)"},
    {"|z-1|^2", "abs(z-1)^2"},
    {"||z|-1|", "abs(abs(z)-1)"},
    {"|z|+|c|", "abs(z)+abs(c)"},
    {"sqr(z)", "z^2"},
    {"inv(z)", "1/z"},
    {"pow(z,3)", "z^3"},
    {"pow(z,c)", "z^c"},
    {"powi(abs(re(z))+abs(im(z)),2)+c", "(abs(im(z))+abs(re(z)))^2+c"},
    {"ln(z)", "log(z)"},
    {"SIN(Z)", "sin(z)"},
    {"c*cos(z)", "c*cos(z)"},
    {"tan(z)+tanh(z)", "tanh(z)+tan(z)"},
    {"asinh(z)*acosh(z)*atanh(z)", "asinh(z)*acosh(z)*atanh(z)"},
    {"arg(z)", "arg(z)"},
    {"conj(z)^2+c", "conj(z)^2+c"},
    {"sqrt(z)", "sqrt(z)"},
    {"d(z^3)", "3*z^2"},
    {"d(z)", "1"},
    {"d(c)", "0"},
    {"d(c*z)", "c"},
    {"d(sin(z))", "cos(z)"},
    {"d(exp(2z))", "2*exp(2*z)"},
    {"d(0.5z^2)", "z"},
    {"d(abs(c)*z)", "abs(c)"},
    {"d(1/z)", "-1/z/z"},
    {"newton(z^3-1)", "z-(z^3-1)/(3*z^2)"},
    {"newton(z^3-1,0.5)", "z-0.5*(z^3-1)/(3*z^2)"},
    {"newton(z^3-1,a)", "z-a*(z^3-1)/(3*z^2)"},
    {"f(z) = z^2 + c", "z^2+c"},
    {"z -> z^2+c", "z^2+c"},
    {"z=z^2+c", "z^2+c"},
    {"F(Z)=z^2+c", "z^2+c"},
    {"z·z − c × z ÷ 2", "z^2-c*z/2"},
    {"2π*z", "2*pi*z"},
};

// A text, where its mistake is in bytes, and what the sentence says.
struct Mistake {
  const char* text;
  std::size_t position;
  std::size_t length;
  const char* part;
};

inline constexpr Mistake kMistakes[] = {
    {"", 0, 0, "nothing stands here: write a formula like z^2+c"},
    {"  ", 2, 0, "nothing stands here"},
    {"z^", 2, 0, "the formula ends too early: write what follows ^"},
    {"z+", 2, 0, "write what follows +"},
    {"f(z)=", 5, 0, "ends too early"},
    {"(z", 0, 1, "is not closed: write )"},
    {"((z)", 0, 1, "is not closed"},
    {"sin(z", 3, 1, "is not closed"},
    {"|z", 0, 1, "is not closed: write |"},
    {"z)", 1, 1, "closes nothing"},
    {"(z|", 2, 1, "| means nothing here"},
    {"z|", 1, 1, "| means nothing here"},
    {"z#", 1, 1, "# means nothing here"},
    {"3=3", 1, 1, "no equation: write only what f(z) is"},
    {"z^2+c=0", 5, 1, "no equation"},
    {"z^^2", 2, 1, "nothing stands between ^ and ^"},
    {"z***2", 3, 1, "nothing stands between ^ and *"},
    {"*z", 0, 1, "nothing stands before *"},
    {"z+*z", 2, 1, "nothing stands between + and *"},
    {"()", 1, 1, "the brackets are empty"},
    {"sin()", 4, 1, "the brackets are empty"},
    {"z z", 2, 1, "no sign stands between z and z: write * between them"},
    {"c z", 2, 1, "no sign stands between c and z"},
    {"2 3", 2, 1, "no sign stands between 2 and 3"},
    {"z 2", 2, 1, "no sign stands between z and 2"},
    {"|z|z", 3, 1, "no sign stands between | and z"},
    {"sin z", 0, 3, "sin is a function: put what it is of in brackets, as in sin(z)"},
    {"sin^2(z)", 0, 3, "sin is a function"},
    {"cz", 0, 2, "there is no number cz: write c*z"},
    {"z+cz", 2, 2, "write c*z"},
    {"zz", 0, 2, "write z*z"},
    {"z2", 0, 2, "write z*2"},
    {"2iz", 1, 2, "write i*z"},
    {"az", 0, 2, "write a*z"},
    {"sinz", 0, 4, "write sin(z)"},
    {"sine(z)", 0, 4, "there is no function sine: write sin(...)"},
    {"foo(z)", 0, 3, "there is no function foo: "},
    {"w", 0, 1, "there is no number w: use z and c, or give it a value, like w=0.5"},
    {"0,5*z", 1, 1, "write it like 0.5"},
    {"z,c", 1, 1, "a comma stands between the arguments of a function alone"},
    {"(z,c)", 2, 1, "a comma stands"},
    {"sin(z,c)", 0, 3, "sin has another number of arguments: write sin(z)"},
    {"pow(z)", 0, 3, "pow has another number of arguments: write pow(z,3)"},
    {"newton(z,1,2)", 0, 6, "another number of arguments"},
    {"1e999", 0, 5, "too large"},
    {"z+1e-999", 2, 6, "too small"},
    {"1e-999999999z^2", 0, 12, "too small"},
    {"1e999999999z^2", 0, 11, "too large"},
    {"z^1e9", 1, 1, "the power is too large: use one from -1000 to 1000"},
    {"z^-1001", 1, 1, "the power is too large"},
    {"z^99999999999999999999", 1, 1, "the power is too large"},
    {"1/0", 1, 1, "divides by 0"},
    {"z/(z-z)", 1, 1, "divides by 0"},
    {"0^-1", 1, 1, "divides by 0"},
    {"0^z", 1, 1, "0 has no such power"},
    {"inv(0)", 0, 3, "divides by 0"},
    {"newton(3)", 0, 6, "newton divides by a derivative that is 0"},
    {"newton(conj(z))", 0, 6, "have no complex derivative"},
    {"z+d(abs(z))", 2, 1, "have no complex derivative"},
    {"1/2z", 3, 1, "put it in brackets, as in 1/(2*z) or (1/2)*z"},
    {"1/z(1+z)", 3, 1, "put it in brackets"},
    {"z/2(z+1)", 3, 1, "put it in brackets"},
    {"z\xc2", 1, 1, "this is no text"},
    {"z\xb2", 1, 1, "this is no text"},
    {"z§", 1, 2, "§ means nothing here"},
    {"z^2+\x01", 4, 1, "a character that cannot be seen"},
};

// Texts that are drawn by lot, always the same ones.
class Texts {
 public:
  // A text of formulas' words, mostly without sense.
  std::string next() {
    std::string text;
    const std::uint32_t words = 1 + random(14);
    for (std::uint32_t i = 0; i < words; ++i) text += kWords[random(std::size(kWords))];
    return text;
  }
  // A formula that is right.
  std::string formula(int depth) {
    if (depth == 0) return kLeaves[random(std::size(kLeaves))];
    const std::string a = formula(depth - 1);
    const std::string b = formula(static_cast<int>(random(static_cast<std::uint32_t>(depth))));
    switch (random(8)) {
      case 0:
        return "(" + a + ")+(" + b + ")";
      case 1:
        return "(" + b + ")-(" + a + ")";
      case 2:
        return "(" + a + ")*(" + b + ")";
      case 3:
        return "(" + b + ")/(" + a + ")";
      case 4:
        return "-(" + a + ")";
      case 5:
        return "(" + a + ")^" + std::to_string(random(5));
      case 6:
        return "(" + b + ")^(" + a + ")";
      default: {
        const auto names = julia::functionNames();
        const std::string_view name = names[random(static_cast<std::uint32_t>(names.size()))];
        return std::string(name) + "(" + a + (name.starts_with("pow") ? ",2)" : ")");
      }
    }
  }

 private:
  static constexpr const char* kWords[] = {"z", "c",   "2",  "0.5", "i", "(", ")",    "+",      "-",
                                           "*", "/",   "^",  "|",   ",", " ", "sin(", "d(",     "e",
                                           "a", "exp", "3i", "²",   "=", ".", "z^2",  "newton("};
  static constexpr const char* kLeaves[] = {"z", "c", "a", "i",    "2",    "z",
                                            "e", "z", "z", "-0.5", "0.3i", "1-2i"};
  std::uint32_t random(std::size_t below) {
    m_state = m_state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::uint32_t>((m_state >> 33) % below);
  }
  std::uint64_t m_state = 18;
};

}  // namespace fatou::tests
