// SPDX-License-Identifier: GPL-3.0-or-later
// The real window, driven by events as a user would.
#include "ui/main_window.h"

#include <random>

#include <QAbstractButton>
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QDockWidget>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QSet>
#include <QSignalSpy>
#include <QSlider>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QUndoView>
#include <QUrl>
#include <QWheelEvent>

#include "core/exports/exporter.h"
#include "core/io/picture_writer.h"
#include "core/io/place_text.h"
#include "core/io/run_json.h"
#include "tests/patience.h"
#include "ui/actions.h"
#include "ui/canvas/first_hints.h"
#include "ui/canvas/fractal_canvas.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/engine_sharing.h"
#include "ui/explorer.h"
#include "ui/explorer_document.h"
#include "ui/export/export_queue.h"
#include "ui/export/file_form.h"
#include "ui/file_controller.h"
#include "ui/lab/lab_controller.h"
#include "ui/lab/lab_panel.h"
#include "ui/lab/play_button.h"
#include "ui/lab/side_by_side_page.h"
#include "ui/map/map_controller.h"
#include "ui/map/map_view.h"
#include "ui/models/own_gradients.h"
#include "ui/models/places_model.h"
#include "ui/panels/color_panel.h"
#include "ui/panels/engines_panel.h"
#include "ui/panels/places_panel.h"
#include "ui/panels/region_panel.h"
#include "ui/render_controller.h"
#include "ui/settings.h"
#include "ui/thumbnail_renderer.h"
#include "ui/widgets/dock_title.h"
#include "ui/widgets/focus_ring.h"
#include "ui/widgets/message_bar.h"
#include "ui/window_layout.h"

using namespace fatou;
using namespace fatou::ui;

namespace {

ExplorerState smallState() {
  ExplorerState state = ExplorerState::initial();
  state.place.tmax = 300;
  state.engines.count = 2;
  return state;
}

// Of the memory that this process holds, in MiB.
double residentMiB() {
  QFile file(QStringLiteral("/proc/self/statm"));
  if (!file.open(QIODevice::ReadOnly)) return 0.0;
  return file.readAll().split(' ').value(1).toDouble() * 4096.0 / (1 << 20);
}

// The program without its main().
struct Program {
  explicit Program(const QString& folder)
      : store(folder + QStringLiteral("/settings.ini"), QSettings::IniFormat),
        settings(store),
        document(smallState()),
        thumbnails(renders.client()),
        maps(renders.client()),
        sharing({renders, maps, thumbnails}),
        places(QLatin1StringView(kChosenPlaces), folder + QStringLiteral("/bookmarks"),
               document.history()),
        gradients(folder + QStringLiteral("/gradients")) {
    sharing.yieldTo(comparisons);
    sharing.holdWhileMeasuring(exports);
    places.setThumbnails(thumbnails);
    places.load();
    window = std::make_unique<MainWindow>(MainWindow::Context{.document = document,
                                                              .renders = renders,
                                                              .places = places,
                                                              .thumbnails = thumbnails,
                                                              .gradients = gradients,
                                                              .maps = maps,
                                                              .comparisons = comparisons,
                                                              .exports = exports,
                                                              .settings = settings,
                                                              .version = QStringLiteral("0"),
                                                              .simdTarget = QStringLiteral("test"),
                                                              .cores = 2});
    window->setWindowState(Qt::WindowNoState);  // it fills a small screen
    window->resize(1000, 700);
    window->show();
  }

  template <typename Widget>
  Widget& the() const {
    auto* widget = window->findChild<Widget*>();
    if (widget == nullptr) qFatal("the window has no such widget");
    return *widget;
  }
  FractalCanvas& canvas() const { return the<FractalCanvas>(); }
  Actions& actions() const { return the<Actions>(); }
  bool settled() const { return !renders.isBusy() && canvas().picture().isComplete(); }
  // The panel's n-th line edit, in the order of its rows.
  template <typename Panel>
  QLineEdit& field(int n) const {
    return *the<Panel>().template findChildren<QLineEdit*>().at(n);
  }
  void type(QLineEdit& field, const char* text) {
    field.setFocus();
    field.selectAll();
    QTest::keyClicks(&field, QLatin1String(text));
    QTest::keyClick(&field, Qt::Key_Return);
  }
  void wheel(QPoint at, int notches) {
    QWheelEvent event(at, canvas().mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&canvas(), &event);
  }
  void move(QWidget& widget, QPoint at, Qt::MouseButtons buttons) {
    QMouseEvent event(QEvent::MouseMove, at, widget.mapToGlobal(at), Qt::NoButton, buttons,
                      Qt::NoModifier);
    QCoreApplication::sendEvent(&widget, &event);
  }
  bool hasTheCountsOfTheCommandLine() const {
    render::RenderRequest request = canvas().picture().request();
    request.picture.quantities = {};
    const auto job = render::RenderJob::create(request).value();
    const auto tile = job->computeBlock(
        {.rect = {0, 0, request.picture.width, request.picture.height}, .sampling = {}},
        std::stop_token());
    return std::ranges::equal(canvas().picture().counts(),
                              std::span(tile.counts.data(), std::size_t(tile.counts.size())));
  }

