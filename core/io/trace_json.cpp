// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/trace_json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <isa-l/igzip_lib.h>
#include <memory>
#include <numeric>
#include <string_view>
#include <utility>
#include <vector>

#include <QJsonArray>
#include <QJsonDocument>

#include "core/base/check.h"

namespace fatou::io {
namespace {

using stats::Band;
using stats::Run;

// Whole nanoseconds: what begins after another's end still does so once it is written. Predictions
// for engines that are slowed down may last longer than 64 bits count, and end there.
std::int64_t nanoseconds(double seconds) {
  constexpr double kMost = 9e18;
  return std::llround(std::min(seconds * 1e9, kMost));
}

// Text is added without building values first: a run may have a million bands.
class TraceText {
 public:
  TraceText() : m_text("{\"displayTimeUnit\":\"ms\",\"traceEvents\":[") {}

  void reserve(std::size_t events) {
    constexpr std::size_t kEvent = 160;
    m_text.reserve(static_cast<qsizetype>(events * kEvent));
  }

  TraceText& begin(std::string_view phase, std::int64_t process, std::int64_t thread) {
    if (m_hasEvents) m_text += ',';
    m_hasEvents = true;
    return text("\n{\"ph\":\"")
        .text(phase)
        .text("\",\"pid\":")
        .number(process)
        .text(",\"tid\":")
        .number(thread);
  }
  TraceText& time(std::string_view key, std::int64_t nanoseconds) {
    text(",\"").text(key).text("\":").number(nanoseconds / 1000);
    const std::int64_t rest = nanoseconds % 1000;
    const char decimals[] = {'.', digit(rest / 100), digit(rest / 10), digit(rest)};
    return text({decimals, sizeof decimals});
  }
  TraceText& text(std::string_view text) {
    m_text.append(text.data(), static_cast<qsizetype>(text.size()));
    return *this;
  }
  TraceText& number(std::int64_t number) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    return text({digits, static_cast<std::size_t>(end - digits)});
  }
  TraceText& end() { return text("}"); }

  QByteArray finished() {
    text("\n]}\n");
    return std::move(m_text);
  }

 private:
  static char digit(std::int64_t number) { return static_cast<char>('0' + number % 10); }

