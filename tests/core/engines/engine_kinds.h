// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest>

#include "core/engines/executor.h"

namespace fatou::engines {

// For initTestCase_data(): every test of the class runs once on each kind of engine. A thread
// sanitizer cannot follow a QThreadPool of the distribution's Qt.
inline void addEngineKinds() {
  QTest::addColumn<EngineKind>("kind");
#ifndef __SANITIZE_THREAD__
  QTest::newRow("pool") << EngineKind::PoolThread;
#endif
  QTest::newRow("std") << EngineKind::StdThread;
}

// The kind of engine of the present row.
inline EngineKind testedKind() {
  QFETCH_GLOBAL(EngineKind, kind);
  return kind;
}

}  // namespace fatou::engines
