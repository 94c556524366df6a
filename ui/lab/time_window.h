// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace fatou::ui {

// The part of a run's time that is in view, never beyond its ends. Pure; times in seconds from the
// start of the run.
class TimeWindow {
 public:
  double whole() const { return m_whole; }
  double begin() const { return m_begin; }
  double seconds() const { return m_seconds; }
  bool showsAll() const { return m_seconds >= m_whole; }

  // How long the run is, > 0. What showed all of it still does; else the same part stays in view.
  void setWhole(double seconds);

  // Shows 1 / `factor` of the time in view; the moment `at` stays where it is.
  void zoom(double factor, double at);
  void pan(double seconds);
  void showAll();

 private:
  void keepInside();

  double m_whole = 1.0;
  double m_begin = 0.0;
  double m_seconds = 1.0;
};

}  // namespace fatou::ui
