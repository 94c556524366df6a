// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/introduction.h"

#include <fstream>
#include <string_view>
#include <utility>

#include "core/engines/tasks/call_table.h"
#include "core/engines/tasks/engine_info.h"
#include "core/engines/wire/wire.h"
#include "core/mpi/start_up.h"

namespace fatou::mpi {
namespace {

std::string anotherVersion(const std::string& host) {
  return "the program on " + (host.empty() ? std::string("another machine") : host) +
         " is another version than this one: install the same everywhere";
}

}  // namespace

Introduction introductionHere(int ranks, std::string simdTarget) {
  const auto info = engines::engineInfoHere({});
  Introduction introduction{.functions = engines::callTableFingerprint(),
                            .ranks = ranks,
                            .host = info.host,
                            .process = info.process,
                            .simdTarget = std::move(simdTarget)};
  std::getline(std::ifstream("/proc/sys/kernel/random/boot_id"), introduction.boot);
  return introduction;
}

engines::Bytes toBytes(const Introduction& introduction) {
  engines::Writer writer;
  writeTo(writer, introduction);
  return std::move(writer).take();
}

Introduction readIntroduction(const engines::Bytes& bytes) try {
  engines::Reader reader{std::string_view(bytes)};
  auto introduction = engines::readFrom<Introduction>(reader);
  reader.requireEnd();
  return introduction;
} catch (const engines::WireError&) {
  throw engines::WireError(anotherVersion({}));
}

std::optional<std::string> complaintAbout(const Introduction& there, const Introduction& here) {
  if (there.protocol != here.protocol || there.functions != here.functions)
    return anotherVersion(there.host);
  if (there.ranks == 1 && here.ranks != 1) return kEveryRankIsAlone;
  if (there.ranks != here.ranks)
    return "the job has " + std::to_string(there.ranks) + " ranks instead of " +
           std::to_string(here.ranks) + ": ask for fewer engines or for more hosts";
  return std::nullopt;
}

}  // namespace fatou::mpi
