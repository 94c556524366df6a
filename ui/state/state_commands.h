// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include <QObject>

#include "core/julia/plane/place.h"
#include "ui/state/explorer_state.h"

namespace fatou::ui {

class Actions;
class ExplorerDocument;

// What panels and menus ask of the document; each is one step of the history, unless it says so.
class StateCommands : public QObject {
  Q_OBJECT
 public:
  // Up to `mostEngines` can be asked for.
  StateCommands(ExplorerDocument& document, int mostEngines, QObject* parent = nullptr);

  // Has the menus' actions change the document.
  void serve(const Actions& actions);

 public Q_SLOTS:
  void setPlace(const fatou::julia::Place& place, const QString& step);
  // Until `finished`, what follows belongs to the same step.
  void setFormula(const fatou::julia::Formula& formula, bool finished = true);
  void setIterations(std::int32_t tmax);
  void setMapPlane(const fatou::render::MapPlane& plane, const QString& step);
  void setSize(std::optional<fatou::ui::PixelSize> size, const QString& step);
  void setSamples(int samples, const QString& step);
  void setEngines(const fatou::render::EngineSetup& engines, const QString& step);
  void setViewKind(fatou::render::ViewKind kind);
  void setKernel(fatou::render::Kernel kernel);
  void addEngines(int more);
  // The next gradient of the program's list, or the one before with -1.
  void stepGradient(int step);

 private:
  // A formula that is being typed.
  struct Typing {
    int gesture = 0;  // 0 while there is none
    julia::View given;
    julia::View shown;
    julia::Formula formula;  // the one that was typed last
  };

  ExplorerDocument& m_document;
  const int m_mostEngines;
  Typing m_typing;
};

}  // namespace fatou::ui
