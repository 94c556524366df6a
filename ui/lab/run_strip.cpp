// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/run_strip.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QTimerEvent>

#include "core/io/machine/usable_cores.h"
#include "core/render/recorded_run.h"
#include "core/stats/losses.h"
#include "core/stats/run_summary.h"
#include "ui/lab/band_text.h"
#include "ui/lab/engine_lanes.h"
#include "ui/lab/play_button.h"
#include "ui/lab/run_numbers.h"
#include "ui/lab/slow_motion.h"
#include "ui/style/number_text.h"

namespace fatou::ui {
namespace {

using engines::Clock;
using engines::Seconds;

// Milliseconds between two paints: half the rate of a screen, as painting takes the engines' time.
constexpr int kFrame = 33;
constexpr Seconds kPatience{0.15};  // after so long a run is shown even without a band
constexpr int kProgressSteps = 1'000;
constexpr int kPlayGap = 6;
constexpr Seconds kNumbersEvery{0.1};  // numbers that change faster cannot be read

// The run as core/stats takes it. Which view it had does not matter: no figure here depends on it.
stats::Run valueOf(const render::RunRecord& run) {
  return render::toRun(run, render::ViewKind::Balanced, io::usableCores());
}

}  // namespace

RunStrip::RunStrip(QWidget* parent)
    : QWidget(parent),
      m_progress(new QProgressBar(this)),
      m_numbers(new RunNumbers(this)),
      m_lanes(new EngineLanes(this)),
      m_info(new QLabel(this)),
      m_play(new PlayButton(this)),
      m_motion(new SlowMotion(this)) {
  layOut();
  connectAll();
  connectMotion();
  showInfo();
}

void RunStrip::layOut() {
  m_progress->setTextVisible(false);
  m_progress->setFixedHeight(3);
  m_progress->setAccessibleName(tr("Progress of the picture"));
  QSizePolicy keepsRoom = m_progress->sizePolicy();
  keepsRoom.setRetainSizeWhenHidden(true);
  m_progress->setSizePolicy(keepsRoom);
  m_progress->hide();
  m_numbers->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
  m_info->setProperty("class", QStringLiteral("secondary"));
  m_info->setMinimumWidth(1);  // a long line must not hold the window wide
  m_info->installEventFilter(this);
  m_play->setEnabled(false);

  auto* line = new QHBoxLayout;
  line->setSpacing(kPlayGap);
  line->addWidget(m_play);
  line->addWidget(m_info, 1);
  auto* timeline = new QVBoxLayout;
  timeline->setSpacing(6);
  timeline->addWidget(m_lanes, 1);
  timeline->addLayout(line);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(12, 6, 12, 8);
  row->setSpacing(16);
  row->addWidget(m_numbers);
  row->addLayout(timeline, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(m_progress);
  column->addLayout(row, 1);
}

void RunStrip::connectAll() {
  connect(m_lanes, &EngineLanes::currentChanged, this, [this](std::optional<std::size_t> band) {
    showInfo();
    Q_EMIT bandHovered(band ? m_lanes->run().rowsOf(*band) : std::nullopt);
  });
  connect(m_lanes, &EngineLanes::cursorChanged, this, &RunStrip::showMoment);
  connect(m_lanes, &EngineLanes::bandClicked, this, [this](std::size_t band) {
    if (const auto rows = m_lanes->run().rowsOf(band)) Q_EMIT bandClicked(*rows);
  });
}

void RunStrip::connectMotion() {
  connect(m_play, &PlayButton::playRequested, this, &RunStrip::play);
  connect(m_play, &PlayButton::stopRequested, m_motion, &SlowMotion::stop);
  connect(m_motion, &SlowMotion::moved, this, [this](std::optional<double> seconds) {
    m_playedTo = seconds;
    m_lanes->scrubTo(seconds);
  });
  connect(m_motion, &SlowMotion::playingChanged, m_play, &PlayButton::setPlaying);
  connect(m_motion, &SlowMotion::playingChanged, this, &RunStrip::playingChanged);
}

// Plays from the moment scrubbed to, else from the start.
void RunStrip::play(double slowness) {
  const auto& wallTime = m_lanes->run().wallTime();
  if (wallTime) m_motion->play(m_lanes->cursor().value_or(0.0), slowness, *wallTime);
}

void RunStrip::stopPlaying() {
  m_motion->stop();
}

void RunStrip::showMoment() {
  const auto cursor = m_lanes->cursor();
  if (m_motion->isPlaying() && cursor != m_playedTo) {  // the user has scrubbed meanwhile
    stopPlaying();
    m_lanes->scrubTo(cursor);  // set again, as stopPlaying() has taken the moment away
  }
  showInfo();
  std::optional<std::vector<std::int32_t>> cells;
  const RunLanes& run = m_lanes->run();
  if (cursor && m_play->isEnabled() && run.wallTime() && run.rowsOf(0))
    cells = run.cellsAt(*cursor);
  Q_EMIT momentShown(cells);
}

void RunStrip::begin(int engines, Clock::time_point started,
                     std::shared_ptr<const render::BandWatch> watch) {
  stopPlaying();
  m_started = started;
  m_engines = engines;
  m_watch = std::move(watch);
  m_planned = {};
  m_samples = 0;
  m_inView = false;
  m_numbersShownAt = Seconds(0);
  m_pending.clear();
  m_progress->setRange(0, kProgressSteps);
  m_progress->setValue(0);
  m_frames.start(kFrame, Qt::PreciseTimer, this);
  Q_EMIT begun();
}

void RunStrip::plan(const render::PlannedWork& work) {
  m_planned = work;
  m_plannedAt = Clock::now();
}

void RunStrip::addBand(const render::BandRecord& band) {
  if (m_frames.isActive()) m_pending.push_back(band);
}

void RunStrip::setEngines(const std::vector<EngineEntry>& engines) {
  m_entries = engines;
  m_lanes->edit().setEngines(m_entries);
  showInfo();  // beside the bars, which names of other lengths move
}

void RunStrip::finish(const render::RunRecord& run, bool complete) {
  m_frames.stop();
  m_progress->hide();
  m_pending.clear();
  if (run.bands.empty() && !m_inView) {
    // The run in view belongs to the picture before this one, so that there is nothing right to
    // play.
    if (!complete) m_play->setEnabled(false);
    return;
  }
  m_engines = run.engines;
  m_complete = complete;
  RunLanes lanes(run.engines, run.started);
  for (const auto& band : run.bands) lanes.add(band);
  lanes.trim(run.engines);
  lanes.setEngines(m_entries);
  lanes.end(Seconds(run.finished - run.started).count());
  showRun(lanes);
  m_lanes->setSpan(*lanes.wallTime());
  m_play->setEnabled(!run.bands.empty());
  const stats::Run value = valueOf(run);
  m_crowd = QString::fromStdString(stats::withoutCoreSentence(value));
  m_numbers->setNumbers(RunNumbers::of(stats::summarize(value), run.bands.size()));
  showInfo();
}

void RunStrip::showRun(const RunLanes& run) {
  const bool pointedAt = m_lanes->current().has_value();
  m_lanes->setRun(run);
  if (pointedAt) Q_EMIT bandHovered(std::nullopt);  // those rows were of another run
}

void RunStrip::timerEvent(QTimerEvent* event) {
  if (event->timerId() != m_frames.timerId()) return QWidget::timerEvent(event);
  const Seconds elapsed = Clock::now() - m_started;
  if (m_pending.empty() && !m_inView && elapsed < kPatience) return;
  takePending();
  if (m_watch) m_lanes->setUnderWay(m_watch->underWay(), elapsed.count());
  m_lanes->setSpan(liveSpan(elapsed.count()));
  if (elapsed - m_numbersShownAt >= kNumbersEvery) showLiveNumbers(elapsed);
  showInfo();
}

void RunStrip::takePending() {
  if (!m_inView) showRun(RunLanes(m_engines, m_started));
  m_inView = true;
  for (const auto& band : m_pending) {
    m_lanes->edit().add(band);
    m_samples += band.samples;
  }
  m_lanes->edit().trim(m_engines);
  m_lanes->edit().setEngines(m_entries);
  m_pending.clear();
  m_progress->setVisible(m_planned.bands > 0);
  m_progress->setValue(qRound(progress().share() * kProgressSteps));
}

RunProgress RunStrip::progress() const {
  return {.bands = m_lanes->run().bands().size(),
          .plannedBands = m_planned.bands,
          .samples = m_samples,
          .plannedSamples = m_planned.samples,
          .elapsed = Seconds(Clock::now() - m_plannedAt).count()};
}

void RunStrip::showLiveNumbers(Seconds elapsed) {
  m_numbersShownAt = elapsed;
  const auto& bands = m_lanes->run().bands();
  const render::RunRecord soFar{
      .started = m_started,
      .finished = m_started + std::chrono::duration_cast<Clock::duration>(elapsed),
      .engines = m_engines,
      .bands = bands};
  m_numbers->setNumbers(RunNumbers::soFar(stats::summarize(valueOf(soFar)), bands.size()));
}

void RunStrip::highlightRows(std::optional<std::int32_t> row) {
  m_lanes->setCurrent(row ? m_lanes->run().bandOfRow(*row) : std::nullopt);
  showInfo();
}

void RunStrip::showInfo() {
  const auto current = m_lanes->current();
  const QString text = current ? bandText(m_lanes->run(), *current) : stateText();
  m_info->setIndent(std::max(0, m_lanes->barsLeft() - m_play->width() - kPlayGap));
  m_info->setText(
      m_info->fontMetrics().elidedText(text, Qt::ElideRight, m_info->width() - m_info->indent()));
  m_info->setToolTip(m_info->text() == text ? QString() : text);
}

// The line is as wide as the strip and the button beside it leave it.
bool RunStrip::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize || event->type() == QEvent::FontChange) showInfo();
  return QWidget::eventFilter(watched, event);
}

