// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/explorer_object.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

#include <QJsonArray>

#include "core/color/shader.h"
#include "core/io/files/shown_text.h"
#include "core/render/renderer.h"
#include "ui/console/named_state.h"
#include "ui/state/picture_request.h"

namespace fatou::ui {
namespace {

constexpr qint64 kMostExplorerPixels = qint64{1} << 28;  // 1 GB of counts
constexpr int kLargestShown = 1024;                      // pixels a side of an array that is shown
constexpr qsizetype kShownValue = 60;

ExplorerObject::Answer refusal(const std::string& sentence) {
  return {.head = {{QStringLiteral("error"), QString::fromStdString(sentence)}}};
}

std::int32_t countAt(const QByteArray& data, qsizetype index) {
  std::int32_t count = 0;
  std::memcpy(&count, data.constData() + index * qsizetype{sizeof count}, sizeof count);
  return count;
}

// Every step-th count of every step-th row as a picture, the lowest row last.
QImage shadedCounts(const QByteArray& data, int rows, int columns, const ExplorerState& state) {
  const int step = std::max(1, (std::max(rows, columns) + kLargestShown - 1) / kLargestShown);
  color::Coloring coloring = state.coloring;
  coloring.smooth = false;
  coloring.distanceLines = false;
  const std::int32_t tmax = state.place.tmax;
  const color::Shader shader(coloring, tmax);
  QImage image((columns + step - 1) / step, (rows + step - 1) / step, QImage::Format_RGB32);
  const auto width = static_cast<std::size_t>(image.width());
  std::vector<std::int32_t> counts(width);
  for (int row = 0; row < image.height(); ++row) {
    for (std::size_t x = 0; x < width; ++x) {
      const qsizetype at = qsizetype{row} * step * columns + static_cast<qsizetype>(x) * step;
      counts[x] = std::clamp(countAt(data, at), 0, tmax);
    }
    auto* line = reinterpret_cast<std::uint32_t*>(image.scanLine(image.height() - 1 - row));
    shader.shade(IterationNumbers{.counts = counts}, std::span(line, width));
  }
  return image;
}

}  // namespace

ExplorerObject::ExplorerObject(Context context, QObject* parent)
    : QObject(parent), m_context(std::move(context)), m_job([this](const Event& e) { take(e); }) {
  connect(&m_reader, &FormulaReader::finished, this,
          [this](const QString& text, const FormulaDraft& draft) { takeFormula(text, draft); });
}

void ExplorerObject::beginCell() {
  m_gesture = m_context.document.newGesture();
}

void ExplorerObject::stopComputing() {
  m_reply = {};
  m_formulaReply = {};
  m_reader.drop();
  m_job.drop();
}

void ExplorerObject::answer(const QJsonObject& question, const QByteArray& data, Reply reply) {
  const QString wish = question[QStringLiteral("do")].toString();
  const QString name = question[QStringLiteral("name")].toString();
  if (wish == QStringLiteral("render")) return render(question, std::move(reply));
  if (wish == QStringLiteral("get")) return reply(get(name));
  if (wish == QStringLiteral("set"))
    return set(name, question[QStringLiteral("value")].toString(), std::move(reply));
  if (wish == QStringLiteral("show")) return reply(show(question, data));
  reply(refusal("the explorer was asked for what it cannot do"));
}

ExplorerObject::Answer ExplorerObject::get(const QString& name) const {
  const auto value = namedIn(m_context.document.state(), name);
  if (!value) return refusal("explorer has no '" + name.left(80).toStdString() + "'");
  return {.head = {{QStringLiteral("value"), *value}}};
}

void ExplorerObject::set(const QString& name, const QString& value, Reply reply) {
  const ExplorerState& state = m_context.document.state();
  const auto values = valuesOf(state.place.formula);
  if (name == QStringLiteral("formula") && isSlowToRead(value, values)) {
    m_formulaReply = std::move(reply);
    return m_reader.read(value, values, state.place);
  }
  const auto next = withNamed(state, name, value);
  if (!next) return reply(refusal(next.error().message));
  change(next.value(), name, value);
  reply({});
}

void ExplorerObject::takeFormula(const QString& text, const FormulaDraft& draft) {
  const Reply reply = std::exchange(m_formulaReply, {});
  if (!reply) return;
  if (!draft.formula) return reply(refusal(draft.problem.toStdString()));
  change(withFormula(m_context.document.state(), *draft.formula), QStringLiteral("formula"), text);
  reply({});
}

void ExplorerObject::change(const ExplorerState& to, const QString& name, const QString& value) {
  if (m_gesture == 0) beginCell();
  QString words = io::shownLine(value);
  if (words.size() > kShownValue) words = words.left(kShownValue) + u'…';
  m_context.document.change(to, tr("Console: %1 = %2").arg(name, words), m_gesture);
}

ExplorerObject::Answer ExplorerObject::show(const QJsonObject& question, const QByteArray& data) {
  const QJsonArray shape = question[QStringLiteral("shape")].toArray();
  const int rows = shape.size() == 2 ? shape[0].toInt() : 0;
  const int columns = shape.size() == 2 ? shape[1].toInt() : 0;
  const qint64 size = qint64{rows} * columns;
  if (rows < 1 || columns < 1 || size > kMostExplorerPixels || data.size() != size * 4)
    return refusal("show() takes an array of ints with rows and columns, of at most 1 GB");
  Q_EMIT shown(shadedCounts(data, rows, columns, m_context.document.state()));
  return {};
}

void ExplorerObject::render(const QJsonObject& question, Reply reply) {
  ExplorerState state = m_context.document.state();
  const int width = question[QStringLiteral("width")].toInt();
  const int height = question[QStringLiteral("height")].toInt();
  if (width != 0 || height != 0) state.size = PixelSize{width, height};
  auto request = pictureRequest(state, m_context.canvas());
  if (!request) return reply(refusal(request.error().message));
  render::RenderRequest wanted = std::move(request).value();
  wanted.picture.quantities = {};
  if (const Status good = render::check(wanted); !good) return reply(refusal(good.error().message));
  if (qint64{wanted.picture.width} * wanted.picture.height > kMostExplorerPixels)
    return reply(refusal("the picture has more than 2^28 pixels: render a smaller one"));
  m_reply = std::move(reply);
  m_job.start(
      [wanted, engines = m_context.engines](const auto& report, const std::stop_token& stop) {
        auto counts = countsOf(wanted, *engines, stop);
        if (counts)
          report(std::move(counts).value());
        else
          report(counts.error());
      });
}

Result<ExplorerObject::Counts> ExplorerObject::countsOf(const render::RenderRequest& request,
                                                        const EnginesAtWork& engines,
                                                        const std::stop_token& stop) {
  const auto job = render::RenderJob::create(request, {.stop = stop});
  if (!job) return job.error();
  const render::PictureRequest& picture = request.picture;
  Counts counts{.width = picture.width, .height = picture.height};
  const auto rowBytes = qsizetype{picture.width} * qsizetype{sizeof(std::int32_t)};
  counts.bytes.resize(rowBytes * picture.height);
  char* const begin = counts.bytes.data();
  const auto run =
      render::Renderer(engines.get(stop))
          .render(
              job.value(), {0, picture.height},
              [&](const render::Tile& tile, const render::BandRecord&) {
                std::memcpy(begin + tile.rect.y * rowBytes, tile.counts.data(),
                            static_cast<std::size_t>(tile.counts.size()) * sizeof(std::int32_t));
              },
              stop);
  if (!run) return run.error();
  if (!run.value().complete) return Error{"the picture was stopped before it was complete"};
  return counts;
}

void ExplorerObject::take(const Event& event) {
  const Reply reply = std::exchange(m_reply, {});
  if (!reply) return;
  if (const auto* error = std::get_if<Error>(&event)) return reply(refusal(error->message));
  const auto& counts = std::get<Counts>(event);
  reply({.head = {{QStringLiteral("shape"), QJsonArray{counts.height, counts.width}}},
         .data = counts.bytes});
}

}  // namespace fatou::ui
