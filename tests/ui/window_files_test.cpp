// SPDX-License-Identifier: GPL-3.0-or-later
// The real window: files, the clipboard and what is dropped on it.
#include <algorithm>
#include <optional>
#include <string>

#include <QClipboard>
#include <QDropEvent>
#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>
#include <QImage>
#include <QLabel>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QUrl>

#include "core/exports/exporter.h"
#include "core/io/picture_writer.h"
#include "core/io/place_text.h"
#include "core/io/run_json.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/explorer_document.h"
#include "ui/export/export_queue.h"
#include "ui/export/file_form.h"
#include "ui/file_controller.h"
#include "ui/lab/lab_panel.h"
#include "ui/lab/side_by_side_page.h"
#include "ui/widgets/message_bar.h"
#include "window_program.h"

using namespace fatou;
using namespace fatou::ui;

namespace {

// The pixels that a file shows, or all of its bytes where it is no picture that Qt reads.
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

}  // namespace

class WindowFilesTest : public QObject, private TestFolders {
  Q_OBJECT

 private Q_SLOTS:
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

  void thePictureIsCopiedAsItIsShown() {
    Program program(newFolder());
    VERIFY_SETTLED(program);
    program.actions().copyPicture->trigger();
    const QImage shown = program.canvas().picture().image();
    QCOMPARE(QGuiApplication::clipboard()->image().convertToFormat(shown.format()), shown);
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
};

QTEST_MAIN(WindowFilesTest)
#include "window_files_test.moc"
