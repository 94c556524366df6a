// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QByteArray>
#include <QTest>

#include "core/kernels/simd_targets.h"

// Tests whose data has a row for each SIMD target of this machine.
namespace fatou::tests {

inline void addSimdTargets() {
  QTest::addColumn<QByteArray>("target");
  for (const std::string& name : kernels::simdTargetNames())
    QTest::newRow(name.c_str()) << QByteArray::fromStdString(name);
}

// Has the kernels run on the row's target; false where they refuse it.
inline bool useSimdTargetOfRow() {
  QFETCH(QByteArray, target);
  return kernels::useSimdTarget(target.toStdString());
}

}  // namespace fatou::tests
