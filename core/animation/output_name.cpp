// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/animation/output_name.h"

#include <QFileInfo>
#include <QRegularExpression>

#include "core/io/formats/picture_file.h"

namespace fatou::animation {
namespace {

Result<OutputName> pictures(const QString& name) {
  static const QRegularExpression number(QStringLiteral("^([^%]*)%0?([0-9])?d([^%]*)$"));
  const QFileInfo entry(name);
  const auto match = number.match(entry.fileName());
  if (!match.hasMatch())
    return io::cannotWrite(name, QStringLiteral("a picture a frame needs a number in its name; "
                                                "write it like zoom-%05d.png"));
  const QString digits = match.captured(2);
  return OutputName{.folder = entry.path(),
                    .framePrefix = match.captured(1),
                    .frameSuffix = match.captured(3),
                    .digits = digits.isEmpty() ? 1 : digits.toInt()};
}

}  // namespace

QString OutputName::frame(std::int64_t index) const {
  return folder + u'/' + framePrefix +
         QStringLiteral("%1").arg(index, digits, 10, QLatin1Char('0')) + frameSuffix;
}

QString OutputName::pattern() const {
  return framePrefix + QStringLiteral("%0") + QString::number(digits) + u'd' + frameSuffix;
}

Result<OutputName> outputNamed(const QString& name) {
  const QFileInfo entry(name);
  const QString ending = entry.suffix().toLower();
  if (ending == QLatin1String("png")) return pictures(name);
  OutputName output{.folder = name, .frameSuffix = QStringLiteral(".png")};
  if (entry.isDir() || (ending.isEmpty() && !name.isEmpty())) return output;
  if (ending != QLatin1String("mp4") && ending != QLatin1String("webm"))
    return io::cannotWrite(name, QStringLiteral("no animation has this ending; use .mp4, .webm or "
                                                "%05d.png, or a folder"));
  output.container = ending == QLatin1String("mp4") ? Container::Mp4 : Container::WebM;
  output.video = name;
  output.folder = io::PictureFile::partName(name) + QStringLiteral(".frames");
  return output;
}

}  // namespace fatou::animation
