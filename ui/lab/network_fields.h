// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QWidget>

#include "core/stats/network.h"

namespace fatou::ui {

class IntegerEdit;
class SegmentedButtons;
class ValueSlider;

// The fields of the what-if page that say where the engines of a replay stand: here, or on hosts
// over a network, and how many of them are on the slow one.
class NetworkFields : public QWidget {
  Q_OBJECT
 public:
  explicit NetworkFields(QWidget* parent = nullptr);

  // The network that the fields describe; nothing where the engines stand here.
  std::optional<stats::Network> network() const;
  // Shows the network of a run; the sliders keep their values where there is none. No signal.
  void setNetwork(const std::optional<stats::Network>& network);

  // The number of engines, counted from the first one, that a slow-down applies to.
  int slowEngines() const;
  void setSlowEngines(int count);

 Q_SIGNALS:
  void edited();

 private:
  void layOut();
  void connectAll();
  void take();
  void enableSliders();

  stats::Network m_network;
  SegmentedButtons* m_where;
  ValueSlider* m_latency;
  ValueSlider* m_link;
  ValueSlider* m_hub;
  IntegerEdit* m_slow;
};

}  // namespace fatou::ui
