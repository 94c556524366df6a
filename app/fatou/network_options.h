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

// Reads "1=2.5" of --`option`, whose form is `form`: the number of an engine or a host, from 0 to
// below `end`, and how many times longer it takes.
std::pair<int, double> slowed(const QString& option, const QString& form, const QString& text,
                              int end);

// Adds the options for predicting engines on other hosts: --latency, --bandwidth, --hub,
// --hub-time, --row-bytes; --host-engines and --slow-host.
void addNetworkOptions(Options& options);

// The network that --latency, --bandwidth, --hub and --hub-time describe. Without any of them it is
// that of a recorded run; nothing where its engines are threads. Every complaint is a Failure.
std::optional<stats::Network> networkOf(const Options& options, const io::Recording& recording);
// Whether --latency, --bandwidth, --hub or --hub-time is given.
bool asksForNetwork(const Options& options);

// The bytes of one row's answer, which --row-bytes gives; 0 where it is left out, as it has to be
// where there is no network.
double rowBytes(const Options& options, const std::optional<stats::Network>& network);

// Multiplies the factors of the engines on the slow host, by engine, with how much slower it is.
void addSlowHost(const Options& options, std::vector<double>& factors);

// A line that names the network of the prediction and the length of an answer; empty for threads.
QString networkText(const std::optional<stats::Network>& network, const stats::CostModel& model);

}  // namespace fatou::app
