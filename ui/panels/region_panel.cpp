// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/region_panel.h"

#include "ui/panels/region_forms.h"
#include "ui/widgets/complex_edit.h"
#include "ui/widgets/decimal_edit.h"

namespace fatou::ui {

using julia::CentreView;
using julia::ComplexDecimal;
using julia::CornerView;
using julia::Decimal;

RegionPanel::RegionPanel(QWidget* parent)
    : FieldForm(tr("Region"), parent),
      m_centre(new ComplexEdit(this)),
      m_radius(new DecimalEdit(this)),
      m_zmin(new ComplexEdit(this)),
      m_zmax(new ComplexEdit(this)) {
  addFields();
  connectAll();
}

void RegionPanel::addFields() {
  m_centre->setToolTip(
      tr("The point in the middle of the picture: 'a+bi' or 'a, b', any number of "
         "digits"));
  m_radius->setToolTip(tr("Half the height of the picture; its width follows from the window"));
  m_zmin->setToolTip(tr("The lower left corner of the picture: 'a+bi' or 'a, b'"));
  m_zmax->setToolTip(tr("The upper right corner of the picture: 'a+bi' or 'a, b'"));
  addRow(tr("Centre"), m_centre);
  addRow(tr("Radius"), m_radius);
  addRow(tr("z min"), m_zmin);
  addRow(tr("z max"), m_zmax);
}

void RegionPanel::connectAll() {
  m_centre->setCheck([this](const ComplexDecimal& centre) {
    return checkView(CentreView{.centre = centre, .radius = m_radius->value()});
  });
  m_radius->setCheck([this](const Decimal& radius) {
    return checkView(CentreView{.centre = m_centre->value(), .radius = radius});
  });
  // A region moved as a whole is typed corner by corner: the other corner counts as it is typed.
  m_zmin->setCheck([this](const ComplexDecimal& low) {
    return checkView(corners(low, m_zmax->draft().value_or(m_zmax->value())));
  });
  m_zmax->setCheck([this](const ComplexDecimal& high) {
    return checkView(corners(m_zmin->draft().value_or(m_zmin->value()), high));
  });
  connect(m_centre, &ComplexEdit::valueEdited, this, [this](const ComplexDecimal& centre) {
    edit(CentreView{.centre = centre, .radius = m_radius->value()}, tr("Centre"));
  });
  connect(m_radius, &DecimalEdit::valueEdited, this, [this](const Decimal& radius) {
    edit(CentreView{.centre = m_centre->value(), .radius = radius}, tr("Radius"));
  });
  connect(m_zmin, &ComplexEdit::valueEdited, this, [this](const ComplexDecimal& low) {
    edit(corners(low, m_zmax->draft().value_or(m_zmax->value())), tr("Lower left corner"));
  });
  connect(m_zmax, &ComplexEdit::valueEdited, this, [this](const ComplexDecimal& high) {
    edit(corners(m_zmin->draft().value_or(m_zmin->value()), high), tr("Upper right corner"));
  });
}

void RegionPanel::setState(const ExplorerState& state, const julia::View& shown) {
  m_place = state.place;
  const RegionForms forms = regionForms(state.place.view, shown);
  m_centre->setValue(forms.centred.centre);
  m_radius->setValue(forms.centred.radius);
  m_zmin->setValue({forms.corners.xmin, forms.corners.ymin});
  m_zmax->setValue({forms.corners.xmax, forms.corners.ymax});
}

CornerView RegionPanel::corners(const ComplexDecimal& low, const ComplexDecimal& high) const {
  return {.xmin = low.re, .ymin = low.im, .xmax = high.re, .ymax = high.im};
}

Status RegionPanel::checkView(const julia::View& view) const {
  julia::Place place = m_place;
  place.view = view;
  return julia::check(place);
}

void RegionPanel::edit(const julia::View& view, const QString& stepText) {
  m_place.view = view;
  // A field that was marked as wrong may have become right by this edit, and is in force with it.
  if (const auto* edges = std::get_if<CornerView>(&view)) {
    m_zmin->setValue({edges->xmin, edges->ymin});
    m_zmin->restore();
    m_zmax->setValue({edges->xmax, edges->ymax});
    m_zmax->restore();
  }
  Q_EMIT placeEdited(m_place, stepText);
}

}  // namespace fatou::ui