QString RunStrip::completeText() const {
  const auto& moments = m_lanes->run().moments();
  QStringList parts{tr("Complete")};
  if (!m_crowd.isEmpty()) parts += m_crowd;  // before what may be cut off: figures depend on it
  if (moments)
    parts += tr("submitted after %1 · first tile %2 · last tile %3 · gathered %4")
                 .arg(timeText(moments->submitted), timeText(moments->firstTile),
                      timeText(moments->lastTile), timeText(*m_lanes->run().wallTime()));
  return parts.join(QStringLiteral(" · "));
}

// Says how far the run was at the moment scrubbed to.
QString RunStrip::cursorText() const {
  const double at = *m_lanes->cursor();
  const auto [done, running] = m_lanes->run().progressAt(at);
  const auto engines = m_lanes->run().lanes().size();
  return tr("After %1: %2 of %3 bands done, %4 of %5 engines at work")
      .arg(timeText(at), groupedText(static_cast<std::int64_t>(done)),
           groupedText(static_cast<std::int64_t>(m_lanes->run().bands().size())))
      .arg(running)
      .arg(engines);
}

QString RunStrip::stateText() const {
  const QString bands = groupedText(std::ssize(m_lanes->run().bands()));
  if (m_lanes->run().lanes().empty()) return {};
  if (m_frames.isActive() && m_inView) return progressText(progress());
  if (m_lanes->cursor()) return cursorText();
  if (m_complete) return completeText();
  if (m_planned.bands == 0) return tr("Stopped after %1 bands").arg(bands);
  return tr("Stopped after %1 of %2 bands")
      .arg(bands, groupedText(static_cast<std::int64_t>(m_planned.bands)));
}

}  // namespace fatou::ui
