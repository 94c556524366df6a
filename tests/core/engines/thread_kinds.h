// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>

#include "core/engines/tasks/engine_info.h"

namespace fatou::engines {

// For initTestCase_data(): every test of the class runs once on each kind of engine that is a
// thread of this process. A thread sanitizer cannot follow a QThreadPool of the distribution's Qt.
inline void addThreadKinds() {
  QTest::addColumn<EngineKind>("kind");
#ifndef __SANITIZE_THREAD__
  QTest::newRow("pool") << EngineKind::PoolThread;
#endif
  QTest::newRow("std") << EngineKind::StdThread;
}

// The kind of thread of the present row.
inline EngineKind testedThread() {
  QFETCH_GLOBAL(EngineKind, kind);
  return kind;
}

}  // namespace fatou::engines
