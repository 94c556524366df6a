// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures that are exported: what their files say, and that nothing else decides their bytes.
#include "core/exports/exporter.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <QByteArray>
#include <QFile>
#include <QList>
#include <QTest>

#include "core/engines/tasks/errors.h"
#include "core/exports/count_digest.h"
#include "core/io/formats/file_info.h"
#include "export_folder.h"
#include "picture_samples.h"
#include "tests/patience.h"

using namespace fatou;
using namespace fatou::exports;
using namespace fatou::io::samples;
using namespace fatou::exports::samples;

namespace {

// The memory that this program has; 0 where the system does not say.
std::int64_t residentBytes() {
  QFile file(QStringLiteral("/proc/self/statm"));
  if (!file.open(QIODevice::ReadOnly)) return 0;
  const QList<QByteArray> pages = file.readAll().split(' ');
  return pages.size() < 2 ? 0 : pages[1].toLongLong() * ::sysconf(_SC_PAGESIZE);
}

}  // namespace

class ExporterTest : public QObject, protected ExportFolder {
  Q_OBJECT

 private Q_SLOTS:
  void init() { QVERIFY(makeFolder()); }

  // The engines of this export wait until it is, and then do not come.
  void aPicturesMemoryIsTakenWhileItsEnginesStart() {
    PictureSpec spec = small();
    spec.request.picture.width = spec.request.picture.height = 4096;
    constexpr std::int64_t kMuch = std::int64_t{48} << 20;  // of 64 MB that J takes
    const std::int64_t before = residentBytes();
    if (before == 0) QSKIP("this system does not say how much memory a program has");
    bool isTaken = false;
    ExportOptions options;
    options.source = engines::EngineSource([&](engines::Client&, int) {
      isTaken = QTest::qWaitFor([before] { return residentBytes() - before > kMuch; },
                                tests::kPatienceMs);
      throw engines::EngineError("there are none");
    });
    QVERIFY_THROWS_EXCEPTION(
        engines::EngineError,
        static_cast<void>(exportPicture(spec, {{path("a.npy"), {}}}, options, {}, {})));
    QVERIFY(isTaken);
  }

  void theDigestOfJIsNumpys() {
    PictureSpec spec = small();
    spec.request.picture.width = 1024;
    spec.request.picture.height = 1024;
    const auto exported = exportPicture(spec, {{path("a.npy"), {}}}, {}, {}, {});
    QVERIFY(exported.ok());
    const ExportRecord& record = exported.value();
    QCOMPARE(record.sum, 19'133'988);
    QCOMPARE(record.interior, 676);
    QCOMPARE(record.sha256,
             std::string("bf66df051f1ffc72acdbc307b4edd89a94ac63c9a0c97dfe1a4ec173a991cd1c"));
    QCOMPARE(io::readFileInfo(path("a.npy")).value().counts->sha256, record.sha256);
  }

  void theDigestOfSlabsIsThatOfTheirDigestsFromTheLowestUp() {
    const std::vector<std::int32_t> low{1, 2};
    const std::vector<std::int32_t> high{3};
    QCOMPARE(joinedDigest({countDigest(low)}), countDigest(low));
    // numpy: sha256(sha256(low).digest() + sha256(high).digest())
    QCOMPARE(joinedDigest({countDigest(high), countDigest(low)}),
             std::string("0c8ac37ac5b637d7ed95a0a00359aa0593c0b7ce9ef4ed2ac26ebaa20a14765d"));
  }

  void aFileSaysFromWhatItWasMadeAndSpecOfBringsItBack() {
    PictureSpec spec = small();
    spec.samples = 3;
    spec.dpi = 300;
    spec.coloring.mapping = color::Mapping::SquareRoot;
    spec.coloring.density = 2.5;
    spec.coloring.gradient.name = "Mine";
    spec.coloring.gradient.stops.pop_back();
    spec.request.engines.viewKind = render::ViewKind::Direct;
    spec.request.engines.bandRows = 7;
    run(spec, {"a.png"});
    const auto info = io::readFileInfo(path("a.png"));
    QVERIFY(info.ok());
    const auto back = specOf(info.value().provenance.parameters);
    QVERIFY2(back.ok(), back.ok() ? "" : back.error().message.c_str());
    QVERIFY(back.value() == spec);
    run(back.value(), {"b.png"});
    QVERIFY(bytes("a.png") == bytes("b.png"));
  }

  void aResolutionIsSaidOnlyIfOneWasChosen() {
    for (const auto& [name, value] : parameters(small())) QVERIFY(name != "dpi");
    PictureSpec spec = small();
    for (const int wrong : {-1, 65'536}) {
      spec.dpi = wrong;
      QVERIFY(check(spec).error().message.find(std::to_string(wrong) + " dpi are out of range") !=
              std::string::npos);
    }
    // A picture of another resolution is another file: what is left of the first is not resumed.
    PictureSpec slow = slabbed();
    slow.dpi = 300;
    QVERIFY(!stopAfter(slow, "a.png", 550));
    slow.dpi = 600;
    QVERIFY(!exportPicture(slow, {{path("a.png"), {}}}, {}, {}, {}).ok());
  }

  void aWrongParameterIsNamed_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    for (const char* name :
         {"size", "engines", "view", "kernel", "band", "supersample", "coloring", "tmax", "c"})
      QTest::newRow(name) << QString::fromLatin1(name) << QStringLiteral("nonsense");
    QTest::newRow("samples") << QStringLiteral("supersample") << QStringLiteral("9");
    QTest::newRow("dots") << QStringLiteral("dpi") << QStringLiteral("0");
    QTest::newRow("no rows") << QStringLiteral("size") << QStringLiteral("9x0");
  }
  void aWrongParameterIsNamed() {
    QFETCH(QString, name);
    QFETCH(QString, value);
    PictureSpec whole = small();
    whole.dpi = 300;
    io::Parameters all = parameters(whole);
    for (auto& [key, text] : all)
      if (key == name.toStdString()) text = value.toStdString();
    const auto spec = specOf(all);
    QVERIFY(!spec.ok());
    QVERIFY2(spec.error().message.find(name.toStdString()) != std::string::npos,
             spec.error().message.c_str());
  }

