// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstdint>
#include <optional>

#include <QTimer>
#include <QWidget>

#include "core/julia/plane/place.h"
#include "core/render/map_plane.h"

class QLabel;

namespace fatou::ui {

class CardioidSliders;
class ComplexFields;
class Disclosure;
class FactsBox;
class FieldRow;
class FormulaForm;
class IntegerEdit;
class MapView;
class MorphControls;
struct FoundFacts;

// The content of a dock for the formula with its parameters, all ways to choose c (its digits, the
// map, sliders around the cardioid, a path that is played) and the number of iterations. It also
// shows what is known of the set. If there is little height, the map shrinks as far as it can still
// be used.
class ParameterPanel : public QWidget {
  Q_OBJECT
 public:
  explicit ParameterPanel(QWidget* parent = nullptr);

  // Shows the place's formula, c and iterations, and greys what the formula lacks. No signal.
  void setPlace(const julia::Place& place);

  // Shows this one of the formula's maps, or its usual one where nothing was chosen. No signal.
  void setMapPlane(const std::optional<render::MapPlane>& plane);

  // Shows the facts of the formula once they are found. Facts of another formula or c are ignored,
  // as those of the current ones follow.
  void setFacts(const FoundFacts& found);

  // The size with the map as large as it is at best.
  QSize sizeHint() const override;
  // The least, so that the map gives way before the panel has to be scrolled. Where it has to be
  // scrolled all the same, the map is as large as it is at best.
  int heightForWidth(int width) const override;

  FormulaForm& formulaForm() const { return *m_form; }
  MapView& mapView() const { return *m_map; }
  MorphControls& morph() const { return *m_morph; }

 Q_SIGNALS:
  // The user chose c; until `finished`, what follows belongs to the same step. At most 60 times a
  // second while a path is played.
  void cRequested(const fatou::julia::ComplexDecimal& c, bool finished);
  // Emitted when the user has changed the formula or its parameters; all until `finished` belongs
  // to the same step.
  void formulaEdited(const fatou::julia::Formula& formula, bool finished);
  // The user looks at c without taking it; nothing when that ends.
  void cPreviewed(const std::optional<fatou::julia::ComplexDecimal>& c);
  // Emitted when the user has chosen another parameter than c on its map, with the changed formula.
  void numbersRequested(const fatou::julia::Formula& formula, bool finished);
  void numbersPreviewed(const std::optional<fatou::julia::Formula>& formula);
  // The user wants another one of the formula's maps; `step` says which.
  void mapPlaneRequested(const fatou::render::MapPlane& plane, const QString& step);
  // The user wants another number of iterations.
  void iterationsEdited(std::int32_t tmax);
  // Once c stays: why its set has no attracting cycle; empty where it has one, or nothing is known.
  void cycleMissed(const fatou::julia::ComplexDecimal& c, const QString& why);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void nameFields();
  void layOut();
  Disclosure* makePaths();
  void connectAll();
  void showFormula(julia::Formula formula);
  void showC(const julia::ComplexDecimal& c);
  void choose(const julia::ComplexDecimal& c, bool finished);
  void describe();

  FormulaForm* m_form;
  ComplexFields* m_fields;
  FieldRow* m_rowOfC;
  IntegerEdit* m_iterations;
  MapView* m_map;
  QLabel* m_cycle;
  FactsBox* m_facts;
  Disclosure* m_factsSection;
  CardioidSliders* m_cardioid;
  MorphControls* m_morph;
  julia::Formula m_formula;
  julia::ComplexDecimal m_c;
  QTimer m_describe;
};

}  // namespace fatou::ui
