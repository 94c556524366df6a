// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <stop_token>
#include <utility>
#include <vector>

#include <QByteArray>
#include <QString>

#include "core/exports/exporter.h"
#include "output_folder.h"
#include "picture_samples.h"

// Pictures of several slabs, exported to a folder of their own.
namespace fatou::exports::samples {

using namespace io::samples;

// Three slabs of the picture below.
inline constexpr std::int64_t kSlabSamples = 70 * 3 * 3 * 256;

// A picture of several slabs that is quickly computed.
inline PictureSpec slabbed() {
  PictureSpec spec;
  spec.request.picture.place.c = julia::parseComplex("-0.8,0.156").value();
  spec.request.picture.place.view =
      julia::CentreView{.centre = {}, .radius = julia::Decimal::parse("1.5").value()};
  spec.request.picture.place.tmax = 40;
  spec.request.picture.width = 70;
  spec.request.picture.height = 600;
  spec.request.engines.count = 2;
  spec.samples = 3;
  spec.coloring.smooth = false;
  return spec;
}

inline PictureSpec small() {
  PictureSpec spec;
  spec.request.picture.place.c = julia::parseComplex("-0.065,0.66").value();
  spec.request.picture.place.view = julia::CornerView{.xmin = julia::Decimal::parse("-1.3").value(),
                                                      .ymin = julia::Decimal::parse("-1.3").value(),
                                                      .xmax = julia::Decimal::parse("1.3").value(),
                                                      .ymax = julia::Decimal::parse("1.3").value()};
  spec.request.picture.width = 160;
  spec.request.picture.height = 120;
  spec.request.engines.count = 2;
  return spec;
}

// A folder that a test exports to.
class ExportFolder : protected OutputFolder {
 protected:
  QByteArray bytes(const char* name) const { return bytesOf(path(name)); }
  QByteArray pixelBytes(const char* name) const {
    const QByteArray file = bytes(name);
    return file.sliced(file.indexOf("IDAT"));
  }

  ExportRecord run(const PictureSpec& spec, std::initializer_list<const char*> files) {
    std::vector<Target> targets;
    for (const char* file : files) targets.push_back({path(file), {}});
    auto record = exportPicture(spec, targets, {.slabSamples = kSlabSamples}, {}, {});
    if (!record) qFatal("%s", record.error().message.c_str());
    return std::move(record).value();
  }

  // Whether the export was complete in spite of it.
  bool stopAfter(const PictureSpec& spec, const char* file, int rows) {
    constexpr std::chrono::milliseconds kNow{0};
    std::stop_source stop;
    const ExportHooks hooks{.progress = [&](const ExportProgress& now) {
      if (now.rowsDone >= rows) stop.request_stop();
    }};
    const auto record =
        exportPicture(spec, {{path(file), {}}},
                      {.keepOnStop = true, .slabSamples = kSlabSamples, .spoolEvery = kNow}, hooks,
                      stop.get_token());
    return record.value().complete;
  }
};

}  // namespace fatou::exports::samples
