// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>

#include <QImage>
#include <QObject>
#include <QSize>

#include "core/color/shader.h"
#include "core/engines/client.h"
#include "ui/jobs/background_job.h"
#include "ui/jobs/thumbnail_field.h"

class QTimer;

namespace fatou::ui {

// Pictures of places at the size of a stamp, rendered one at a time by engines that others may be
// using, and kept. Lives on the GUI thread and never waits.
class ThumbnailRenderer : public QObject {
  Q_OBJECT
 public:
  explicit ThumbnailRenderer(engines::Client client, QObject* parent = nullptr);

  // The engines for what is rendered from now on; a client of none renders on one thread.
  void setClient(const engines::Client& client);

  // Colours what there is anew, without rendering it again; thumbnailsChanged() follows when the
  // colouring has been still for a moment, as it is not while a slider moves. Distance lines are
  // left out: they would cover a picture this small.
  void setColoring(const color::Coloring& coloring);

  // How large pictures are from now on, in device-independent pixels.
  void setSize(QSize size, qreal devicePixelRatio);

  // While paused nothing is rendered: what was begun is left and begun again afterwards.
  void setPaused(bool paused);

  // The picture of a place. Where there is none yet it is null, and thumbnailReady() follows; for
  // a place that cannot be rendered it stays null.
  QImage thumbnail(const julia::Place& place);

 Q_SIGNALS:
  void thumbnailReady(const fatou::julia::Place& place, const QImage& image);
  void thumbnailsChanged();  // all of them, by size or colours

 private:
  using Key = std::string;  // the place as one line
  using Event = std::variant<ThumbnailOutcome, Error>;
  struct Entry {
    julia::Place place;
    std::shared_ptr<const ThumbnailField> field;
    QImage image;
    int look = -1;  // the m_look of the image
    bool failed = false;
    bool waiting = false;  // to be rendered, or being so
    std::uint64_t lastUse = 0;
  };

  Entry& entryOf(const julia::Place& place);
  void forget(std::size_t images, std::size_t fields);
  void request(const Key& key, Entry& entry);
  void renderNext();
  void take(const ThumbnailOutcome& outcome);
  void draw(Entry& entry);
  std::shared_ptr<const color::Shader> shaderFor(const ThumbnailField& field);
  QSize fieldSize() const;
  void changeLook();

  engines::Client m_client;
  color::Coloring m_coloring;
  QSize m_size;
  qreal m_pixelRatio = 1.0;
  bool m_paused = false;
  int m_look = 0;  // counts changes of size and colours
  std::uint64_t m_uses = 0;

  std::unordered_map<Key, Entry> m_entries;
  std::map<std::int32_t, std::shared_ptr<const color::Shader>> m_shaders;  // by tmax
  std::deque<Key> m_queue;
  std::optional<Key> m_rendering;
  QTimer* m_recolor;
  BackgroundJob<Event> m_job;
};

}  // namespace fatou::ui
