// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_menu.h"

#include <algorithm>
#include <cstdint>

#include <QAction>
#include <QActionGroup>
#include <QCoreApplication>
#include <QMenu>

namespace fatou::ui {
namespace {

// More points would not fit on a screen; the command line offers all of them.
constexpr std::int32_t kMostListed = 16;

QString menuText(const char* text) {
  return QCoreApplication::translate("MapMenu", text);
}

// Adds a line to the menu, which is checked if its plane is the one that is shown.
void addChoice(QMenu& menu, QActionGroup& group, const QString& text, const render::MapPlane& plane,
               const render::MapPlane& shown,
               const std::function<void(const render::MapPlane&)>& choose) {
  QAction* action = menu.addAction(text);
  group.addAction(action);
  action->setCheckable(true);
  action->setChecked(plane == shown);
  QObject::connect(action, &QAction::triggered, &menu, [choose, plane] { choose(plane); });
}

}  // namespace

void addPlaneChoices(QMenu& menu, const julia::Formula& formula, const render::MapPlane& plane,
                     const std::function<void(const render::MapPlane&)>& choose) {
  const auto names = render::mappedParameters(formula);
  if (names.size() < 2) return;
  QMenu* planes = menu.addMenu(menuText("&Map Of"));
  auto* group = new QActionGroup(planes);
  for (const std::string& name : names) {
    render::MapPlane other{.parameter = name, .c = plane.c};
    if (name == plane.parameter) other = plane;
    addChoice(*planes, *group, QString::fromStdString(name), other, plane, choose);
  }
}

QMenu& addPointMenu(QMenu& menu) {
  QMenu* points = menu.addMenu(menuText("Critical &Point"));
  points->menuAction()->setEnabled(false);
  return *points;
}

void fillPointChoices(QMenu& menu, std::int32_t points, const render::MapPlane& plane,
                      const std::function<void(const render::MapPlane&)>& choose) {
  menu.menuAction()->setVisible(points > 1);
  menu.menuAction()->setEnabled(points > 1);
  if (points < 2) return;
  auto* group = new QActionGroup(&menu);
  render::MapPlane other = plane;
  for (other.critical = 1; other.critical <= std::min(points, kMostListed); ++other.critical)
    addChoice(menu, *group, menuText("Point &%1").arg(other.critical), other, plane, choose);
  other.critical = render::kAllCritical;
  addChoice(menu, *group, menuText("&Latest of All"), other, plane, choose);
}

}  // namespace fatou::ui
