// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a program's conformance cases on the kinds of engine that a cluster makes by itself.
#include "conformance.h"

using namespace fatou::engines;

namespace {

TestedKind kindHere(const char* name, EngineKind kind, Distance distance = Distance::SharedMemory) {
  return {.name = name,
          .engineKind = toString(kind),
          .source = EngineSource(kind),
          .distance = distance};
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<TestedKind> kinds;
#ifndef __SANITIZE_THREAD__  // cannot follow a QThreadPool of the distribution's Qt
  kinds.push_back(kindHere("pool", EngineKind::PoolThread));
#endif
  kinds.push_back(kindHere("std", EngineKind::StdThread));
  // Adds engines that get nothing but bytes.
  kinds.push_back(kindHere("loopback", EngineKind::Loopback, Distance::SameProcess));
  return runConformanceTests(argc, argv, std::move(kinds));
}
