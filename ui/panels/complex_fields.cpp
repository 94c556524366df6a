// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/complex_fields.h"

#include <QHBoxLayout>
#include <QLabel>

#include "ui/style/spacing.h"
#include "ui/widgets/coordinate_edit.h"

namespace fatou::ui {

ComplexFields::ComplexFields(const QString& name, QWidget* parent)
    : QWidget(parent), m_re(new CoordinateEdit(this)), m_im(new CoordinateEdit(this)) {
  nameFields(name);
  layOut(name);
  connect(m_re, &CoordinateEdit::valueEdited, this, [this](const julia::Decimal& re) {
    choose({re, m_value.im});
  });
  connect(m_im, &CoordinateEdit::valueEdited, this, [this](const julia::Decimal& im) {
    choose({m_value.re, im});
  });
  for (const auto* field : {m_re, m_im})
    connect(field, &CoordinateEdit::complexEdited, this, &ComplexFields::choose);
}

void ComplexFields::nameFields(const QString& name) {
  setAccessibleName(name);
  m_re->setAccessibleName(tr("Re %1").arg(name));
  m_re->setToolTip(
      tr("The real part of %1, any number of digits; a whole number a+bi sets both").arg(name));
  m_im->setAccessibleName(tr("Im %1").arg(name));
  m_im->setToolTip(
      tr("The imaginary part of %1, any number of digits; a whole number a+bi sets both")
          .arg(name));
}

void ComplexFields::layOut(const QString& name) {
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(kFormGap);
  line->addWidget(new QLabel(tr("%1 =").arg(name), this));
  line->addWidget(m_re, 1);
  line->addWidget(new QLabel(QStringLiteral("+"), this));
  line->addWidget(m_im, 1);
  line->addWidget(new QLabel(QStringLiteral("i"), this));
}

void ComplexFields::setValue(const julia::ComplexDecimal& value) {
  m_value = value;
  m_re->setValue(value.re);
  m_im->setValue(value.im);
}

void ComplexFields::choose(const julia::ComplexDecimal& value) {
  setValue(value);
  Q_EMIT valueEdited(value);
}

}  // namespace fatou::ui