  QByteArray m_text;
  bool m_hasEvents = false;
};

// A JSON string with its quotation marks.
QByteArray quotedJson(const QString& text) {
  const QByteArray list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
  return list.mid(1, list.size() - 2);
}

std::string_view view(const QByteArray& bytes) {
  return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

constexpr std::int64_t kCaller = 1;  // viewers take thread 0 for an idle core

// The events of one run.
class RunTrace {
 public:
  RunTrace(TraceText& to, std::int64_t process, const TracedRun& traced)
      : m_to(to), m_process(process), m_run(traced.run) {
    name("process_name", kCaller, view(quotedJson(traced.name)));
    name("thread_name", kCaller, "\"caller\"");
    if (m_run.isSerial()) return;
    for (int engine = 0; engine < m_run.engines; ++engine)
      name("thread_name", threadOf(engine),
           view(quotedJson(QStringLiteral("engine %1").arg(engine))));
  }

  void write() {
    writeCaller();
    writeBands();
    if (!m_run.isSerial()) writeQueue();
  }

 private:
  std::int64_t threadOf(int engine) const {
    return m_run.isSerial() ? kCaller : kCaller + 1 + engine;
  }

  void name(std::string_view what, std::int64_t thread, std::string_view quoted) {
    m_to.begin("M", m_process, thread).text(",\"name\":\"").text(what);
    m_to.text("\",\"args\":{\"name\":").text(quoted).text("}").end();
  }

  TraceText& slice(std::int64_t thread, double from, double to) {
    const std::int64_t begin = nanoseconds(from);
    return m_to.begin("X", m_process, thread)
        .time("ts", begin)
        .time("dur", std::max<std::int64_t>(0, nanoseconds(to) - begin));
  }

  void writeCaller() {
    slice(kCaller, 0.0, m_run.wallTime).text(",\"name\":\"run\"").end();
    if (m_run.bands.empty()) return;
    const auto begins = [&](const Band& band) {
      return m_run.isSerial() ? band.started : band.submitted;
    };
    double first = m_run.wallTime;
    double last = 0.0;
    for (const Band& band : m_run.bands) {
      first = std::min(first, begins(band));
      last = std::max(last, band.completed);
    }
    slice(kCaller, 0.0, first).text(",\"name\":\"planning\"").end();
    slice(kCaller, last, m_run.wallTime).text(",\"name\":\"gathering\"").end();
  }

  void writeBands() {
    std::vector<std::uint32_t> order(m_run.bands.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, {}, [&](std::uint32_t i) {
      return std::pair(m_run.bands[i].engine, m_run.bands[i].started);
    });
    for (const std::uint32_t i : order) {
      const Band& band = m_run.bands[i];
      slice(threadOf(band.engine), band.started, band.completed);
      m_to.text(",\"name\":\"rows ").number(band.rows.begin).text("-").number(band.rows.end - 1);
      m_to.text("\",\"args\":{\"iterations\":").number(band.iterations);
      if (band.mirrored.size() > 0)
        m_to.text(",\"mirrored\":\"")
            .number(band.mirrored.begin)
            .text("-")
            .number(band.mirrored.end - 1)
            .text("\"");
      if (band.cpuTime > 0.0) m_to.time("cpu_us", nanoseconds(band.cpuTime));
      if (band.travel) {
        m_to.text(",\"bytes_sent\":").number(band.travel->bytesSent);
        m_to.text(",\"bytes_received\":").number(band.travel->bytesReceived);
        m_to.time("to_engine_us", nanoseconds(band.started - band.travel->sent));
        m_to.time("from_engine_us", nanoseconds(band.travel->answered - band.completed));
      }
      m_to.text("}").end();
    }
  }

  // Writes one event for each moment at which the length changes.
  void writeQueue() {
    std::vector<std::pair<std::int64_t, int>> changes;
    changes.reserve(2 * m_run.bands.size());
    for (const Band& band : m_run.bands) {
      changes.emplace_back(nanoseconds(band.submitted), 1);
      changes.emplace_back(nanoseconds(band.started), -1);
    }
    std::ranges::sort(changes);
    std::int64_t waiting = 0;
    for (std::size_t i = 0; i < changes.size(); ++i) {
      waiting += changes[i].second;
      if (i + 1 < changes.size() && changes[i + 1].first == changes[i].first) continue;
      m_to.begin("C", m_process, kCaller).time("ts", changes[i].first);
      m_to.text(",\"name\":\"queue\",\"args\":{\"waiting\":").number(waiting).text("}").end();
    }
  }

  TraceText& m_to;
  const std::int64_t m_process;
  const Run& m_run;
};

}  // namespace

QByteArray traceJson(std::span<const TracedRun> runs) {
  std::size_t events = 0;
  for (const TracedRun& traced : runs)
    events += 8 + static_cast<std::size_t>(traced.run.engines) + 2 * traced.run.bands.size();
  TraceText text;
  text.reserve(events);
  for (std::size_t i = 0; i < runs.size(); ++i)
    RunTrace(text, static_cast<std::int64_t>(i) + 1, runs[i]).write();
  return text.finished();
}

QByteArray gzipped(const QByteArray& bytes) {
  constexpr qsizetype kMostGiven = qsizetype{1} << 30;   // the library counts in 32 bits
  const auto stream = std::make_unique<isal_zstream>();  // zeroed, for the library leaves gaps
  isal_deflate_init(stream.get());
  stream->gzip_flag = IGZIP_GZIP;
  stream->next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(bytes.constData()));
  QByteArray packed;
  std::vector<std::uint8_t> piece(std::size_t{1} << 20);
  qsizetype left = bytes.size();
  while (stream->internal_state.state != ZSTATE_END) {
    if (stream->avail_in == 0) {
      stream->avail_in = static_cast<std::uint32_t>(std::min(left, kMostGiven));
      left -= stream->avail_in;
      stream->end_of_stream = left == 0 ? 1 : 0;
    }
    stream->next_out = piece.data();
    stream->avail_out = static_cast<std::uint32_t>(piece.size());
    FATOU_CHECK(isal_deflate(stream.get()) == COMP_OK);
    packed.append(reinterpret_cast<const char*>(piece.data()),
                  static_cast<qsizetype>(piece.size() - stream->avail_out));
  }
  return packed;
}

}  // namespace fatou::io
