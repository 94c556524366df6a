// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/what_if_page.h"

#include <algorithm>
#include <utility>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "core/stats/losses.h"
#include "core/stats/prediction.h"
#include "core/stats/words.h"
#include "ui/lab/engine_lanes.h"
#include "ui/lab/lab_words.h"
#include "ui/lab/network_fields.h"
#include "ui/panels/band_edit.h"
#include "ui/style/number_text.h"
#include "ui/widgets/field_form.h"
#include "ui/widgets/integer_edit.h"
#include "ui/widgets/segmented_buttons.h"
#include "ui/widgets/value_slider.h"

namespace fatou::ui {
namespace {

using stats::Policy;

constexpr Policy kPolicies[] = {Policy::Serial, Policy::Direct, Policy::Balanced, Policy::Guided};
constexpr int kMostEngines = 1'024;
constexpr int kFieldsWidth = 330;

int indexOf(Policy policy) {
  return static_cast<int>(std::ranges::find(kPolicies, policy) - kPolicies);
}

}  // namespace

WhatIfPage::WhatIfPage(QWidget* parent)
    : QWidget(parent),
      m_source(new QComboBox(this)),
      m_policy(new SegmentedButtons(this)),
      m_engines(new IntegerEdit(this)),
      m_band(new BandEdit(this)),
      m_slowdown(new ValueSlider(
          {.from = 1.0, .to = 8.0, .usual = 1.0, .scale = ValueSlider::Scale::Logarithmic}, 1,
          this)),
      m_network(new NetworkFields(this)),
      m_measuredLanes(new EngineLanes(this)),
      m_predictedLanes(new EngineLanes(this)),
      m_caption(new QLabel(this)),
      m_measuredTitle(new QLabel(this)),
      m_predictedTitle(new QLabel(this)),
      m_words(new QLabel(this)) {
  layOut();
  connectAll();
  setSources({}, {}, 0);
}

QWidget* WhatIfPage::fields() {
  auto* form = new FieldForm(tr("Replay"), this);
  m_source->setToolTip(tr("The measured run whose rows are shared out anew"));
  m_source->setMinimumContentsLength(12);
  m_source->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  for (const char* name : {"serial", "direct", "balanced"})
    m_policy->addSegment(viewName(name), explanationOf(name));
  m_policy->addSegment(tr("Guided"), explanationOf("guided self-scheduling"));
  m_engines->setRange(tr("engines"), 1, kMostEngines);
  m_engines->addStepButtons();
  m_band->setToolTip(tr("Rows an engine takes at a time; auto is as in the measured run"));
  m_slowdown->setToolTip(tr("How many times longer slowed engines take for the same work"));
  form->addRow(tr("Measured"), m_source);
  form->addRow(tr("View"), m_policy);
  form->addRow(tr("Engines"), m_engines);
  form->addRow(tr("Band"), m_band);
  form->addRow(tr("Slowed"), m_slowdown);
  auto* content = new QWidget;
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(12, 8, 8, 8);
  column->addWidget(form);
  column->addWidget(m_network);
  column->addStretch();
  auto* area = new QScrollArea(this);
  area->setProperty("class", QStringLiteral("flush"));
  area->setFrameShape(QFrame::NoFrame);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setWidgetResizable(true);
  area->setWidget(content);
  area->setFixedWidth(kFieldsWidth);
  return area;
}

void WhatIfPage::layOut() {
  auto* timelines = new QVBoxLayout;
  timelines->setSpacing(4);
  for (QLabel* title : {m_measuredTitle, m_predictedTitle})
    title->setProperty("class", QStringLiteral("heading"));
  m_words->setWordWrap(true);
  m_caption->setProperty("class", QStringLiteral("secondary"));
  m_caption->setMinimumWidth(1);  // a long c must not hold the window wide
  timelines->addWidget(m_caption);
  timelines->addWidget(m_measuredTitle);
  timelines->addWidget(m_measuredLanes, 1);
  timelines->addWidget(m_predictedTitle);
  timelines->addWidget(m_predictedLanes, 1);
  timelines->addWidget(m_words);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 12, 8);
  row->setSpacing(12);
  row->addWidget(fields());
  row->addLayout(timelines, 1);
}

void WhatIfPage::connectAll() {
  connect(m_source, &QComboBox::currentIndexChanged, this, &WhatIfPage::chooseSource);
  connect(m_policy, &SegmentedButtons::currentEdited, this, &WhatIfPage::predict);
  connect(m_engines, &IntegerEdit::valueEdited, this, &WhatIfPage::predict);
  connect(m_band, &BandEdit::rowsEdited, this, &WhatIfPage::predict);
  connect(m_slowdown, &ValueSlider::valueEdited, this, &WhatIfPage::predict);
  connect(m_network, &NetworkFields::edited, this, [this] {
    m_isOwnNetwork = false;
    predict();
  });
}

