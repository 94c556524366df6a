// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include <QTest>

namespace fatou::tests {

// A wait that is longer than anything takes that comes at all, also on a loaded machine under a
// sanitizer. Waits end as soon as the thing has come, so that the length costs only tests that
// fail.
inline constexpr std::chrono::seconds kPatience{60};
inline constexpr int kPatienceMs = 60'000;  // for Qt's own waits, whose default is 5 s

}  // namespace fatou::tests

// QtTest's own waits give up after 5 s.
#undef QTRY_VERIFY
#define QTRY_VERIFY(expr) QTRY_VERIFY_WITH_TIMEOUT(expr, fatou::tests::kPatienceMs)
#undef QTRY_VERIFY2
#define QTRY_VERIFY2(expr, message) \
  QTRY_VERIFY2_WITH_TIMEOUT(expr, message, fatou::tests::kPatienceMs)
#undef QTRY_COMPARE
#define QTRY_COMPARE(expr, expected) \
  QTRY_COMPARE_WITH_TIMEOUT(expr, expected, fatou::tests::kPatienceMs)
