// SPDX-License-Identifier: GPL-3.0-or-later
// The lab in its dock, joined to a picture and to files.
#include <QDockWidget>
#include <QFile>
#include <QJsonDocument>
#include <QMainWindow>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/io/run_json.h"
#include "tests/patience.h"
#include "tests/ui/lab_samples.h"
#include "ui/canvas/fractal_canvas.h"
#include "ui/explorer_document.h"
#include "ui/lab/compare_page.h"
#include "ui/lab/comparison_model.h"
#include "ui/lab/engine_lanes.h"
#include "ui/lab/lab.h"
#include "ui/lab/lab_panel.h"
#include "ui/lab/side_by_side_page.h"
#include "ui/lab/what_if_page.h"
#include "ui/picture_request.h"
#include "ui/settings.h"

using namespace fatou;
using namespace fatou::ui;

namespace {

ExplorerState smallState() {
  ExplorerState state = ExplorerState::initial();
  state.place.tmax = 200;
  state.size = PixelSize{60, 40};
  return state;
}

// A run in which one engine computed one band of four rows in a millisecond.
render::RunRecord tinyRecord() {
  using namespace std::chrono_literals;
  const auto start = engines::Clock::time_point{} + 1h;
  render::BandRecord band{.rows = {0, 4}, .iterations = 10};
  band.task.engine = 0;
  band.task.submitted = band.task.started = start;
  band.task.completed = band.task.received = start + 1ms;
  return {
      .started = start, .finished = start + 2ms, .engines = 1, .complete = true, .bands = {band}};
}

struct Stage {
  QTemporaryDir folder;
  QSettings store{folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
  Settings settings{store};
  ExplorerDocument document{smallState()};
  LabController comparisons;
  QMainWindow window;
  FractalCanvas* canvas = new FractalCanvas(document.state().coloring, &window);
  QDockWidget* dock = new QDockWidget(&window);
  LabPanel* panel = new LabPanel(2);
  Lab* lab = nullptr;

  Stage() {
    window.setCentralWidget(canvas);
    dock->setWidget(panel);
    window.addDockWidget(Qt::BottomDockWidgetArea, dock);
    lab = new Lab({document, *canvas, comparisons, *panel, settings, window, 2}, &window);
    window.resize(1'000, 700);
    window.show();
  }
  QPushButton& button() const { return *panel->comparePage().fields().findChild<QPushButton*>(); }
  void compare() {
    QSignalSpy ended(&comparisons, &LabController::ended);
    button().click();
    if (!ended.wait(tests::kPatienceMs)) qFatal("the comparison does not end");
  }
  QString path(const char* name) const { return folder.filePath(QLatin1String(name)); }
  QByteArray bytes(const char* name) const {
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
};

}  // namespace

class LabWindowTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everybodyElseWaitsWhileItMeasures() {
    Stage stage;
    std::vector<bool> measuring;
    connect(stage.lab, &Lab::measuring, this, [&](bool is) { measuring.push_back(is); });
    stage.compare();
    QCOMPARE(measuring, (std::vector<bool>{true, false}));
    QCOMPARE(stage.panel->comparePage().model().rowCount(), 7);  // 1, 2 and 4 engines
    QCOMPARE(stage.button().text(), QStringLiteral("Compare"));
  }
  void theButtonCancels() {
    Stage stage;
    ExplorerState state = smallState();
    state.size = PixelSize{2'000, 2'000};
    state.place.tmax = 1'000'000;
    stage.document.change(state, {});
    QSignalSpy ended(&stage.comparisons, &LabController::ended);
    stage.button().click();
    QCOMPARE(stage.button().text(), QStringLiteral("Cancel"));
    stage.button().click();
    QVERIFY(ended.count() == 1 || ended.wait(tests::kPatienceMs));
    QCOMPARE(stage.button().text(), QStringLiteral("Compare"));
  }
  void theReportIsWrittenAsPageTableJsonAndCharts() {
    Stage stage;
    QVERIFY(!stage.lab->saveReport(stage.path("early.html")));
    stage.compare();
    for (const char* name :
         {"report.html", "report.csv", "report.json", "charts.pdf", "charts.svg"})
      QVERIFY2(stage.lab->saveReport(stage.path(name)), name);
    const QByteArray page = stage.bytes("report.html");
    QVERIFY(!stage.lab->saveReport(stage.path("report.html")));  // nobody was asked
    QVERIFY(stage.bytes("report.html") == page);
    QVERIFY(stage.lab->saveReport(stage.path("report.html"), true));
    QVERIFY(page.contains("<svg"));
    QCOMPARE(stage.bytes("report.csv").trimmed().count('\n'), 7);
    QVERIFY(QJsonDocument::fromJson(stage.bytes("report.json")).isObject());
    QVERIFY(!stage.lab->saveReport(stage.path("report.odt")));
    QVERIFY(stage.bytes("charts.pdf").startsWith("%PDF-"));
    QCOMPARE(stage.bytes("charts.pdf").count("/Type /Page\n"), 3);
    QVERIFY(stage.bytes("charts.svg").contains("<svg"));
    QVERIFY(!stage.lab->saveReport(stage.path("no/such/folder.csv")));
    QVERIFY(!QFile::exists(stage.path("report.odt")));
  }
  void aRecordedRunIsShownWithItsTimeline() {
    Stage stage;
    stage.lab->showRun({.request = {}, .machine = {}, .runs = {unevenRun()}},
                       QStringLiteral("run.json"));
    QCOMPARE(stage.panel->whatIfPage().predicted().engines, 2);
    const SideBySidePage& page = stage.panel->sideBySidePage();
    QVERIFY(page.isVisible());
    QCOMPARE(page.shown().front().name, QStringLiteral("Opened: run.json"));
    QCOMPARE(page.lanes(0).run().bands().size(), std::size_t{4});
  }
  void thePicturesRunCanBePinned() {
    Stage stage;
    QSignalSpy done(stage.lab, &Lab::done);
    stage.lab->pinRun();
    QCOMPARE(done.count(), 0);  // there is none
    stage.canvas->begin(pictureRequest(stage.document.state(), {60, 40}).value(),
                        julia::Raster::of(stage.document.state().place.view, 60, 40).value());
    stage.lab->takeRun(tinyRecord());
    stage.lab->pinRun();
    QCOMPARE(done.count(), 1);
    const auto shown = stage.panel->sideBySidePage().shown();
    QCOMPARE(shown.size(), std::size_t{2});
    QVERIFY(shown.front().name.startsWith(QStringLiteral("Pinned: ")));
    QVERIFY(shown.back().name.startsWith(QStringLiteral("This run: ")));
    QCOMPARE(shown.back().height, 40);
  }
  void theRunsSideBySideAreSavedAsATrace() {
    Stage stage;
    QVERIFY(!stage.lab->saveTrace(stage.path("early.json")));
    stage.lab->showRun({.request = {}, .machine = {}, .runs = {unevenRun()}},
                       QStringLiteral("run.json"));
    QVERIFY(stage.lab->saveTrace(stage.path("trace.json")));
    QVERIFY(stage.bytes("trace.json").contains("traceEvents"));
    QVERIFY(!stage.lab->saveTrace(stage.path("trace.json")));  // nobody was asked
    QVERIFY(stage.lab->saveTrace(stage.path("trace.json.gz")));
    QVERIFY(stage.bytes("trace.json.gz").startsWith("\x1f\x8b"));
  }
  void whatTheLabTookOfThePicturesRoomIsGivenBack() {
    Stage stage;
    auto* run = new QDockWidget(&stage.window);
    run->setWidget(new QWidget);
    stage.window.addDockWidget(Qt::BottomDockWidgetArea, run);
    stage.window.tabifyDockWidget(run, stage.dock);
    stage.dock->hide();
    delete stage.lab;  // made anew as in the window, where docks share a place from the start
    stage.lab = new Lab({stage.document, *stage.canvas, stage.comparisons, *stage.panel,
                         stage.settings, stage.window, 2},
                        &stage.window);
    QVERIFY(QTest::qWaitForWindowExposed(&stage.window, tests::kPatienceMs));
    stage.window.resizeDocks({run}, {140}, Qt::Vertical);
    QTRY_COMPARE(run->height(), 140);
    for (const bool closed : {true, false}) {
      stage.lab->setShown(true);
      QTRY_VERIFY(stage.dock->height() >= 300);
      if (closed) stage.lab->setShown(false);
      if (!closed) run->raise();
      QTRY_COMPARE(run->height(), 140);
    }
  }
  void itIsShownLargeEnoughToWorkIn() {
    Stage stage;
    QSignalSpy shown(stage.lab, &Lab::shownChanged);
    stage.lab->setShown(false);
    QVERIFY(!stage.panel->isVisible());
    stage.lab->show();
    QVERIFY(stage.panel->isVisible());
    QTRY_VERIFY(stage.dock->height() >= 300);
    QCOMPARE(shown.count(), 2);
  }
};

QTEST_MAIN(LabWindowTest)
#include "lab_window_test.moc"
