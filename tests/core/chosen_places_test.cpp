// SPDX-License-Identifier: GPL-3.0-or-later
// The places that come with the program, as pictures.
#include <set>

#include <QDir>
#include <QTest>

#include "core/io/places/place_file.h"
#include "core/render/verification.h"

using namespace fatou;  // NOLINT: a test

namespace {

render::RenderRequest requestOf(const julia::Place& place) {
  return {.picture = {.place = place, .width = 64, .height = 48}, .engines = {.count = 2}};
}

class ChosenPlacesTest : public QObject {
  Q_OBJECT

  static QString path(const QString& name) {
    return QDir(QStringLiteral(FATOU_PLACES)).filePath(name);
  }

 private Q_SLOTS:
  void everyPlaceShowsSomethingAndIsRight_data() {
    QTest::addColumn<QString>("name");
    for (const QString& name : QDir(QStringLiteral(FATOU_PLACES)).entryList(QDir::Files))
      QTest::newRow(qPrintable(name)) << name;
  }
  void everyPlaceShowsSomethingAndIsRight() {
    QFETCH(QString, name);
    const auto place = io::readPlaceFile(path(name));
    QVERIFY(place.ok());
    const auto request = requestOf(place.value().place);
    QVERIFY(render::checkResolved(request).ok());
    const auto job = render::RenderJob::create(request).value();
    const auto counts = job->computeBand({0, 48}, false, {}).front().counts;
    const std::set<std::int32_t> different(counts.data(), counts.data() + counts.size());
    const bool isDeep = job->numberType() == julia::NumberType::Perturbation;
    QVERIFY2(different.size() >= (isDeep ? 100U : 7U),
             qPrintable(QString::number(different.size())));
    render::VerificationSummary summary;
    const auto sample = render::samplePicture(*job, 30).value();
    QVERIFY(render::Verifier(engines::Client(2), engines::Seconds(2.0))
                .verify(request.picture, sample, [&](const auto& checked) { summary.add(checked); })
                .ok());
    QVERIFY2(summary.differ == 0, render::toString(summary).c_str());
    if (isDeep)
      qInfo("%s: %zu different counts. %s", qPrintable(name), different.size(),
            render::toString(summary).c_str());
  }

  void theDeepOnesHaveDeepParameters() {
    int deep = 0;
    double deepest = 0.0;
    for (const QString& name : QDir(QStringLiteral(FATOU_PLACES)).entryList(QDir::Files)) {
      const auto place = io::readPlaceFile(path(name)).value().place;
      if (render::numberTypeOf(requestOf(place).picture) != julia::NumberType::Perturbation)
        continue;
      ++deep;
      QVERIFY2(place.c.re.digits().size() >= 30, qPrintable(name));
      QVERIFY2(place.c.im.digits().size() >= 40, qPrintable(name));
      const auto& radius = std::get<julia::CentreView>(place.view).radius;
      deepest = std::min(deepest, static_cast<double>(radius.exponent()));
    }
    QVERIFY(deep >= 8);
    QVERIFY(deepest <= -300.0);
  }
};

}  // namespace

QTEST_GUILESS_MAIN(ChosenPlacesTest)
#include "chosen_places_test.moc"
