// SPDX-License-Identifier: GPL-3.0-or-later
// Exports that were stopped are gone on with, to the same bytes.
#include <cstdint>
#include <stop_token>
#include <string>

#include <QTest>

#include "core/exports/exporter.h"
#include "core/exports/left_over.h"
#include "export_folder.h"
#include "picture_samples.h"

using namespace fatou;
using namespace fatou::exports;
using namespace fatou::io::samples;
using namespace fatou::exports::samples;

class ResumedExportTest : public QObject, protected ExportFolder {
  Q_OBJECT

 private Q_SLOTS:
  void init() { QVERIFY(makeFolder()); }

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

  void optionsThatTheFormatDoesNotKnowAreNoOtherPicture_data() {
    QTest::addColumn<QString>("ending");
    for (const char* ending : {"png", "tif", "jpg"})
      QTest::newRow(ending) << QString(QLatin1String(ending));
  }
  void optionsThatTheFormatDoesNotKnowAreNoOtherPicture() {
    QFETCH(QString, ending);
    const std::string name = "a." + ending.toStdString();
    const PictureSpec spec = slabbed();
    run(spec, {("whole." + ending.toStdString()).c_str()});
    QVERIFY(!stopAfter(spec, name.c_str(), 300));
    Target target{path(name.c_str()), {.field = io::Field::Smooth}};
    if (ending != QLatin1String("jpg")) target.options.quality = 50;
    if (ending != QLatin1String("tif")) target.options.compression = io::Compression::Zstd;
    QCOMPARE(leftOver(spec, target), LeftOver::OfThisPicture);
    const auto record = exportPicture(spec, {target}, {.slabSamples = kSlabSamples}, {}, {});
    QVERIFY2(record.ok(), record ? "" : record.error().message.c_str());
    QVERIFY(record.value().resumed && !record.value().quantities.smooth);
    QVERIFY(bytes(name.c_str()) == bytes(("whole." + ending.toStdString()).c_str()));
  }
  void optionsThatTheFormatKnowsAreAnotherPicture() {
    const PictureSpec spec = slabbed();
    QVERIFY(!stopAfter(spec, "a.jpg", 300));
    QVERIFY(!stopAfter(spec, "a.tif", 300));
    QCOMPARE(leftOver(spec, {path("a.jpg"), {.quality = 50}}), LeftOver::OfAnother);
    QCOMPARE(leftOver(spec, {path("a.tif"), {.compression = io::Compression::Zstd}}),
             LeftOver::OfAnother);
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
};

QTEST_GUILESS_MAIN(ResumedExportTest)
#include "resumed_export_test.moc"