  QSettings store;
  Settings settings;
  ExplorerDocument document;
  RenderController renders;
  ThumbnailRenderer thumbnails;
  MapController maps;
  LabController comparisons;
  ExportQueue exports;
  EngineSharing sharing;
  PlacesModel places;
  OwnGradients gradients;
  std::unique_ptr<MainWindow> window;
};

// What a file shows, or all of its bytes where it is no picture that Qt reads.
QByteArray pixelsOf(const QString& path) {
  const QImage image(path);
  if (!image.isNull())
    return {reinterpret_cast<const char*>(image.constBits()), image.sizeInBytes()};
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// Exports what is in the window with the dialog, as it begins, under another name.
ExportOrder exportAgain(Program& program, const QString& path) {
  program.actions().exportImage->trigger();
  auto* dialog = program.window->findChild<ExportDialog*>();
  auto* file = dialog->findChild<FileForm*>();
  file->setPath(path);
  Q_EMIT file->nameFinished();
  std::optional<ExportOrder> order;
  QObject::connect(dialog, &ExportDialog::exportRequested, dialog,
                   [&order](const ExportOrder& wanted) { order = wanted; });
  dialog->accept();
  if (!order) qFatal("the dialog refuses");
  QCoreApplication::sendPostedEvents(dialog, QEvent::DeferredDelete);
  return *order;
}

#define VERIFY_SETTLED(program) QTRY_VERIFY((program).settled())

// Whether a click somewhere on the widget would meet it.
bool isInSight(const QWidget& widget) {
  const QWidget& window = *widget.window();
  constexpr int kPoints = 8;
  for (int i = 0; i < kPoints * kPoints; ++i) {
    const QPoint at(widget.width() * (2 * (i % kPoints) + 1) / (2 * kPoints),
                    widget.height() * (2 * (i / kPoints) + 1) / (2 * kPoints));
    const QWidget* met = window.childAt(widget.mapTo(&window, at));
    if (met != nullptr && (met == &widget || widget.isAncestorOf(met))) return true;
  }
  return false;
}

}  // namespace

class MainWindowTest : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir m_folder;
  int m_folders = 0;
  QString newFolder() {
    const QString path = m_folder.filePath(QString::number(++m_folders));
    QDir().mkpath(path);
    return path;
  }

