// SPDX-License-Identifier: GPL-3.0-or-later
#include <ImfArray.h>
#include <ImfChannelList.h>
#include <ImfFrameBuffer.h>
#include <ImfHeader.h>
#include <ImfInputFile.h>
#include <ImfStringAttribute.h>

#include <QTemporaryDir>
#include <QTest>

#include "core/io/formats/exr_format.h"
#include "painted_samples.h"

using namespace fatou::io;
using namespace fatou::io::samples;

namespace {

// A channel as OpenEXR reads it, the top row first.
template <typename Number>
std::vector<Number> readChannel(const QString& path, const char* name, Imf::PixelType type) {
  Imf::InputFile file(qPrintable(path));
  const Imath::Box2i window = file.header().dataWindow();
  const auto width = static_cast<std::size_t>(window.max.x + 1);
  std::vector<Number> numbers(width * static_cast<std::size_t>(window.max.y + 1));
  Imf::FrameBuffer frame;
  frame.insert(name, Imf::Slice(type, reinterpret_cast<char*>(numbers.data()), sizeof(Number),
                                sizeof(Number) * width));
  file.setFrameBuffer(frame);
  file.readPixels(window.min.y, window.max.y);
  return numbers;
}

std::string namesIn(const QString& path) {
  const Imf::InputFile file(qPrintable(path));
  std::string names;
  for (auto channel = file.header().channels().begin(); channel != file.header().channels().end();
       ++channel)
    names += std::string(channel.name()) + (channel.channel().type == Imf::HALF ? "h " : " ");
  return names;
}

// Rows of numbers, turned upside down.
template <typename Number>
std::vector<Number> flipped(const std::vector<Number>& rows, int width) {
  std::vector<Number> all;
  for (auto end = rows.end(); end != rows.begin(); end -= width)
    all.insert(all.end(), end - width, end);
  return all;
}

std::vector<float> every(const std::vector<float>& pixels, std::size_t channel) {
  std::vector<float> all;
  for (std::size_t i = channel; i < pixels.size(); i += 3) all.push_back(pixels[i]);
  return all;
}

}  // namespace

class ExrTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyNumberComesBack_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("a pixel") << 1 << 1;
    QTest::newRow("rows less than a chunk") << 3 << 15;
    QTest::newRow("a chunk") << 5 << 16;
    QTest::newRow("a row more") << 7 << 17;
    QTest::newRow("wide") << 1025 << 3;
    QTest::newRow("many chunks") << 301 << 209;
  }
  void everyNumberComesBack() {
    QFETCH(int, width);
    QFETCH(int, height);
    const Painting painting = makePainting(width, height, {.depth = Depth::Float});
    const auto written = write(path(), painting, 10);
    QVERIFY2(written.ok(), written.ok() ? "" : written.error().message.c_str());
    QCOMPARE(namesIn(path()), std::string("B DE G N NF R engine "));
    const std::vector<float> light = painting.pixels<float>();
    QVERIFY(readChannel<float>(path(), "R", Imf::FLOAT) == every(light, 0));
    QVERIFY(readChannel<float>(path(), "G", Imf::FLOAT) == every(light, 1));
    QVERIFY(readChannel<float>(path(), "B", Imf::FLOAT) == every(light, 2));
    QVERIFY(readChannel<std::int32_t>(path(), "N", Imf::UINT) == flipped(painting.counts, width));
    QVERIFY(readChannel<float>(path(), "DE", Imf::FLOAT) == flipped(painting.distance, width));
    const auto counts = readChannel<std::uint32_t>(path(), "N", Imf::UINT);
    const auto fractions = readChannel<float>(path(), "NF", Imf::FLOAT);
    const auto smooth = flipped(painting.smooth, width);
    for (std::size_t i = 0; i < counts.size(); ++i)
      QCOMPARE(fractions[i], counts[i] == 256 ? 0.0F : smooth[i] - static_cast<float>(counts[i]));
    const auto engines = readChannel<std::int32_t>(path(), "engine", Imf::UINT);
    for (std::size_t i = 0; i < engines.size(); ++i)
      QCOMPARE(engines[i], painting.engines[static_cast<std::size_t>(height) - 1 -
                                            i / static_cast<std::size_t>(width)]);
  }

  void basinsHaveAChannelOfCycles() {
    const Painting painting = withCycles(makePainting(37, 29, {.depth = Depth::Half}));
    QVERIFY(write(path(), painting, 10).ok());
    QCOMPARE(namesIn(path()), std::string("Bh DE Gh N NF Rh cycle engine "));
    QVERIFY(readChannel<std::int32_t>(path(), "cycle", Imf::UINT) == flipped(painting.cycles, 37));
    QVERIFY(readChannel<std::int32_t>(path(), "N", Imf::UINT) == flipped(painting.counts, 37));
    const auto engines = readChannel<std::int32_t>(path(), "engine", Imf::UINT);
    QCOMPARE(engines.front(), painting.engines.back());
  }

  void halfIsTheNearestToTheLight() {
    const Painting painting = makePainting(100, 50, {.depth = Depth::Half});
    QVERIFY(write(path(), painting).ok());
    QCOMPARE(namesIn(path()), std::string("Bh DE Gh N NF Rh engine "));
    const auto red = readChannel<float>(path(), "R", Imf::FLOAT);
    const auto light = every(painting.pixels<float>(), 0);
    for (std::size_t i = 0; i < red.size(); ++i) QCOMPARE(red[i], float(Imath::half(light[i])));
  }

  void averagedPixelsHaveColoursAlone() {
    const Painting painting = makePainting(60, 40, {.depth = Depth::Float}, 2);
    QVERIFY(write(path(), painting).ok());
    QCOMPARE(namesIn(path()), std::string("B G R "));
    QVERIFY(readChannel<float>(path(), "G", Imf::FLOAT) == every(painting.pixels<float>(), 1));
  }

  void attributesSayWhatMadeIt() {
    QVERIFY(write(path(), makePainting(10, 10, {.depth = Depth::Half})).ok());
    const Imf::InputFile file(qPrintable(path()));
    const auto text = [&](const char* name) {
      return file.header().typedAttribute<Imf::StringAttribute>(name).value();
    };
    QCOMPARE(text("software"), softwareName());
    QCOMPARE(text("fatou:c"), std::string("-0.065,0.66"));
    QCOMPARE(text("fatou:sha256"), kSha256);
    QVERIFY(file.isComplete());
  }

  void slabsAndThreadsChangeNoByte() {
    const Painting painting = makePainting(130, 200, {.depth = Depth::Half});
    QVERIFY(write(path(), painting, 200, 1).ok());
    const QByteArray once = contentOf(path());
    for (const int slab : {1, 15, 16, 70}) {
      QVERIFY(write(path(), painting, slab, 3).ok());
      QVERIFY(contentOf(path()) == once);
    }
  }

 private:
  QString path() const { return m_folder.filePath(QStringLiteral("picture.exr")); }

  QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(ExrTest)
#include "exr_test.moc"
