// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/julia/plane/place.h"
#include "ui/state/explorer_state.h"
#include "ui/widgets/field_form.h"

namespace fatou::ui {

class ComplexEdit;
class DecimalEdit;

// Where we look: centre and radius beside the two corners, always two ways of saying the same, each
// editable.
class RegionPanel : public FieldForm {
  Q_OBJECT
 public:
  explicit RegionPanel(QWidget* parent = nullptr);

  // `shown` is the view as the picture has it, on its grid. No signal.
  void setState(const ExplorerState& state, const julia::View& shown);

 Q_SIGNALS:
  // The user wants another place; `stepText` names the change in the history.
  void placeEdited(const fatou::julia::Place& place, const QString& stepText);

 private:
  void addFields();
  void connectAll();
  julia::CornerView corners(const julia::ComplexDecimal& low,
                            const julia::ComplexDecimal& high) const;
  Status checkView(const julia::View& view) const;
  void edit(const julia::View& view, const QString& stepText);

  julia::Place m_place;
  ComplexEdit* m_centre;
  DecimalEdit* m_radius;
  ComplexEdit* m_zmin;
  ComplexEdit* m_zmax;
};

}  // namespace fatou::ui