 private Q_SLOTS:
  void theFirstPictureAppears() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    QVERIFY(program.hasTheCountsOfTheCommandLine());
    QVERIFY(program.window->windowTitle().contains(QStringLiteral("-0.7269,0.1889")));
  }

  void aTypedCIsShownAndUndone() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    auto& map = program.the<MapView>();
    QLineEdit* re = map.parentWidget()->findChildren<QLineEdit*>().value(0);
    QVERIFY(re != nullptr);
    program.type(*re, "-0.123");
    QCOMPARE(program.document.state().place.c.re.text(), std::string("-0.123"));
    VERIFY_SETTLED(program);
    QVERIFY(program.hasTheCountsOfTheCommandLine());
    program.actions().back->trigger();
    QCOMPARE(program.document.state().place.c.re.text(), std::string("-0.7269"));
    QCOMPARE(re->text(), QStringLiteral("-0.7269"));
  }

  void aLongCIsRoundedInTheTitle() {
    Program program(newFolder());
    program.type(*program.the<MapView>().parentWidget()->findChildren<QLineEdit*>().value(0),
                 "-0.123456789012345678901234567890123456789012345678901234567890");
    QCOMPARE(program.document.state().place.c.re.digits().size(), std::size_t{59});
    const QString title = program.window->windowTitle();
    QVERIFY2(title.contains(QStringLiteral("-0.123456789012…,0.1889")), qPrintable(title));
  }

  void cAndIterationsAreInViewInASmallWindow() {
    Program program(newFolder());
    program.window->resize(1280, 690);
    VERIFY_SETTLED(program);
    const QList<QLineEdit*> fields =
        program.the<MapView>().parentWidget()->findChildren<QLineEdit*>();
    for (const QLineEdit* field : fields.first(3)) {
      const QString name = field->accessibleName();
      QVERIFY2(field->visibleRegion().boundingRect().size() == field->size(), qPrintable(name));
    }
    QCOMPARE(fields.at(2)->accessibleName(), QStringLiteral("Iterations"));
    program.type(*fields.at(2), "450");
    QCOMPARE(program.document.state().place.tmax, 450);
  }

  void firstHintsGoOneByOneAndForGood() {
    const QString folder = newFolder();
    {
      Program program(folder);
      program.window->resize(1400, 900);
      VERIFY_SETTLED(program);
      const auto& hints = program.the<FirstHints>();
      const auto isSeen = [&program](const QString& text) {
        return std::ranges::any_of(
            program.canvas().findChildren<QLabel*>(),
            [&](const auto* label) { return label->isVisible() && label->text() == text; });
      };
      QCOMPARE(hints.left(), 3);
      QVERIFY(isSeen(QStringLiteral("Drag to move")));
      program.actions().fullScreen->trigger();
      QTRY_VERIFY(!isSeen(QStringLiteral("Drag to move")));
      program.actions().fullScreen->trigger();
      QTRY_VERIFY(isSeen(QStringLiteral("Drag to move")));
      program.wheel({100, 100}, 1);
      QCOMPARE(hints.left(), 2);
      QVERIFY(!isSeen(QStringLiteral("Turn the wheel to zoom")));
      QTest::mousePress(&program.canvas(), Qt::LeftButton, {}, {100, 100});
      program.move(program.canvas(), {140, 120}, Qt::LeftButton);
      QTest::mouseRelease(&program.canvas(), Qt::LeftButton, {}, {140, 120});
      QCOMPARE(hints.left(), 1);
    }
    Program program(folder);
    QCOMPARE(program.the<FirstHints>().left(), 1);
    QTest::mouseClick(&program.the<MapView>(), Qt::LeftButton, {}, {60, 40});
    QCOMPARE(program.the<FirstHints>().left(), 0);
  }

  void firstHintsAreDoneByKeys() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    program.actions().zoomIn->trigger();
    QCOMPARE(program.the<FirstHints>().left(), 2);
    QTest::keyClick(&program.canvas(), Qt::Key_Left);
    QCOMPARE(program.the<FirstHints>().left(), 1);
  }

  void aSetWithoutACycleSaysSoOverThePicture() {
    Program program(newFolder());
    program.window->resize(1400, 900);
    VERIFY_SETTLED(program);
    const auto isSaid = [&program] {
      return std::ranges::any_of(program.canvas().findChildren<QLabel*>(), [](const auto* label) {
        return label->isVisible() &&
               label->text().startsWith(QStringLiteral("No attracting cycle"));
      });
    };
    QVERIFY(!isSaid());
    program.actions().showCycle->setChecked(true);
    QTRY_VERIFY(isSaid());
    ExplorerState state = program.document.state();
    state.place.c = julia::parseComplex("-1").value();
    program.document.change(state, QStringLiteral("Basilica"));
    VERIFY_SETTLED(program);
    QTRY_VERIFY(!isSaid());
  }

  void anExportIsNamedAfterItsPlace() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    const io::NamedPlace place = program.places.placeAt(0);
    program.the<FileController>().go(place);
    program.actions().exportImage->trigger();
    const auto* dialog = program.window->findChild<ExportDialog*>();
    QVERIFY(dialog != nullptr);
    QCOMPARE(QFileInfo(dialog->path()).completeBaseName(),
             stemOf(QString::fromStdString(place.name)));
    QVERIFY(!stemOf(QString::fromStdString(place.name)).isEmpty());
  }

  void noPanelIsCutAfterTheWindowWasSmall() {
    Program program(newFolder());
    program.window->resize(640, 480);
    VERIFY_SETTLED(program);
    program.window->resize(1300, 800);
    VERIFY_SETTLED(program);
    for (const QScrollArea* area : program.window->findChildren<QScrollArea*>()) {
      if (area->visibleRegion().isEmpty() || area->widget() == nullptr) continue;
      QVERIFY2(area->widget()->width() <= area->viewport()->width(),
               area->widget()->metaObject()->className());
    }
  }

  void badTextLeavesTheLastGoodValueInForce() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    const ExplorerState before = program.document.state();
    program.type(program.field<RegionPanel>(1), "minus two");
    QVERIFY(program.document.state() == before);
  }

  void theRegionIsTypedEitherWayAndStaysInStep() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    program.type(program.field<RegionPanel>(1), "0.5");
    VERIFY_SETTLED(program);
    const auto& picture = program.canvas().picture();
    QVERIFY(std::abs(picture.raster().radius().toDouble() - 0.5) < 1e-5);
    const QString zmin = program.field<RegionPanel>(2).text();
    program.type(program.field<RegionPanel>(1), "0.25");
    VERIFY_SETTLED(program);
    QVERIFY(program.field<RegionPanel>(2).text() != zmin);
    QVERIFY(program.hasTheCountsOfTheCommandLine());
  }

  void draggingOnTheMapIsOneStepOfC() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    auto& map = program.the<MapView>();
    const auto before = program.document.state().place.c;
    QTest::mousePress(&map, Qt::LeftButton, {}, {100, 60});
    for (int x = 100; x < 120; x += 4) program.move(map, {x, 60}, Qt::LeftButton);
    QTest::mouseRelease(&map, Qt::LeftButton, {}, {120, 60});
    QVERIFY(!(program.document.state().place.c == before));
    QCOMPARE(program.document.history().count(), 1);
    VERIFY_SETTLED(program);
    QVERIFY(program.canvas().picture().request().picture.place.c ==
            program.document.state().place.c);
  }

  void enginesAndViewsChangeWhileRendering() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    Actions& actions = program.actions();
    for (QAction* action :
         {actions.viewSerial, actions.moreEngines, actions.kernelPlain, actions.viewDirect,
          actions.moreEngines, actions.kernelFast, actions.fewerEngines, actions.viewBalanced}) {
      action->trigger();
      program.wheel({100, 100}, 1);
      QCoreApplication::processEvents();
    }
    VERIFY_SETTLED(program);
    QCOMPARE(program.document.state().engines.count, 3);
    QVERIFY(program.hasTheCountsOfTheCommandLine());
  }

  void menusFollowTheState() {
    Program program(newFolder());
    ExplorerState state = program.document.state();
    state.engines.viewKind = render::ViewKind::Serial;
    program.document.change(state, QStringLiteral("View"));
    QVERIFY(program.actions().viewSerial->isChecked());
    program.actions().back->trigger();
    QVERIFY(program.actions().viewBalanced->isChecked());
  }

  void everyOverlayDrawsSomething() {
    Program program(newFolder());
    ExplorerState state = program.document.state();
    state.place.c = julia::parseComplex("-0.123+0.745i").value();
    program.document.change(state, QStringLiteral("Rabbit"));
    VERIFY_SETTLED(program);
    const Actions& actions = program.actions();
    program.move(program.canvas(), {200, 200}, Qt::NoButton);
    const QImage without = program.canvas().grab().toImage();
    for (QAction* overlay : {actions.showGrid, actions.showOrbit, actions.showCycle,
                             actions.tintEngines, actions.heatMap}) {
      overlay->setChecked(true);
      QVERIFY2(program.canvas().grab().toImage() != without, qPrintable(overlay->text()));
      overlay->setChecked(false);
      QCOMPARE(program.canvas().grab().toImage(), without);
    }
  }

  void anotherGradientKeepsEveryCount() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    const auto counts = std::vector(program.canvas().picture().counts().begin(),
                                    program.canvas().picture().counts().end());
    const QImage before = program.canvas().picture().image().copy();
    QSignalSpy begun(&program.renders, &RenderController::begun);
    program.actions().nextGradient->trigger();
    QVERIFY(program.canvas().picture().image() != before);
    QVERIFY(std::ranges::equal(counts, program.canvas().picture().counts()));
    QCOMPARE(begun.count(), 0);
    program.actions().back->trigger();
    QCOMPARE(program.canvas().picture().image(), before);
  }

  void bookmarksAreAddedDeletedAndUndone() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    const int rows = program.places.rowCount();
    QVERIFY2(rows >= 24, "the gallery is too small");
    program.actions().addBookmark->trigger();
    QCOMPARE(program.places.bookmarkCount(), 1);
    QCOMPARE(program.places.rowCount(), rows + 1);
    program.places.removeBookmark(0);
    QCOMPARE(program.places.bookmarkCount(), 0);
    program.actions().back->trigger();
    QCOMPARE(program.places.bookmarkCount(), 1);
  }

  void aPlaceComesBackFromFileAndClipboard_data() {
    QTest::addColumn<QString>("centre");
    QTest::addColumn<QString>("radius");
    QTest::newRow("shallow") << QStringLiteral("0,0") << QStringLiteral("1.2");
    const QString digits = QStringLiteral("0123456789").repeated(100);
    QTest::newRow("deep") << QStringLiteral("0.1%1,-0.2%1").arg(digits) << QStringLiteral("1e-990");
  }
  void aPlaceComesBackFromFileAndClipboard() {
    QFETCH(QString, centre);
    QFETCH(QString, radius);
    const QString folder = newFolder();
    Program program(folder);
    ExplorerState there = program.document.state();
    there.place.view = julia::CentreView{julia::parseComplex(centre.toStdString()).value(),
                                         julia::Decimal::parse(radius.toStdString()).value()};
    program.document.change(there, QStringLiteral("There"));
    VERIFY_SETTLED(program);
    auto& files = program.the<FileController>();
    const julia::Place first = program.document.state().place;
    QVERIFY(files.savePlace(folder + QStringLiteral("/first.json")));
    const render::RenderRequest request = program.canvas().picture().request();
    QVERIFY(exports::exportPicture({.request = request},
                                   {{folder + QStringLiteral("/first.png"), {}}}, {}, {}, {}));
    files.copyPlace();
    for (int k = 0; k < 3; ++k) {
      ExplorerState elsewhere = program.document.state();
      elsewhere.place.c = {};
      elsewhere.place.tmax = 50;
      program.document.change(elsewhere, QStringLiteral("Elsewhere"));
      if (k == 0) program.window->openFile(folder + QStringLiteral("/first.json"));
      if (k == 1) files.pastePlace();
      if (k < 2) QTRY_VERIFY(program.document.state().place == first);
      // A picture says which grid it has: its region, not the centre it was asked for by.
      if (k == 2) {
        program.window->openFile(folder + QStringLiteral("/first.png"));
        QTRY_VERIFY(program.document.state().place == request.picture.place);
      }
      VERIFY_SETTLED(program);
      QVERIFY(program.canvas().picture().request().picture.place == request.picture.place);
    }
  }

  void cIsPastedAndDroppedAsPeopleWriteIt() {
    Program program(newFolder());
    auto& files = program.the<FileController>();
    const julia::View view = program.document.state().place.view;
    for (const char* text :
         {"-0.8+0.156i", "c = (-0.8+0.156j)", "-0.8 0.156", "c = -0.8,0.156 \xe2\x80\x93 Fatou"}) {
      program.document.change(smallState(), QStringLiteral("Elsewhere"));
      QGuiApplication::clipboard()->setText(QString::fromUtf8(text));
      files.pastePlace();
      QVERIFY2(program.document.state().place.c == julia::parseComplex("-0.8,0.156").value(), text);
      QVERIFY(program.document.state().place.view == view);
    }
  }

  void aCommaThatCanMeanTwoThingsIsNotPasted() {
    Program program(newFolder());
    auto& files = program.the<FileController>();
    QSignalSpy failed(&files, &FileController::failed);
    const ExplorerState before = program.document.state();
    QGuiApplication::clipboard()->setText(QStringLiteral("-0,75"));
    files.pastePlace();
    QCOMPARE(failed.count(), 1);
    QVERIFY(failed[0][0].toString().contains(QStringLiteral("decimal comma")));
    QVERIFY(program.document.state() == before);
  }

  void aPaletteAndARunAreOpenedWhereTheyBelong() {
    const QString folder = newFolder();
    Program program(folder);
    const auto put = [&](const char* name, const QByteArray& bytes) {
      QFile file(folder + u'/' + QLatin1StringView(name));
      QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    };
    put("a b.gpl", "\xef\xbb\xbfGIMP Palette\r\nName: Test Pal\r\n1 2 3\r\n200 100 0\r\n");
    io::Recording recording{.request = {}, .machine = {}, .runs = {}};
    recording.runs.push_back({.view = "serial", .engines = 1, .wallTime = 1.0});
    recording.runs.back().bands.push_back(
        {.rows = {0, 5}, .iterations = 9, .completed = 1.0, .received = 1.0});
    put("run.json", io::recordingJson(recording));
    put("page.html", "<!doctype html>");
    QSignalSpy failed(&program.the<FileController>(), &FileController::failed);
    QMimeData data;  // several files, as a file manager drops them
    data.setData(QStringLiteral("text/uri-list"),
                 "#list\r\nfile://localhost" + QUrl::toPercentEncoding(folder, "/") +
                     "/a%20b.gpl\r\n" + "file://" + QUrl::toPercentEncoding(folder, "/") +
                     "/run.json\r\n\r\n" + "file://" + QUrl::toPercentEncoding(folder, "/") +
                     "/page.html\r\n");
    program.the<FileController>().take(&data);
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(program.document.state().coloring.gradient.name, std::string("Test Pal"));
    QVERIFY(program.the<LabPanel>().isVisible());
    QVERIFY(failed[0][0].toString().contains(QStringLiteral("it is an HTML page; open a place")));
  }

  void aPictureFileBringsBackItsPictureToTheBit() {
    const QString folder = newFolder();
    Program program(folder);
    VERIFY_SETTLED(program);
    exports::PictureSpec spec{.request = program.canvas().picture().request(), .samples = 3};
    spec.request.picture.width = 320;
    spec.request.picture.height = 200;
    spec.request.picture.place.tmax = 150;
    spec.coloring.mapping = color::Mapping::Equalized;
    spec.coloring.offset = 0.25;
    for (const std::string& ending : io::pictureEndings()) {
      const QString name = QStringLiteral(".") + QString::fromStdString(ending);
      const QString first = folder + QStringLiteral("/first") + name;
      exports::PictureSpec written = spec;
      if (ending == "npy") written.samples = 1;
      const exports::Target target{first, {.depth = io::defaultDepth(first)}};
      const auto record = exports::exportPicture(written, {target}, {}, {}, {});
      QVERIFY2(record.ok(), record ? "" : record.error().message.c_str());
      program.document.change(smallState(), QStringLiteral("Elsewhere"));
      program.window->openFile(first);
      const ExplorerState& state = program.document.state();
      QTRY_VERIFY2(state.place == spec.request.picture.place, ending.c_str());
      QVERIFY(state.coloring == spec.coloring);
      QCOMPARE(state.samples, written.samples);
      QVERIFY((state.size == PixelSize{320, 200}));
      VERIFY_SETTLED(program);
      const auto again = exportAgain(program, folder + QStringLiteral("/again") + name);
      QVERIFY2(again.spec.request.picture.place == written.request.picture.place, ending.c_str());
      QCOMPARE(again.spec.samples, written.samples);
      QTRY_COMPARE(program.exports.pending(), 0);
      QVERIFY2(pixelsOf(again.target.path) == pixelsOf(first), ending.c_str());
    }
  }

  void quittingWhileExportingAsks() {
    const QString folder = newFolder();
    Program program(folder);
    ExportOrder order{.spec = {.request = program.canvas().picture().request(), .samples = 8},
                      .target = {.path = folder + QStringLiteral("/large.png")}};
    order.spec.request.picture.width = order.spec.request.picture.height = 30'000;
    const int id = program.exports.add(order);
    QTRY_VERIFY(program.exports.job(id).progress.rows > 0);
    const auto answer = [&program](const QString& with) {
      QTimer::singleShot(0, program.window.get(), [&program, with] {
        auto* box = program.window->findChild<QMessageBox*>();
        for (auto* button : box->buttons())
          if (button->text() == with) button->click();
      });
    };
    answer(QStringLiteral("Cancel"));
    QVERIFY(!program.window->close());
    answer(QStringLiteral("Quit"));
    QVERIFY(program.window->close());
  }

  void aBrokenFileIsNamedAndChangesNothing() {
    const QString folder = newFolder();
    Program program(folder);
    const ExplorerState before = program.document.state();
    QFile broken(folder + QStringLiteral("/broken.json"));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("{\"c\": ");
    broken.close();
    program.window->openFile(broken.fileName());
    const auto& messages = program.the<MessageBar>();
    QTRY_VERIFY(messages.texts().join(u' ').contains(QStringLiteral("broken.json")));
    QVERIFY(program.document.state() == before);
  }

  // At the start, while pictures come and go, and as many as there are.
  void whatWentWrongStaysUntilItIsClosed() {
    const QString folder = newFolder();
    Program program(folder);
    program.window->openFile(folder + QStringLiteral("/nofile.json"));
    program.window->complain(QStringLiteral("The session cannot be saved."));
    auto& messages = program.the<MessageBar>();
    QTRY_COMPARE(messages.texts().size(), 2);
    VERIFY_SETTLED(program);
    for (int k = 0; k < 3; ++k) {
      program.actions().zoomIn->trigger();
      VERIFY_SETTLED(program);
    }
    QCOMPARE(messages.texts().size(), 2);
    QVERIFY(messages.texts().first().contains(QStringLiteral("nofile.json")));
    QVERIFY(messages.isVisible());
    QVERIFY(program.canvas().rect().contains(messages.geometry()));
    messages.findChild<QToolButton*>()->click();
    QCOMPARE(messages.texts(), QStringList(QStringLiteral("The session cannot be saved.")));
    messages.findChild<QToolButton*>()->click();
    QVERIFY(!messages.isVisible());
  }

  void aMessageWrapsWhereTheWindowIsSmallAndShowsNoMarkup() {
    Program program(newFolder());
    program.window->resize(700, 500);
    VERIFY_SETTLED(program);
    auto& messages = program.the<MessageBar>();
    const QString text = QStringLiteral("Cannot read \"<b>a</b>.json\": ").repeated(12);
    program.window->complain(text);
    QVERIFY(messages.width() < program.canvas().width());
    const auto labels = messages.findChildren<QLabel*>();
    const auto label = std::ranges::find(labels, text, &QLabel::text);
    QVERIFY(label != labels.end());
    QCOMPARE((*label)->textFormat(), Qt::PlainText);
    QVERIFY((*label)->height() >= (*label)->heightForWidth((*label)->width()));
  }

  void aDraggedFileIsSeenToBeTakenAndOpened() {
    const QString folder = newFolder();
    Program program(folder);
    VERIFY_SETTLED(program);
    auto& files = program.the<FileController>();
    const julia::Place place = program.document.state().place;
    QVERIFY(files.savePlace(folder + QStringLiteral("/there.json")));
    program.actions().zoomIn->trigger();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(folder + QStringLiteral("/there.json"))});
    const auto hints = program.window->findChildren<QLabel*>();
    const auto hint = std::ranges::find(hints, QStringLiteral("Drop to open"), &QLabel::text);
    QVERIFY(hint != hints.end() && !(*hint)->isVisible());
    QDragEnterEvent enter({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(program.window.get(), &enter);
    QVERIFY(enter.isAccepted() && (*hint)->isVisible());
    QDropEvent drop({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(program.window.get(), &drop);
    QVERIFY(!(*hint)->isVisible());
    QTRY_VERIFY(program.document.state().place == place);
  }

  void escapeLeavesFullScreenWhereNothingIsToBeStopped() {
    Program program(newFolder());
    program.actions().fullScreen->setChecked(true);
    QVERIFY(program.window->isFullScreen());
    VERIFY_SETTLED(program);
    program.actions().stopRender->trigger();
    QVERIFY(!program.window->isFullScreen());
    QVERIFY(!program.actions().fullScreen->isChecked());
  }

  void stopIsThereWhileThereIsSomethingToStop() {
    Program program(newFolder());
    const QAction& stop = *program.actions().stopRender;
    VERIFY_SETTLED(program);
    QTRY_VERIFY(!stop.isEnabled());
    program.renders.render({.request = program.canvas().picture().request(), .known = {}});
    QVERIFY(stop.isEnabled());
    QTRY_VERIFY(!stop.isEnabled());
    auto& play = program.the<PlayButton>();
    play.setSlowness(1e6);
    play.click();
    QVERIFY(stop.isEnabled());
    program.actions().stopRender->trigger();
    QVERIFY(!stop.isEnabled());
  }

  void openingARunShowsThePictureItIsOf() {
    const QString folder = newFolder();
    Program program(folder);
    VERIFY_SETTLED(program);
    render::RenderRequest request = program.canvas().picture().request();
    request.picture.place.c = julia::parseComplex("-0.4+0.6i").value();
    request.picture.width = 60;
    request.picture.height = 40;
    const stats::Run run{.wallTime = 1.0,
                         .bands = {{.rows = {0, 40}, .completed = 1.0, .received = 1.0}}};
    QFile file(folder + QStringLiteral("/run.json"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(
        io::recordingJson({.request = render::parameters(request), .machine = {}, .runs = {run}}));
    file.close();
    const auto coloring = program.document.state().coloring;
    program.the<FileController>().open(file.fileName());
    QTRY_VERIFY(program.document.state().place.c == request.picture.place.c);
    QVERIFY((program.document.state().size == PixelSize{60, 40}));
    QVERIFY(program.document.state().coloring == coloring);
    QTRY_COMPARE(program.the<SideBySidePage>().shown().front().name,
                 QStringLiteral("Opened: run.json"));
  }

  void fullScreenIsThePictureAloneAndGivesTheRestBack() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    const QSize before = program.canvas().size();
    const auto docks = program.window->findChildren<QDockWidget*>();
    const auto shown = [&docks] {
      QList<QString> names;
      for (const auto* dock : docks)
        if (!dock->isHidden()) names += dock->objectName();
      return names;
    };
    const QList<QString> names = shown();
    QVERIFY(names.size() > 5);
    program.actions().fullScreen->trigger();
    QVERIFY(program.window->isFullScreen());
    QVERIFY(shown().isEmpty());
    QTRY_COMPARE(program.canvas().size(), program.window->size());
    program.window->keepLayout();  // as if it was quit now
    const QByteArray kept = program.settings.value(settings::kWindowLayout);
    QWidget next;
    QVERIFY(next.restoreGeometry(program.settings.value(settings::kWindowGeometry)));
    QVERIFY(!next.isFullScreen());  // else the next session could not leave it by its key
    QTest::keyClick(&program.canvas(), Qt::Key_Escape);
    QVERIFY(!program.window->isFullScreen());
    QCOMPARE(shown(), names);
    QTRY_COMPARE(program.canvas().size(), before);
    QTRY_COMPARE(program.window->saveState(), kept);
  }

  void whatTheStatusBarSaysIsOverThePictureWhereThereIsNone() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    const QString notice = QStringLiteral("All of this is inside the set.");
    Q_EMIT program.the<Explorer>().noticeChanged(notice);
    const auto isOver = [&] {
      const auto labels = program.canvas().findChildren<QLabel*>();
      return std::ranges::any_of(labels, [&](const QLabel* label) {
        return label->isVisible() && label->text() == notice;
      });
    };
    QVERIFY(!isOver());
    program.actions().fullScreen->trigger();
    QVERIFY(isOver());
    program.actions().fullScreen->trigger();
    QVERIFY(!isOver());
  }

  void theTabKeyReachesNothingThatIsNotShown() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    program.window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(program.window.get(), tests::kPatienceMs));
    program.canvas().setFocus();
    QSet<QWidget*> seen;
    for (int press = 0; press < 80; ++press) {
      QTest::keyClick(program.window->focusWidget(), Qt::Key_Tab);
      QCoreApplication::processEvents();
      QWidget* focused = QApplication::focusWidget();
      QVERIFY(focused != nullptr);
      QVERIFY2(isInSight(*focused), focused->metaObject()->className());
      seen += focused;
    }
    QVERIFY(seen.size() > 20);
  }

  void whoIsBehindAnotherTabHasNoFocus() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    program.window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(program.window.get(), tests::kPatienceMs));
    program.field<RegionPanel>(0).setFocus();  // which brings it to the front
    QTRY_VERIFY(!program.field<RegionPanel>(0).visibleRegion().isEmpty());
    qobject_cast<QDockWidget*>(program.the<PlacesPanel>().parentWidget())->raise();
    QTRY_VERIFY(!program.field<RegionPanel>(0).hasFocus());
  }

  void theWheelTurnsOnlyWhatHasTheFocus() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    program.window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(program.window.get(), tests::kPatienceMs));
    auto* slider = program.the<ColorPanel>().findChild<QSlider*>();
    auto* box = program.the<ColorPanel>().findChild<QComboBox*>();
    const auto turn = [](QWidget& widget) {
      const QPoint at = widget.rect().center();
      QWheelEvent event(at, widget.mapToGlobal(at), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                        Qt::NoScrollPhase, false);
      QCoreApplication::sendEvent(&widget, &event);
    };
    const int value = slider->value();
    const int index = box->currentIndex();
    program.canvas().setFocus();
    turn(*slider);
    turn(*box);
    turn(*box);
    QCOMPARE(slider->value(), value);
    QCOMPARE(box->currentIndex(), index);
    slider->setFocus();
    turn(*slider);
    QVERIFY(slider->value() != value);
  }

  void panelsAreBroughtBackAndPutWhereTheyWere() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    auto* dock = qobject_cast<QDockWidget*>(program.the<PlacesPanel>().parentWidget());
    dock->close();
    QVERIFY(dock->isHidden());
    QMenu* panels = nullptr;
    for (QMenu* menu : program.window->findChildren<QMenu*>())
      if (menu->actions().contains(dock->toggleViewAction())) panels = menu;
    QVERIFY(panels != nullptr);
    QCOMPARE(panels->actions().size(), 7);
    dock->toggleViewAction()->trigger();
    QVERIFY(!dock->isHidden());
    program.window->addDockWidget(Qt::RightDockWidgetArea, dock);
    dock->close();
    program.actions().resetLayout->trigger();
    QVERIFY(!dock->isHidden());
    QCOMPARE(program.window->dockWidgetArea(dock), Qt::LeftDockWidgetArea);
  }

  void docksHaveTheirSizesBackAfterTheWindowWasSmall() {
    Program program(newFolder());
    program.window->resize(1'300, 800);
    VERIFY_SETTLED(program);
    const auto docks = program.window->findChildren<QDockWidget*>();
    const auto sizes = [&docks] {
      QList<QSize> all;
      for (const auto* dock : docks)
        if (dock->isVisible() && dock->x() >= 0) all += dock->size();
      return all;
    };
    const QList<QSize> before = sizes();
    QVERIFY(before.size() >= 4);
    program.window->resize(640, 480);
    QCoreApplication::processEvents();
    QVERIFY(sizes() != before);
    program.window->resize(1'300, 800);
    QTRY_COMPARE(sizes(), before);
  }

  void noPanelIsNarrowerThanWhatIsInIt() {
    Program program(newFolder());
    program.window->resize(200, 150);
    QCoreApplication::processEvents();
    auto& colors = program.the<ColorPanel>();
    QVERIFY(colors.parentWidget()->width() >= colors.minimumSizeHint().width());
  }

  void theFirstWindowIsInsideTheScreen() {
    QSettings store(newFolder() + QStringLiteral("/settings.ini"), QSettings::IniFormat);
    QMainWindow window;
    restoreWindow(window, Settings(store));
    const QSize room = window.screen()->availableSize();
    QVERIFY(window.width() < room.width() && window.height() < room.height());
    QCOMPARE(window.isMaximized(), window.size() != QSize(1'440, 900));
  }

  void thePictureIsCopiedAsItIsShown() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    program.actions().copyPicture->trigger();
    const QImage shown = program.canvas().picture().image();
    QCOMPARE(QGuiApplication::clipboard()->image().convertToFormat(shown.format()), shown);
  }

  void theHistorySaysHowFarAndWhatColours() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    for (int k = 0; k < 3; ++k) program.actions().zoomIn->trigger();
    QVERIFY2(program.document.history().undoText().startsWith(QStringLiteral("Zoom in to × ")),
             qPrintable(program.document.history().undoText()));
    const QString before = program.document.history().undoText();
    program.actions().zoomIn->trigger();
    QVERIFY(program.document.history().undoText() != before);
    program.actions().nextGradient->trigger();
    QVERIFY(program.document.history().undoText().startsWith(QStringLiteral("Gradient: ")));
  }

  void theHistoryDoesNotScrollSideways() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    ExplorerState state = program.document.state();
    program.document.change(smallState(), QStringLiteral("Elsewhere"));
    state.place.tmax = 70;
    program.document.change(state, QStringLiteral("c = 0.123456789").repeated(20));
    auto& view = program.the<QUndoView>();
    dockOf(view).raise();
    QTRY_VERIFY(view.visualRect(view.model()->index(1, 0)).isValid());
    QCOMPARE(view.horizontalScrollBar()->maximum(), 0);
    QVERIFY(view.visualRect(view.model()->index(1, 0)).width() <= view.viewport()->width());
  }

  void aLongNameOfAGradientDoesNotMakeThePanelWide() {
    Program program(newFolder());
    const int before = program.the<ColorPanel>().minimumSizeHint().width();
    color::Coloring coloring = program.document.state().coloring;
    coloring.gradient.name = std::string(200, 'w');
    program.the<ColorPanel>().setColoring(coloring);
    QCoreApplication::processEvents();
    QCOMPARE(program.the<ColorPanel>().minimumSizeHint().width(), before);
  }

  void theCanvasShowsThatAKeyBroughtTheFocus() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    program.window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(program.window.get(), tests::kPatienceMs));
    const auto& ring = program.the<FocusRing>();
    program.canvas().clearFocus();
    program.canvas().setFocus(Qt::TabFocusReason);
    QTRY_VERIFY(ring.isVisible());
    QCOMPARE(ring.size(), program.canvas().size());
    QTest::mouseClick(&program.canvas(), Qt::LeftButton, {}, {90, 90});
    QVERIFY(!ring.isVisible());
  }

  void aPasteOfNothingIsOneSentence() {
    Program program(newFolder());
    const ExplorerState before = program.document.state();
    auto* data = new QMimeData;
    data->setData(QStringLiteral("text/uri-list"), "\r\n");
    QGuiApplication::clipboard()->setMimeData(data);
    program.actions().pastePlace->trigger();
    QCOMPARE(program.the<MessageBar>().texts().size(), 1);
    QVERIFY(program.document.state() == before);
  }

  void settingsAndLayoutComeBack() {
    const QString folder = newFolder();
    {
      Program program(folder);
      program.actions().showGrid->setChecked(true);
      program.window->findChild<QDockWidget*>(QStringLiteral("run"))->close();
      program.window->resize(900, 640);
      program.window->close();
    }
    Program program(folder);
    QVERIFY(program.actions().showGrid->isChecked());
    QVERIFY(program.canvas().overlays().testFlag(Overlay::Grid));
    QVERIFY(program.window->findChild<QDockWidget*>(QStringLiteral("run"))->isHidden());
  }

  void everySizeWorks_data() {
    QTest::addColumn<QSize>("size");
    QTest::newRow("small") << QSize(200, 150);
    QTest::newRow("8K") << QSize(7680, 4320);
  }
  void everySizeWorks() {
    QFETCH(QSize, size);
    Program program(newFolder());
    program.window->resize(size);
    VERIFY_SETTLED(program);
    QVERIFY(program.canvas().picture().width() >= 2);
    QVERIFY(!program.window->grab().isNull());
  }

  // Whatever is done, the window lives, and what it shows in the end is right.
  void randomGestures() {
#ifdef __SANITIZE_ADDRESS__
    constexpr int kGestures = 2'500;  // each takes ten times as long
#else
    constexpr int kGestures = 10'000;
#endif
    Program program(newFolder());
    program.window->resize(420, 320);
    std::mt19937 random(20'261'125);
    const auto upTo = [&](int n) { return static_cast<int>(random() % unsigned(n)); };
    FractalCanvas& canvas = program.canvas();
    MapView& map = program.the<MapView>();
    const Actions& actions = program.actions();
    const QList<QAction*> some{
        actions.back,        actions.forward,      actions.resetView,    actions.stopRender,
        actions.zoomIn,      actions.zoomOut,      actions.showGrid,     actions.tintEngines,
        actions.heatMap,     actions.showCycle,    actions.nextGradient, actions.viewDirect,
        actions.viewSerial,  actions.viewBalanced, actions.kernelPlain,  actions.kernelFast,
        actions.moreEngines, actions.fewerEngines, actions.boxTool,      actions.panTool,
        actions.copyPlace,   actions.pastePlace};
    const auto anywhere = [&](const QWidget& widget) {
      return QPoint(upTo(widget.width()), upTo(widget.height()));
    };
    const auto dragOn = [&](QWidget& widget, Qt::MouseButton button) {
      QTest::mousePress(&widget, button, {}, anywhere(widget));
      program.move(widget, anywhere(widget), button);
      QTest::mouseRelease(&widget, button, {}, anywhere(widget));
    };
    [[maybe_unused]] double settledMiB = 0.0;
    for (int k = 0; k < kGestures; ++k) {
      if (k == 2'000) settledMiB = residentMiB();
      switch (upTo(10)) {
        case 0:
        case 1:
          program.wheel(anywhere(canvas), upTo(2) == 0 ? 1 : -1);
          break;
        case 2:
          dragOn(canvas, Qt::LeftButton);
          break;
        case 3:
          dragOn(canvas, Qt::MiddleButton);
          break;
        case 4:
          QTest::mouseDClick(&canvas, upTo(2) == 0 ? Qt::LeftButton : Qt::RightButton, {},
                             anywhere(canvas));
          break;
        case 5:
          dragOn(map, Qt::LeftButton);
          break;
        case 6:
          program.move(canvas, anywhere(canvas), Qt::NoButton);
          break;
        case 7:
        case 8:
          some[upTo(int(some.size()))]->trigger();
          break;
        case 9:
          if (upTo(20) == 0) program.window->resize(300 + upTo(300), 240 + upTo(200));
          break;
      }
      if (upTo(8) == 0) QCoreApplication::processEvents();
    }
    actions.resetView->trigger();
    VERIFY_SETTLED(program);
    QVERIFY(program.hasTheCountsOfTheCommandLine());
    QVERIFY(program.document.history().count() <= 1'000);
#ifndef __SANITIZE_ADDRESS__  // which keeps freed memory back
    QVERIFY2(residentMiB() < settledMiB + 100.0, qPrintable(QString::number(residentMiB())));
    qInfo("resident after 2,000 gestures %.0f MiB, after 10,000 %.0f MiB", settledMiB,
          residentMiB());
#endif
  }

  // The last one: it dresses the application.
  void aPresentersTextIsLargerAtOnceAndComesBack() {
    const QString folder = newFolder();
    applyTheme(*qApp, ColorScheme::Light);
    {
      Program program(folder);
      VERIFY_SETTLED(program);
      const double size = QApplication::font().pointSizeF();
      const auto label = program.window->findChild<QStatusBar*>()->findChild<QLabel*>();
      const int height = label->sizeHint().height();
      program.actions().presenterText->trigger();
      QCOMPARE(QApplication::font().pointSizeF(), 1.6 * size);
      QTRY_VERIFY(label->sizeHint().height() > height);
      QCOMPARE(program.settings.value(settings::kTextSize), static_cast<int>(TextSize::Presenter));
      program.actions().darkScheme->trigger();
      QCOMPARE(QApplication::font().pointSizeF(), 1.6 * size);
    }
    Program program(folder);
    QVERIFY(program.actions().presenterText->isChecked());
    program.actions().normalText->trigger();
    applyTheme(*qApp, ColorScheme::System);
  }
};

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
