// SPDX-License-Identifier: GPL-3.0-or-later
// What outlives the program: the session and what leaves the window as files.
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "ui/explorer_document.h"
#include "ui/session_keeper.h"
#include "ui/settings.h"
#include "ui/state_json.h"

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
    for (const ExplorerState& state : {ExplorerState::initial(), unusual()}) {
      const auto back = ui::parseStateJson(ui::stateJson(state));
      QVERIFY2(back.ok(), back.ok() ? "" : back.error().message.c_str());
      QVERIFY(back.value() == state);
    }
  }

  void aChangeIsOnDiskWithinASecond() {
    const QString file = path("session.json");
    ui::ExplorerDocument document(ExplorerState::initial());
    SessionKeeper keeper(document, file);
    document.change(unusual(), QStringLiteral("Change"));
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file), 1'000);
    const auto restored = SessionKeeper::restore(file);
    QVERIFY(restored.ok() && restored.value() == unusual());
  }

  void quittingAtOnceLosesNothing() {
    const QString file = path("quit.json");
    {
      ui::ExplorerDocument document(ExplorerState::initial());
      SessionKeeper keeper(document, file);
      document.change(unusual(), QStringLiteral("Change"));
    }
    QVERIFY(SessionKeeper::restore(file).value() == unusual());
  }

  void theFirstStartIsNoError() {
    const auto state = SessionKeeper::restore(path("none.json"));
    QVERIFY(state.ok() && state.value() == ExplorerState::initial());
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
