// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest>

#include "closures_by_number.h"
#include "core/engines/engine_info.h"

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

// The same, and on engines that get nothing but bytes.
inline void addEngineKindsAndLoopback() {
  addEngineKinds();
  QTest::newRow("loopback") << EngineKind::Loopback;
}

// The kind of engine of the present row.
inline EngineKind testedKind() {
  QFETCH_GLOBAL(EngineKind, kind);
  return kind;
}

// For a test of what only engines in the caller's process have: tasks that see the caller's client,
// values that are shared rather than copied.
#define FATOU_SKIP_ELSEWHERE() \
  if (testedKind() == EngineKind::Loopback) QSKIP("only where tasks and caller share memory")

}  // namespace fatou::engines
