// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/gradient_folder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "core/io/formats/picture_file.h"
#include "core/io/gradients/gradient_file.h"
#include "ui/models/bookmark_folder.h"

namespace fatou::ui {
namespace {

bool isAsKnown(const OwnGradient& own) {
  if (own.path.isEmpty() || !QFileInfo::exists(own.path)) return false;
  const auto there = io::readGradientFile(own.path);
  return there && there.value() == own.gradient;
}

}  // namespace

GradientFolder::Contents GradientFolder::read() const {
  Contents contents;
  if (m_folder.isEmpty()) return contents;  // QDir would read the working directory
  const QDir folder(m_folder);
  for (const QString& name :
       folder.entryList({QStringLiteral("*.json")}, QDir::Files | QDir::System, QDir::Name)) {
    const QString path = folder.filePath(name);
    auto gradient = io::readGradientFile(path);
    if (gradient)
      contents.gradients.push_back({.gradient = std::move(gradient).value(), .path = path});
    else
      contents.problems.push_back(gradient.error());
  }
  return contents;
}

Status GradientFolder::save(OwnGradient& own, const color::Gradient& gradient) const {
  QString path = isAsKnown(own) ? own.path : QString();
  own = {.gradient = gradient, .path = {}};
  if (path.isEmpty()) {
    const auto fresh = freshPath(
        m_folder, fileStem(QString::fromStdString(gradient.name), QStringLiteral("gradient")));
    if (!fresh) return fresh.error();
    path = fresh.value();
  }
  if (Status written = io::writeGradientFile(path, gradient, true); !written) return written;
  // The file is read back, as isAsKnown() will compare with what it reads, down to rounding.
  auto back = io::readGradientFile(path);
  if (!back) return back.error();
  own = {.gradient = std::move(back).value(), .path = path};
  return success();
}

Status GradientFolder::erase(const OwnGradient& own) const {
  if (!isAsKnown(own)) return success();
  QFile file(own.path);
  if (file.remove()) return success();
  return io::cannotWrite(own.path,
                         file.errorString() + QStringLiteral("; ask its owner for access"));
}

}  // namespace fatou::ui
