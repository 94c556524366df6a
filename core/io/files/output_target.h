// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <tuple>
#include <utility>

#include <QString>
#include <QStringList>

#include "core/base/result.h"

namespace fatou::io {

// Whether a file that is there may be replaced.
struct Replace {
  // `remedy` is how the user can allow it, where there is a way: "--force to have it replaced".
  Replace(bool allow = false, QString how = {})  // NOLINT(google-explicit-constructor)
      : allowed(allow), remedy(std::move(how)) {}

  explicit operator bool() const { return allowed; }
  // The remedy to be named where a file is there: "choose another name, or --force …".
  QString choice() const;

  bool allowed;
  QString remedy;

  static constexpr auto kFields = std::tuple(&Replace::allowed, &Replace::remedy);
};

// The file that a name stands for: where a link points to, over as many links as there are, else
// the name. Names are taken as the system takes them: "link/../a" is not "a".
QString fileBehind(const QString& name);

// The complaints about a name, before anything is written: folders, rights, a file that is there.
Status checkFileName(const QString& name, const Replace& replace);

// An Error where two of the names are one file, by links, hard links or another way to it.
Status checkDistinct(const QStringList& names);

}  // namespace fatou::io
