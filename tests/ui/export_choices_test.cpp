// SPDX-License-Identifier: GPL-3.0-or-later
// What is chosen of an export, as numbers and as fields.
#include "ui/export/export_choices.h"

#include <chrono>
#include <cmath>

#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "ui/export/export_estimate.h"
#include "ui/export/export_format.h"
#include "ui/export/export_size.h"
#include "ui/export/export_subject.h"
#include "ui/export/export_words.h"
#include "ui/export/file_form.h"
#include "ui/export/format_form.h"
#include "ui/export/progress_clock.h"
#include "ui/state/picture_request.h"
#include "ui/state/settings.h"
#include "ui/widgets/integer_edit.h"
#include "ui/widgets/segmented_buttons.h"

using namespace fatou;
using namespace fatou::ui;

namespace {

QLineEdit& field(QWidget& form, const QString& name) {
  for (auto* edit : form.findChildren<QLineEdit*>())
    if (edit->accessibleName() == name) return *edit;
  qFatal("no such field");
}

void type(QLineEdit& edit, const QString& text) {
  edit.setFocus();
  edit.selectAll();
  QTest::keyClicks(&edit, text);
  QTest::keyClick(&edit, Qt::Key_Return);
}

ExportSubject subject(std::optional<PixelSize> size = {}) {
  ExportSubject subject{.state = ExplorerState::initial(), .canvas = {900, 600}};
  subject.state.size = size;
  return subject;
}

double aspectOf(const render::PictureRequest& picture) {
  const auto grid = julia::makeGrid(picture.place.view, picture.width, picture.height).value();
  return ((grid.xs.back() - grid.xs.front()) / (picture.width - 1)) /
         ((grid.ys.back() - grid.ys.front()) / (picture.height - 1));
}

}  // namespace

class ExportChoicesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void centimetresAndPixelsAgreeAtBothEnds() {
    QCOMPARE(pixelsOf(2.54, 300), 300);
    QCOMPARE(pixelsOf(42.0, 300), 4961);
    QCOMPARE(pixelsOf(118.9, 300), 14043);
    QCOMPARE(pixelsOf(0.0001, 10), 1);
    QVERIFY(pixelsOf(1e300, 2'400) > render::kMaxSide);
    for (const std::int64_t pixels : {1, 2, 1023, 65'535, 65'536})
      for (const double dpi : {10.0, 72.0, 300.0, 2'400.0})
        QCOMPARE(pixelsOf(centimetresOf(pixels, dpi), dpi), pixels);
  }
  void sidesOutOfRangeAreNamed() {
    QVERIFY(sideProblem(1).isEmpty());
    QVERIFY(sideProblem(render::kMaxSide).isEmpty());
    QVERIFY(!sideProblem(0).isEmpty());
    QVERIFY(sideProblem(render::kMaxSide + 1).contains(QStringLiteral("65")));
  }
  void sheetsTurnUprightAndScreensDoNot() {
    for (const NamedSize& named : namedSizes()) {
      const PixelSize lying = turnedFor(named, {3, 2});
      const PixelSize upright = turnedFor(named, {2, 3});
      QVERIFY(lying == named.size);
      QCOMPARE(upright.height > upright.width, named.dpi > 0);
    }
  }
  void oneSideFollowsTheOtherWhileLocked() {
    SizeForm form;
    form.setChoice({.samples = 1}, {900, 600});
    QVERIFY((form.choice().size == PixelSize{900, 600}));
    QSignalSpy edited(&form, &SizeForm::choiceEdited);
    type(field(form, QStringLiteral("Width")), QStringLiteral("3000"));
    QVERIFY((form.choice().size == PixelSize{3000, 2000}));
    type(field(form, QStringLiteral("Height")), QStringLiteral("1"));
    QVERIFY((form.choice().size == PixelSize{2, 1}));
    // Types a size that loses the proportions, and then the first one again.
    type(field(form, QStringLiteral("Width")), QStringLiteral("9000"));
    QVERIFY((form.choice().size == PixelSize{9000, 6000}));
    QCOMPARE(edited.count(), 3);
    form.findChild<QToolButton*>()->click();
    type(field(form, QStringLiteral("Width")), QStringLiteral("100"));
    QVERIFY((form.choice().size == PixelSize{100, 6000}));
  }
  void aSideThatWouldBeTooLongIsRefusedInPlace() {
    SizeForm form;
    form.setChoice({}, {600, 900});
    type(field(form, QStringLiteral("Width")), QStringLiteral("60000"));
    QVERIFY(!form.isSound());
    QVERIFY((form.choice().size == PixelSize{600, 900}));
    type(field(form, QStringLiteral("Width")), QStringLiteral("600"));
    QVERIFY(form.isSound());
  }
  void paperGivesPixelsByItsDpi() {
    SizeForm form;
    form.setChoice({.locked = false}, {900, 600});
    type(field(form, QStringLiteral("Width in centimetres")), QStringLiteral("42"));
    type(field(form, QStringLiteral("Height in centimetres")), QStringLiteral("29.7"));
    QVERIFY((form.choice().size == PixelSize{4961, 3508}));
    QVERIFY(form.choice().isForPaper);
    type(field(form, QStringLiteral("Width in centimetres")), QStringLiteral("0"));
    QVERIFY(!form.isSound());
  }
  void presetsSetSizeAndDpi() {
    SizeForm form;
    form.setChoice({.dpi = 72}, {600, 900});
    auto& presets = *form.findChild<QComboBox*>();
    const auto choose = [&](int index) {
      presets.setCurrentIndex(index);
      Q_EMIT presets.activated(index);
    };
    QVERIFY(presets.itemText(0).contains(QStringLiteral("600 × 900")));
    choose(2);
    QVERIFY((form.choice().size == PixelSize{3840, 2160}));
    QCOMPARE(form.choice().dpi, 72);
    QVERIFY(!form.choice().isForPaper);
    choose(5);
    QVERIFY(form.choice().isForPaper);
    QVERIFY((form.choice().size == PixelSize{9933, 14043}));
    QCOMPARE(form.choice().dpi, 300);
    type(field(form, QStringLiteral("Dots per inch")), QStringLiteral("150"));
    QVERIFY((form.choice().size == PixelSize{4967, 7022}));
    QVERIFY(form.choice().isForPaper);
    choose(0);
    QVERIFY(!form.choice().isForPaper);
    QVERIFY((form.choice().size == PixelSize{600, 900}));
  }
  void aFormatTakesOnlyWhatConcernsIt() {
    const io::FileOptions wanted{.depth = io::Depth::Sixteen,
                                 .compression = io::Compression::Zstd,
                                 .field = io::Field::Smooth,
                                 .quality = 50};
    for (const io::FormatTraits& format : io::pictureFormats()) {
      const io::FileOptions options = io::optionsFor(format, wanted);
      const std::string_view ending = format.endings.front().data();
      QCOMPARE(options.depth == io::Depth::Sixteen, ending == "png" || ending == "tif");
      QCOMPARE(options.compression == io::Compression::Zstd, ending == "tif");
      QCOMPARE(options.field == io::Field::Smooth, ending == "npy");
      QCOMPARE(options.quality == 50, ending == "jpg" || ending == "webp");
    }
  }
  void everyFormatThatCanBeWrittenIsOffered() {
    const FormatForm form;
    const auto* names = form.findChild<QComboBox*>();
    QVERIFY(names != nullptr);
    const auto formats = io::pictureFormats();
    QCOMPARE(names->count(), static_cast<int>(formats.size()));
    for (int i = 0; i < names->count(); ++i) {
      const io::FormatTraits& format = formats[static_cast<std::size_t>(i)];
      QCOMPARE(names->itemText(i), QString::fromLatin1(format.name));
      for (const QLatin1String ending : format.endings)
        QCOMPARE(formatOf(QStringLiteral("a.") + ending), i);
    }
    QCOMPARE(std::string_view(formats.front().endings.front().data()), std::string_view("png"));
  }
  void theEndingFollowsTheFormat() {
    const auto as = [](std::size_t format, const char* path) {
      return withEndingOf(io::pictureFormats()[format], QLatin1String(path));
    };
    QCOMPARE(as(0, "/a/julia"), QStringLiteral("/a/julia.png"));
    QCOMPARE(as(1, "/a/julia.png"), QStringLiteral("/a/julia.tif"));
    QCOMPARE(as(1, "/a/julia.TIFF"), QStringLiteral("/a/julia.TIFF"));
    QCOMPARE(as(0, "/a.b/c = 0.25"), QStringLiteral("/a.b/c = 0.25.png"));
    QCOMPARE(formatOf(QStringLiteral("x.JPEG")), 4);
    QCOMPARE(formatOf(QStringLiteral("x.txt")), -1);
  }
  void switchingTheFormatKeepsWhatWasChosen() {
    FormatForm form;
    form.setChoice(1, {.depth = io::Depth::Float, .compression = io::Compression::Zstd});
    QCOMPARE(form.options().depth, io::Depth::Float);
    form.setFormat(0);
    QCOMPARE(form.options().depth, io::Depth::Eight);
    QCOMPARE(form.options().compression, io::Compression::Deflate);
    form.setFormat(1);
    QCOMPARE(form.options().depth, io::Depth::Float);
    QCOMPARE(form.options().compression, io::Compression::Zstd);
  }
  void theNextFreeNameIsTaken() {
    const QTemporaryDir folder;
    const auto touch = [&](const QString& name) {
      QFile file(folder.filePath(name));
      QVERIFY(file.open(QIODevice::WriteOnly));
    };
    const auto next = [&] {
      return QFileInfo(freePath(folder.path(), QStringLiteral("julia"), QStringLiteral("png")))
          .fileName();
    };
    QCOMPARE(next(), QStringLiteral("julia.png"));
    touch(QStringLiteral("julia.png"));
    QCOMPARE(next(), QStringLiteral("julia-2.png"));
    touch(QStringLiteral("julia-2.png.part"));
    QCOMPARE(next(), QStringLiteral("julia-3.png"));
  }
  void choicesComeBackAndDamagedOnesDoNot() {
    const QTemporaryDir folder;
    QSettings store(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
    Settings settings(store);
    QVERIFY(storedChoices(settings) == ExportChoices());
    const ExportChoices choices{.size = {.kind = SizeChoice::Kind::Named,
                                         .named = 3,
                                         .size = {4961, 3508},
                                         .dpi = 150,
                                         .isForPaper = true,
                                         .locked = false,
                                         .samples = 8},
                                .ending = QStringLiteral("tif"),
                                .options = {.depth = io::Depth::Float, .quality = 1}};
    storeChoices(choices, settings);
    QVERIFY(storedChoices(settings) == choices);
    for (const char* key : {"size", "namedSize", "width", "height", "dpi", "samples", "depth",
                            "compression", "field", "quality"})
      store.setValue(QStringLiteral("export/") + QLatin1String(key), -7);
    store.setValue(QStringLiteral("export/locked"), QStringLiteral("true"));
    store.setValue(QStringLiteral("export/forPaper"), QStringLiteral("false"));
    store.setValue(QStringLiteral("export/format"), QStringLiteral("png"));
    QVERIFY(storedChoices(settings) == ExportChoices());
  }

  void theShownSizeIsTheShownPicture() {
    for (const auto& own : {std::optional<PixelSize>(), std::optional(PixelSize{500, 500})}) {
      const ExportSubject all = subject(own);
      const auto request = pictureRequest(all.state, all.canvas).value();
      const auto spec = specFor(all, shownSize(all), 1).value();
      QVERIFY(spec.request.picture.place == request.picture.place);
      QCOMPARE(spec.request.picture.width, request.picture.width);
    }
  }
  void otherSizesHaveAllThatIsShown() {
    const ExportSubject all = subject();
    const auto shown = pictureRequest(all.state, all.canvas).value();
    const auto inner =
        julia::makeGrid(shown.picture.place.view, shown.picture.width, shown.picture.height)
            .value();
    for (const PixelSize size :
         {PixelSize{1800, 1200}, PixelSize{600, 1800}, PixelSize{1800, 600}, PixelSize{37, 41}}) {
      const auto spec = specFor(all, size, 1).value();
      const auto& picture = spec.request.picture;
      const auto outer = julia::makeGrid(picture.place.view, picture.width, picture.height).value();
      // The edges agree to within a pixel, as points lie in the middle of pixels or on the edge.
      const double x = outer.xs[1] - outer.xs[0];
      const double y = outer.ys[1] - outer.ys[0];
      QVERIFY(outer.xs.front() <= inner.xs.front() + x && outer.xs.back() >= inner.xs.back() - x);
      QVERIFY(outer.ys.front() <= inner.ys.front() + y && outer.ys.back() >= inner.ys.back() - y);
      QVERIFY(std::abs(aspectOf(picture) - 1.0) < 1e-9);
    }
  }
  void aStretchedRegionStaysStretchedAtItsProportions() {
    ExportSubject all = subject(PixelSize{400, 200});
    const auto number = [](double value) { return julia::Decimal::fromDouble(value); };
    all.state.place.view = julia::CornerView{number(-1), number(-1), number(1), number(1)};
    const auto spec = specFor(all, {4000, 2000}, 2).value();
    QVERIFY(spec.request.picture.place.view == all.state.place.view);
    QVERIFY(std::abs(aspectOf(specFor(all, {500, 500}, 1).value().request.picture) - 1.0) < 1e-9);
  }
  void sizesAndSamplesOutOfRangeAreRefused() {
    QVERIFY(!specFor(subject(), {0, 5}, 1));
    QVERIFY(!specFor(subject(), {5, render::kMaxSide + 1}, 1));
    QVERIFY(!specFor(subject(), {5, 5}, 9));
  }

  void theCostIsThatOfTheWholePicture() {
    const auto run = [](int milliseconds) {
      render::RunRecord record;
      render::BandRecord band;
      band.task.started = engines::Clock::time_point(std::chrono::seconds(1));
      band.task.completed = band.task.started + std::chrono::milliseconds(milliseconds);
      band.task.received = band.task.completed;
      record.bands = {band, band};
      return record;
    };
    SampleCost cost;
    QVERIFY(!exportSeconds(cost, {100, 100}, 1, 2));
    cost.begin(1'000);
    cost.finish(run(10));  // stopped before a sample arrived
    QVERIFY(!cost.secondsPerSample());
    cost.begin(1'000);
    cost.addSamples(1'000);
    cost.finish(run(500));
    QCOMPARE(*cost.secondsPerSample(), 1e-3);
    cost.begin(1'000);
    cost.addSamples(10);  // a pan into a dear corner
    cost.finish(run(5));
    QVERIFY(*cost.secondsPerSample() < 1.01e-3);
    QVERIFY(std::abs(*exportSeconds(cost, {100, 100}, 2, 2) - 20.0) < 0.5);
  }
  void timesAndSizesAreSpokenOfRoundly() {
    QCOMPARE(roughTimeText(0.0), QStringLiteral("1 second"));
    QCOMPARE(roughTimeText(43.0), QStringLiteral("45 seconds"));
    QCOMPARE(roughTimeText(59.0), QStringLiteral("1 minute"));
    QCOMPARE(roughTimeText(3'599.0), QStringLiteral("1 h"));
    QCOMPARE(roughTimeText(7'800.0), QStringLiteral("2 h 10 min"));
    QCOMPARE(roughTimeText(86'400.0 * 3), QStringLiteral("3 days"));
    QCOMPARE(bytesText(999.0), QStringLiteral("1.0 kB"));
    QCOMPARE(bytesText(ByteRange{4e9, 4e9}), QStringLiteral("4.0 GB"));
    QCOMPARE(bytesText(ByteRange{3e6, 9e7}), QStringLiteral("3.0 to 90 MB"));
    QCOMPARE(bytesText(ByteRange{3e5, 9e7}), QStringLiteral("300 kB to 90 MB"));
  }
  void restsDoNotCountAsWork() {
    const ProgressClock::Time zero;
    const auto at = [&](int seconds) { return zero + std::chrono::seconds(seconds); };
    ProgressClock clock;
    clock.resume(at(0));
    clock.setProgress(100, 1'000, at(0));  // an earlier run's
    QVERIFY(!clock.secondsLeft(at(5)));
    clock.setProgress(400, 1'000, at(10));
    QCOMPARE(*clock.secondsLeft(at(10)), 20.0);
    QCOMPARE(*clock.secondsLeft(at(12)), 18.0);
    clock.rest(at(12));
    QCOMPARE(*clock.secondsLeft(at(500)), 18.0);
    clock.resume(at(500));
    QCOMPARE(clock.seconds(at(503)), 15.0);
    QCOMPARE(*clock.secondsLeft(at(600)), 0.0);
  }
};

QTEST_MAIN(ExportChoicesTest)
#include "export_choices_test.moc"
