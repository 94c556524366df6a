// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/foreign/xaos_position.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <vector>

#include "core/io/files/shown_text.h"
#include "core/io/foreign/foreign_view.h"
#include "core/io/foreign/xaos_commands.h"
#include "core/io/foreign/xaos_formula.h"
#include "core/io/gradients/sampled_gradient.h"

namespace fatou::io {
namespace {

using julia::Decimal;

constexpr std::int32_t kXaosIterations = 170;
constexpr double kCountsOfColor = 8.0;   // between two colours of a palette
constexpr double kCountsOfCycle = 64.0;  // that a gradient is long at density 1

// A formula of XaoS. It has a picture for each c, and one map. If the two are swapped, the picture
// is what XaoS calls the map.
struct XaosRow {
  std::string_view name;
  std::string_view formula;  // empty: what the user typed
  std::array<std::string_view, 4> view;
  std::string_view seed = "0";
  bool isSwapped = false;
  bool beginsAsMap = true;
};

constexpr std::array<std::string_view, 4> kUsual{"0", "0", "2.5", "2.5"};
constexpr std::array kXaosRows{
    XaosRow{"mandel", "z^2+c", {"-0.75", "0", "2.5", "2.5"}},
    XaosRow{"mandel3", "z^3+c", kUsual},
    XaosRow{"mandel4", "z^4+c", kUsual},
    XaosRow{"mandel5", "z^5+c", kUsual},
    XaosRow{"mandel6", "z^6+c", kUsual},
    XaosRow{"mandel9", "z^9+c", kUsual},
    XaosRow{"mbar", "conj(z)^2+c", {"0", "0", "2.5", "3.5"}},
    XaosRow{"trice", "(z^2+z)/2+c", {"0", "0", "2.5", "4.5"}},
    XaosRow{"catseye", "c/z+z/c", {"0", "0", "2.5", "4.5"}},
    XaosRow{"magnet", "((z^2+c-1)/(2*z+c-2))^2", {"1.5", "0", "3", "4.4"}},
    XaosRow{"magnet2",
            "((z^3+3*(c-1)*z+(c-1)*(c-2))/(3*z^2+3*(c-2)*z+(c-1)*(c-2)+1))^2",
            {"1", "0", "3", "3.2"}},
    XaosRow{"mlambda", "c*z*(1-z)", {"0", "0", "2.5", "5.5"}, "0.5", true, false},
    XaosRow{"newton", "z-(z^3-1)/(3*z^2)+c", kUsual, "1.0199502202048319698", true},
    XaosRow{"newton4", "z-(z^4-1)/(4*z^3)+c", kUsual, "1.0199502202048319698", true},
    XaosRow{"user", "", {"0", "0", "5", "5"}}};

// A command whose effect on a picture is not taken over, and the value with which it has none.
struct LostCommand {
  std::string_view name;
  std::string_view harmless;
};
constexpr std::array kLostCommands{
    LostCommand{"angle", "0"},         LostCommand{"plane", "0"},
    LostCommand{"bailout", "4"},       LostCommand{"incoloring", "0"},
    LostCommand{"outcoloring", "0"},   LostCommand{"intcoloring", ""},
    LostCommand{"outtcoloring", ""},   LostCommand{"palette", ""},
    LostCommand{"defaultpalette", ""}, LostCommand{"filter", ""},
    LostCommand{"usrformInit", ""}};

// Commands without an effect on a picture that stands still: they say how it moves, or what is told
// beside it.
constexpr std::array<std::string_view, 34> kUnseenCommands{
    "initstate",  "usleep",       "wait",           "textsleep",  "text",       "textposition",
    "message",    "color",        "clearscreen",    "display",    "speedup",    "letterspersec",
    "range",      "animateview",  "morphview",      "morphangle", "morphjulia", "morphlast",
    "move",       "smoothmorph",  "zoomcenter",     "zoom",       "unzoom",     "stop",
    "autorotate", "rotate",       "rotationspeed",  "fastrotate", "fastjulia",  "fastmode",
    "cycling",    "cyclingspeed", "reversecycling", "periodicity"};

std::string shownWord(const std::string& word) {
  return plainLine(QString::fromStdString(word)).left(60).toStdString();
}

Error wrongCommand(const XaosCommand& command, const char* what) {
  return {"its command " + shownWord(command.name) + " has " + what + "; save the position again"};
}

// Does the commands one after the other, as XaoS does.
class XaosState {
 public:
  Status run(const XaosCommand& command) {
    if (command.name == "formula") return setFormula(command);
    if (command.name == "usrform") return setUserFormula(command);
    if (command.name == "juliaseed") return setNumber(command, m_seed);
    if (command.name == "perturbation") return setNumber(command, m_perturbation);
    if (command.name == "julia") return setJulia(command);
    if (command.name == "maxiter") return setIterations(command);
    if (command.name == "view") return setView(command);
    if (command.name == "palettecolors") return setColors(command);
    const auto* lost = std::ranges::find(kLostCommands, command.name, &LostCommand::name);
    if (lost != kLostCommands.end())
      lose(command, *lost);
    else if (std::ranges::find(kUnseenCommands, command.name) == kUnseenCommands.end())
      lose(command, {.name = command.name, .harmless = {}});
    return success();
  }

