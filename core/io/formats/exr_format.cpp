// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/exr_format.h"

#include <algorithm>
#include <array>
#include <half.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <QtEndian>

#include "core/base/check.h"
#include "core/io/formats/exr_context.h"
#include "core/io/formats/exr_packing.h"

namespace fatou::io {
namespace {

constexpr std::int32_t kChunkRows = 16;  // what ZIP packs together
constexpr std::size_t kExrDigestSize = 64;
constexpr std::size_t kStretch = 1024;  // pixels that are painted at a time

struct Channel {
  std::string_view name;
  exr_pixel_type_t type;
  std::size_t bytes() const { return type == EXR_PIXEL_HALF ? 2 : 4; }
};

// Returns the channels in the order of their names, which is their order in a line of the file.
std::vector<Channel> channelsOf(const PictureInfo& info) {
  const auto light = info.options.depth == Depth::Half ? EXR_PIXEL_HALF : EXR_PIXEL_FLOAT;
  if (info.samples() > 1) return {{"B", light}, {"G", light}, {"R", light}};
  std::vector<Channel> channels{{"B", light},          {"DE", EXR_PIXEL_FLOAT}, {"G", light},
                                {"N", EXR_PIXEL_UINT}, {"NF", EXR_PIXEL_FLOAT}, {"R", light}};
  if (info.hasCycles) channels.push_back({"cycle", EXR_PIXEL_UINT});
  channels.push_back({"engine", EXR_PIXEL_UINT});
  return channels;
}

class PartBytes : public ExrBytes {
 public:
  explicit PartBytes(PictureFile& file) : m_file(file) {}

  std::int64_t size() const override { return m_file.size(); }
  std::int64_t readAt(std::int64_t, std::span<char>) override { return -1; }
  bool writeAt(std::int64_t offset, std::span<const char> bytes) override {
    if (m_head != nullptr) m_head->append(bytes.data(), bytes.size());
    const Status status = m_file.writeAt(offset, bytes);
    if (!status) m_error = status.error();
    return status.ok();
  }
  const std::optional<Error>& error() const { return m_error; }
  // From now on also collects in `head` what is written to the file, until called with null.
  void copyTo(std::string* head) { m_head = head; }

 private:
  PictureFile& m_file;
  std::string* m_head = nullptr;
  std::optional<Error> m_error;
};

struct ExrPress : Press {
  ExrPacker packer;
};

class ExrFormat : public PictureFormat {
 public:
  explicit ExrFormat(const PictureInfo& info) : m_info(info), m_channels(channelsOf(info)) {
    for (const Channel& channel : m_channels) m_pixelBytes += channel.bytes();
  }
  ~ExrFormat() override {
    if (m_exr) m_exr->detach();  // the file may be gone
  }

  // Whole rows, so that painted ones can be laid out as lines of the file.
  CellSize cellSize() const override { return {m_info.width, kChunkRows}; }
  std::size_t pixelBytes() const override { return m_pixelBytes; }
  void paint(const PictureRows& rows, std::int32_t row, std::int32_t x, std::int32_t width,
             std::span<std::uint8_t> pixels) const override;
  std::unique_ptr<Press> makePress() const override { return std::make_unique<ExrPress>(); }
  PackedCell pack(const PixelRect&, std::span<std::uint8_t> pixels, Press& press) const override {
    return {.bytes = static_cast<ExrPress&>(press).packer.pack(pixels),
            .checksum = 0,
            .unpackedSize = pixels.size()};
  }
  Status begin(PictureFile& file) override;
  Status append(PictureFile& file, const PixelRect& rect, const PackedCell& cell) override;
  Status finish(PictureFile& file, const std::string& sha256, Crew& crew) override;

 private:
  void paintLight(const PictureRows& rows, std::int32_t row, std::uint8_t* line) const;
  void copyNumbers(const PictureRows& rows, std::int32_t row, std::uint8_t* line) const;
  std::uint8_t* channel(std::string_view name, std::uint8_t* line) const;
  bool describe();
  Status outcome(bool done) const;

  std::size_t width() const { return static_cast<std::size_t>(m_info.width); }

