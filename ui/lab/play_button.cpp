// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/play_button.h"

#include <QActionGroup>
#include <QMenu>

#include "ui/style/icons.h"

namespace fatou::ui {
namespace {

constexpr int kSlownesses[] = {10, 100, 1'000};

}  // namespace

PlayButton::PlayButton(QWidget* parent) : QToolButton(parent) {
  auto* menu = new QMenu(this);
  auto* group = new QActionGroup(menu);
  for (const int slowness : kSlownesses) {
    QAction* action = group->addAction(tr("Play at 1/%1 of the speed").arg(slowness));
    action->setCheckable(true);
    action->setChecked(slowness == static_cast<int>(m_slowness));
    connect(action, &QAction::triggered, this, [this, slowness] {
      setSlowness(slowness);
      Q_EMIT playRequested(m_slowness);
    });
  }
  menu->addActions(group->actions());
  setMenu(menu);
  setPopupMode(QToolButton::MenuButtonPopup);
  setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  setIconSize({14, 14});
  connect(this, &QToolButton::clicked, this, &PlayButton::press);
  setPlaying(false);
}

void PlayButton::setSlowness(double slowness) {
  m_slowness = slowness;
  setPlaying(m_playing);
}

void PlayButton::setPlaying(bool playing) {
  m_playing = playing;
  setIcon(fatou::ui::icon(playing ? u"stop" : u"play"));
  setText(QStringLiteral("1/%1").arg(m_slowness, 0, 'f', 0));
  const QString deed =
      playing ? tr("Stop playing (Esc)")
              : tr("Play the run in slow motion, its tiles landing in the picture as they did");
  setToolTip(deed);
  setAccessibleName(deed);
}

void PlayButton::press() {
  if (m_playing)
    Q_EMIT stopRequested();
  else
    Q_EMIT playRequested(m_slowness);
}

}  // namespace fatou::ui
