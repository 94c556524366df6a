// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/picture_spec.h"

#include <charconv>
#include <optional>
#include <string_view>

#include <QByteArray>
#include <QCryptographicHash>
#include <QJsonDocument>

#include "core/io/gradients/gradient_json.h"
#include "core/io/places/place_fields.h"

namespace fatou::exports {
namespace {

// A whole number of at least 1, and no more than `most`.
std::optional<int> numberIn(std::string_view text, int most) {
  int number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  if (number < 1 || number > most) return std::nullopt;
  return number;
}

Error wrong(std::string_view name, std::string_view value) {
  return {"its " + std::string(name) + " \"" + std::string(value.substr(0, 100)) +
          "\" is wrong; write the file again"};
}

bool setSize(std::string_view value, render::RenderRequest& request) {
  const std::size_t cross = value.find('x');
  if (cross == std::string_view::npos) return false;
  const auto width = numberIn(value.substr(0, cross), render::kMaxSide);
  const auto height = numberIn(value.substr(cross + 1), render::kMaxSide);
  if (!width || !height) return false;
  request.picture.width = *width;
  request.picture.height = *height;
  return true;
}

bool setNumber(std::string_view value, int most, int& number) {
  const auto read = numberIn(value, most);
  if (read) number = *read;
  return read.has_value();
}

// Takes what was read of a name, false where it names nothing.
template <typename Choice>
bool setChoice(std::optional<Choice> read, Choice& choice) {
  if (read) choice = *read;
  return read.has_value();
}

bool setColoring(const std::string& json, color::Coloring& coloring) {
  const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(json));
  if (!document.isObject()) return false;
  const auto read = io::coloringFromJson(document.object());
  if (read) coloring = read.value();
  return read.ok();
}

// Sets what a known parameter says; false where its value is wrong.
bool take(const std::string& name, const std::string& value, PictureSpec& spec) {
  render::RenderRequest& request = spec.request;
  if (name == "size") return setSize(value, request);
  if (name == "engines") return setNumber(value, render::kMaxEngines, request.engines.count);
  if (name == "band")
    return value == "auto" || setNumber(value, render::kMaxSide, request.engines.bandRows);
  if (name == "view") return setChoice(render::parseViewKind(value), request.engines.viewKind);
  if (name == "kernel") return setChoice(render::parseKernel(value), request.engines.kernel);
  if (name == "supersample") return setNumber(value, kMaxSamples, spec.samples);
  if (name == "dpi") return setNumber(value, kMaxDpi, spec.dpi);
  if (name == "coloring") return setColoring(value, spec.coloring);
  return true;
}

// The names and values with those of samples and colours behind them.
io::Parameters withLook(io::Parameters all, const PictureSpec& spec) {
  all.emplace_back("supersample", std::to_string(spec.samples));
  if (spec.dpi > 0) all.emplace_back("dpi", std::to_string(spec.dpi));
  all.emplace_back(
      "coloring",
      QJsonDocument(io::toJson(spec.coloring)).toJson(QJsonDocument::Compact).toStdString());
  return all;
}

}  // namespace

Status check(const PictureSpec& spec) {
  if (auto status = render::check(spec.request); !status) return status;
  if (spec.dpi < 0 || spec.dpi > kMaxDpi)
    return Error{std::to_string(spec.dpi) + " dpi are out of range: use 1 to " +
                 std::to_string(kMaxDpi)};
  if (spec.samples >= 1 && spec.samples <= kMaxSamples) return success();
  return Error{"supersampling " + std::to_string(spec.samples) + " is out of range: use 1 to " +
               std::to_string(kMaxSamples)};
}

io::Parameters parameters(const PictureSpec& spec) {
  return withLook(render::parameters(spec.request), spec);
}

io::Parameters identityOf(const PictureSpec& spec) {
  return withLook(render::parameters(spec.request.picture), spec);
}

std::string keyOf(const PictureSpec& spec, render::RowRange rows) {
  const render::Quantities& quantities = spec.request.picture.quantities;
  std::string all = io::softwareName() + (quantities.smooth ? " smooth" : "") +
                    (quantities.distance ? " distance" : "") + (quantities.cycle ? " cycle" : "");
  for (const int number : {rows.begin, rows.end, spec.samples}) all += ' ' + std::to_string(number);
  for (const auto& [name, value] : render::parameters(spec.request.picture)) all += ' ' + value;
  return QCryptographicHash::hash(QByteArray::fromStdString(all), QCryptographicHash::Sha256)
      .toHex()
      .toStdString();
}

Result<PictureSpec> specOf(const io::Parameters& parameters, const io::FormulaChange& change) {
  auto place = io::placeOf(parameters, change);
  if (!place) return place.error();
  PictureSpec spec;
  spec.request.picture.place = std::move(place).value();
  for (const auto& [name, value] : parameters)
    if (!take(name, value, spec)) return wrong(name, value);
  return spec;
}

}  // namespace fatou::exports