  PictureInfo m_info;
  std::vector<Channel> m_channels;
  std::size_t m_pixelBytes = 0;
  std::size_t m_digestOffset = std::string::npos;
  PictureFile* m_file = nullptr;
  std::optional<PartBytes> m_bytes;
  std::optional<ExrContext> m_exr;
};

void ExrFormat::paint(const PictureRows& rows, std::int32_t row, std::int32_t x, std::int32_t width,
                      std::span<std::uint8_t> pixels) const {
  FATOU_CHECK(x == 0 && width == m_info.width);
  paintLight(rows, row, pixels.data());
  if (m_info.samples() == 1) copyNumbers(rows, row, pixels.data());
}

// Returns where a channel begins in a line.
std::uint8_t* ExrFormat::channel(std::string_view name, std::uint8_t* line) const {
  for (const Channel& each : m_channels) {
    if (each.name == name) break;
    line += width() * each.bytes();
  }
  return line;
}

void ExrFormat::paintLight(const PictureRows& rows, std::int32_t row, std::uint8_t* line) const {
  constexpr std::array names{"R", "G", "B"};
  std::array<float, names.size() * kStretch> light;
  for (std::size_t first = 0; first < width(); first += kStretch) {
    const std::size_t size = std::min(kStretch, width() - first);
    m_info.painter->paint(rows.field,
                          {.row = static_cast<std::size_t>(row), .first = first, .size = size},
                          std::span(light).first(names.size() * size));
    for (std::size_t i = 0; i < names.size(); ++i) {
      auto* to = channel(names[i], line);
      for (std::size_t at = 0; at < size; ++at) {
        const float amount = light[names.size() * at + i];
        if (m_info.options.depth == Depth::Half)
          qToLittleEndian(Imath::half(amount).bits(), to + 2 * (first + at));
        else
          qToLittleEndian(amount, to + 4 * (first + at));
      }
    }
  }
}

// Fractions and distances that the formula has not are 0.
void ExrFormat::copyNumbers(const PictureRows& rows, std::int32_t row, std::uint8_t* line) const {
  const IterationNumbers samples = rows.field.part(static_cast<std::size_t>(row), 0, width());
  FATOU_CHECK(samples.smooth.empty() || samples.smooth.size() == width());
  FATOU_CHECK(samples.distance.empty() || samples.distance.size() == width());
  qToLittleEndian<quint32>(samples.counts.data(), m_info.width, channel("N", line));
  if (samples.distance.empty())
    std::fill_n(channel("DE", line), 4 * width(), std::uint8_t{0});
  else
    qToLittleEndian<quint32>(samples.distance.data(), m_info.width, channel("DE", line));
  if (m_info.hasCycles) {
    FATOU_CHECK(samples.cycles.size() == width());
    qToLittleEndian<quint32>(samples.cycles.data(), m_info.width, channel("cycle", line));
  }
  auto* fraction = channel("NF", line);
  auto* engine = channel("engine", line);
  const auto by = static_cast<std::uint32_t>(rows.engines[static_cast<std::size_t>(row)]);
  for (std::size_t i = 0; i < width(); ++i) {
    const std::int32_t count = samples.counts[i];
    const bool isWhole = count == m_info.tmax || samples.smooth.empty();
    const float more = isWhole ? 0.0F : samples.smooth[i] - static_cast<float>(count);
    qToLittleEndian(more, fraction + 4 * i);
    qToLittleEndian(by, engine + 4 * i);
  }
}

Status ExrFormat::begin(PictureFile& file) {
  m_file = &file;
  m_bytes.emplace(file);
  m_exr.emplace(*m_bytes, ExrContext::Mode::Write);
  std::string head;
  m_bytes->copyTo(&head);
  const bool done =
      m_exr->get() != nullptr && describe() && exr_write_header(m_exr->get()) == EXR_ERR_SUCCESS;
  m_bytes->copyTo(nullptr);
  m_digestOffset = head.rfind(std::string(kExrDigestSize, '0'));
  FATOU_CHECK(!done || m_digestOffset != std::string::npos);
  return outcome(done);
}

bool ExrFormat::describe() {
  const auto exr = m_exr->get();
  const auto set = [exr](const std::string& name, const std::string& value) {
    return exr_attr_set_string(exr, 0, name.c_str(), value.c_str()) == EXR_ERR_SUCCESS;
  };
  int part = 0;
  if (exr_add_part(exr, nullptr, EXR_STORAGE_SCANLINE, &part) != EXR_ERR_SUCCESS ||
      exr_initialize_required_attr_simple(exr, part, m_info.width, m_info.height,
                                          EXR_COMPRESSION_ZIP) != EXR_ERR_SUCCESS)
    return false;
  for (const Channel& each : m_channels)
    if (exr_add_channel(exr, part, each.name.data(), each.type, EXR_PERCEPTUALLY_LOGARITHMIC, 1,
                        1) != EXR_ERR_SUCCESS)
      return false;
  // Names of up to 31 letters can be read by every OpenEXR there was.
  const auto isLong = [](const auto& parameter) {
    return std::string_view(kExrKeyPrefix).size() + parameter.first.size() > 31;
  };
  if (std::ranges::any_of(m_info.parameters, isLong) &&
      exr_set_longname_support(exr, 1) != EXR_ERR_SUCCESS)
    return false;
  if (!set("software", softwareName())) return false;
  if (m_info.dpi > 0 &&
      exr_attr_set_float(exr, part, "xDensity", static_cast<float>(m_info.dpi)) != EXR_ERR_SUCCESS)
    return false;
  for (const auto& [key, value] : m_info.parameters)
    if (!set(kExrKeyPrefix + key, value)) return false;
  return set(kExrKeyPrefix + std::string("sha256"), std::string(kExrDigestSize, '0'));
}

Status ExrFormat::append(PictureFile&, const PixelRect& rect, const PackedCell& cell) {
  const std::int32_t top = m_info.height - rect.y - rect.height;
  return outcome(exr_write_scanline_chunk(m_exr->get(), 0, top, cell.bytes.data(),
                                          cell.bytes.size()) == EXR_ERR_SUCCESS);
}

Status ExrFormat::finish(PictureFile& file, const std::string& sha256, Crew&) {
  FATOU_CHECK(sha256.size() == kExrDigestSize);
  m_exr.reset();
  if (m_bytes->error()) return *m_bytes->error();
  return file.writeAt(static_cast<std::int64_t>(m_digestOffset), sha256);
}

Status ExrFormat::outcome(bool done) const {
  if (done) return success();
  if (m_bytes->error()) return *m_bytes->error();
  return m_file->failure(QStringLiteral("OpenEXR cannot describe the picture"));
}

}  // namespace

std::unique_ptr<PictureFormat> makeExrFormat(const PictureInfo& info) {
  return std::make_unique<ExrFormat>(info);
}

}  // namespace fatou::io
