// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fatou/network_options.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <QStringList>

#include "app/fatou/command.h"
#include "app/fatou/text.h"
#include "core/render/render_request.h"
#include "core/stats/words.h"

namespace fatou::app {
namespace {

constexpr double kGigabit = 1e9 / 8.0;  // bytes
constexpr double kMicrosecond = 1e-6;

// The value of an option that is set, from low to high.
double decimal(const Options& options, const QString& name, const QString& what, double low,
               double high) {
  bool isNumber = false;
  const double number = options.value(name).toDouble(&isNumber);
  if (isNumber && low <= number && number <= high) return number;
  throw badUsage(QStringLiteral("--%1 '%2' is no %3: write a number from %4 to %5")
                     .arg(name, options.value(name), what, QString::number(low, 'g', 10),
                          QString::number(high, 'g', 10)));
}

void read(const Options& options, const char* option, const char* what, double low, double high,
          double unit, double& to) {
  const QString name = QString::fromLatin1(option);
  if (options.isSet(name)) to = decimal(options, name, QString::fromLatin1(what), low, high) * unit;
}

QString gigabits(double bytesASecond) {
  return std::isinf(bytesASecond)
             ? QStringLiteral("any bandwidth")
             : QStringLiteral("%1 Gbit/s").arg(bytesASecond / kGigabit, 0, 'g', 3);
}

}  // namespace

std::pair<int, double> slowed(const QString& option, const QString& form, const QString& text,
                              int end) {
  const QStringList parts = text.split(u'=');
  bool isPlace = false;
  bool isFactor = false;
  const int place = parts.first().toInt(&isPlace);
  const double factor = parts.last().toDouble(&isFactor);
  const bool known = isPlace && place >= 0 && place < end;
  if (parts.size() == 2 && known && isFactor && factor >= 0.01 && factor <= 1000.0)
    return {place, factor};
  throw badUsage(QStringLiteral("--%1 '%2' is not %3: write it like 1=2.5, with factors from 0.01 "
                                "to 1000")
                     .arg(option, text, form));
}

void addNetworkOptions(Options& options) {
  options.add("latency", "Engines on other hosts: so many microseconds to each, and back.", "US");
  options.add("bandwidth", "… over links of so many Gbit/s each.", "GBIT");
  options.add("hub", "… and a hub that all messages pass, of so many Gbit/s.", "GBIT");
  options.add("hub-time", "… where each message takes so many microseconds.", "US");
  options.add("row-bytes", "What a row's answer takes; as recorded, or four bytes a pixel.", "N");
  options.add("host-engines", "Engines a host, for --slow-host.", "N");
  options.add("slow-host", "The engines of one host slower, like 0=2.", "HOST=FACTOR");
}

bool asksForNetwork(const Options& options) {
  const auto names = {"latency", "bandwidth", "hub", "hub-time"};
  return std::ranges::any_of(
      names, [&](const char* name) { return options.isSet(QString::fromLatin1(name)); });
}

std::optional<stats::Network> networkOf(const Options& options, const io::Recording& recording) {
  const auto measured = stats::measuredNetwork(recording.run());
  if (!asksForNetwork(options)) return measured;
  stats::Network network{.underWay = stats::kBandsUnderWay};
  read(options, "latency", "time in microseconds", 0.0, 1e6, kMicrosecond, network.latency);
  read(options, "bandwidth", "bandwidth in Gbit/s", 1e-3, 1e4, kGigabit, network.bandwidth);
  read(options, "hub", "bandwidth in Gbit/s", 1e-3, 1e4, kGigabit, network.hubBandwidth);
  read(options, "hub-time", "time in microseconds", 0.0, 1e6, kMicrosecond, network.hubTime);
  return network;
}

double rowBytes(const Options& options, const std::optional<stats::Network>& network) {
  if (!network && options.isSet(QStringLiteral("row-bytes")))
    throw badUsage(
        QStringLiteral("--row-bytes is for engines behind a network, and those of the record are "
                       "threads: say how far they are, like --latency 20"));
  double bytes = 0.0;
  read(options, "row-bytes", "number of bytes", 1.0, 1e6, 1.0, bytes);
  return bytes;
}

void addSlowHost(const Options& options, std::vector<double>& factors) {
  const QString engines = QStringLiteral("host-engines");
  const QString slow = QStringLiteral("slow-host");
  const int count = options.isSet(engines) ? options.number(engines, 1, render::kMaxEngines) : 0;
  if (!options.isSet(slow) && count == 0) return;
  if (!options.isSet(slow))
    throw badUsage(
        QStringLiteral("--host-engines is for --slow-host: say which host is slow, like "
                       "--slow-host 0=2"));
  if (count == 0)
    throw badUsage(
        QStringLiteral("--slow-host needs --host-engines: say how many engines a host "
                       "has"));
  const int end = (render::kMaxEngines + count - 1) / count;
  const auto [host, factor] = slowed(slow, QStringLiteral("HOST=FACTOR"), options.value(slow), end);
  const auto first = static_cast<std::size_t>(host * count);
  const std::size_t last = first + static_cast<std::size_t>(count);
  if (factors.size() < last) factors.resize(last, 1.0);
  for (std::size_t engine = first; engine < last; ++engine) factors[engine] *= factor;
}

QString networkText(const std::optional<stats::Network>& network, const stats::CostModel& model) {
  if (!network) return {};
  const QString time = durationText(engines::Seconds(network->latency));
  QString text = QStringLiteral("Over a network: %1 to an engine, %2 a link, %3 through the hub")
                     .arg(time, gigabits(network->bandwidth), gigabits(network->hubBandwidth));
  if (network->hubTime > 0.0)
    text += QStringLiteral(", %1 there a message")
                .arg(durationText(engines::Seconds(network->hubTime)));
  const auto bytes = static_cast<std::int64_t>(std::llround(model.answerBytesARow));
  return text + QStringLiteral("; a row's answer takes %1.\n")
                    .arg(QString::fromStdString(stats::bytesText(bytes)));
}

}  // namespace fatou::app
