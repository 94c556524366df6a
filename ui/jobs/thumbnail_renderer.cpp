// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/thumbnail_renderer.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <QTimer>

#include "core/color/equalization.h"
#include "core/io/places/place_text.h"

namespace fatou::ui {
namespace {

constexpr QSize kNominalSize{84, 62};
// Two points a pixel each way, averaged, make a small picture calm.
constexpr int kSamples = 2;
// About 16 MB of fields and 40 MB of images at a pixel ratio of 1. Images that are on the screen
// together must all be kept, or painting one would forget another for ever.
constexpr std::size_t kMostFields = 96;
constexpr std::size_t kMostImages = 2'000;
constexpr int kRecolorMs = 120;

}  // namespace

ThumbnailRenderer::ThumbnailRenderer(engines::Client client, QObject* parent)
    : QObject(parent),
      m_client(std::move(client)),
      m_coloring(color::Coloring::defaultColoring()),
      m_size(kNominalSize),
      m_recolor(new QTimer(this)),
      m_job([this](const Event& event) {
        const auto* outcome = std::get_if<ThumbnailOutcome>(&event);
        take(outcome != nullptr ? *outcome : ThumbnailOutcome{});
      }) {
  m_recolor->setSingleShot(true);
  m_recolor->setInterval(kRecolorMs);
  connect(m_recolor, &QTimer::timeout, this, &ThumbnailRenderer::changeLook);
}

void ThumbnailRenderer::setClient(const engines::Client& client) {
  m_client = client;
}

void ThumbnailRenderer::setColoring(const color::Coloring& coloring) {
  color::Coloring plain = coloring;
  plain.distanceLines = false;
  if (plain == m_coloring) return;
  m_coloring = std::move(plain);
  m_recolor->start();
}

void ThumbnailRenderer::setSize(QSize size, qreal devicePixelRatio) {
  if (size.isEmpty() || (size == m_size && devicePixelRatio == m_pixelRatio)) return;
  m_size = size;
  m_pixelRatio = devicePixelRatio;
  changeLook();
}

void ThumbnailRenderer::changeLook() {
  ++m_look;
  m_shaders.clear();
  Q_EMIT thumbnailsChanged();
}

void ThumbnailRenderer::setPaused(bool paused) {
  m_paused = paused;
  if (paused)
    m_job.stop();
  else
    renderNext();
}

QImage ThumbnailRenderer::thumbnail(const julia::Place& place) {
  Entry& entry = entryOf(place);
  entry.lastUse = ++m_uses;
  if (entry.look == m_look || entry.failed) return entry.image;
  const bool sized = entry.field && entry.field->size() == fieldSize();
  if (entry.field) draw(entry);
  if (!sized) request(io::placeText(place), entry);
  return entry.image;
}

ThumbnailRenderer::Entry& ThumbnailRenderer::entryOf(const julia::Place& place) {
  const Key key = io::placeText(place);
  const auto known = m_entries.find(key);
  if (known != m_entries.end()) return known->second;
  forget(kMostImages - 1, kMostFields);
  return m_entries.emplace(key, Entry{.place = place}).first->second;
}

// Forgets what was not used for longest, beyond so many entries and so many fields.
void ThumbnailRenderer::forget(std::size_t images, std::size_t fields) {
  const auto hasField = [](const auto& item) { return item.second.field != nullptr; };
  auto withField = static_cast<std::size_t>(std::ranges::count_if(m_entries, hasField));
  if (m_entries.size() <= images && withField <= fields) return;
  std::vector<std::pair<std::uint64_t, Key>> byUse;
  for (const auto& [key, entry] : m_entries)
    if (!entry.waiting) byUse.emplace_back(entry.lastUse, key);
  std::ranges::sort(byUse);
  for (const auto& [use, key] : byUse) {
    const auto entry = m_entries.find(key);
    if (withField > fields && entry->second.field) {
      entry->second.field.reset();
      --withField;
    }
    if (m_entries.size() > images) m_entries.erase(entry);
  }
}

void ThumbnailRenderer::request(const Key& key, Entry& entry) {
  if (entry.waiting) return;
  entry.waiting = true;
  m_queue.push_back(key);
  renderNext();
}

void ThumbnailRenderer::renderNext() {
  if (m_paused || m_rendering || m_queue.empty()) return;
  m_rendering = std::move(m_queue.front());
  m_queue.pop_front();
  m_job.start([place = m_entries.at(*m_rendering).place, size = fieldSize(), client = m_client](
                  const auto& report, const std::stop_token& stop) {
    report(renderThumbnailField(place, size, client, stop));
  });
}

void ThumbnailRenderer::take(const ThumbnailOutcome& outcome) {
  const Key key = *std::exchange(m_rendering, std::nullopt);
  if (outcome.stopped) {
    m_queue.push_front(key);
    renderNext();
    return;
  }
  Entry& entry = m_entries.at(key);
  entry.waiting = false;
  entry.field = outcome.field;
  entry.failed = !outcome.field;
  if (entry.field) draw(entry);
  const julia::Place place = entry.place;
  const QImage image = entry.image;
  forget(kMostImages, kMostFields);
  renderNext();
  Q_EMIT thumbnailReady(place, image);
}

void ThumbnailRenderer::draw(Entry& entry) {
  const QSize pixels = (QSizeF(m_size) * m_pixelRatio).toSize();
  entry.image = drawThumbnail(*entry.field, *shaderFor(*entry.field), pixels);
  entry.image.setDevicePixelRatio(m_pixelRatio);
  entry.look = m_look;
}

// A shader costs more than a thumbnail's pixels, so the same one serves all of equal tmax, unless
// its colours depend on the picture.
std::shared_ptr<const color::Shader> ThumbnailRenderer::shaderFor(const ThumbnailField& field) {
  if (m_coloring.mapping == color::Mapping::Equalized) {
    color::CountHistogram histogram;
    histogram.add(field.numbers.all(), m_coloring.smooth, field.tmax);
    return std::make_shared<const color::Shader>(m_coloring, field.tmax,
                                                 color::Equalization(histogram));
  }
  auto& shader = m_shaders[field.tmax];
  if (!shader) shader = std::make_shared<const color::Shader>(m_coloring, field.tmax);
  return shader;
}

QSize ThumbnailRenderer::fieldSize() const {
  return kNominalSize * (kSamples * static_cast<int>(std::ceil(m_pixelRatio)));
}

}  // namespace fatou::ui
