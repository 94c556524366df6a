// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/stop_switch.h"

#include <QAction>

namespace fatou::ui {

StopSwitch::StopSwitch(QAction* stop) : QObject(stop), m_stop(stop) {
  m_stop->setEnabled(false);
}

void StopSwitch::set(Cause cause, bool on) {
  m_causes.setFlag(cause, on);
  m_stop->setEnabled(m_causes != Causes());
}

}  // namespace fatou::ui