void WhatIfPage::setConfigurations(const std::vector<stats::Configuration>& configurations,
                                   const QString& caption, std::int32_t width) {
  std::vector<Source> sources;
  const auto rows = stats::compareToFirst(configurations);
  for (std::size_t i = 0; i < rows.size(); ++i)
    sources.push_back({configurationName(configurations[i]),
                       configurations[i].repeats[rows[i].typical], configurations[i].bandRows});
  setSources(std::move(sources), caption, width);
}

void WhatIfPage::setRun(const stats::Run& run, const QString& name, const QString& caption,
                        std::int32_t width) {
  setSources({{name, run, 0}}, caption, width);
}

void WhatIfPage::setSources(std::vector<Source> sources, const QString& caption,
                            std::int32_t width) {
  m_width = width;
  m_caption->setText(caption);
  m_caption->setVisible(!caption.isEmpty());
  std::erase_if(sources, [](const Source& each) { return each.run.bands.empty(); });
  m_sources = std::move(sources);
  {
    const QSignalBlocker blocked(m_source);
    m_source->clear();
    for (const Source& source : m_sources) m_source->addItem(source.name);
  }
  setEnabled(!m_sources.empty());
  // Begins with a run of several engines, as a run of one leaves little to vary.
  const auto several =
      std::ranges::find_if(m_sources, [](const Source& each) { return each.run.engines > 1; });
  if (several != m_sources.end()) {
    const QSignalBlocker blocked(m_source);
    m_source->setCurrentIndex(static_cast<int>(several - m_sources.begin()));
  }
  chooseSource(m_source->currentIndex());
}

void WhatIfPage::chooseSource(int index) {
  if (index < 0) {
    m_model.reset();
    m_measuredTitle->setText(tr("Measured"));
    m_predictedTitle->setText(tr("Predicted"));
    return m_words->setText(tr("Compare, or open a recorded run, to replay it differently."));
  }
  const Source& source = m_sources[static_cast<std::size_t>(index)];
  m_model = stats::withMessages(stats::costModel(source.run), m_width);
  m_network->setNetwork(stats::measuredNetwork(source.run));
  m_network->setSlowEngines(1);
  m_isOwnNetwork = true;
  m_policy->setCurrent(
      indexOf(stats::policyFromString(source.run.view).value_or(Policy::Balanced)));
  m_engines->setValue(std::min(source.run.engines, kMostEngines));
  m_band->setRows(0, m_model->bandRows);
  m_slowdown->setValue(1.0);
  m_measuredLanes->setRun(RunLanes(source.run));
  m_measuredTitle->setText(tr("Measured: %1, %2").arg(source.name, timeText(source.run.wallTime)));
  predict();
}

stats::Scenario WhatIfPage::scenario() const {
  const Source& source = m_sources[static_cast<std::size_t>(m_source->currentIndex())];
  const Policy policy = kPolicies[m_policy->current()];
  stats::Scenario scenario{
      .policy = policy,
      .engines = policy == Policy::Serial ? 1 : static_cast<int>(m_engines->value()),
      .bandRows = m_band->rows(),
      .cores = source.run.cores,
      .network = m_network->network()};
  if (scenario.network && !m_isOwnNetwork) scenario.cores = 0;  // hosts have their own
  if (m_slowdown->value() > 1.0) {
    const int slow = std::min(m_network->slowEngines(), scenario.engines);
    scenario.slowdown.assign(static_cast<std::size_t>(slow), m_slowdown->value());
  }
  return scenario;
}

void WhatIfPage::predict() {
  if (!m_model) return;
  const Source& source = m_sources[static_cast<std::size_t>(m_source->currentIndex())];
  m_predicted = stats::replay(*m_model, scenario());
  m_predictedLanes->setRun(RunLanes(m_predicted));
  const double span = std::max(source.run.wallTime, m_predicted.wallTime);
  m_measuredLanes->setSpan(span);
  m_predictedLanes->setSpan(span);
  m_predictedTitle->setText(tr("Predicted: %1").arg(timeText(m_predicted.wallTime)));
  m_words->setText(words());
  Q_EMIT predictedChanged();
}

QString WhatIfPage::words() const {
  const Source& source = m_sources[static_cast<std::size_t>(m_source->currentIndex())];
  const Source* measured = measuredFor(scenario());
  const QString sentence = sentenceText(stats::predictionSentence(
      m_predicted, source.run, measured == nullptr ? nullptr : &measured->run));
  if (!stats::hasTravelled(m_predicted)) return sentence;
  return tr("%1 Transfer takes %2 of the engines' time, with %3 over the wire.")
      .arg(sentence, percentText(stats::splitLosses(m_predicted).share(stats::LossKind::Transfer)),
           QString::fromStdString(stats::bytesText(stats::bytesOverWire(m_predicted))));
}

const WhatIfPage::Source* WhatIfPage::measuredFor(const stats::Scenario& scenario) const {
  if (!scenario.slowdown.empty() || !m_isOwnNetwork) return nullptr;
  const auto found = std::ranges::find_if(m_sources, [&](const Source& each) {
    return each.run.view == stats::toString(scenario.policy) &&
           each.run.engines == scenario.engines && each.bandRows == scenario.bandRows;
  });
  return found == m_sources.end() ? nullptr : &*found;
}

}  // namespace fatou::ui