  Result<ForeignEntry> entry(const std::string& name) && {
    if (m_formula.empty()) return Error{"it has no formula; save the position again"};
    ForeignEntry entry{.name = name, .formula = m_formula};
    entry.tmax = m_tmax;
    entry.view = m_isPlane ? wholeView() : julia::View(m_view);
    entry.coloring = m_coloring;
    entry.notTaken = std::move(m_notTaken);
    const julia::ComplexDecimal c = m_row->isSwapped ? m_perturbation : m_seed;
    const bool isMap = m_isMap != m_row->isSwapped && hasName(m_formula, "c");
    if (!isMap) putNewton(entry, c);
    if (hasName(entry.formula, "c")) entry.parameters.emplace_back("c", c);
    if (isMap) showCentreOfMap(entry);
    return entry;
  }

 private:
  Status setFormula(const XaosCommand& command) {
    const std::string name = command.words.empty() ? std::string() : command.words.front();
    m_row = nullptr;
    for (const XaosRow& row : kXaosRows)
      if (row.name == name) m_row = &row;
    if (!m_row)
      return Error{"its formula " + shownWord(name) +
                   " is none of z alone; choose a position of a formula like mandel or magnet"};
    m_formula = m_row->formula;
    m_isMap = m_row->beginsAsMap;
    m_seed = {Decimal::parse(m_row->seed).value(), {}};
    return viewFrom({m_row->view.begin(), m_row->view.end()});
  }

  Status setUserFormula(const XaosCommand& command) {
    if (command.words.size() != 1) return wrongCommand(command, "not one formula");
    if (!m_row || !m_row->formula.empty()) return success();
    auto formula = formulaOfXaos(command.words.front());
    if (!formula) return formula.error();
    m_formula = std::move(formula).value();
    return success();
  }

  static Status setNumber(const XaosCommand& command, julia::ComplexDecimal& to) {
    if (command.words.size() != 2) return wrongCommand(command, "not two numbers");
    const auto re = Decimal::parse(command.words[0]);
    const auto im = Decimal::parse(command.words[1]);
    if (!re || !im) return wrongCommand(command, "a word that is no number");
    to = {re.value(), im.value()};
    return success();
  }

  Status setJulia(const XaosCommand& command) {
    const bool isOn = command.words == std::vector<std::string>{"#t"};
    if (!isOn && command.words != std::vector<std::string>{"#f"})
      return wrongCommand(command, "neither #t nor #f");
    m_isMap = !isOn;
    return success();
  }

  Status setIterations(const XaosCommand& command) {
    const auto number = command.words.size() == 1 ? Decimal::parse(command.words[0]) : Decimal();
    const double value = number ? number.value().toDouble() : 0.0;
    if (!(value >= 1.0 && value <= std::numeric_limits<std::int32_t>::max()))
      return wrongCommand(command, "no number from 1 to 2147483647");
    m_tmax = static_cast<std::int32_t>(value);
    return success();
  }

  Status setView(const XaosCommand& command) { return viewFrom(command.words); }

