// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/named_state.h"

#include <utility>

#include <QRegularExpression>
#include <QStringList>

#include "ui/state/formula_draft.h"
#include "ui/state/picture_request.h"

namespace fatou::ui {
namespace {

Error noView(const QString& text) {
  return Error{QStringLiteral("'%1' is no view: write 'centre RE,IM radius R' or 'region "
                              "XMIN,YMIN,XMAX,YMAX'")
                   .arg(text.left(80))
                   .toStdString()};
}

Result<julia::View> namedRegion(const QStringList& corners, const QString& text) {
  if (corners.size() != 4) return noView(text);
  julia::CornerView view;
  julia::Decimal* const sides[] = {&view.xmin, &view.ymin, &view.xmax, &view.ymax};
  for (qsizetype i = 0; i < 4; ++i) {
    auto side = julia::Decimal::parse(corners[i].trimmed().toStdString());
    if (!side) return side.error();
    *sides[i] = std::move(side).value();
  }
  return julia::View(std::move(view));
}

Result<julia::View> namedView(const QString& text) {
  static const QRegularExpression centred(
      QStringLiteral("^\\s*centre\\s+(\\S.*)\\s+radius\\s+(\\S+)\\s*$"));
  static const QRegularExpression cornered(QStringLiteral("^\\s*region\\s+(\\S.*)$"));
  if (const auto found = cornered.match(text); found.hasMatch())
    return namedRegion(found.captured(1).split(u','), text);
  const auto found = centred.match(text);
  if (!found.hasMatch()) return noView(text);
  auto centre = julia::parseComplex(found.captured(1).toStdString());
  if (!centre) return centre.error();
  auto radius = julia::Decimal::parse(found.captured(2).toStdString());
  if (!radius) return radius.error();
  return julia::View(julia::CentreView{std::move(centre).value(), std::move(radius).value()});
}

Result<ExplorerState> checkedState(ExplorerState state) {
  if (isSlowToProve(state.place.formula)) return state;  // whoever renders it finds out
  const Status good = julia::check(state.place);
  if (!good) return good.error();
  return state;
}

Error noName(const QString& name) {
  return Error{QStringLiteral("explorer has no '%1': it has c, formula, view and tmax")
                   .arg(name.left(80))
                   .toStdString()};
}

}  // namespace

Result<ExplorerState> withNamed(const ExplorerState& state, const QString& name,
                                const QString& value) {
  ExplorerState next = state;
  if (name == QStringLiteral("c")) {
    auto c = julia::parseComplex(value.toStdString());
    if (!c) return c.error();
    next.place.c = std::move(c).value();
  } else if (name == QStringLiteral("formula")) {
    const julia::Formula& before = state.place.formula;
    const FormulaDraft draft = draftOf(value, valuesOf(before), state.place);
    if (!draft.formula) return Error{draft.problem.toStdString()};
    return withFormula(next, *draft.formula);  // which was checked
  } else if (name == QStringLiteral("view")) {
    auto view = namedView(value);
    if (!view) return view.error();
    next.place.view = std::move(view).value();
  } else if (name == QStringLiteral("tmax")) {
    bool isNumber = false;
    next.place.tmax = value.toInt(&isNumber);
    if (!isNumber)
      return Error{QStringLiteral("'%1' is no number of iterations: give one from 1 to 2147483647")
                       .arg(value.left(80))
                       .toStdString()};
  } else {
    return noName(name);
  }
  return checkedState(std::move(next));
}

std::optional<QString> namedIn(const ExplorerState& state, const QString& name) {
  const julia::Place& place = state.place;
  if (name == QStringLiteral("c")) return QString::fromStdString(place.c.text());
  if (name == QStringLiteral("formula"))
    return QString::fromStdString(julia::toString(place.formula));
  if (name == QStringLiteral("view")) return QString::fromStdString(julia::toString(place.view));
  if (name == QStringLiteral("tmax")) return QString::number(place.tmax);
  return std::nullopt;
}

}  // namespace fatou::ui
