// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/exporter.h"

#include <memory>
#include <optional>
#include <sys/stat.h>
#include <thread>

#include <QTemporaryDir>
#include <QTest>

#include "core/exports/count_digest.h"
#include "core/exports/left_over.h"
#include "core/io/file_info.h"
#include "core/io/picture_journal.h"
#include "core/io/picture_writer.h"
#include "picture_samples.h"

using namespace fatou;
using namespace fatou::exports;
using namespace fatou::io::samples;

namespace {

// Three slabs of the picture below.
constexpr std::int64_t kSlabSamples = 70 * 3 * 3 * 256;

// A picture of several slabs that is quickly computed.
PictureSpec slabbed() {
  PictureSpec spec;
  spec.request.picture.place.c = julia::parseComplex("-0.8,0.156").value();
  spec.request.picture.place.view =
      julia::CentreView{.centre = {}, .radius = julia::Decimal::parse("1.5").value()};
  spec.request.picture.place.tmax = 40;
  spec.request.picture.width = 70;
  spec.request.picture.height = 600;
  spec.request.engines.count = 2;
  spec.samples = 3;
  spec.coloring.smooth = false;
  return spec;
}

PictureSpec small() {
  PictureSpec spec;
  spec.request.picture.place.c = julia::parseComplex("-0.065,0.66").value();
  spec.request.picture.place.view = julia::CornerView{.xmin = julia::Decimal::parse("-1.3").value(),
                                                      .ymin = julia::Decimal::parse("-1.3").value(),
                                                      .xmax = julia::Decimal::parse("1.3").value(),
                                                      .ymax = julia::Decimal::parse("1.3").value()};
  spec.request.picture.width = 160;
  spec.request.picture.height = 120;
  spec.request.engines.count = 2;
  return spec;
}

}  // namespace

class ExporterTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
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

  void whatStoppedIsGoneOnWithToTheSameBytes_data() {
    QTest::addColumn<int>("rows");
    for (const int rows : {1, 300, 599}) QTest::addRow("%d rows", rows) << rows;
  }
  void whatStoppedIsGoneOnWithToTheSameBytes() {
    QFETCH(int, rows);
    const PictureSpec spec = slabbed();
    QVERIFY(render::slabs(70, 600, 3, kSlabSamples).size() == 3);
    run(spec, {"whole.png"});
    QVERIFY(!stopAfter(spec, "a.png", rows));
    QVERIFY(QFile::exists(path("a.png.part")));
    const auto record = run(spec, {"a.png"});
    QVERIFY(record.resumed);
    QVERIFY(bytes("a.png") == bytes("whole.png"));
    QCOMPARE(names(), (QStringList{QStringLiteral("a.png"), QStringLiteral("whole.png")}));
  }

  // The file says how its first rows were computed: that is in its head, which has its length.
  void otherEnginesGoOnWithWhatSomeBegan_data() {
    QTest::addColumn<QString>("ending");
    QTest::addColumn<int>("rows");
    for (const char* ending : {"png", "tif", "jpg", "webp"})
      for (const int rows : {300, 599})
        QTest::addRow("%s, %d rows", ending, rows) << QString::fromLatin1(ending) << rows;
  }
  void otherEnginesGoOnWithWhatSomeBegan() {
    QFETCH(QString, ending);
    QFETCH(int, rows);
    const std::string whole = "whole." + ending.toStdString();
    const std::string stopped = "stopped." + ending.toStdString();
    PictureSpec spec = slabbed();
    run(spec, {whole.c_str()});
    QVERIFY(!stopAfter(spec, stopped.c_str(), rows));
    spec.request.engines = {.count = 13,
                            .viewKind = render::ViewKind::Direct,
                            .bandRows = 7,
                            .kernel = render::Kernel::Plain};
    QCOMPARE(leftOver(spec, {path(stopped.c_str()), {}}), LeftOver::OfThisPicture);
    QVERIFY(run(spec, {stopped.c_str()}).resumed);
    QVERIFY(bytes(stopped.c_str()) == bytes(whole.c_str()));
  }

  void rowsOfASlabThatTakesLongAreNotLost() {
    PictureSpec spec = small();
    spec.request.engines.bandRows = 8;
    spec.coloring.distanceLines = true;
    run(spec, {"whole.png"});
    QVERIFY(!stopAfter(spec, "a.png", 60));
    QVERIFY(QFile::exists(path("a.png.part.rows")));
    const QByteArray rows = bytes("a.png.part.rows");
    std::int64_t before = -1;
    const ExportHooks hooks{.progress = [&](const ExportProgress& now) {
      if (before < 0) before = now.rowsDone;
    }};
    const auto record =
        exportPicture(spec, {{path("a.png"), {}}}, {.slabSamples = kSlabSamples}, hooks, {});
    QVERIFY(record.ok() && record.value().resumed);
    QVERIFY(before >= 48);
    QVERIFY(bytes("a.png") == bytes("whole.png"));
    QCOMPARE(names(), (QStringList{QStringLiteral("a.png"), QStringLiteral("whole.png")}));
    QByteArray damaged = rows;
    const qsizetype count = rows.indexOf('\n') + 1 + 16 + 4 * 80;  // of the 80th pixel
    damaged[count] = static_cast<char>(damaged[count] ^ 16);
    // The rows of another picture, and what a power failure leaves of a file, are passed over.
    for (const std::int32_t tmax : {256, 99}) {
      spec.request.picture.place.tmax = tmax;
      QFile::remove(path("b.png"));
      run(spec, {"b.png"});
      for (const QByteArray& left : {rows, rows.first(10), rows.first(rows.size() - 1), damaged}) {
        putBytes(path("c.png.part.rows"), left);
        QFile::remove(path("c.png"));
        run(spec, {"c.png"});
        QVERIFY(bytes("c.png") == bytes("b.png"));
      }
    }
  }

  // 64 rows a slab are a quarter of a strip: what waits in memory for the rest of its strip is
  // lost.
  void slabsThatEndWithinAStripAreGoneOnWithToTheSameBytes() {
    const PictureSpec spec = slabbed();
    const ExportOptions options{.keepOnStop = true, .slabSamples = kSlabSamples / 4};
    QVERIFY(exportPicture(spec, {{path("whole.png"), {}}}, options, {}, {}).ok());
    for (const int rows : {65, 193, 257, 500}) {
      std::stop_source stop;
      const ExportHooks hooks{.progress = [&](const ExportProgress& now) {
        if (now.rowsDone >= rows) stop.request_stop();
      }};
      QVERIFY(!exportPicture(spec, {{path("a.png"), {}}}, options, hooks, stop.get_token())
                   .value()
                   .complete);
      QVERIFY(exportPicture(spec, {{path("a.png"), {}}}, options, {}, {}).value().complete);
      QVERIFY(bytes("a.png") == bytes("whole.png"));
      QVERIFY(QFile::remove(path("a.png")));
    }
  }

  void filesThatAreNotEquallyFarAreGoneOnWithTogether() {
    const PictureSpec spec = slabbed();
    run(spec, {"whole.png", "whole16.png"});
    QVERIFY(!stopAfter(spec, "a.png", 550));
    run(spec, {"a.png", "b.png"});
    QVERIFY(bytes("a.png") == bytes("whole.png"));
    QVERIFY(bytes("b.png") == bytes("whole.png"));
  }

  void damageBehindTheJournalIsFoundAndRenderedAnew_data() {
    QTest::addColumn<double>("place");
    QTest::addColumn<bool>("cut");
    QTest::newRow("head") << 0.0 << false;
    QTest::newRow("middle") << 0.5 << false;
    QTest::newRow("last byte") << 1.0 << false;
    QTest::newRow("cut in the middle") << 0.5 << true;
    QTest::newRow("cut to nothing") << 0.0 << true;
  }
  void damageBehindTheJournalIsFoundAndRenderedAnew() {
    QFETCH(double, place);
    QFETCH(bool, cut);
    const PictureSpec spec = slabbed();
    run(spec, {"whole.png"});
    QVERIFY(!stopAfter(spec, "a.png", 550));
    QByteArray part = bytes("a.png.part");
    const auto at = static_cast<qsizetype>(place * static_cast<double>(part.size() - 1));
    if (cut)
      part.truncate(at);
    else
      part[at] = static_cast<char>(part[at] ^ 1);
    putBytes(path("a.png.part"), part);
    run(spec, {"a.png"});
    QVERIFY(bytes("a.png") == bytes("whole.png"));
  }

  // The digest of J is put in last of all; a run that is killed at that moment can be gone on with.
  void whatWasChangedAtTheEndLosesNoRows() {
    PictureSpec spec = slabbed();
    spec.samples = 1;
    const ExportOptions options{.keepOnStop = true, .slabSamples = 70 * 256};
    std::stop_source stop;
    const ExportHooks hooks{.progress = [&](const ExportProgress& now) {
      if (now.rowsDone >= 550) stop.request_stop();
    }};
    const std::vector<Target> target{{path("a.npy"), {}}};
    QVERIFY(exportPicture(spec, {{path("whole.npy"), {}}}, options, {}, {}).ok());
    QVERIFY(!exportPicture(spec, target, options, hooks, stop.get_token()).value().complete);
    QByteArray part = bytes("a.npy.part");
    part.replace(part.indexOf("sha256=") + 7, 64, QByteArray(64, 'f'));
    putBytes(path("a.npy.part"), part);
    QFile::remove(path("a.npy.part.rows"));
    QVERIFY(exportPicture(spec, target, options, {}, {}).value().resumed);
    QVERIFY(bytes("a.npy") == bytes("whole.npy"));
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

  void aJournalIsReadAsFarAsItIsSound_data() {
    QTest::addColumn<int>("keep");
    for (const int keep : {0, 90, 200, 1000}) QTest::addRow("%d bytes", keep) << keep;
  }
  void aJournalIsReadAsFarAsItIsSound() {
    QFETCH(int, keep);
    const PictureSpec spec = slabbed();
    run(spec, {"whole.png"});
    QVERIFY(!stopAfter(spec, "a.png", 550));
    const QByteArray journal = bytes("a.png.part.journal");
    putBytes(path("a.png.part.journal"), journal.first(std::min<qsizetype>(keep, journal.size())));
    const auto record = exportPicture(spec, {{path("a.png"), {}}},
                                      {.replace = true, .slabSamples = kSlabSamples}, {}, {});
    QVERIFY(record.ok());
    QVERIFY(bytes("a.png") == bytes("whole.png"));
  }

  void whatIsLeftOfAnotherPictureIsNotTouched() {
    PictureSpec spec = slabbed();
    QVERIFY(!stopAfter(spec, "a.png", 550));
    const QByteArray part = bytes("a.png.part");
    spec.request.picture.place.tmax = 41;
    const auto refused =
        exportPicture(spec, {{path("a.png"), {}}}, {.slabSamples = kSlabSamples}, {}, {});
    QVERIFY(!refused.ok());
    QVERIFY2(refused.error().message.find("is left from another picture") != std::string::npos,
             refused.error().message.c_str());
    QVERIFY(bytes("a.png.part") == part);
    QVERIFY(exportPicture(spec, {{path("a.png"), {}}},
                          {.replace = true, .slabSamples = kSlabSamples}, {}, {})
                .ok());
    QCOMPARE(names(), QStringList{QStringLiteral("a.png")});
  }

  void whatAnotherRunLeftIsLostByNoFailureAndNoStop() {
    const PictureSpec spec = slabbed();
    run(spec, {"whole.png"});
    QVERIFY(!stopAfter(spec, "a.png", 550));
    const QByteArray journal = bytes("a.png.part.journal");
    putBytes(path("b.png.part"), "somebody's");
    const ExportOptions options{.slabSamples = kSlabSamples};
    const auto refused =
        exportPicture(spec, {{path("a.png"), {}}, {path("b.png"), {}}}, options, {}, {});
    QVERIFY(!refused.ok());
    QVERIFY2(refused.error().message.find("is of unknown origin") != std::string::npos,
             refused.error().message.c_str());
    QVERIFY(bytes("a.png.part.journal") == journal);
    QCOMPARE(bytes("b.png.part"), QByteArray("somebody's"));
    std::stop_source stop;
    const ExportHooks hooks{.progress = [&](const ExportProgress&) { stop.request_stop(); }};
    const auto stopped =
        exportPicture(spec, {{path("a.png"), {}}}, options, hooks, stop.get_token());
    QVERIFY(stopped.ok() && !stopped.value().complete && stopped.value().keepsPart);
    QVERIFY(bytes("a.png.part.journal") == journal);
    QVERIFY(run(spec, {"a.png"}).resumed);
    QVERIFY(bytes("a.png") == bytes("whole.png"));
  }

  void rowsThatAreNoFileOfOursAreRefusedAndNotWaitedFor_data() {
    QTest::addColumn<bool>("pipe");
    QTest::newRow("pipe") << true;
    QTest::newRow("text") << false;
  }
  void rowsThatAreNoFileOfOursAreRefusedAndNotWaitedFor() {
    QFETCH(bool, pipe);
    const QString rows = path("a.png.part.rows");
    if (pipe)
      QCOMPARE(::mkfifo(qPrintable(rows), 0600), 0);
    else
      putBytes(rows, "somebody's notes");
    const auto refused = exportPicture(slabbed(), {{path("a.png"), {}}}, {.replace = true}, {}, {});
    QVERIFY(!refused.ok());
    QVERIFY2(refused.error().message.find("a.png.part.rows") != std::string::npos,
             refused.error().message.c_str());
    QCOMPARE(names(), QStringList{QStringLiteral("a.png.part.rows")});
    if (!pipe) QCOMPARE(bytes("a.png.part.rows"), QByteArray("somebody's notes"));
  }

  void aFileThatIsNamedTwiceIsRefused() {
    const std::vector<Target> twice{{path("a.png"), {}}, {path("./a.png"), {}}};
    QVERIFY(!checkExport(slabbed(), twice, {}).ok());
    QVERIFY(!exportPicture(slabbed(), twice, {}, {}, {}).ok());
    QCOMPARE(names(), QStringList{});
  }

  void removingWhatIsLeftRemovesNothingElse() {
    for (const char* name : {"a.png.part", "a.png.part.journal", "a.png.part.rows"})
      putBytes(path(name), "somebody's notes");
    removeLeftOver(path("a.png"));
    QCOMPARE(names().size(), 3);
    QVERIFY(!stopAfter(slabbed(), "b.png", 550));
    QVERIFY(names().size() > 4);
    removeLeftOver(path("b.png"));
    QCOMPARE(names().size(), 3);
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

 private:
  QString path(const char* name) const { return m_folder->filePath(QString::fromLatin1(name)); }
  QByteArray bytes(const char* name) const { return bytesOf(path(name)); }
  QStringList names() const { return namesIn(m_folder->path()); }
  QByteArray pixelBytes(const char* name) const {
    const QByteArray file = bytes(name);
    return file.sliced(file.indexOf("IDAT"));
  }

  ExportRecord run(const PictureSpec& spec, std::initializer_list<const char*> files) {
    std::vector<Target> targets;
    for (const char* file : files) targets.push_back({path(file), {}});
    auto record = exportPicture(spec, targets, {.slabSamples = kSlabSamples}, {}, {});
    if (!record) qFatal("%s", record.error().message.c_str());
    return std::move(record).value();
  }

  // Whether the export was complete in spite of it.
  bool stopAfter(const PictureSpec& spec, const char* file, int rows) {
    constexpr std::chrono::milliseconds kNow{0};
    std::stop_source stop;
    const ExportHooks hooks{.progress = [&](const ExportProgress& now) {
      if (now.rowsDone >= rows) stop.request_stop();
    }};
    const auto record =
        exportPicture(spec, {{path(file), {}}},
                      {.keepOnStop = true, .slabSamples = kSlabSamples, .spoolEvery = kNow}, hooks,
                      stop.get_token());
    return record.value().complete;
  }

  std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(ExporterTest)
#include "exporter_test.moc"
