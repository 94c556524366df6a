// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QObject>

#include "ui/file_reader.h"
#include "ui/models/gradient_folder.h"

namespace fatou::ui {

// The user's own gradients, kept in files that are written at every change. Lives on the GUI
// thread.
class OwnGradients : public QObject {
  Q_OBJECT
 public:
  explicit OwnGradients(const QString& folder, QObject* parent = nullptr);

  // Has the files read; changed() follows, and a problem() for each that is broken, which is left
  // alone.
  void load();

  // All gradients, the oldest first.
  const std::vector<color::Gradient>& all() const { return m_all; }
  bool contains(const color::Gradient& gradient) const;

  // Keeps another gradient, under a name that no other has, and returns it with that name. One that
  // is there already is not kept twice.
  color::Gradient add(const color::Gradient& gradient);
  // Keeps `edited` in the place of `old`; returns it with the name that it then has.
  color::Gradient replace(const color::Gradient& old, const color::Gradient& edited);
  void remove(const color::Gradient& gradient);

 Q_SIGNALS:
  void changed();
  // One sentence about a file that is broken or cannot be written.
  void problem(const QString& text);

 private:
  void take(const GradientFolder::Contents& contents);
  color::Gradient named(color::Gradient gradient, const color::Gradient* old) const;
  void announce(const Status& status);

  GradientFolder m_folder;
  FileReader m_reader;
  std::vector<OwnGradient> m_kept;
  std::vector<color::Gradient> m_all;  // of m_kept
};

}  // namespace fatou::ui
