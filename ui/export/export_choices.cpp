// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_choices.h"

#include "core/exports/picture_spec.h"
#include "core/render/render_request.h"
#include "ui/export/export_size.h"
#include "ui/state/settings.h"

namespace fatou::ui {
namespace {

const Setting<int> kKind{QLatin1StringView("export/size"), 0};
const Setting<int> kNamed{QLatin1StringView("export/namedSize"), 0};
const Setting<int> kWidth{QLatin1StringView("export/width"), 1920};
const Setting<int> kHeight{QLatin1StringView("export/height"), 1080};
const Setting<int> kDpi{QLatin1StringView("export/dpi"), 300};
const Setting<bool> kIsForPaper{QLatin1StringView("export/forPaper"), false};
const Setting<bool> kLocked{QLatin1StringView("export/locked"), true};
const Setting<int> kSamples{QLatin1StringView("export/samples"), 2};
const Setting<QString> kEnding{QLatin1StringView("export/format"), QStringLiteral("png")};
const Setting<int> kDepth{QLatin1StringView("export/depth"), 0};
const Setting<int> kCompression{QLatin1StringView("export/compression"), 0};
const Setting<int> kField{QLatin1StringView("export/field"), 0};
const Setting<int> kQuality{QLatin1StringView("export/quality"), io::FileOptions().quality};

int inRange(const Settings& settings, const Setting<int>& setting, int low, int high) {
  const int value = settings.value(setting);
  return value >= low && value <= high ? value : setting.defaultValue;
}

}  // namespace

ExportChoices storedChoices(const Settings& settings) {
  const auto number = [&](const Setting<int>& setting, int low, int high) {
    return inRange(settings, setting, low, high);
  };
  ExportChoices choices;
  choices.size = {
      .kind = static_cast<SizeChoice::Kind>(number(kKind, 0, 2)),
      .named = number(kNamed, 0, static_cast<int>(namedSizes().size()) - 1),
      .size = {number(kWidth, 1, render::kMaxSide), number(kHeight, 1, render::kMaxSide)},
      .dpi = number(kDpi, kLeastDpi, kMostDpi),
      .isForPaper = settings.value(kIsForPaper),
      .locked = settings.value(kLocked),
      .samples = number(kSamples, 1, exports::kMaxSamples)};
  choices.ending = settings.value(kEnding);
  choices.options = {.depth = static_cast<io::Depth>(number(kDepth, 0, 3)),
                     .compression = static_cast<io::Compression>(number(kCompression, 0, 1)),
                     .field = static_cast<io::Field>(number(kField, 0, 2)),
                     .quality = number(kQuality, 1, 100)};
  return choices;
}

void storeChoices(const ExportChoices& choices, Settings& settings) {
  settings.setValue(kKind, static_cast<int>(choices.size.kind));
  settings.setValue(kNamed, choices.size.named);
  settings.setValue(kWidth, choices.size.size.width);
  settings.setValue(kHeight, choices.size.size.height);
  settings.setValue(kDpi, choices.size.dpi);
  settings.setValue(kIsForPaper, choices.size.isForPaper);
  settings.setValue(kLocked, choices.size.locked);
  settings.setValue(kSamples, choices.size.samples);
  settings.setValue(kEnding, choices.ending);
  settings.setValue(kDepth, static_cast<int>(choices.options.depth));
  settings.setValue(kCompression, static_cast<int>(choices.options.compression));
  settings.setValue(kField, static_cast<int>(choices.options.field));
  settings.setValue(kQuality, choices.options.quality);
}

}  // namespace fatou::ui
