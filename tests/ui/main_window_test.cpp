// SPDX-License-Identifier: GPL-3.0-or-later
// The real window, driven by events as a user would: what it shows and says.
#include "ui/window/main_window.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <QAction>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include "ui/export/export_queue.h"
#include "ui/lab/play_button.h"
#include "ui/map/map_view.h"
#include "ui/panels/region_panel.h"
#include "ui/picture/render_controller.h"
#include "ui/state/actions.h"
#include "ui/state/explorer_document.h"
#include "ui/widgets/coordinate_edit.h"
#include "window_program.h"

using namespace fatou;
using namespace fatou::ui;

class MainWindowTest : public QObject, private TestFolders {
  Q_OBJECT

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
    QLineEdit* re = map.parentWidget()->findChild<CoordinateEdit*>();
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
    program.type(*program.the<MapView>().parentWidget()->findChild<CoordinateEdit*>(),
                 "-0.123456789012345678901234567890123456789012345678901234567890");
    QCOMPARE(program.document.state().place.c.re.digits().size(), std::size_t{59});
    const QString title = program.window->windowTitle();
    QVERIFY2(title.contains(QStringLiteral("-0.123456789012…,0.1889")), qPrintable(title));
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
};

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
