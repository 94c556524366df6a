// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/opened_file.h"

#include <type_traits>
#include <utility>
#include <variant>

#include <QCoreApplication>
#include <QFileInfo>

#include "core/io/opened_file.h"

namespace fatou::ui {
namespace {

Result<OpenedFile> pictureOf(const io::Parameters& parameters, const QString& path) {
  auto spec = exports::specOf(parameters);
  if (spec) return OpenedFile(std::move(spec).value());
  return Error{QCoreApplication::translate("fatou::ui::FileController", "Cannot open \"%1\": %2")
                   .arg(QFileInfo(path).fileName(), QString::fromStdString(spec.error().message))
                   .toStdString()};
}

}  // namespace

Result<OpenedFile> readOpenedFile(const QString& path) {
  auto read = io::readOpenedFile(path);
  if (!read) return read.error();
  return std::visit(
      [&path](auto&& content) -> Result<OpenedFile> {
        if constexpr (std::is_same_v<std::decay_t<decltype(content)>, io::PictureSource>)
          return pictureOf(content.parameters, path);
        else
          return OpenedFile(std::move(content));
      },
      std::move(read).value());
}

}  // namespace fatou::ui
