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
#include "tests/ui/lab_samples.h"
#include "ui/canvas/fractal_canvas.h"
#include "ui/explorer_document.h"
#include "ui/lab/compare_page.h"
#include "ui/lab/comparison_model.h"
#include "ui/lab/lab.h"
#include "ui/lab/lab_panel.h"
#include "ui/lab/what_if_page.h"
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
    if (!ended.wait(20'000)) qFatal("the comparison does not end");
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
    QVERIFY(ended.count() == 1 || ended.wait(5'000));
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
  void aRecordedRunIsOpened() {
    Stage stage;
    QFile file(stage.path("run.json"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(io::recordingJson({.request = {}, .machine = {}, .runs = {unevenRun()}}));
    file.close();
    stage.lab->openRun(stage.path("run.json"));
    QTRY_COMPARE(stage.panel->whatIfPage().predicted().engines, 2);
    QSignalSpy failed(stage.lab, &Lab::failed);
    stage.lab->openRun(stage.path("none.json"));
    QTRY_COMPARE(failed.count(), 1);
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
