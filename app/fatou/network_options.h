// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include <QString>

#include "app/fatou/options.h"
#include "core/io/run_json.h"
#include "core/stats/what_if.h"

namespace fatou::app {

// "1=2.5" of --`option`, whose form is `form`: a number from 0 to below `end`, and how many times
// longer what it names takes.
std::pair<int, double> slowed(const QString& option, const QString& form, const QString& text,
                              int end);

// Engines on other hosts, for what is predicted: --latency, --bandwidth, --hub, --hub-time,
// --row-bytes; --host-engines and --slow-host.
void addNetworkOptions(Options& options);

// The network they describe, beside what a recorded run tells of its own; nothing where engines are
// threads. Every complaint is a Failure.
std::optional<stats::Network> networkOf(const Options& options, const io::Recording& recording);
// Whether one of them describes it.
bool asksForNetwork(const Options& options);

// The bytes of one row's answer, which --row-bytes gives; 0 where it is left out, as it has to be
// where there is no network.
double rowBytes(const Options& options, const std::optional<stats::Network>& network);

// The engines of the slow host, as factors by engine, on top of those that are there.
void addSlowHost(const Options& options, std::vector<double>& factors);

// A line that says over what network was played, and how long an answer was; empty for threads.
QString networkText(const std::optional<stats::Network>& network, const stats::CostModel& model);

}  // namespace fatou::app
