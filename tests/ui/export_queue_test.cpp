// SPDX-License-Identifier: GPL-3.0-or-later
// The queue of exports and its list, with an exporter that does as it is told.
#include "ui/export/export_queue.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>

#include <QAbstractItemModelTester>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "core/exports/left_over.h"
#include "tests/patience.h"
#include "ui/explorer_state.h"
#include "ui/export/export_queue_model.h"
#include "ui/export/export_record.h"
#include "ui/export/export_row.h"
#include "ui/export/exports_panel.h"
#include "ui/export/unfinished_exports.h"

using namespace fatou;
using namespace fatou::ui;

namespace {

// Exports nothing: each export does one step after the other, as the test gives them.
class Puppets {
 public:
  struct Step {
    std::int32_t rows = 0;        // to report
    std::optional<Error> full{};  // the disk is full
    bool room = false;            // there is room again
    std::optional<Error> fail{};  // ends
    bool done = false;            // ends
  };

  void give(const Step& step) {
    {
      const std::lock_guard lock(m_mutex);
      m_steps.push_back(step);
    }
    m_changed.notify_all();
  }
  int begun() const {
    const std::lock_guard lock(m_mutex);
    return m_begun;
  }

  ExportQueue::ExportPicture exporter() {
    return [this](const exports::PictureSpec& spec, const std::vector<exports::Target>& targets,
                  const exports::ExportOptions& options, const exports::ExportHooks& hooks,
                  const std::stop_token& stop) -> Result<exports::ExportRecord> {
      if (targets.size() != 1 || !options.keepOnStop || !options.inBackground)
        return Error{"other options than the queue's"};
      {
        const std::lock_guard lock(m_mutex);
        ++m_begun;
      }
      while (!stop.stop_requested()) {
        hooks.pause->wait(stop);
        const auto step = next(stop, *hooks.pause);
        if (!step) continue;
        if (step->fail) return *step->fail;
        if (step->full) hooks.diskFull(*step->full);
        if (step->room) hooks.diskHasRoom();
        if (step->rows > 0)
          hooks.progress({.rowsDone = step->rows, .rows = spec.request.picture.height});
        if (step->done) return exports::ExportRecord{.complete = true};
      }
      return exports::ExportRecord{};
    };
  }

 private:
  std::optional<Step> next(const std::stop_token& stop, const exports::PauseSwitch& pause) {
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, stop, std::chrono::milliseconds(5), [&] { return !m_steps.empty(); });
    if (m_steps.empty() || stop.stop_requested() || pause.isPaused()) return std::nullopt;
    const Step step = m_steps.front();
    m_steps.pop_front();
    return step;
  }

  mutable std::mutex m_mutex;
  std::condition_variable_any m_changed;
  std::deque<Step> m_steps;
  int m_begun = 0;
};

struct Stage {
  Stage() : queue(puppets.exporter()), model(queue), tester(&model) { panel.setModel(&model); }

  int add(const QString& name) {
    ExportOrder order;
    order.target.path = folder.filePath(name);
    order.spec.request.picture.place = ExplorerState::initial().place;
    order.spec.request.picture.width = 10;
    order.spec.request.picture.height = 100;
    return queue.add(order);
  }
  ExportStage stage(int id) const { return queue.job(id).stage; }
  QStringList names() const {
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row) all << model.index(row).data().toString();
    return all;
  }
  ExportRow& row(int n) { return *panel.findChildren<ExportRow*>().at(n); }
  QToolButton* button(ExportRow& of, const QString& name) {
    for (auto* button : of.findChildren<QToolButton*>())
      if (button->accessibleName() == name && button->isVisibleTo(&of)) return button;
    return nullptr;
  }
  void makePart(const QString& name) {
    for (const char* ending : {".part", ".part.journal"}) {
      QFile file(folder.filePath(name + QLatin1String(ending)));
      if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write");
    }
  }
  bool hasLeft(const QString& name) const {
    return QFile::exists(folder.filePath(name + QStringLiteral(".part")));
  }

  QTemporaryDir folder;
  Puppets puppets;
  ExportQueue queue;
  ExportQueueModel model;
  QAbstractItemModelTester tester;
  ExportsPanel panel;
};

#define TRY_STAGE(stage, id, wanted) QTRY_COMPARE((stage).stage(id), ExportStage::wanted)

}  // namespace

class ExportQueueTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void oneRunsAtATimeInOrder() {
    Stage stage;
    const int a = stage.add(QStringLiteral("a.png"));
    const int b = stage.add(QStringLiteral("b.png"));
    QCOMPARE(stage.stage(a), ExportStage::Running);
    QCOMPARE(stage.stage(b), ExportStage::Waiting);
    QCOMPARE(stage.queue.pending(), 2);
    stage.puppets.give({.rows = 40});
    QTRY_COMPARE(stage.queue.job(a).share(), 0.4);
    QSignalSpy ended(&stage.queue, &ExportQueue::ended);
    stage.puppets.give({.done = true});
    TRY_STAGE(stage, a, Done);
    QCOMPARE(stage.queue.job(a).share(), 1.0);
    QCOMPARE(stage.stage(b), ExportStage::Running);
    stage.puppets.give({.done = true});
    TRY_STAGE(stage, b, Done);
    QCOMPARE(stage.queue.pending(), 0);
    QCOMPARE(ended.count(), 2);
    QCOMPARE(stage.puppets.begun(), 2);
  }
  void aFailureIsNamedAndCanBeTriedAgain() {
    Stage stage;
    const int a = stage.add(QStringLiteral("a.png"));
    const int b = stage.add(QStringLiteral("b.png"));
    stage.puppets.give({.fail = Error{"Cannot write \"a.png\"."}});
    TRY_STAGE(stage, a, Failed);
    QCOMPARE(stage.queue.job(a).message, QStringLiteral("Cannot write \"a.png\"."));
    QCOMPARE(stage.stage(b), ExportStage::Running);
    stage.queue.retry(a);
    QCOMPARE(stage.stage(a), ExportStage::Waiting);
    QVERIFY(stage.queue.job(a).message.isEmpty());
    stage.puppets.give({.done = true});
    TRY_STAGE(stage, b, Done);
    stage.puppets.give({.done = true});
    TRY_STAGE(stage, a, Done);
  }
  void pausingLetsTheNextRunAndResumingWaitsForItsTurn() {
    Stage stage;
    const int a = stage.add(QStringLiteral("a.png"));
    const int b = stage.add(QStringLiteral("b.png"));
    const int c = stage.add(QStringLiteral("c.png"));
    stage.puppets.give({.rows = 10});
    QTRY_COMPARE(stage.queue.job(a).share(), 0.1);
    stage.queue.pause(a);
    QCOMPARE(stage.stage(a), ExportStage::Paused);
    QCOMPARE(stage.stage(b), ExportStage::Running);
    QTRY_COMPARE(stage.puppets.begun(), 2);
    stage.puppets.give({.rows = 50});
    QTRY_COMPARE(stage.queue.job(b).share(), 0.5);
    QCOMPARE(stage.queue.job(a).share(), 0.1);
    stage.queue.resume(a);
    QCOMPARE(stage.stage(a), ExportStage::Waiting);
    stage.puppets.give({.done = true});
    TRY_STAGE(stage, b, Done);
    QCOMPARE(stage.stage(a), ExportStage::Running);
    QCOMPARE(stage.stage(c), ExportStage::Waiting);
    stage.puppets.give({.done = true});
    TRY_STAGE(stage, a, Done);
    QTRY_COMPARE(stage.puppets.begun(), 3);
    stage.puppets.give({.done = true});
    TRY_STAGE(stage, c, Done);
  }
  void onePausedWhileItWaitsIsPassedOver() {
    Stage stage;
    const int a = stage.add(QStringLiteral("a.png"));
    const int b = stage.add(QStringLiteral("b.png"));
    const int c = stage.add(QStringLiteral("c.png"));
    stage.queue.pause(b);
    stage.puppets.give({.done = true});
    TRY_STAGE(stage, a, Done);
    QCOMPARE(stage.stage(b), ExportStage::Paused);
    QCOMPARE(stage.stage(c), ExportStage::Running);
  }
  void aFullDiskIsSaidUntilThereIsRoom() {
    Stage stage;
    const int a = stage.add(QStringLiteral("a.png"));
    stage.puppets.give({.full = Error{"The disk is full."}});
    TRY_STAGE(stage, a, DiskFull);
    QCOMPARE(stage.queue.job(a).message, QStringLiteral("The disk is full."));
    stage.queue.pause(a);
    QCOMPARE(stage.stage(a), ExportStage::Paused);
    stage.queue.resume(a);
    QCOMPARE(stage.stage(a), ExportStage::Running);
    stage.puppets.give({.full = Error{"The disk is full."}});
    TRY_STAGE(stage, a, DiskFull);
    stage.puppets.give({.room = true});
    TRY_STAGE(stage, a, Running);
    QVERIFY(stage.queue.job(a).message.isEmpty());
  }
  void cancellingKeepsOrDeletesWhatIsDone() {
    for (const bool keep : {false, true}) {
      Stage stage;
      const int a = stage.add(QStringLiteral("a.png"));
      const int b = stage.add(QStringLiteral("b.png"));
      stage.makePart(QStringLiteral("a.png"));
      stage.puppets.give({.rows = 10});
      QTRY_COMPARE(stage.queue.job(a).share(), 0.1);
      stage.queue.cancel(a, keep);
      TRY_STAGE(stage, a, Cancelled);
      QCOMPARE(stage.hasLeft(QStringLiteral("a.png")), keep);
      QCOMPARE(stage.stage(b), ExportStage::Running);
    }
  }
  void aPausedOneCanBeCancelled() {
    Stage stage;
    const int a = stage.add(QStringLiteral("a.png"));
    stage.queue.pause(a);
    stage.queue.cancel(a, true);
    TRY_STAGE(stage, a, Cancelled);
    const int b = stage.add(QStringLiteral("b.png"));
    const int c = stage.add(QStringLiteral("c.png"));
    stage.queue.cancel(c, false);  // had not begun
    QCOMPARE(stage.stage(c), ExportStage::Cancelled);
    QCOMPARE(stage.stage(b), ExportStage::Running);
  }
  void nothingRunsWhileHeld() {
    Stage stage;
    const int a = stage.add(QStringLiteral("a.png"));
    QTRY_COMPARE(stage.puppets.begun(), 1);
    stage.queue.setHeld(true);
    QVERIFY(stage.queue.job(a).held);
    stage.puppets.give({.done = true});
    const int b = stage.add(QStringLiteral("b.png"));
    stage.queue.cancel(b, false);
    const int c = stage.add(QStringLiteral("c.png"));
    QCOMPARE(stage.stage(a), ExportStage::Running);
    stage.queue.setHeld(false);
    TRY_STAGE(stage, a, Done);
    TRY_STAGE(stage, c, Running);
    QVERIFY(!stage.queue.job(c).held);
  }
  void onesThatAreOverCanBeRemovedAndAllMoved() {
    Stage stage;
    const int a = stage.add(QStringLiteral("a"));
    const int b = stage.add(QStringLiteral("b"));
    const int c = stage.add(QStringLiteral("c"));
    stage.queue.move(a, -1);
    stage.queue.move(c, 1);
    QCOMPARE(stage.names().join(u' '), QStringLiteral("a b c"));
    stage.queue.move(c, -1);
    QCOMPARE(stage.names().join(u' '), QStringLiteral("a c b"));
    stage.queue.move(a, 2);
    QCOMPARE(stage.names().join(u' '), QStringLiteral("c b a"));
    stage.queue.remove(a);  // runs
    QCOMPARE(stage.model.rowCount(), 3);
    stage.puppets.give({.done = true});
    TRY_STAGE(stage, a, Done);
    QCOMPARE(stage.stage(c), ExportStage::Running);
    stage.queue.remove(a);
    QCOMPARE(stage.names().join(u' '), QStringLiteral("c b"));
    QCOMPARE(stage.stage(b), ExportStage::Waiting);
  }
  void quittingStopsWhatRunsAndKeepsWhatIsDone() {
    auto stage = std::make_unique<Stage>();
    stage->add(QStringLiteral("a.png"));
    const int b = stage->add(QStringLiteral("b.png"));
    stage->makePart(QStringLiteral("a.png"));
    stage->queue.pause(b);
    QTRY_COMPARE(stage->puppets.begun(), 1);
    QTemporaryDir& folder = stage->folder;
    folder.setAutoRemove(false);
    const QString path = folder.path();
    stage.reset();
    QVERIFY(QFile::exists(path + QStringLiteral("/a.png.part")));
    QVERIFY(QDir(path).removeRecursively());
  }

  // A program that quits, crashes or is killed leaves the same files.
  void whatWasInterruptedIsOfferedAtTheNextStart() {
    QTemporaryDir records;
    ExportOrder order;
    {
      Stage stage;
      UnfinishedExports unfinished(stage.queue, records.path());
      const int a = stage.add(QStringLiteral("a.png"));
      const int b = stage.add(QStringLiteral("b.png"));
      order = stage.queue.job(b).order;
      stage.puppets.give({.done = true});
      TRY_STAGE(stage, a, Done);
      QCOMPARE(stage.stage(b), ExportStage::Running);
    }
    Stage stage;
    UnfinishedExports unfinished(stage.queue, records.path());
    QSignalSpy found(&unfinished, &UnfinishedExports::found);
    unfinished.load();
    QTRY_COMPARE(found.count(), 1);
    QCOMPARE(stage.queue.jobs().size(), std::size_t{1});
    const ExportJob job = stage.queue.jobs().front();
    QCOMPARE(job.stage, ExportStage::Interrupted);
    QVERIFY(job.order == order);
    QCOMPARE(stage.queue.pending(), 0);
    stage.queue.retry(job.id);
    stage.puppets.give({.done = true});
    TRY_STAGE(stage, job.id, Done);
    QCOMPARE(QDir(records.path()).entryList({QStringLiteral("*.json")}).size(), 0);
  }

  void givingUpAndDiscardingForget() {
    QTemporaryDir records;
    Stage stage;
    UnfinishedExports unfinished(stage.queue, records.path());
    const auto remembered = [&] {
      return QDir(records.path()).entryList({QStringLiteral("*.json")}).size();
    };
    const int a = stage.add(QStringLiteral("a.png"));
    QCOMPARE(remembered(), 1);
    stage.queue.cancel(a, false);
    TRY_STAGE(stage, a, Cancelled);
    QCOMPARE(remembered(), 0);
    const int b = stage.add(QStringLiteral("b.png"));
    stage.puppets.give({.fail = Error{"No room."}});
    TRY_STAGE(stage, b, Failed);
    QCOMPARE(remembered(), 1);
    stage.makePart(QStringLiteral("b.png"));
    QFile journal(stage.folder.filePath(QStringLiteral("b.png.part.journal")));
    QVERIFY(journal.open(QIODevice::WriteOnly) && journal.write("somebody's\n") > 0);
    journal.close();
    stage.queue.discard(b);
    QCOMPARE(remembered(), 0);
    QCOMPARE(stage.queue.jobs().size(), std::size_t{1});
    QVERIFY(stage.hasLeft(QStringLiteral("b.png")));
  }

  void anotherWindowsExportIsLeftToIt() {
    QTemporaryDir records;
    Stage one;
    UnfinishedExports ones(one.queue, records.path());
    one.add(QStringLiteral("a.png"));
    Stage two;
    UnfinishedExports twos(two.queue, records.path());
    QSignalSpy problems(&twos, &UnfinishedExports::problem);
    QFile broken(records.filePath(QStringLiteral("x.json")));
    QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("{}") == 2);
    broken.close();
    twos.load();
    QTRY_COMPARE(problems.count(), 1);
    QVERIFY(problems[0][0].toString().contains(QStringLiteral("x.json")));
    QVERIFY(two.queue.jobs().empty());
    QVERIFY(broken.exists());
  }

  void theRecordIsOfTheVeryPictureThatWasBegun() {
    QTemporaryDir folder;
    ExportOrder order;
    order.spec.request = {
        .picture = {.place = {.c = julia::parseComplex("-0.12+0.74i").value(),
                              .view = julia::CentreView{.centre = {},
                                                        .radius = julia::Decimal::fromDouble(1)},
                              .tmax = 50},
                    .width = 60,
                    .height = 50},
        .engines = {.count = 2}};
    order.spec.samples = 2;
    order.spec.coloring.mapping = color::Mapping::Equalized;
    order.target = {.path = folder.filePath(QStringLiteral("a.tif")),
                    .options = {.depth = io::Depth::Sixteen, .quality = 40}};
    std::stop_source stop;
    const exports::ExportHooks hooks{.progress = [&](const exports::ExportProgress& p) {
      if (p.rowsDone > 20) stop.request_stop();
    }};
    const exports::ExportOptions options{.keepOnStop = true, .slabSamples = 60 * 4 * 5};
    const auto record =
        exports::exportPicture(order.spec, {order.target}, options, hooks, stop.get_token());
    QVERIFY2(record.ok(), record ? "" : record.error().message.c_str());
    QVERIFY(!record.value().complete);
    const auto back = parseExportJson(exportJson(order));
    QVERIFY2(back.ok(), back ? "" : back.error().message.c_str());
    QVERIFY(back.value() == order);
    QCOMPARE(exports::leftOver(back.value().spec, back.value().target),
             exports::LeftOver::OfThisPicture);
    for (const char* broken : {"", "[]", "{\"fatou\": \"export\"}"})
      QVERIFY(!parseExportJson(broken).ok());
    for (const char* name : {"file", "picture", "options"}) {
      QJsonObject object = QJsonDocument::fromJson(exportJson(order)).object();
      object.insert(QLatin1StringView(name), 7);
      QVERIFY2(!parseExportJson(QJsonDocument(object).toJson()).ok(), name);
    }
    QJsonObject nul = QJsonDocument::fromJson(exportJson(order)).object();
    nul.insert(QStringLiteral("file"), QString(QChar::Null));
    QVERIFY(!parseExportJson(QJsonDocument(nul).toJson()).ok());
  }

  void anInterruptedOneHasItsButtons() {
    Stage stage;
    stage.panel.show();
    connect(&stage.panel, &ExportsPanel::discardRequested, &stage.queue, &ExportQueue::discard);
    QSignalSpy places(&stage.panel, &ExportsPanel::placeRequested);
    ExportOrder order;
    order.target.path = stage.folder.filePath(QStringLiteral("a.png"));
    stage.queue.addInterrupted(order, true);
    ExportRow& row = stage.row(0);
    QVERIFY(stage.button(row, QStringLiteral("Continue where it stopped")) != nullptr);
    stage.button(row, QStringLiteral("Show this picture in the window"))->click();
    QCOMPARE(places.count(), 1);
    stage.button(row, QStringLiteral("Discard: delete what was done"))->click();
    QVERIFY(stage.queue.jobs().empty());
  }

  void theListSaysWhatItIsForWhileItIsEmpty() {
    Stage stage;
    stage.panel.show();
    const auto buttons = stage.panel.findChildren<QPushButton*>();
    auto* offer = *std::ranges::find(buttons, QStringLiteral("Export Image…"), &QPushButton::text);
    QVERIFY(offer->isVisible());
    QSignalSpy wanted(&stage.panel, &ExportsPanel::exportRequested);
    offer->click();
    QCOMPARE(wanted.count(), 1);
    stage.add(QStringLiteral("a.png"));
    QVERIFY(!offer->isVisible());
  }
  void everyRowHasTheButtonsOfItsStage() {
    Stage stage;
    stage.panel.show();
    const int a = stage.add(QStringLiteral("a.png"));
    const auto names = [&](int row) {
      QStringList all;
      for (const auto* button : stage.row(row).findChildren<QToolButton*>())
        if (!button->isHidden()) all << button->accessibleName();
      return all.join(u'|');
    };
    QCOMPARE(names(0), QStringLiteral("Pause|Cancel"));
    connect(&stage.panel, &ExportsPanel::pauseRequested, &stage.queue, &ExportQueue::pause);
    connect(&stage.panel, &ExportsPanel::resumeRequested, &stage.queue, &ExportQueue::resume);
    connect(&stage.panel, &ExportsPanel::cancelRequested, &stage.queue, &ExportQueue::cancel);
    connect(&stage.panel, &ExportsPanel::removeRequested, &stage.queue, &ExportQueue::remove);
    stage.button(stage.row(0), QStringLiteral("Pause"))->click();
    QCOMPARE(stage.stage(a), ExportStage::Paused);
    QCOMPARE(names(0), QStringLiteral("Go on|Cancel"));
    stage.button(stage.row(0), QStringLiteral("Go on"))->click();
    stage.puppets.give({.done = true});
    TRY_STAGE(stage, a, Done);
    QCOMPARE(names(0), QStringLiteral("Open folder|Remove from the list"));
    QVERIFY(!stage.row(0).findChild<QProgressBar*>()->isVisible());
    const int b = stage.add(QStringLiteral("b.png"));
    stage.button(stage.row(1), QStringLiteral("Cancel"))->click();  // nothing done: no question
    TRY_STAGE(stage, b, Cancelled);
    QCOMPARE(names(1), QStringLiteral("Try again|Remove from the list"));
    stage.button(stage.row(1), QStringLiteral("Remove from the list"))->click();
    QCOMPARE(stage.model.rowCount(), 1);
  }
};

QTEST_MAIN(ExportQueueTest)
#include "export_queue_test.moc"
