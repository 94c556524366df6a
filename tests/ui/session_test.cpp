// SPDX-License-Identifier: GPL-3.0-or-later
// Tests the session, which outlives the program, and what comes into it: files, drops and the
// clipboard.
#include <csignal>
#include <memory>
#include <sys/wait.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QImage>
#include <QMimeData>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include "tests/patience.h"
#include "ui/jobs/bounded_leave.h"
#include "ui/jobs/file_reader.h"
#include "ui/state/explorer_document.h"
#include "ui/state/session_keeper.h"
#include "ui/state/settings.h"
#include "ui/state/state_json.h"
#include "ui/state/taken_payload.h"

using namespace fatou;
using ui::ExplorerState;
using ui::SessionKeeper;

namespace {

ExplorerState unusual() {
  ExplorerState state = ExplorerState::initial();
  state.place.c = julia::parseComplex("-0.12345678901234567890123456789,1e-40").value();
  state.place.tmax = 2'147'483'647;
  state.size = ui::PixelSize{1920, 1};
  state.samples = 4;
  state.engines = {.count = 7,
                   .viewKind = render::ViewKind::Direct,
                   .bandRows = 3,
                   .kernel = render::Kernel::Plain};
  state.coloring.mapping = color::Mapping::Equalized;
  state.coloring.density = 2.5;
  return state;
}

QByteArray contentOf(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) return {};
  return file.readAll();
}

void write(const QString& path, const QByteArray& content) {
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(content);
}

}  // namespace

