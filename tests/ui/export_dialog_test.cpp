// SPDX-License-Identifier: GPL-3.0-or-later
// The export dialog and the exporter behind it, as a user meets them.
#include "ui/dialogs/export_dialog.h"

#include <QColorSpace>
#include <QComboBox>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/exports/exporter.h"
#include "core/io/picture_writer.h"
#include "tests/patience.h"
#include "ui/export/crop_renderer.h"
#include "ui/export/export_queue.h"
#include "ui/export/file_form.h"
#include "ui/export/format_form.h"
#include "ui/export/preview_pane.h"
#include "ui/export/preview_views.h"
#include "ui/picture_request.h"

using namespace fatou;
using namespace fatou::ui;

namespace {

ExportSubject smallSubject() {
  ExportSubject subject{.state = ExplorerState::initial(), .canvas = {120, 80}, .engines = 2};
  subject.state.place.tmax = 200;
  return subject;
}

struct Stage {
  explicit Stage(ExportChoices choices = {.size = {.samples = 1}},
                 const ExportSubject& subject = smallSubject(), const QString& elsewhere = {})
      : dialog({.subject = subject,
                .shader = std::make_shared<const color::Shader>(subject.state.coloring,
                                                                subject.state.place.tmax),
                .cost = {},
                .formats = exportFormats(io::pictureEndings()),
                .choices = std::move(choices),
                .folder = elsewhere.isEmpty() ? folder.path() : elsewhere,
                .isBusy = [this](const QString& path) { return path == busy; }}) {
    QObject::connect(&dialog, &ExportDialog::exportRequested, &dialog,
                     [this](const ExportOrder& order) { orders.push_back(order); });
  }