  void pixelsDoNotDependOnHowTheWorkIsSharedOut() {
    PictureSpec spec = slabbed();
    spec.coloring.mapping = color::Mapping::Equalized;
    run(spec, {"a.png"});
    spec.request.engines.count = 1;
    spec.request.engines.viewKind = render::ViewKind::Serial;
    spec.request.engines.bandRows = 8;
    run(spec, {"b.png"});
    QVERIFY(pixelBytes("a.png") == pixelBytes("b.png"));
  }

  void anArrayHasItsRoomFromTheStart() {
    PictureSpec spec = slabbed();
    spec.samples = 1;
    std::stop_source stop;
    qint64 size = 0;
    const ExportHooks hooks{.progress = [&](const ExportProgress&) {
      struct stat entry {};
      if (::stat(qPrintable(path("a.npy.part")), &entry) == 0) size = 512 * entry.st_blocks;
      stop.request_stop();
    }};
    QVERIFY(exportPicture(spec, {{path("a.npy"), {}}}, {}, hooks, stop.get_token()).ok());
    QVERIFY(size >= 70 * 600 * 4);
  }

  void aFileThatIsNamedTwiceIsRefused() {
    const std::vector<Target> twice{{path("a.png"), {}}, {path("./a.png"), {}}};
    QVERIFY(!checkExport(slabbed(), twice, {}).ok());
    QVERIFY(!exportPicture(slabbed(), twice, {}, {}, {}).ok());
    QCOMPARE(names(), QStringList{});
  }

  void stoppedWithoutAWishToGoOnLeavesNothing() {
    std::stop_source stop;
    const ExportHooks hooks{.progress = [&](const ExportProgress& now) {
      if (now.rowsDone > 300) stop.request_stop();
    }};
    const auto record = exportPicture(slabbed(), {{path("a.png"), {}}},
                                      {.slabSamples = kSlabSamples}, hooks, stop.get_token());
    QVERIFY(record.ok());
    QVERIFY(!record.value().complete);
    QCOMPARE(names(), QStringList{});
  }

  void aPauseRestsAndGoesOnToTheSameBytes() {
    PictureSpec spec = slabbed();  // and of bands that take a while
    spec.samples = 1;
    spec.request.picture.place.c = {};
    spec.request.picture.place.view =
        julia::CentreView{.centre = {}, .radius = julia::Decimal::parse("0.5").value()};
    spec.request.picture.place.tmax = 20'000;
    spec.request.engines.kernel = render::Kernel::Plain;
    spec.request.engines.bandRows = 8;
    run(spec, {"whole.png"});
    PauseSwitch pause;
    std::optional<std::jthread> helper;
    bool paused = false;
    const ExportHooks hooks{.progress =
                                [&](const ExportProgress& now) {
                                  if (now.rowsDone < 100 || paused) return;
                                  paused = true;
                                  pause.setPaused(true);
                                  helper.emplace([&] {  // long after the export has looked
                                    std::this_thread::sleep_for(std::chrono::seconds(1));
                                    pause.setPaused(false);
                                  });
                                },
                            .pause = &pause};
    const auto record =
        exportPicture(spec, {{path("a.png"), {}}}, {.slabSamples = kSlabSamples}, hooks, {});
    QVERIFY(record.ok() && record.value().complete && paused);
    QVERIFY(record.value().runs.size() > render::slabs(70, 600, 1, kSlabSamples).size());
    QVERIFY(bytes("a.png") == bytes("whole.png"));
  }

  void anExportRunsOnEnginesOfItsSource() {
    std::vector<int> asked;
    const engines::EngineSource source([&asked](engines::Client& client, int count) {
      asked.push_back(count);
      client.addEngines(count, engines::EngineKind::StdThread);
    });
    QVERIFY(exportPicture(small(), {}, {.source = source}, {}, {}).value().complete);
    QVERIFY(asked == std::vector<int>{2});
    PictureSpec serial = small();
    serial.request.engines.viewKind = render::ViewKind::Serial;
    QVERIFY(exportPicture(serial, {}, {.source = source}, {}, {}).value().complete);
    QVERIFY(asked == std::vector<int>{2});
  }

  void whatAFormatCannotHoldIsSaidBeforeRendering() {
    PictureSpec spec = small();
    spec.samples = 2;
    const auto status = checkExport(spec, {{path("a.npy"), {}}}, {});
    QVERIFY(!status.ok());
    QVERIFY2(status.error().message.find("single points") != std::string::npos,
             status.error().message.c_str());
    spec.samples = 9;
    QVERIFY(!checkExport(spec, {{path("a.png"), {}}}, {}).ok());
  }
};

QTEST_GUILESS_MAIN(ExporterTest)
#include "exporter_test.moc"