  Status viewFrom(const std::vector<std::string>& words) {
    std::vector<Decimal> numbers;
    for (const std::string& word : words) {
      const auto number = Decimal::parse(word);
      if (!number || numbers.size() == 4)
        return Error{"its view has \"" + shownWord(word) +
                     "\", which is none of four numbers; save the position again"};
      numbers.push_back(number.value());
    }
    const auto view = viewOfSides(numbers);
    if (!view) return view.error();
    m_view = view.value().view;
    return success();
  }

  Status setColors(const XaosCommand& command) {
    Palette palette{.name = QStringLiteral("XaoS"), .cyclic = true, .colors = {}, .interior = {}};
    for (const std::string& word : command.words) {
      bool isNumber = false;
      const uint rgb = QByteArray::fromStdString(word).toUInt(&isNumber, 16);
      if (!isNumber || word.size() != 6 || palette.colors.size() == color::kMaxStops)
        return wrongCommand(command, "a colour that is not six hexadecimal digits");
      palette.colors.push_back({static_cast<std::uint8_t>(rgb >> 16),
                                static_cast<std::uint8_t>((rgb >> 8) & 0xff),
                                static_cast<std::uint8_t>(rgb & 0xff)});
    }
    if (palette.colors.empty()) return wrongCommand(command, "no colours");
    color::Coloring coloring;
    coloring.gradient = gradientThrough(palette);
    coloring.interior = coloring.gradient.interior;
    coloring.mapping = color::Mapping::Linear;
    coloring.density =
        std::clamp(kCountsOfCycle / (kCountsOfColor * static_cast<double>(palette.colors.size())),
                   color::kMinDensity, color::kMaxDensity);
    m_coloring = std::move(coloring);
    return success();
  }

  void lose(const XaosCommand& command, const LostCommand& lost) {
    std::string text = command.name;
    for (const std::string& word : command.words) text += " " + word;
    const std::string first = command.words.empty() ? std::string() : command.words.front();
    if (!lost.harmless.empty() && first == lost.harmless) return;
    if (command.name == "usrformInit" && first.empty()) return;
    if (command.name == "plane") m_isPlane = true;
    const bool isKnown = std::ranges::find(m_notTaken, text) != m_notTaken.end();
    if (!isKnown && m_notTaken.size() < 100) m_notTaken.push_back(text);
  }

  // Gives Newton's method without a perturbation its own name.
  static void putNewton(ForeignEntry& entry, const julia::ComplexDecimal& c) {
    if (c != julia::ComplexDecimal()) return;
    if (entry.formula == "z-(z^3-1)/(3*z^2)+c") entry.formula = "newton(z^3-1)";
    if (entry.formula == "z-(z^4-1)/(4*z^3)+c") entry.formula = "newton(z^4-1)";
  }

  const XaosRow* m_row = nullptr;
  std::string m_formula;
  julia::ComplexDecimal m_seed;
  julia::ComplexDecimal m_perturbation;
  julia::CentreView m_view;
  std::int32_t m_tmax = kXaosIterations;
  bool m_isMap = true;
  bool m_isPlane = false;  // pixels are functions of points of another plane
  std::optional<color::Coloring> m_coloring;
  std::vector<std::string> m_notTaken;
};

}  // namespace

bool isXaosStart(const QByteArray& firstBytes) {
  if (firstBytes.startsWith(";Position file automatically generated by XaoS") ||
      firstBytes.startsWith(";Animation file automatically generated by XaoS"))
    return true;
  for (const QByteArray& line : linesOfText(firstBytes))
    if (!line.trimmed().isEmpty() && !line.startsWith(';'))
      return line.trimmed().startsWith("(initstate)");
  return false;
}

Result<ForeignEntry> parseXaosPosition(std::string_view text, const std::string& name) {
  if (text.starts_with(";Animation"))
    return Error{"it is an animation of XaoS; save one of its positions (.xpf)"};
  const auto commands = xaosCommands(text);
  if (!commands) return commands.error();
  XaosState state;
  for (const XaosCommand& command : commands.value())
    if (Status s = state.run(command); !s) return s.error();
  return std::move(state).entry(name);
}

}  // namespace fatou::io
