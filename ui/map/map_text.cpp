// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_text.h"

#include <QCoreApplication>

namespace fatou::ui {
namespace {

struct MapText {
  Q_DECLARE_TR_FUNCTIONS(MapText)
};

QString setName(const julia::Formula& formula) {
  return formula == julia::Formula() ? MapText::tr("Mandelbrot set") : MapText::tr("Multibrot set");
}

bool isSet(const julia::Formula& formula, const render::MapPlane& plane) {
  return formula.isPower() && plane == render::MapPlane{.c = plane.c};
}

QString whatItIs(const julia::Formula& formula, const render::MapPlane& plane) {
  if (isSet(formula, plane))
    return MapText::tr(
               "The %1: every point is a c, and chooses the Julia set of that c. "
               "Inside it Julia sets are of one piece, outside they are dust.")
        .arg(setName(formula));
  const QString all = MapText::tr(
      "Every point is a value of %1, and chooses the Julia set of it. The colours say how long the "
      "critical orbits stay. A right click chooses another parameter or critical point.");
  return all.arg(QString::fromStdString(plane.parameter));
}

}  // namespace

QString mapName(const julia::Formula& formula, const render::MapPlane& plane) {
  if (isSet(formula, plane)) return setName(formula);
  const QString name = MapText::tr("Map of %1").arg(QString::fromStdString(plane.parameter));
  if (plane.critical == render::kAllCritical) return MapText::tr("%1, all points").arg(name);
  if (plane.critical == 1) return name;
  return MapText::tr("%1, point %2").arg(name).arg(plane.critical);
}

QString mapMeaning(const julia::Formula& formula, const render::MapPlane& plane) {
  return MapText::tr(
             "%1\n"
             "Drag to choose %2. Hold Ctrl to look without choosing.\n"
             "Wheel zooms, right drag pans, double click centres, arrows move %2.\n"
             "C centres on %2, Shift+C zooms to it.")
      .arg(whatItIs(formula, plane), QString::fromStdString(plane.parameter));
}

}  // namespace fatou::ui
