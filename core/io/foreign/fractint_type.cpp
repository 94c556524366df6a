// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/foreign/fractint_type.h"

#include <algorithm>

#include "core/io/files/shown_text.h"

namespace fatou::io {
namespace {

constexpr std::string_view kTwo = "-2/2/-1.5/1.5";
constexpr std::string_view kFour = "-4/4/-3/3";
constexpr std::string_view kEight = "-8/8/-6/6";
constexpr std::string_view kMandel = "-2.5/1.5/-1.5/1.5";
constexpr std::string_view kMagnet1 = "((z^2+c-1)/(2*z+c-2))^2";
constexpr std::string_view kMagnet2 =
    "((z^3+3*(c-1)*z+(c-1)*(c-2))/(3*z^2+3*(c-2)*z+(c-1)*(c-2)+1))^2";
constexpr std::string_view kByInverse = "the drawing by inverse iteration";

constexpr std::array kTypes{
    FractintType{"julia", "z^2+c", {"c", ""}, "0.3/0.6", kTwo},
    FractintType{"julia_inverse", "z^2+c", {"c", ""}, "-0.11/0.6557", kTwo, false, kByInverse},
    FractintType{"julia4", "z^4+c", {"c", ""}, "0.6/0.55", kTwo},
    FractintType{"julzpower", "z^m+c", {"c", "m"}, "0.3/0.6/2", kTwo},
    FractintType{"julzzpwr", "z^z+z^m+c", {"c", "m"}, "-0.3/0.3/2", kTwo},
    FractintType{"julfn+zsqrd", "F(z)+z^2+c", {"c", ""}, "-0.5/0.5", kTwo},
    FractintType{"julfn+exp", "F(z)+exp(z)+c", {"c", ""}, "0/0", kFour},
    FractintType{"lambda", "c*z*(1-z)", {"c", ""}, "0.85/0.6", "-1.5/2.5/-1.5/1.5"},
    FractintType{"lambdafn", "c*F(z)", {"c", ""}, "1/0.4", kFour},
    FractintType{"magnet1j", kMagnet1, {"c", ""}, "0/0", kEight},
    FractintType{"magnet2j", kMagnet2, {"c", ""}, "0/0", kEight},
    FractintType{"marksjulia", "c^(m-1)*z^2+c", {"c", "m"}, "0.1/0.9/1", kTwo},
    FractintType{"cmplxmarksjul", "c^(m-1)*z^2+c", {"c", "m"}, "0.3/0.6/1/0", kTwo},
    FractintType{"newton", "newton(z^m-1)", {"m", ""}, "3", kTwo},
    FractintType{"newtbasin", "newton(z^m-1)", {"m", ""}, "3", kTwo},
    FractintType{"complexnewton", "newton(z^m-r)", {"m", "r"}, "3/0/1/0", kTwo},
    FractintType{"complexbasin", "newton(z^m-r)", {"m", "r"}, "3/0/1/0", kTwo},
    FractintType{"sqr(fn)", "F(z)^2", {"", ""}, "", kFour},
    FractintType{"sqr(1/fn)", "(1/F(z))^2", {"", ""}, "", kFour},
    FractintType{"fn(z*z)", "F(z^2)", {"", ""}, "", kFour},
    FractintType{"fn*fn", "F(z)*G(z)", {"", ""}, "", kFour},
    FractintType{"fn+fn", "p*F(z)+q*G(z)", {"p", "q"}, "1/0/1/0", kFour},
    FractintType{"fn*z+z", "p*F(z)*z+q*z", {"p", "q"}, "1/0/1/0", kFour},
    FractintType{"mandel", "z^2+c", {"", ""}, "", kMandel, true},
    FractintType{"mandel4", "z^4+c", {"", ""}, "", kTwo, true},
    FractintType{"manzpower", "z^m+c", {"", "m"}, "0/0/2", kTwo, true},
    FractintType{"manfn+zsqrd", "F(z)+z^2+c", {"", ""}, "", kMandel, true},
    FractintType{"manfn+exp", "F(z)+exp(z)+c", {"", ""}, "", kEight, true},
    FractintType{"mandelfn", "c*F(z)", {"", ""}, "", kEight, true},
    FractintType{"mandellambda", "c*z*(1-z)", {"", ""}, "", "-3/5/-3/3", true},
    FractintType{"magnet1m", kMagnet1, {"", ""}, "", kFour, true},
    FractintType{"magnet2m", kMagnet2, {"", ""}, "", "-1.5/3.7/-1.95/1.95", true},
    FractintType{"tetrate", "c^z", {"", ""}, "", kTwo, true}};

// A function of Fractint; its argument stands where '%' is.
struct FractintFunction {
  std::string_view name;
  std::string_view text;
};

// cosxx is the cosine with a wrong sign that early versions had.
constexpr std::array kFunctions{FractintFunction{"sin", "sin(%)"},
                                FractintFunction{"cos", "cos(%)"},
                                FractintFunction{"tan", "tan(%)"},
                                FractintFunction{"cotan", "(1/tan(%))"},
                                FractintFunction{"sinh", "sinh(%)"},
                                FractintFunction{"cosh", "cosh(%)"},
                                FractintFunction{"tanh", "tanh(%)"},
                                FractintFunction{"cotanh", "(1/tanh(%))"},
                                FractintFunction{"exp", "exp(%)"},
                                FractintFunction{"log", "log(%)"},
                                FractintFunction{"sqr", "sqr(%)"},
                                FractintFunction{"sqrt", "sqrt(%)"},
                                FractintFunction{"recip", "inv(%)"},
                                FractintFunction{"ident", "(%)"},
                                FractintFunction{"zero", "0"},
                                FractintFunction{"one", "1"},
                                FractintFunction{"cosxx", "conj(cos(%))"},
                                FractintFunction{"conj", "conj(%)"},
                                FractintFunction{"flip", "(i*conj(%))"},
                                FractintFunction{"asin", "asin(%)"},
                                FractintFunction{"acos", "acos(%)"},
                                FractintFunction{"atan", "atan(%)"},
                                FractintFunction{"asinh", "log(%+sqrt(sqr(%)+1))"},
                                FractintFunction{"acosh", "log(%+sqrt(sqr(%)-1))"},
                                FractintFunction{"atanh", "(log((1+%)/(1-%))/2)"},
                                FractintFunction{"cabs", "abs(%)"},
                                FractintFunction{"abs", "(abs(re(%))+i*abs(im(%)))"}};

// Returns the function's text for an argument.
std::string applied(const FractintFunction& function, std::string_view argument) {
  std::string text;
  for (const char c : function.text) {
    if (c == '%')
      text += argument;
    else
      text += c;
  }
  return text == "(z)" ? "z" : text;
}

Result<const FractintFunction*> functionCalled(std::string_view name) {
  const auto* row = std::ranges::find(kFunctions, name, &FractintFunction::name);
  if (row != kFunctions.end()) return row;
  const QString shown =
      plainLine(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
  return Error{"its function " + shown.left(40).toStdString() +
               " is none of a formula's; choose an entry with another one"};
}

}  // namespace

const FractintType* fractintType(std::string_view name) {
  const auto* row = std::ranges::find(kTypes, name, &FractintType::name);
  return row == kTypes.end() ? nullptr : row;
}

Result<std::string> fractintFormula(const FractintType& type, std::string_view functions) {
  const std::size_t slash = functions.find('/');
  const std::string_view rest =
      slash == std::string_view::npos ? std::string_view() : functions.substr(slash + 1);
  const std::string_view first = functions.substr(0, slash);
  const std::string_view second = rest.substr(0, rest.find('/'));
  std::string formula;
  for (std::size_t i = 0; i < type.formula.size(); ++i) {
    const char letter = type.formula[i];
    if (letter != 'F' && letter != 'G') {
      formula += letter;
      continue;
    }
    const std::string_view chosen =
        letter == 'F' ? (first.empty() ? "sin" : first) : (second.empty() ? "sqr" : second);
    const auto function = functionCalled(chosen);
    if (!function) return function.error();
    const std::size_t close = type.formula.find(')', i);
    formula += applied(*function.value(), type.formula.substr(i + 2, close - i - 2));
    i = close;
  }
  return formula;
}

}  // namespace fatou::io