  QPushButton& button() {
    for (auto* button : dialog.findChildren<QPushButton*>())
      if (button->isDefault()) return *button;
    qFatal("no default button");
  }
  QString words() {
    QStringList all;
    for (const auto* label : dialog.findChildren<QLabel*>())
      if (!label->isHidden()) all << label->text();
    return all.join(u'\n');
  }
  QLineEdit& field(const QString& name) {
    for (auto* edit : dialog.findChildren<QLineEdit*>())
      if (edit->accessibleName() == name) return *edit;
    qFatal("no such field");
  }
  void type(const QString& name, const QString& text) {
    QLineEdit& edit = field(name);
    edit.setFocus();
    edit.selectAll();
    QTest::keyClicks(&edit, text);
    Q_EMIT edit.editingFinished();
  }
  void touch(const QString& name) {
    QFile file(folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write");
  }

  QTemporaryDir folder;
  QString busy;
  std::vector<ExportOrder> orders;
  ExportDialog dialog;
};

// The answer that a question gets once it is asked.
void answer(QWidget& parent, const QString& button) {
  QTRY_VERIFY(parent.findChild<QMessageBox*>() != nullptr);
  auto* box = parent.findChild<QMessageBox*>();
  for (auto* one : box->buttons())
    if (one->text() == button) return one->click();
  QFAIL("no such button");
}

}  // namespace

class ExportDialogTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void itBeginsReadyToGo() {
    Stage stage;
    QVERIFY2(stage.button().isEnabled(), qPrintable(stage.words()));
    QCOMPARE(stage.dialog.path(), stage.folder.filePath(QStringLiteral("julia.png")));
    stage.button().click();
    QCOMPARE(stage.orders.size(), std::size_t{1});
    const ExportOrder& order = stage.orders.front();
    QCOMPARE(order.spec.request.picture.width, 120);
    QVERIFY(!order.replace);
    QVERIFY(!stage.dialog.isVisible());
  }
  void theFormatAndTheEndingFollowEachOther() {
    Stage stage;
    stage.type(QStringLiteral("Name"), QStringLiteral("a.npy"));
    auto& format = *stage.dialog.findChild<FormatForm*>();
    QCOMPARE(QLatin1String(format.chosen().ending), QLatin1String("npy"));
    auto& names = *format.findChild<QComboBox*>();
    names.setCurrentIndex(0);
    Q_EMIT names.activated(0);
    QCOMPARE(stage.dialog.path(), stage.folder.filePath(QStringLiteral("a.png")));
    stage.type(QStringLiteral("Name"), QStringLiteral("b"));
    QCOMPARE(stage.field(QStringLiteral("Name")).text(), QStringLiteral("b.png"));
  }
  void theButtonIsOffWithAReason() {
    Stage stage;
    stage.type(QStringLiteral("Name"), QStringLiteral(" "));
    QVERIFY(!stage.button().isEnabled());
    QVERIFY(stage.words().contains(QStringLiteral("no name")));
    stage.type(QStringLiteral("Name"), QStringLiteral("a"));
    QVERIFY(stage.button().isEnabled());
    stage.type(QStringLiteral("Folder"), QStringLiteral("/no/such/folder"));
    QTRY_VERIFY(!stage.button().isEnabled());
    stage.type(QStringLiteral("Folder"), stage.folder.path());
    QTRY_VERIFY(stage.button().isEnabled());
    stage.busy = stage.dialog.path();
    stage.type(QStringLiteral("Name"), QStringLiteral("a.png"));
    QVERIFY(!stage.button().isEnabled());
    QVERIFY(stage.words().contains(QStringLiteral("being exported already")));
    stage.button().click();
    QVERIFY(!stage.dialog.result());
  }
  void aSizeThatTheFormatCannotHoldIsRefused() {
    const auto endings = io::pictureEndings();
    if (std::ranges::find(endings, "webp") == endings.end()) QSKIP("WebP is not written here");
    // WebP has at most 16,383 pixels a side.
    Stage stage({.size = {.kind = SizeChoice::Kind::Own, .size = {16'383, 2}, .locked = false},
                 .ending = QStringLiteral("webp")});
    QVERIFY2(stage.button().isEnabled(), qPrintable(stage.words()));
    Stage larger({.size = {.kind = SizeChoice::Kind::Own, .size = {16'384, 2}, .locked = false},
                  .ending = QStringLiteral("webp")});
    QVERIFY(!larger.button().isEnabled());
    QVERIFY2(larger.words().contains(QStringLiteral("16,383")) ||
                 larger.words().contains(QStringLiteral("16383")),
             qPrintable(larger.words()));
  }
  void aFileThatIsThereIsReplacedOnlyWhenAsked() {
    Stage stage;
    stage.touch(QStringLiteral("old.png"));
    stage.dialog.open();
    stage.type(QStringLiteral("Name"), QStringLiteral("old.png"));
    QVERIFY(stage.words().contains(QStringLiteral("already")));
    stage.button().click();
    answer(stage.dialog, QStringLiteral("Cancel"));
    QCOMPARE(stage.orders.size(), std::size_t{0});
    QTRY_VERIFY(stage.dialog.findChild<QMessageBox*>() == nullptr);
    stage.button().click();
    answer(stage.dialog, QStringLiteral("Replace"));
    QCOMPARE(stage.orders.size(), std::size_t{1});
    QVERIFY(stage.orders.front().replace);
  }
  void anInterruptedExportIsGoneOnWith() {
    Stage stage;
    ExportOrder order{.spec = specFor(smallSubject(), {120, 80}, 1).value(),
                      .target = {.path = stage.folder.filePath(QStringLiteral("julia-2.png"))}};
    order.spec.request.engines.count = 2;
    std::stop_source stop;
    const exports::ExportHooks hooks{.progress = [&](const exports::ExportProgress& progress) {
      if (progress.rowsDone > 0) stop.request_stop();
    }};
    QVERIFY(exports::exportPicture(order.spec, {order.target}, {.keepOnStop = true}, hooks,
                                   stop.get_token()));
    QVERIFY(QFile::exists(order.target.path + QStringLiteral(".part")));
    stage.type(QStringLiteral("Name"), QStringLiteral("julia-2.png"));
    QCOMPARE(stage.button().text(), QStringLiteral("Continue Export"));
    // The dialog proposes the interrupted export's name, also if another file has the first one.
    stage.touch(QStringLiteral("julia.png"));
    Stage again(stage.dialog.choices(), smallSubject(), stage.folder.path());
    QCOMPARE(again.dialog.path(), order.target.path);
    QCOMPARE(again.button().text(), QStringLiteral("Continue Export"));
    // Other choices make another picture.
    stage.type(QStringLiteral("Width"), QStringLiteral("60"));
    QTest::keyClick(&stage.field(QStringLiteral("Width")), Qt::Key_Return);
    QCOMPARE(stage.button().text(), QStringLiteral("Export"));
    QVERIFY(stage.words().contains(QStringLiteral("another picture")));
    stage.dialog.open();
    stage.button().click();
    answer(stage.dialog, QStringLiteral("Replace"));
    QCOMPARE(stage.orders.size(), std::size_t{1});
    QVERIFY(stage.orders.front().replace);
  }

  void theFilesAreAsLargeAsWasSaid() {
    const QTemporaryDir folder;
    const PixelSize size{600, 400};
    for (const ExportFormat& format : exportFormats(io::pictureEndings())) {
      const io::FileOptions options = optionsFor(format, {});
      const QString ending = QString::fromLatin1(format.ending);
      const QString path = folder.filePath(QStringLiteral("a.") + ending);
      const auto spec = specFor(smallSubject(), size, 1).value();
      const auto record = exports::exportPicture(spec, {{path, options}}, {}, {}, {});
      QVERIFY2(record.ok(), record ? "" : record.error().message.c_str());
      const ByteRange said = fileBytes(ending, options, size, 1);
      const auto bytes = static_cast<double>(QFileInfo(path).size());
      QVERIFY2(bytes >= said.least && bytes <= said.most * 1.01, format.ending);
    }
  }
  void theCropIsTheFilePixelForPixel() {
    for (const int samples : {1, 3}) {
      Stage stage(
          {.size = {.kind = SizeChoice::Kind::Own, .size = {900, 600}, .samples = samples}});
      stage.dialog.show();
      auto& pane = *stage.dialog.findChild<PreviewPane*>();
      QSignalSpy moved(&pane, &PreviewPane::cropMoved);
      auto& view = *pane.findChild<CropView*>();
      QTest::keyClick(&view, Qt::Key_Right);
      QCOMPARE(moved.count(), 1);
      const QRect crop = pane.cropPixels();
      QCOMPARE(crop.x(), (900 - 240) / 2 + 20);
      const auto spec = specFor(smallSubject(), {900, 600}, samples).value();
      CropRenderer renderer;
      QSignalSpy ready(&renderer, &CropRenderer::imageReady);
      renderer.render({.spec = spec,
                       .pixels = crop,
                       .shader = std::make_shared<const color::Shader>(
                           spec.coloring, spec.request.picture.place.tmax)});
      QTRY_COMPARE(ready.count(), samples == 1 ? 1 : 2);
      const auto shown = ready.last().at(0).value<QImage>();
      const QString path = stage.folder.filePath(QStringLiteral("whole.png"));
      QVERIFY(exports::exportPicture(spec, {{path, {}}}, {}, {}, {}));
      QImage whole = QImage(path).convertToFormat(QImage::Format_RGB32);
      whole.setColorSpace({});
      QVERIFY(whole.copy(crop) == shown);
    }
  }
  void aNameForAFileNeedsNoQuotes() {
    QCOMPARE(stemOf(QStringLiteral("Douady's rabbit")), QStringLiteral("douadys-rabbit"));
    QCOMPARE(stemOf(QStringLiteral("Trunks, below (2)")), QStringLiteral("trunks-below-2"));
    for (const char16_t* name : {u"", u"\u22120.727 + 0.189i", u"../etc", u"   "})
      QCOMPARE(stemOf(QString::fromUtf16(name)), QString());
  }
  void aMarkedSizeHasTheFocusWhereExportCannotBegin() {
    Stage stage;
    stage.dialog.show();
    stage.dialog.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&stage.dialog, tests::kPatienceMs));
    QLineEdit& width = stage.field(QStringLiteral("Width"));
    width.setFocus();
    width.selectAll();
    QTest::keyClicks(&width, QStringLiteral("many"));
    stage.button().setFocus();
    QTRY_VERIFY(width.hasFocus());
    QVERIFY(!stage.button().isEnabled());
    QVERIFY(stage.orders.empty());
  }
  void aNewCropLeavesTheOldOneAtOnce() {
    ExportSubject subject = smallSubject();
    subject.state.place.c = {};
    subject.state.place.tmax = 100'000'000;
    auto heavy = specFor(subject, {65'536, 65'536}, 8).value();
    heavy.request.engines.kernel =
        render::Kernel::Plain;  // which has no trap: this would take days
    const auto shader = std::make_shared<const color::Shader>(heavy.coloring, 100'000'000);
    CropRenderer renderer;
    QSignalSpy ready(&renderer, &CropRenderer::imageReady);
    renderer.render({.spec = heavy, .pixels = {32'000, 32'000, 240, 160}, .shader = shader});
    const auto light = specFor(smallSubject(), {100, 100}, 1).value();
    renderer.render({.spec = light,
                     .pixels = {0, 0, 100, 100},
                     .shader = std::make_shared<const color::Shader>(light.coloring, 200)});
    QTRY_VERIFY(ready.count() >= 1);
    QCOMPARE(ready.last().at(1).toRect(), QRect(0, 0, 100, 100));
  }
  void theQueueWritesWhatTheExporterDoes() {
    const QTemporaryDir folder;
    const auto spec = specFor(smallSubject(), {301, 199}, 2).value();
    const QString there = folder.filePath(QStringLiteral("direct.png"));
    QVERIFY(exports::exportPicture(spec, {{there, {}}}, {}, {}, {}));
    ExportQueue queue;
    QSignalSpy ended(&queue, &ExportQueue::ended);
    const QString here = folder.filePath(QStringLiteral("queued.png"));
    const int id = queue.add({.spec = spec, .target = {here, {}}});
    QVERIFY(ended.wait(tests::kPatienceMs));
    QCOMPARE(queue.job(id).stage, ExportStage::Done);
    QVERIFY(!QImage(here).isNull());
    QVERIFY(QImage(here) == QImage(there));
    QVERIFY(!QFile::exists(here + QStringLiteral(".part")));
  }
};

QTEST_MAIN(ExportDialogTest)
#include "export_dialog_test.moc"
