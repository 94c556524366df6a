// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/foreign/foreign_file.h"

#include <utility>

#include <QFileInfo>

#include "core/io/files/content_kind.h"
#include "core/io/files/named_blocks.h"
#include "core/io/files/shown_text.h"
#include "core/io/foreign/fractint_entry.h"
#include "core/io/foreign/xaos_position.h"
#include "core/io/gradients/color_map.h"
#include "core/io/gradients/sampled_gradient.h"
#include "core/io/gradients/ultra_fractal_gradient.h"

namespace fatou::io {
namespace {

enum class ForeignKind {
  None,
  XaosPosition,
  FractintParameters,
  FractintMap,
  UltraFractalGradients
};

ForeignKind foreignKindOf(const QString& path, QByteArray start) {
  start = start.left(kContentBytes).replace('\x1a', ' ');  // the end of a file of DOS
  const auto isCalled = [&](const char* ending) {
    return path.endsWith(QLatin1String(ending), Qt::CaseInsensitive);
  };
  if (kindOfContent(start) != "text") return ForeignKind::None;
  if (isXaosStart(start) || isCalled(".xpf")) return ForeignKind::XaosPosition;
  if (isUltraFractalStart(start) || isCalled(".ugr")) return ForeignKind::UltraFractalGradients;
  if (isFractintStart(start) || isCalled(".par")) return ForeignKind::FractintParameters;
  return isCalled(".map") ? ForeignKind::FractintMap : ForeignKind::None;
}

Result<ForeignContent> asContent(const Result<ForeignEntry>& entry) {
  if (!entry) return entry.error();
  auto place = placeOf(entry.value());
  if (!place) return place.error();
  return ForeignContent(std::move(place).value());
}

Result<ForeignContent> asContent(Result<color::Gradient> gradient) {
  if (!gradient) return gradient.error();
  return ForeignContent(std::move(gradient).value());
}

std::string nameOfBlock(const NamedBlock& block) {
  return plainLine(textOfBytes(QByteArray::fromStdString(block.name))).left(200).toStdString();
}

EntryLine lineOf(const NamedBlock& block, ForeignKind kind) {
  if (kind == ForeignKind::UltraFractalGradients)
    return {.name = nameOfBlock(block), .about = "gradient"};
  const auto entry = parseFractintEntry(block);
  if (!entry || !placeOf(entry.value()))
    return {.name = nameOfBlock(block),
            .about = entry ? entry.value().formula : fractintKind(block),
            .canBeOpened = false};
  return {.name = nameOfBlock(block), .about = entry.value().formula};
}

EntryList listOf(const std::vector<NamedBlock>& blocks, ForeignKind kind) {
  EntryList list;
  list.entries.reserve(blocks.size());
  for (const NamedBlock& block : blocks) list.entries.push_back(lineOf(block, kind));
  return list;
}

Result<ForeignContent> contentOfBlocks(const QByteArray& bytes, const EntryPath& wanted,
                                       ForeignKind kind) {
  const auto blocks = namedBlocks(bytes.toStdString());
  if (!blocks) return blocks.error();
  if (blocks.value().size() > 1 && wanted.entry.isEmpty())
    return ForeignContent(listOf(blocks.value(), kind));
  std::vector<std::string> names;
  for (const NamedBlock& block : blocks.value()) names.push_back(nameOfBlock(block));
  const auto chosen = entryAmong(names, wanted);
  if (!chosen) return chosen.error();
  const NamedBlock& block = blocks.value()[chosen.value()];
  if (kind == ForeignKind::FractintParameters) return asContent(parseFractintEntry(block));
  return asContent(parseUltraFractalGradient(block));
}

}  // namespace

bool isForeignFile(const QString& path, const QByteArray& firstBytes) {
  return foreignKindOf(path, firstBytes) != ForeignKind::None;
}

Result<ForeignContent> parseForeign(const QByteArray& bytes, const EntryPath& wanted) {
  const ForeignKind kind = foreignKindOf(wanted.file, bytes);
  if (kind == ForeignKind::FractintParameters || kind == ForeignKind::UltraFractalGradients)
    return contentOfBlocks(bytes, wanted, kind);
  if (!wanted.entry.isEmpty()) return Error{"it is no file with entries; leave out what follows #"};
  const QString name = QFileInfo(wanted.file).completeBaseName();
  if (kind == ForeignKind::FractintMap) return asContent(parseColorMap(bytes, name));
  return asContent(parseXaosPosition(bytes.toStdString(), name.toStdString()));
}

}  // namespace fatou::io
