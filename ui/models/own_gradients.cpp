// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/own_gradients.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/io/places/place_file.h"

namespace fatou::ui {

OwnGradients::OwnGradients(const QString& folder, QObject* parent)
    : QObject(parent), m_folder(folder) {}

void OwnGradients::load() {
  m_reader.read([this, folder = m_folder]() -> FileReader::Reaction {
    return [this, contents = folder.read()] { take(contents); };
  });
}

// Puts the gradients of the files before those that were added while they were read; where a file
// of the latter was read, too, it counts once.
void OwnGradients::take(const GradientFolder::Contents& contents) {
  std::vector<OwnGradient> added = std::exchange(m_kept, contents.gradients);
  for (OwnGradient& own : added)
    if (std::ranges::find(m_kept, own.gradient, &OwnGradient::gradient) == m_kept.end())
      m_kept.push_back(std::move(own));
  announce(success());
  for (const Error& error : contents.problems)
    Q_EMIT problem(QString::fromStdString(error.message));
}

bool OwnGradients::contains(const color::Gradient& gradient) const {
  return std::ranges::find(m_all, gradient) != m_all.end();
}

color::Gradient OwnGradients::add(const color::Gradient& gradient) {
  if (contains(gradient)) return gradient;
  const color::Gradient now = named(gradient, nullptr);
  announce(m_folder.save(m_kept.emplace_back(), now));
  return m_kept.back().gradient;
}

color::Gradient OwnGradients::replace(const color::Gradient& old, const color::Gradient& edited) {
  const auto own = std::ranges::find(m_kept, old, &OwnGradient::gradient);
  if (own == m_kept.end()) return add(edited);
  if (edited == old) return old;
  const color::Gradient now = named(edited, &old);
  announce(m_folder.save(*own, now));
  return own->gradient;
}

void OwnGradients::remove(const color::Gradient& gradient) {
  const auto own = std::ranges::find(m_kept, gradient, &OwnGradient::gradient);
  if (own == m_kept.end()) return;
  const Status erased = m_folder.erase(*own);
  if (erased) m_kept.erase(own);
  announce(erased);
}

// The gradient with a name that is fit for a file and that no other but `old` has: "Mine",
// "Mine (2)", …
color::Gradient OwnGradients::named(color::Gradient gradient, const color::Gradient* old) const {
  constexpr qsizetype kRoom = 8;  // for a number behind the longest name
  QString clean = io::cleanName(QString::fromStdString(gradient.name));
  if (clean.isEmpty()) clean = tr("Gradient");
  const auto isTaken = [&](const std::string& wanted) {
    return std::ranges::any_of(m_all, [&](const color::Gradient& one) {
      return one.name == wanted && (old == nullptr || one != *old);
    });
  };
  gradient.name = clean.toStdString();
  if (gradient.name.size() > io::kLongestName - kRoom) clean.chop(kRoom);
  for (int number = 2; isTaken(gradient.name); ++number)
    gradient.name = QStringLiteral("%1 (%2)").arg(clean).arg(number).toStdString();
  return gradient;
}

void OwnGradients::announce(const Status& status) {
  m_all.clear();
  for (const OwnGradient& own : m_kept) m_all.push_back(own.gradient);
  Q_EMIT changed();
  if (!status) Q_EMIT problem(QString::fromStdString(status.error().message));
}

}  // namespace fatou::ui