class SessionTest : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir m_folder;
  QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

 private Q_SLOTS:
  void aStateComesBackFromItsText() {
    ExplorerState mapped = unusual();
    mapped.place.formula = julia::parseFormula("z^3+a*z+c,a=0.5").value();
    mapped.mapPlane = render::MapPlane{.parameter = "a", .critical = 2};
    for (const ExplorerState& state : {ExplorerState::initial(), unusual(), mapped}) {
      const auto back = ui::parseStateJson(ui::stateJson(state));
      QVERIFY2(back.ok(), back.ok() ? "" : back.error().message.c_str());
      QVERIFY(back.value() == state);
    }
    QVERIFY(!ui::parseStateJson(ui::stateJson(mapped).replace("\"a\"", "\"b\"")).ok());
  }

  void aChangeIsOnDiskWithinASecond() {
    const QString file = path("session.json");
    ui::ExplorerDocument document(ExplorerState::initial());
    SessionKeeper keeper(document, file);
    document.change(unusual(), QStringLiteral("Change"));
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file), 1'000);
    const auto restored = SessionKeeper::restore(file);
    QVERIFY(restored.ok() && restored.value().state == unusual());
  }

  void quittingAtOnceLosesNothing() {
    const QString file = path("quit.json");
    {
      ui::ExplorerDocument document(ExplorerState::initial());
      SessionKeeper keeper(document, file);
      document.change(unusual(), QStringLiteral("Change"));
    }
    QVERIFY(SessionKeeper::restore(file).value().state == unusual());
  }

  // The file is as a program that is killed during the first picture would leave it.
  void aPictureThatIsBegunIsSaidBeforeAnythingElse() {
    const QString file = path("begun.json");
    ui::ExplorerDocument document(unusual());
    SessionKeeper keeper(document, file);
    keeper.setRendering(true);
    const auto restored = SessionKeeper::restore(file);
    QVERIFY(restored.ok() && restored.value().isUnfinished);
    QVERIFY(restored.value().state == unusual());
    keeper.setRendering(false);
    QTRY_VERIFY(!SessionKeeper::restore(file).value().isUnfinished);
  }

  void aLaterPictureThatTakesLongIsSaid() {
    const QString file = path("later.json");
    ui::ExplorerDocument document(ExplorerState::initial());
    SessionKeeper keeper(document, file);
    keeper.setRendering(true);
    keeper.setRendering(false);
    QTRY_VERIFY(!SessionKeeper::restore(file).value().isUnfinished);
    document.change(unusual(), QStringLiteral("Change"));
    keeper.setRendering(true);
    QTRY_VERIFY(SessionKeeper::restore(file).value().isUnfinished);
    QVERIFY(SessionKeeper::restore(file).value().state == unusual());
  }

  // When the keeper is destroyed, the engines have come to an end, so the place did not hang.
  void leavingWhileAPictureIsComputedKeepsThePlace() {
    const QString file = path("left.json");
    {
      ui::ExplorerDocument document(unusual());
      SessionKeeper keeper(document, file);
      keeper.setRendering(true);
      keeper.save();
      QVERIFY(SessionKeeper::restore(file).value().isUnfinished);
    }
    QVERIFY(!SessionKeeper::restore(file).value().isUnfinished);
    QVERIFY(SessionKeeper::restore(file).value().state == unusual());
  }

  void whatIsNotFinishedIsNotBegunWith() {
    const ExplorerState first = SessionKeeper::safeState(unusual());
    QVERIFY(first.place == ExplorerState::initial().place);
    QVERIFY(!first.size && first.samples == 1);
    QVERIFY(first.coloring == unusual().coloring && first.engines == unusual().engines);
    // If not even the first place was finished, colours and engines are given up, too.
    QVERIFY(SessionKeeper::safeState(first) == ExplorerState::initial());
  }

  void aDamagedMarkIsTakenForOne() {
    for (const char* mark : {"true", "1", "\"yes\"", "null", "{}"}) {
      QByteArray json = ui::stateJson(unusual());
      write(path("mark.json"), json.replace(0, 1, QByteArray("{\"unfinished\": ") + mark + ","));
      QVERIFY2(SessionKeeper::restore(path("mark.json")).value().isUnfinished, mark);
    }
  }

  void leavingIsBoundedAndSaysWhetherTheSessionIsSaved_data() {
    QTest::addColumn<bool>("isSaved");
    QTest::addColumn<QByteArray>("end");
    QTest::newRow("saved") << true << QByteArray("; the session is saved.\n");
    QTest::newRow("not saved") << false << QByteArray("; the session is not saved either.\n");
  }
  void leavingIsBoundedAndSaysWhetherTheSessionIsSaved() {
    QFETCH(bool, isSaved);
    QFETCH(QByteArray, end);
    const auto started = std::chrono::steady_clock::now();
    int pipe[2] = {};
    QCOMPARE(::pipe(pipe), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      ::dup2(pipe[1], STDERR_FILENO);
      ui::leaveWithin(1, isSaved);
      for (volatile bool deaf = true; deaf;) {
      }
      ::_exit(0);
    }
    ::close(pipe[1]);
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 1);
    QFile said;
    QVERIFY(said.open(pipe[0], QIODevice::ReadOnly, QFileDevice::AutoCloseHandle));
    const QByteArray text = said.readAll();
    QVERIFY2(text.endsWith(end), text.constData());
    QVERIFY(std::chrono::steady_clock::now() - started < tests::kPatience);
  }

  void theLatestFileWinsHoweverSlowTheFirst() {
    QSemaphore slow;
    ui::FileReader reader;
    QSignalSpy busy(&reader, &ui::FileReader::busyChanged);
    QStringList taken;
    // The text is held by what is read late, until the reader has taken or dropped it.
    auto late = std::make_shared<QString>(QStringLiteral("late"));
    const std::weak_ptr<QString> coming = late;
    const auto readSlowly = [&] {
      reader.read([&slow, &taken, late]() -> ui::FileReader::Reaction {
        slow.acquire();
        return [&taken, late] { taken << *late; };
      });
    };
    readSlowly();
    QVERIFY(reader.isBusy());
    reader.read([&taken]() -> ui::FileReader::Reaction {
      return [&taken] { taken << QStringLiteral("quick"); };
    });
    QTRY_COMPARE(taken, QStringList(QStringLiteral("quick")));
    QVERIFY(!reader.isBusy());
    readSlowly();
    reader.cancel();
    QVERIFY(!reader.isBusy());
    QCOMPARE(busy.count(), 4);
    late.reset();
    slow.release(2);
    QTRY_VERIFY(coming.expired());
    QCOMPARE(taken.size(), 1);
  }

  void everyPayloadIsTakenOrRefusedInASentence_data() {
    QTest::addColumn<QString>("type");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("taken");  // a file, a text; nothing is a sentence
    const QString list = QStringLiteral("text/uri-list");
    const QString plain = QStringLiteral("text/plain");
    QTest::newRow("nothing") << QString() << QByteArray() << QString();
    QTest::newRow("an empty line") << list << QByteArray("\r\n") << QString();
    QTest::newRow("an empty list") << list << QByteArray() << QString();
    QTest::newRow("a comment alone") << list << QByteArray("# nothing\r\n") << QString();
    QTest::newRow("a comment before")
        << list << QByteArray("# one\r\n\r\nfile:///a/b.json\r\n") << QStringLiteral("/a/b.json");
    QTest::newRow("localhost") << list << QByteArray("file://localhost/a/b.json")
                               << QStringLiteral("/a/b.json");
    QTest::newRow("another computer") << list << QByteArray("file://server/a/b.json") << QString();
    QTest::newRow("the web") << list << QByteArray("https://example.org/a.png") << QString();
    QTest::newRow("a relative name") << list << QByteArray("a.png") << QString();
    QTest::newRow("bytes as a list") << list << QByteArray("\0\xff\xfe:\1//\n\x80", 9) << QString();
    QTest::newRow("web, then a file")
        << list << QByteArray("http://x.org/\r\nfile:///a\r\n") << QStringLiteral("/a");
    QTest::newRow("text") << plain << QByteArray(" fatou:c=0,0 \n")
                          << QStringLiteral("fatou:c=0,0");
    QTest::newRow("empty text") << plain << QByteArray(" \n\t") << QString();
    QTest::newRow("huge text") << plain << QByteArray(40 << 20, 'x') << QString();
    QTest::newRow("html") << QStringLiteral("text/html") << QByteArray("<b>fatou:c=0</b>")
                          << QString();
    QTest::newRow("other bytes") << QStringLiteral("application/x-thing") << QByteArray(9, '\0')
                                 << QString();
  }
  void everyPayloadIsTakenOrRefusedInASentence() {
    QFETCH(QString, type);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, taken);
    QMimeData data;
    if (!type.isEmpty()) data.setData(type, bytes);
    const ui::TakenPayload payload = ui::payloadOf(&data);
    QCOMPARE(payload.isEmpty(), taken.isEmpty());
    QCOMPARE(payload.problem.isEmpty(), !taken.isEmpty() && !bytes.startsWith("http"));
    if (!payload.files.isEmpty()) QCOMPARE(payload.files.first(), taken);
    if (!payload.text.isEmpty()) QCOMPARE(payload.text, taken);
    QVERIFY(payload.problem.size() < 300);
  }

  void aPictureAloneAndNoClipboardAreSaid() {
    QMimeData picture;
    picture.setImageData(QImage(2, 2, QImage::Format_RGB32));
    QVERIFY(ui::payloadOf(&picture).problem.contains(QStringLiteral("picture")));
    QVERIFY(!ui::payloadOf(nullptr).problem.isEmpty());
  }

  void aBrowsersPictureIsOfTheWeb() {
    QMimeData data;
    data.setUrls({QUrl(QStringLiteral("https://example.org/a.png"))});
    data.setText(QStringLiteral("https://example.org/a.png"));
    QVERIFY(ui::payloadOf(&data).problem.contains(QStringLiteral("example.org")));
    data.setText(QStringLiteral("fatou:c=0,0"));
    QCOMPARE(ui::payloadOf(&data).text, QStringLiteral("fatou:c=0,0"));
  }

  void theFirstStartIsNoError() {
    const auto state = SessionKeeper::restore(path("none.json"));
    QVERIFY(state.ok() && state.value().state == ExplorerState::initial());
    QVERIFY(!state.value().isUnfinished);
  }

  void aBrokenSessionIsNamedAndKept_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("half") << ui::stateJson(unusual()).left(100);
    QTest::newRow("deep") << QByteArray(100'000, '[');
    QTest::newRow("no place") << QByteArray("{\"fatou\": \"session\"}");
    QByteArray samples = ui::stateJson(unusual());
    QTest::newRow("samples") << samples.replace("\"samples\": 4", "\"samples\": 9");
    QByteArray view = ui::stateJson(unusual());
    QTest::newRow("view") << view.replace("direct", "sideways");
    QByteArray engines = ui::stateJson(unusual());
    QTest::newRow("engines") << engines.replace("\"count\": 7", "\"count\": 7e9");
  }
  void aBrokenSessionIsNamedAndKept() {
    QFETCH(QByteArray, content);
    const QString file = path("broken.json");
    write(file, content);
    const auto state = SessionKeeper::restore(file);
    QVERIFY(!state.ok());
    QVERIFY(state.error().message.find("broken.json") != std::string::npos);
    QCOMPARE(contentOf(file + QStringLiteral(".broken")), content);
    QVERIFY(!QFile::exists(file));
  }

  void aBrokenSessionThatCannotBeMovedIsNotSaidToBeKept() {
    const QString file = path("stuck.json");
    write(file, "{");
    QVERIFY(QDir().mkpath(file + QStringLiteral(".broken/full")));
    const auto state = SessionKeeper::restore(file);
    QVERIFY(!state.ok());
    QVERIFY(state.error().message.find("It cannot be kept as \"stuck.json.broken\"") !=
            std::string::npos);
    QCOMPARE(contentOf(file), QByteArray("{"));
  }

  void aFolderThatCannotBeWrittenIsSaidOnce() {
    write(path("file"), "in the way");
    ui::ExplorerDocument document(ExplorerState::initial());
    SessionKeeper keeper(document, path("file") + QStringLiteral("/session.json"));
    QSignalSpy failures(&keeper, &SessionKeeper::failed);
    document.change(unusual(), QStringLiteral("Change"));
    QTRY_COMPARE(failures.count(), 1);
    document.change(ExplorerState::initial(), QStringLiteral("Back"));
    QTest::qWait(700);
    QCOMPARE(failures.count(), 1);
  }

  void settingsOfAnotherTypeAreTheDefault() {
    QSettings store(path("settings.ini"), QSettings::IniFormat);
    ui::Settings settings(store);
    QCOMPARE(settings.value(ui::settings::kScaledToFit), true);
    settings.setValue(ui::settings::kScaledToFit, false);
    QCOMPARE(settings.value(ui::settings::kScaledToFit), false);
    store.setValue(ui::settings::kOverlays.key, QVariant(QPoint(1, 2)));
    QCOMPARE(settings.value(ui::settings::kOverlays), 0);
  }
};

QTEST_MAIN(SessionTest)
#include "session_test.moc"
