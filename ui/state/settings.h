// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QLatin1StringView>
#include <QSettings>
#include <QStringList>
#include <QVariant>

#include "ui/style/theme.h"

namespace fatou::ui {

// A key, its type and its default, declared in one place.
template <typename T>
struct Setting {
  QLatin1StringView key;
  T defaultValue{};
};

namespace settings {
inline const Setting<QByteArray> kWindowGeometry{QLatin1StringView("window/geometry"), {}};
inline const Setting<QByteArray> kWindowLayout{QLatin1StringView("window/layout"), {}};
inline const Setting<int> kColorScheme{QLatin1StringView("window/colorScheme"),
                                       static_cast<int>(ColorScheme::System)};
inline const Setting<int> kTextSize{QLatin1StringView("window/textSize"),
                                    static_cast<int>(TextSize::Normal)};
inline const Setting<int> kOverlays{QLatin1StringView("canvas/overlays"), 0};
inline const Setting<bool> kScaledToFit{QLatin1StringView("canvas/scaledToFit"), true};
inline const Setting<QString> kEnginePlace{QLatin1StringView("engines/place"), {}};
inline const Setting<QString> kLessonProgress{QLatin1StringView("lessons/progress"), {}};
inline const Setting<QStringList> kCellHistory{QLatin1StringView("console/history"), {}};
inline const Setting<QString> kLastFolder{QLatin1StringView("files/lastFolder"), {}};
}  // namespace settings

// Typed access to a store that the caller owns, so that a test hands in its own. A value of another
// type than its key's, in a file that was edited or damaged, is the default.
class Settings {
 public:
  explicit Settings(QSettings& store) : m_store(store) {}

  template <typename T>
  T value(const Setting<T>& setting) const {
    const QVariant stored = m_store.value(setting.key);
    return stored.canConvert<T>() ? stored.value<T>() : setting.defaultValue;
  }
  template <typename T>
  void setValue(const Setting<T>& setting, const T& value) {
    m_store.setValue(setting.key, QVariant::fromValue(value));
  }

 private:
  QSettings& m_store;
};

}  // namespace fatou::ui
