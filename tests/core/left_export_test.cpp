// SPDX-License-Identifier: GPL-3.0-or-later
// What stopped exports leave: damaged, of other pictures, or of somebody else.
#include <stop_token>
#include <string>
#include <sys/stat.h>
#include <vector>

#include <QTest>

#include "core/exports/count_digest.h"
#include "core/exports/exporter.h"
#include "core/exports/left_over.h"
#include "core/io/formats/picture_journal.h"
#include "export_folder.h"
#include "picture_samples.h"

using namespace fatou;
using namespace fatou::exports;
using namespace fatou::io::samples;
using namespace fatou::exports::samples;

class LeftExportTest : public QObject, protected ExportFolder {
  Q_OBJECT

 private Q_SLOTS:
  void init() { QVERIFY(makeFolder()); }

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
};

QTEST_GUILESS_MAIN(LeftExportTest)
#include "left_export_test.moc"
