// SPDX-License-Identifier: GPL-3.0-or-later
// What `explorer` is in cells: the window's picture, read, set, computed and shown.
#include "ui/console/explorer_object.h"

#include <cstddef>
#include <cstring>
#include <memory>
#include <optional>
#include <string>

#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>

#include "console_samples.h"
#include "driven_canvas.h"
#include "ui/console/console_session.h"
#include "ui/console/explorer_bridge.h"
#include "ui/console/named_state.h"

namespace fatou::ui {
namespace {

using tests::CellEar;
using tests::smallState;

// A document that cells see, without a window.
struct Bench {
  Bench() {
    engines->set(engines::Client(2));
    QObject::connect(&session, &CellRunner::started, &object, &ExplorerObject::beginCell);
    QObject::connect(&object, &ExplorerObject::shown, &session, &ConsoleSession::showPicture);
  }

  CellResult result(const char* text) {
    const CellRunId run = session.run(QString::fromUtf8(text), CellTarget::here());
    if (!QTest::qWaitFor([&] { return ear.of(run) != nullptr; }, tests::kPatienceMs)) return {};
    return *ear.of(run);
  }
  QString value(const char* text) {
    const CellResult found = result(text);
    if (!found.errors.empty()) return found.errors[0].sentence;
    return found.values.empty() ? found.complaint : found.values[0].text;
  }
  ExplorerObject::Answer asked(const QJsonObject& question) {
    std::optional<ExplorerObject::Answer> answer;
    object.answer(question, {}, [&answer](const auto& given) { answer = given; });
    if (!QTest::qWaitFor([&] { return answer.has_value(); }, tests::kPatienceMs)) return {};
    return *answer;
  }

  std::shared_ptr<EnginesAtWork> engines = std::make_shared<EnginesAtWork>();
  ExplorerDocument document{smallState()};
  ExplorerObject object{{.document = document,
                         .canvas =
                             [] {
                               return PixelSize{60, 40};
                             },
                         .engines = engines}};
  ExplorerBridge bridge{object};
  ConsoleSession session{{.program = tests::consolePython(),
                          .engines = {},
                          .explorerSocket = [this] { return bridge.path(); }}};
  CellEar ear{session};
};

}  // namespace

class ExplorerObjectTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void namesAreReadAndSet_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("isGood");
    const auto row = [](const char* name, const char* value, bool isGood) {
      QTest::addRow("%s %s", name, value)
          << QString::fromUtf8(name) << QString::fromUtf8(value) << isGood;
    };
    row("c", "-0.8,0.156", true);
    row("c", "nan,0", false);
    row("formula", "z^3+c", true);
    row("formula", "z^", false);
    row("view", "centre 0,0 radius 1.3", true);
    row("view", "region -1,-1,1,1", true);
    row("view", "region -1,-1,1", false);
    row("view", "centre 0,0 radius 0", false);
    row("view", "everything", false);
    row("tmax", "500", true);
    row("tmax", "0", false);
    row("tmax", "many", false);
    row("colour", "red", false);
  }
  void namesAreReadAndSet() {
    QFETCH(QString, name);
    QFETCH(QString, value);
    QFETCH(bool, isGood);
    const auto next = withNamed(smallState(), name, value);
    QCOMPARE(next.ok(), isGood);
    if (isGood) QCOMPARE(namedIn(next.value(), name), std::optional(value));
    if (!isGood) QVERIFY(!next.error().message.empty());
  }

  void aPictureHasTheCountsOfTheCommandLine() {
    Bench bench;
    const auto answer = bench.asked({{QStringLiteral("do"), QStringLiteral("render")},
                                     {QStringLiteral("width"), 48},
                                     {QStringLiteral("height"), 32}});
    QCOMPARE(answer.head[QStringLiteral("shape")].toArray(), QJsonArray({32, 48}));
    QCOMPARE(answer.data.size(), qsizetype{48 * 32 * 4});
    render::RenderRequest request;
    request.picture.quantities = {};
    request.picture.place = bench.document.state().place;
    request.picture.width = 48;
    request.picture.height = 32;
    const auto job = render::RenderJob::create(request).value();
    const auto tile = job->computeBlock({.rect = {0, 0, 48, 32}, .sampling = {}}, {});
    QVERIFY(std::memcmp(answer.data.constData(), tile.counts.data(),
                        static_cast<std::size_t>(answer.data.size())) == 0);
  }

  void whatCannotBeDoneIsSaid() {
    Bench bench;
    for (const char* wish : {"get", "set", "show", "dance"}) {
      const auto answer = bench.asked({{QStringLiteral("do"), QString::fromUtf8(wish)}});
      QVERIFY2(answer.head.contains(QStringLiteral("error")), wish);
    }
    const auto large = bench.asked({{QStringLiteral("do"), QStringLiteral("render")},
                                    {QStringLiteral("width"), 60'000},
                                    {QStringLiteral("height"), 60'000}});
    QVERIFY(large.head.contains(QStringLiteral("error")));
  }

  void aCellIsOneStep() {
    Bench bench;
    const ExplorerState before = bench.document.state();
    QCOMPARE(bench.value("explorer.c = -0.8+0.156j\nexplorer.tmax = 400\nexplorer.tmax"),
             QStringLiteral("400"));
    QCOMPARE(bench.document.state().place.c.text(), std::string("-0.8,0.156"));
    QCOMPARE(bench.document.history().count(), 1);
    QVERIFY(bench.result("explorer.view = (0, 0.5)").isGood());
    QCOMPARE(bench.document.history().count(), 2);
    bench.document.history().undo();
    bench.document.history().undo();
    QVERIFY(bench.document.state() == before);
    QCOMPARE(bench.value("explorer.tmax"), QString::number(before.place.tmax));
  }

  void whatIsWrongIsAnErrorOfTheCell() {
    Bench bench;
    QVERIFY2(bench.value("explorer.c = 'red'").startsWith(QStringLiteral("ValueError: ")),
             qPrintable(bench.value("explorer.c = 'red'")));
    QVERIFY(bench.value("explorer.colour = 1").startsWith(QStringLiteral("AttributeError")));
    QCOMPARE(bench.document.history().count(), 0);
  }

  void cellsRenderAndShow() {
    Bench bench;
    QSignalSpy pictures(&bench.session, &CellRunner::pictured);
    QCOMPARE(bench.value("J = explorer.render()\nJ.shape"), QStringLiteral("(40, 60)"));
    QVERIFY(bench.result("explorer.show(J)").isGood());
    QCOMPARE(pictures.size(), 1);
    QCOMPARE(pictures[0][1].value<QImage>().size(), QSize(60, 40));
    QVERIFY(bench.value("explorer.show(3)").contains(QStringLiteral("Error")));
  }
};

}  // namespace fatou::ui

QTEST_MAIN(fatou::ui::ExplorerObjectTest)
#include "explorer_object_test.moc"
