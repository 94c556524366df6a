// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/formula_draft.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <QByteArray>
#include <QRegularExpression>

#include "core/julia/formulas/basins.h"
#include "core/julia/formulas/escape_exit.h"
#include "core/julia/formulas/escape_text.h"
#include "core/julia/formulas/rational_form.h"

namespace fatou::ui {
namespace {

constexpr char kNearRadius[] = "50";
constexpr char kFarRadius[] = "1e10";

// Facts about fractions of at most this degree are found within some milliseconds; the work grows
// faster than the square of the degree.
constexpr std::int64_t kMostQuickDegree = 8;

using Values = std::vector<julia::FormulaParameter>;

bool givesValue(const QString& text, const std::string& name) {
  const QRegularExpression value(QStringLiteral("[,;]\\s*%1\\s*=")
                                     .arg(QRegularExpression::escape(QString::fromStdString(name))),
                                 QRegularExpression::CaseInsensitiveOption);
  return text.contains(value);
}

// Whether the text names a radius of escape, for whichever part of z.
bool givesEscape(const QString& text) {
  using kernels::EscapePart;
  return std::ranges::any_of(
      std::array{EscapePart::Modulus, EscapePart::Real, EscapePart::Imaginary},
      [&](EscapePart part) { return givesValue(text, std::string(julia::escapeName(part))); });
}

Values valuesNotGivenBy(const QString& text, std::span<const julia::FormulaParameter> values) {
  Values others;
  for (const julia::FormulaParameter& each : values)
    if (!(julia::escapePartNamed(each.name) ? givesEscape(text) : givesValue(text, each.name)))
      others.push_back(each);
  return others;
}

julia::ComplexDecimal realNumber(double value) {
  return {.re = julia::Decimal::fromDouble(value), .im = {}};
}

julia::Decimal radiusFrom(const char* text) {
  return julia::Decimal::parse(text).value();
}

// Whether the radius is one that Fatou has filled in, not the user.
bool isUsual(const julia::Decimal& radius) {
  return radius == radiusFrom(kNearRadius) || radius == radiusFrom(kFarRadius);
}

// Removes a radius that was kept from another formula if this formula has a proven one. Without a
// proof and without a choice of the user, it fills in the usual radius.
julia::Formula escaping(const julia::Formula& formula, const QString& text,
                        const julia::ComplexDecimal& c, const std::stop_token& stop) {
  const auto& radius = formula.escapeRadius();
  if (radius && givesEscape(text)) return formula;
  if (isEscapeProven(formula, c, stop)) return formula.withEscapeRadius({});
  return radius && !isUsual(*radius) ? formula : formula.withEscapeRadius(usualEscape(formula));
}

// Removes the setting of basins from the values and returns it; nothing if they have none.
std::optional<bool> takeBasins(Values& values) {
  const auto found = std::ranges::find(values, julia::kBasinsName, &julia::FormulaParameter::name);
  if (found == values.end()) return std::nullopt;
  const bool has = !found->value.re.isZero();
  values.erase(found);
  return has;
}

// Returns the place's formula, with its basins told apart if they are wanted and exist. It is an
// Error if the text asks for basins that do not exist.
Result<julia::Formula> tellingBasins(const julia::Place& place, const QString& text,
                                     std::optional<bool> kept, const std::stop_token& stop) {
  const julia::Formula& formula = place.formula;
  if (formula.hasBasins()) {
    if (const auto basins = julia::basinsOf(formula, place.c, stop); !basins) return basins.error();
    return formula;
  }
  const bool isTyped = givesValue(text, std::string(julia::kBasinsName));
  if (isTyped || formula.isPower() || !kept.value_or(isOfBasins(formula))) return formula;
  const julia::Formula with = formula.withBasins(true);
  return julia::basinsOf(with, place.c, stop).ok() ? with : formula;
}

// Returns the name at the mistake if giving it a value mends the mistake; empty otherwise.
QString newNameAt(const julia::FormulaError& mistake, const QByteArray& text, Values values) {
  const QByteArray word =
      text.mid(static_cast<qsizetype>(mistake.position), static_cast<qsizetype>(mistake.length))
          .toLower();
  const auto end = static_cast<qsizetype>(mistake.position + mistake.length);
  const bool isCalled = text.mid(end).trimmed().startsWith('(');
  std::string name = word.toStdString();
  if (isCalled || !julia::checkParameterName(name)) return {};
  values.push_back({.name = std::move(name), .value = realNumber(kNewParameter)});
  const auto rest =
      julia::mistakeIn(std::string_view(text.constData(), std::size_t(text.size())), values);
  const bool helps = !rest || rest->position > mistake.position;
  return helps ? QString::fromUtf8(word) : QString();
}

FormulaDraft wrongDraft(const julia::FormulaError& mistake, const QByteArray& text,
                        const Values& values) {
  const auto from = static_cast<qsizetype>(mistake.position);
  return {
      .formula = {},
      .problem = QString::fromStdString(mistake.sentence),
      .position = QString::fromUtf8(text.left(from)).size(),
      .length = QString::fromUtf8(text.mid(from, static_cast<qsizetype>(mistake.length))).size(),
      .newName = newNameAt(mistake, text, values)};
}

// Returns the draft of a text that is refused as a whole.
FormulaDraft refused(const QString& text, const Error& error) {
  return {.formula = {},
          .problem = QString::fromStdString(error.message),
          .position = 0,
          .length = withoutValues(text).size(),
          .newName = {}};
}

bool isRationalText(const julia::Formula& formula) {
  const julia::Expression expression = formula.expression();
  return std::ranges::all_of(expression.nodes(), [](const julia::Node& node) {
    return node.kind < julia::kFirstFunction && node.kind != julia::NodeKind::GeneralPower;
  });
}

}  // namespace

FormulaDraft draftOf(const QString& text, std::span<const julia::FormulaParameter> values,
                     const julia::Place& place, const std::stop_token& stop) {
  const QByteArray bytes = text.toUtf8();
  const std::string_view utf8(bytes.constData(), static_cast<std::size_t>(bytes.size()));
  Values given = valuesNotGivenBy(text, values);
  const std::optional<bool> basins = takeBasins(given);
  if (const auto mistake = julia::mistakeIn(utf8, given)) return wrongDraft(*mistake, bytes, given);
  julia::Place there = place;
  there.formula = escaping(julia::parseFormula(utf8, given).value(), text, place.c, stop);
  // check() asks for this too, and knows no stop.
  if (!there.formula.isPower() && !there.formula.hasBasins())
    julia::mayEscapeProven(there.formula, stop);
  if (stop.stop_requested()) return {};
  if (const Status sound = julia::check(there); !sound) return refused(text, sound.error());
  const auto formula = tellingBasins(there, text, basins, stop);
  if (!formula) return refused(text, formula.error());
  return {.formula = formula.value(), .problem = {}, .position = 0, .length = 0, .newName = {}};
}

bool isSlowToRead(const QString& text, std::span<const julia::FormulaParameter> values) {
  const std::string utf8 = text.toStdString();
  Values given = valuesNotGivenBy(text, values);
  const bool keepsBasins = takeBasins(given).value_or(false);
  const auto formula = julia::parseFormula(utf8, given);
  if (!formula || formula.value().isPower()) return false;
  const julia::WrittenSize size = julia::writtenSize(formula.value().expression());
  const bool tellsBasins = keepsBasins || formula.value().hasBasins();
  return std::max(size.ofFractions, tellsBasins ? size.ofPolynomials : 0) > kMostQuickDegree;
}

julia::Decimal usualEscape(const julia::Formula& formula) {
  return radiusFrom(isRationalText(formula) ? kFarRadius : kNearRadius);
}

bool isEscapeProven(const julia::Formula& formula, const julia::ComplexDecimal& c,
                    const std::stop_token& stop) {
  return formula.isPower() || julia::escapeExitOf(formula.withEscapeRadius({}), c, stop).ok();
}

bool isSlowToProve(const julia::Formula& formula) {
  if (formula.isPower() || formula.escapeRadius() || formula.hasBasins()) return false;
  return julia::writtenSize(formula.expression()).ofFractions > kMostQuickDegree;
}

bool isOfBasins(const julia::Formula& formula) {
  return !formula.isPower() && isRationalText(formula) && !julia::mayEscapeProven(formula);
}

std::vector<julia::FormulaParameter> valuesOf(const julia::Formula& formula) {
  Values values(formula.parameters().begin(), formula.parameters().end());
  if (const auto& radius = formula.escapeRadius())
    values.push_back({.name = std::string(julia::escapeName(formula.escapePart())),
                      .value = {.re = *radius, .im = {}}});
  if (formula.hasBasins() || isOfBasins(formula))
    values.push_back({.name = std::string(julia::kBasinsName),
                      .value = realNumber(formula.hasBasins() ? 1.0 : 0.0)});
  return values;
}

QString withoutValues(const QString& text) {
  static const QRegularExpression kValues(
      QStringLiteral("\\s*[,;]\\s*[A-Za-z][A-Za-z0-9_]*\\s*=.*$"));
  return QString(text).remove(kValues);
}

}  // namespace fatou::ui
