// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_menu.h"

#include <algorithm>
#include <cstdint>

#include <QAction>
#include <QActionGroup>
#include <QCoreApplication>
#include <QMenu>

#include "core/julia/formulas/critical_family.h"

namespace fatou::ui {
namespace {

// More would not fit on a screen; they are there on the command line.
constexpr std::int32_t kMostListed = 16;

QString menuText(const char* text) {
  return QCoreApplication::translate("MapMenu", text);
}

// A line that is checked where its plane is the one that is shown.
void addChoice(QMenu& menu, QActionGroup& group, const QString& text, const render::MapPlane& plane,
               const render::MapPlane& shown,
               const std::function<void(const render::MapPlane&)>& choose) {
  QAction* action = menu.addAction(text);
  group.addAction(action);
  action->setCheckable(true);
  action->setChecked(plane == shown);
  QObject::connect(action, &QAction::triggered, &menu, [choose, plane] { choose(plane); });
}

std::int32_t criticalCount(const julia::Formula& formula, const render::MapPlane& plane) {
  const auto family = julia::CriticalFamily::create(formula, plane.c, plane.parameter);
  return static_cast<std::int32_t>(std::min<std::size_t>(family.size(), kMostListed));
}

}  // namespace

void addPlaneChoices(QMenu& menu, const julia::Formula& formula, const render::MapPlane& plane,
                     const std::function<void(const render::MapPlane&)>& choose) {
  const auto names = render::mappedParameters(formula);
  if (names.size() > 1) {
    QMenu* planes = menu.addMenu(menuText("&Map Of"));
    auto* group = new QActionGroup(planes);
    for (const std::string& name : names) {
      render::MapPlane other{.parameter = name, .c = plane.c};
      if (name == plane.parameter) other = plane;
      addChoice(*planes, *group, QString::fromStdString(name), other, plane, choose);
    }
  }
  const std::int32_t points = criticalCount(formula, plane);
  if (points < 2) return;
  QMenu* critical = menu.addMenu(menuText("Critical &Point"));
  auto* group = new QActionGroup(critical);
  render::MapPlane other = plane;
  for (other.critical = 1; other.critical <= points; ++other.critical)
    addChoice(*critical, *group, menuText("Point &%1").arg(other.critical), other, plane, choose);
  other.critical = render::kAllCritical;
  addChoice(*critical, *group, menuText("&Latest of All"), other, plane, choose);
}

}  // namespace fatou::ui
