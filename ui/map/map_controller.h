// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <variant>

#include <QObject>

#include "core/color/coloring.h"
#include "core/engines/client.h"
#include "core/render/parameter_map.h"
#include "ui/jobs/background_job.h"
#include "ui/map/map_picture.h"

namespace fatou::ui {

class MapView;

// Gets maps rendered on the engines and coloured, one at a time; the latest request wins. Lives on
// the GUI thread and never waits: a background job does. While it is paused, which is how the main
// picture goes first, nothing of it is on the engines, and the last request waits; so it does while
// there are no engines.
class MapController : public QObject {
  Q_OBJECT
 public:
  explicit MapController(engines::Client client, QObject* parent = nullptr);

  // Renders what the view shows, now and after every change of it. Either may go first.
  void serve(MapView* view);

  // Leaves what is being rendered, which the engines notice within 5 ms, and begins this.
  void render(const render::MapRequest& request);

  void setPaused(bool paused);
  // The engines from now on; a map on its way is begun again on them.
  void setClient(engines::Client client);
  // Colours the last map anew; nothing is recomputed.
  void setColoring(const color::Coloring& coloring);

  // Whether a map is on its way, or waits.
  bool isBusy() const { return m_wanted.has_value(); }

 Q_SIGNALS:
  void pictureReady(const fatou::ui::MapPicture& picture);
  void failed(const QString& message);
  // Sent once with the reason when the views that are asked for become such that the formula has no
  // map of them, as deep ones may be, or when maps begin to fail.
  void refused(const QString& why);
  // The engines are free of maps: done, or stopped.
  void idle();

 private:
  struct Done {
    std::shared_ptr<const MapField> field;
    MapPicture picture;
  };
  struct Stopped {};
  using Outcome = std::variant<Stopped, Error, Done>;
  struct Order;

  void tell(const Status& possible);
  static Outcome carryOut(const Order& order, const std::stop_token& stop);
  void start();
  void deliver(const Outcome& outcome);

  engines::Client m_client;
  const std::shared_ptr<julia::ParameterOrbitCache> m_orbits;  // of deep maps, the job's
  color::Coloring m_coloring;
  std::optional<render::MapRequest> m_wanted;
  std::optional<render::MapRequest> m_ordered;  // of the last job; empty once it is out of date
  std::shared_ptr<const MapField> m_field;  // the last map, where it is of the formula asked for
  QString m_refusal;                        // why there is no map of the last request
  QString m_failure;                        // why the last map that was computed failed
  bool m_paused = false;
  BackgroundJob<Outcome> m_job;
};

}  // namespace fatou::ui
