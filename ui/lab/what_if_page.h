// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "core/stats/comparison.h"
#include "core/stats/what_if.h"
#include "ui/lab/lab_controller.h"

class QComboBox;
class QLabel;

namespace fatou::ui {

class BandEdit;
class EngineLanes;
class IntegerEdit;
class NetworkFields;
class SegmentedButtons;
class ValueSlider;

// The lab's page that replays a recorded run with other engines, bands and policies, with engines
// slowed down or on other hosts, from what its rows cost: the predicted timeline beside the
// measured one.
class WhatIfPage : public QWidget {
  Q_OBJECT
 public:
  explicit WhatIfPage(QWidget* parent = nullptr);

  // Runs to start from. A comparison's are checked against each other, too. `caption` says of what,
  // `width` how many samples a row of it has, which is what answers send; 0 where unknown.
  void setConfigurations(const std::vector<stats::Configuration>& configurations,
                         const QString& caption = {}, std::int32_t width = 0);
  void setRun(const stats::Run& run, const QString& name, const QString& caption = {},
              std::int32_t width = 0);

  const stats::Run& predicted() const { return m_predicted; }

 Q_SIGNALS:
  void predictedChanged();

 private:
  struct Source {
    QString name;
    stats::Run run;
    std::int32_t bandRows = 0;  // as asked for
  };
  void layOut();
  void connectAll();
  QWidget* fields();
  void setSources(std::vector<Source> sources, const QString& caption, std::int32_t width);
  void chooseSource(int index);
  void predict();
  stats::Scenario scenario() const;
  QString words() const;
  // The source whose run was measured with just this scenario; null if none was.
  const Source* measuredFor(const stats::Scenario& scenario) const;

  std::vector<Source> m_sources;
  std::int32_t m_width = 0;
  bool m_isOwnNetwork = true;  // the network is that of the run which is replayed
  std::optional<stats::CostModel> m_model;
  stats::Run m_predicted;

  QComboBox* m_source;
  SegmentedButtons* m_policy;
  IntegerEdit* m_engines;
  BandEdit* m_band;
  ValueSlider* m_slowdown;
  NetworkFields* m_network;
  EngineLanes* m_measuredLanes;
  EngineLanes* m_predictedLanes;
  QLabel* m_caption;
  QLabel* m_measuredTitle;
  QLabel* m_predictedTitle;
  QLabel* m_words;
};

}  // namespace fatou::ui
