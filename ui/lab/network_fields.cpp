// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/network_fields.h"

#include <algorithm>

#include <QVBoxLayout>

#include "ui/widgets/field_form.h"
#include "ui/widgets/integer_edit.h"
#include "ui/widgets/segmented_buttons.h"
#include "ui/widgets/value_slider.h"

namespace fatou::ui {
namespace {

enum Where { kHere, kOnHosts };

constexpr double kMicroseconds = 1e6;  // a second
constexpr double kBytesAGigabit = 1e9 / 8.0;
constexpr double kLongestLatency = 10'000.0;  // µs
constexpr double kMostGigabits = 100.0;       // a second
constexpr int kMostSlowEngines = 1'024;

ValueSlider* gigabitSlider(QWidget* parent) {
  return new ValueSlider(
      {.from = 0.1, .to = kMostGigabits, .usual = 10.0, .scale = ValueSlider::Scale::Logarithmic},
      1, parent);
}

double gigabits(double bytesASecond) {
  return std::clamp(bytesASecond / kBytesAGigabit, 0.1, kMostGigabits);
}

}  // namespace

NetworkFields::NetworkFields(QWidget* parent)
    : QWidget(parent),
      m_network{.latency = 20.0 / kMicroseconds,
                .bandwidth = 10.0 * kBytesAGigabit,
                .hubBandwidth = 10.0 * kBytesAGigabit,
                .underWay = stats::kBandsUnderWay},
      m_where(new SegmentedButtons(this)),
      m_latency(new ValueSlider({.from = 1.0,
                                 .to = kLongestLatency,
                                 .usual = 20.0,
                                 .scale = ValueSlider::Scale::Logarithmic},
                                0, this)),
      m_link(gigabitSlider(this)),
      m_hub(gigabitSlider(this)),
      m_slow(new IntegerEdit(this)) {
  layOut();
  connectAll();
  setSlowEngines(1);
  setNetwork(std::nullopt);
}

void NetworkFields::layOut() {
  m_where->addSegment(tr("Here"), tr("Engines are threads and share the measured run's cores"));
  m_where->addSegment(tr("On hosts"), tr("Engines have cores of their own, behind a network"));
  m_latency->setToolTip(tr("How many microseconds a message takes to an engine, and back"));
  m_link->setToolTip(tr("What an engine's link carries, in Gbit/s each way"));
  m_hub->setToolTip(tr("What the hub carries for all engines together, in Gbit/s each way"));
  m_slow->setRange(tr("slowed engines"), 1, kMostSlowEngines);
  m_slow->setToolTip(tr("How many engines are slowed: those of the first host"));
  auto* form = new FieldForm(tr("Hosts"), this);
  form->addRow(tr("Engines"), m_where);
  form->addRow(tr("Latency, µs"), m_latency);
  form->addRow(tr("Link, Gbit/s"), m_link);
  form->addRow(tr("Hub, Gbit/s"), m_hub);
  form->addRow(tr("Slowed engines"), m_slow);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(form);
}

void NetworkFields::connectAll() {
  connect(m_where, &SegmentedButtons::currentEdited, this, &NetworkFields::take);
  for (ValueSlider* slider : {m_latency, m_link, m_hub})
    connect(slider, &ValueSlider::valueEdited, this, &NetworkFields::take);
  connect(m_slow, &IntegerEdit::valueEdited, this, &NetworkFields::edited);
}

std::optional<stats::Network> NetworkFields::network() const {
  if (m_where->current() == kHere) return std::nullopt;
  return m_network;
}

void NetworkFields::setNetwork(const std::optional<stats::Network>& network) {
  m_where->setCurrent(network ? kOnHosts : kHere);
  if (network) {
    m_network = *network;
    m_latency->setValue(std::clamp(network->latency * kMicroseconds, 1.0, kLongestLatency));
    m_link->setValue(gigabits(network->bandwidth));
    m_hub->setValue(gigabits(network->hubBandwidth));
  }
  enableSliders();
}

int NetworkFields::slowEngines() const {
  return static_cast<int>(m_slow->value());
}

void NetworkFields::setSlowEngines(int count) {
  m_slow->setValue(count);
}

void NetworkFields::enableSliders() {
  for (ValueSlider* slider : {m_latency, m_link, m_hub})
    slider->setEnabled(m_where->current() == kOnHosts);
}

void NetworkFields::take() {
  m_network.latency = m_latency->value() / kMicroseconds;
  m_network.bandwidth = m_link->value() * kBytesAGigabit;
  m_network.hubBandwidth = m_hub->value() * kBytesAGigabit;
  enableSliders();
  Q_EMIT edited();
}

}  // namespace fatou::ui
