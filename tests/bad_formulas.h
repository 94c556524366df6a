// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

// Formulas that must be refused with one sentence, wherever they come from.
namespace fatou::tests {

struct BadFormula {
  const char* name;
  std::string text;
  const char* part;  // of the sentence, from between colons, semicolons and quotes
};

// As many different numbers as `count`, all of which are needed at the end.
inline std::string manyKeptNumbers(int count) {
  std::string sum;
  std::string product;
  for (int i = 1; i <= count; ++i) {
    const std::string sine = "sin(" + std::to_string(i) + "z)";
    sum += (i > 1 ? "+" : "") + sine;
    product += (i > 1 ? "*" : "") + sine;
  }
  return "(" + sum + ")*(" + product + "),escape=9";
}

inline std::string repeated(const char* text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

// The square of the square ... of z, twenty times.
inline std::string nestedSquares() {
  return repeated("(", 20) + "z" + repeated(")^2+c", 20);
}

inline std::vector<BadFormula> badFormulas() {
  return {
      {"empty", "", "the formula is empty"},
      {"spaces", "   ", "the formula is empty"},
      {"no power", "z^", "the formula ends too early"},
      {"open", "(z", "what is opened here is not closed"},
      {"closed", "z)", "this bracket closes nothing"},
      {"equation", "3=3", "a formula is no equation"},
      {"two powers", "z^^2", "nothing stands between ^ and ^"},
      {"no sign", "z z", "no sign stands between z and z"},
      {"no brackets", "sin z", "sin is a function"},
      {"product", "cz", "there is no number cz"},
      {"function", "foo(z)", "there is no function foo"},
      {"no argument", "sin()", "the brackets are empty"},
      {"decimal comma", "0,5*z", "a number has a point before its fraction"},
      {"large number", "z^2+1e999", "this number is too large"},
      {"large power", "z^1e9", "the power is too large"},
      {"division", "z^2+1/0", "it divides by 0"},
      {"hidden division", "z/(z-z)", "it divides by 0"},
      {"newton", "newton(3)", "newton divides by a derivative that is 0"},
      {"no derivative", "newton(conj(z))", "have no complex derivative"},
      {"ambiguous", "1/2z", "what is divided by can end here or later"},
      {"no z", "c", "has no z in it"},
      {"degree 0", "z-z+2", "has no z in it"},
      {"degree 1", "2z+c", "is a polynomial of degree 1"},
      {"map of degree 1", "(z+1)/(z-1),escape=9", "is a map of degree 1"},
      {"inverse", "a/z,a=2", "is a map of degree 1"},
      {"newton of a square", "newton((z-1)^2)", "of degree 1, of which there is"},
      {"no number", "z^2+nan", "write a finite number"},
      {"infinity", "z^2+inf", "write a finite number"},
      {"two radii", "sin(z),escape=5,escape_im=5", "are both an escape radius"},
      {"unknown radius", "sin(z),escape=|arg z|>5", "compares nothing known"},
      {"no value", "z^2+a", "there is no number a"},
      {"empty value", "z^2+a,a=", "has no value"},
      {"two values", "z^2+a,a=1,a=2", "has two values"},
      {"infinite value", "z^2+a,a=1e999", "is not finite"},
      {"c again", "z^2+c,c=1", "has a meaning of its own"},
      {"no radius", "c*sin(z)", "has no known radius of escape"},
      {"radius 0", "c*sin(z),escape=0", "is no radius"},
      {"complex radius", "c*sin(z),escape=i", "is no radius"},
      {"nested squares", nestedSquares(), "has no known radius of escape"},
      {"infinite number", "z^2+exp(1000),escape=9", "is not finite"},
      {"endless angle", "z^2+sin(exp(exp(20))),escape=9", "is not finite"},
      {"kept numbers", manyKeptNumbers(20), "numbers kept at once"},
      {"deep", repeated("(", 200) + "z" + repeated(")", 200), "brackets are nested too deeply"},
      {"many brackets", repeated("(", 100'000), "the formula is too long"},
      {"long", repeated("z+", 50'000) + "z", "the formula is too long"},
  };
}

// What crashed XaoS, and is a formula.
inline constexpr const char* kCrashedOthers[] = {"powi(abs(re(z))+abs(im(z)),2)+c,escape=4",
                                                 "z^3 + c^2*z^2 + c", "Z^2C+C/Z,escape=9"};

}  // namespace fatou::tests
