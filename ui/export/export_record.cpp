// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_record.h"

#include <limits>
#include <utility>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace fatou::ui {
namespace {

constexpr QLatin1StringView kRecordKind("export");

Error wrong(const char* what) {
  return {std::string("its ") + what + " is wrong; delete it"};
}

QJsonArray pictureJson(const exports::PictureSpec& spec) {
  QJsonArray all;
  for (const auto& [name, value] : exports::parameters(spec))
    all.append(QJsonArray{QString::fromStdString(name), QString::fromStdString(value)});
  return all;
}

io::Parameters pictureParameters(const QJsonArray& json) {
  io::Parameters all;
  for (const QJsonValue& pair : json)
    all.emplace_back(pair[0].toString().toStdString(), pair[1].toString().toStdString());
  return all;
}

QJsonObject optionsJson(const io::FileOptions& options) {
  return {{QStringLiteral("depth"), static_cast<int>(options.depth)},
          {QStringLiteral("compression"), static_cast<int>(options.compression)},
          {QStringLiteral("field"), static_cast<int>(options.field)},
          {QStringLiteral("quality"), options.quality}};
}

// Sets `to` to the object's number of that name; false where that is no whole number from `least`
// to `most`.
template <typename Number>
bool take(const QJsonObject& object, const char* name, int least, int most, Number& to) {
  const double value =
      object.value(QLatin1StringView(name)).toDouble(std::numeric_limits<double>::quiet_NaN());
  if (!(value >= least && value <= most) || value != static_cast<int>(value)) return false;
  to = static_cast<Number>(static_cast<int>(value));
  return true;
}

}  // namespace

QByteArray exportJson(const ExportOrder& order) {
  const QJsonObject object{{QStringLiteral("fatou"), kRecordKind},
                           {QStringLiteral("version"), 1},
                           {QStringLiteral("file"), order.target.path},
                           {QStringLiteral("replace"), order.replace},
                           {QStringLiteral("options"), optionsJson(order.target.options)},
                           {QStringLiteral("picture"), pictureJson(order.spec)}};
  return QJsonDocument(object).toJson();
}

Result<ExportOrder> parseExportJson(const QByteArray& json) {
  const QJsonObject object = QJsonDocument::fromJson(json).object();
  if (object.value(QLatin1StringView("fatou")) != QJsonValue(kRecordKind))
    return Error{"it is no export of Fatou; delete it"};
  ExportOrder order;
  order.target.path = object.value(QLatin1StringView("file")).toString();
  if (order.target.path.isEmpty() || order.target.path.contains(QChar::Null)) return wrong("file");
  order.replace = object.value(QLatin1StringView("replace")).toBool();
  const QJsonObject options = object.value(QLatin1StringView("options")).toObject();
  io::FileOptions& to = order.target.options;
  if (!take(options, "depth", 0, static_cast<int>(io::Depth::Float), to.depth) ||
      !take(options, "compression", 0, static_cast<int>(io::Compression::Zstd), to.compression) ||
      !take(options, "field", 0, static_cast<int>(io::Field::Distance), to.field) ||
      !take(options, "quality", 1, 100, to.quality))
    return wrong("options");
  auto spec =
      exports::specOf(pictureParameters(object.value(QLatin1StringView("picture")).toArray()));
  if (!spec) return wrong("picture");
  if (!exports::check(spec.value())) return wrong("picture");
  order.spec = std::move(spec).value();
  return order;
}

}  // namespace fatou::ui
