// SPDX-License-Identifier: GPL-3.0-or-later
// Lessons as texts: what they may have in them, what is refused, and how figures come into them.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include <QByteArray>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/io/lessons/lesson_expression.h"
#include "core/io/lessons/lesson_file.h"
#include "core/io/lessons/lesson_text.h"

using namespace fatou;
using io::Lesson;

namespace {

constexpr char kHead[] = "# One\nAbout it.\nMinutes: 3\n\n## Page\n\n";
constexpr char kCompare[] =
    "```compare sets\n"
    "about = Measured.\n"
    "place = fatou:c=0,1;center=0,0;radius=1.3;tmax=50\n"
    "engines = 1, 4, min(cores, 64)\n"
    "```\n";

// A lesson of one page with this in it.
Result<Lesson> lessonWith(const std::string& body) {
  return io::parseLesson(QByteArray::fromStdString(kHead + body), "one");
}

std::string complaint(const Result<Lesson>& lesson) {
  return lesson ? std::string() : lesson.error().message;
}

// The value of an expression on eight cores, where time(sets, serial, 1) is 6 and all else unknown.
std::optional<double> valueOf(const char* text) {
  const auto read = io::parseExpression(text);
  if (!read) qFatal("%s: %s", text, read.error().message.c_str());
  return io::valueOf(read.value(), [](const io::Figure& figure) -> std::optional<double> {
    if (figure.name == "cores") return 8.0;
    if (figure.name == "time" && figure.words[1] == "serial") return 6.0;
    return std::nullopt;
  });
}

// A figure of a machine and a run that are drawn by a seed: from 0 to 1.75, on 1, 2, 4 or 64 cores.
double drawnFigure(const io::Figure& figure, std::uint32_t seed) {
  constexpr std::array kCores{1.0, 2.0, 4.0, 64.0};
  if (figure.name == "cores") return kCores[seed % kCores.size()];
  std::string all = figure.name;
  for (const std::string& word : figure.words) all += word;
  std::uint32_t hash = 2'166'136'261U ^ seed;  // FNV-1a
  for (const char c : all) hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619U;
  return 0.25 * ((hash >> 16) % 8);
}

// Whether the paragraph is there on some of the machines and runs that can be drawn.
bool canBeShown(const io::LessonText& text) {
  for (std::uint32_t seed = 0; seed < 400; ++seed)
    if (io::filled(text, [seed](const io::Figure& figure) -> std::optional<double> {
          return drawnFigure(figure, seed);
        }))
      return true;
  return false;
}

std::string shownOnCores(const std::string& paragraph, double cores) {
  const auto text = io::parseLessonText(paragraph);
  if (!text) qFatal("%s", text.error().message.c_str());
  return io::filled(text.value(),
                    [cores](const io::Figure& figure) -> std::optional<double> {
                      return figure.name == "cores" ? std::optional(cores) : std::nullopt;
                    })
      .value_or("(nothing)");
}

}  // namespace

class LessonTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theProgramCarriesEight() {
    const auto lessons = io::builtInLessons();
    QVERIFY2(lessons.ok(), lessons ? "" : lessons.error().message.c_str());
    QCOMPARE(lessons.value().size(), std::size_t{8});
    for (const Lesson& lesson : lessons.value()) {
      QVERIFY2(lesson.pages.size() >= 3, lesson.key.c_str());
      QVERIFY2(lesson.minutes <= 5, lesson.key.c_str());
    }
    QCOMPARE(lessons.value()[1].key, std::string("2-direct-or-balanced"));
    QCOMPARE(lessons.value()[1].title, std::string("Direct or balanced"));
  }

  void everyLessonAsksBeforeItMeasures() {
    const auto lessons = io::builtInLessons();
    QVERIFY(lessons.ok());
    for (const Lesson& lesson : lessons.value()) {
      std::size_t questions = 0;
      for (const io::LessonPage& page : lesson.pages)
        for (const io::LessonBlock& block : page.blocks)
          questions += std::holds_alternative<io::LessonQuestion>(block) ? 1 : 0;
      QVERIFY2(questions > 0, lesson.key.c_str());
    }
  }

  void everyParagraphIsThereOnSomeMachine() {
    const auto lessons = io::builtInLessons();
    QVERIFY(lessons.ok());
    for (const Lesson& lesson : lessons.value())
      for (const io::LessonPage& page : lesson.pages)
        for (const io::LessonBlock& block : page.blocks)
          if (const auto* text = std::get_if<io::LessonText>(&block))
            QVERIFY2(canBeShown(*text), (page.title + ": " + text->parts.front().words).c_str());
  }

  void aLessonHasItsBlocksInOrder() {
    const auto lesson = lessonWith(std::string("First.\n\n") + kCompare +
                                   "\n```python name=n on=all gives=a\nprint('a =', 1)\n```\n\n"
                                   "```ask q\nask = What?\nfrom = 0\nto = cores\n"
                                   "measures = total(a)\n```\n"
                                   "{time(sets, serial, 1):time}, {engines(a):whole}\n");
    QVERIFY2(lesson.ok(), complaint(lesson).c_str());
    const auto& blocks = lesson.value().pages.front().blocks;
    QCOMPARE(blocks.size(), std::size_t{5});
    QVERIFY(std::holds_alternative<io::LessonText>(blocks[0]));
    QCOMPARE(std::get<io::LessonComparison>(blocks[1]).engines.size(), std::size_t{3});
    const auto& cell = std::get<io::LessonCell>(blocks[2]);
    QCOMPARE(cell.target, std::string("all"));
    QCOMPARE(cell.code, std::string("print('a =', 1)\n"));
    QCOMPARE(std::get<io::LessonQuestion>(blocks[3]).name, std::string("q"));
    QVERIFY(std::holds_alternative<io::LessonText>(blocks[4]));
  }

  void whatIsWrongIsOneSentence_data() {
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("says");
    const QString compare = QString::fromLatin1(kCompare);
    const auto row = [](const char* name, const QString& body, const char* says) {
      QTest::newRow(name) << body << QString::fromLatin1(says);
    };
    row("an open block", QStringLiteral("```python\nx = 1\n"), "not closed");
    row("an empty cell", QStringLiteral("```python\n\n```\n"), "its cell is empty");
    row("another kind", QStringLiteral("```bash\nls\n```\n"), "'bash' is no kind of block");
    row("an unknown target", QStringLiteral("```python on=moon\nx\n```\n"), "'on=moon' is unknown");
    row("no place", QStringLiteral("```show\nabout = A\n```\n"), "its place is missing");
    row("a bad place", QStringLiteral("```show\nabout = A\nplace = here\n```\n"), "is no place");
    row("a field too many",
        QString(compare).replace(QStringLiteral("about"), QStringLiteral("colour = red\nabout")),
        "'colour' is unknown");
    row("a field twice",
        QString(compare).replace(QStringLiteral("engines"), QStringLiteral("about = B\nengines")),
        "two of 'about'");
    row("no engines",
        QString(compare).replace(QStringLiteral("1, 4, min(cores, 64)"), QStringLiteral("")),
        "its engines is missing");
    row("a name twice", compare + compare, "two blocks give 'sets'");
    row("an unknown figure", QStringLiteral("{speed(sets)}"), "'speed' is no figure");
    row("a figure of nothing", QStringLiteral("{speedup(sets, direct, 4)}"),
        "no compare block gives speedup(sets) before it is used");
    row("a figure before its block", QStringLiteral("{time(sets, serial, 1)}\n\n") + compare,
        "before it is used");
    row("an unknown view", compare + QStringLiteral("{time(sets, guided, 1)}"), "'guided' in time");
    row("a figure over two lines", QStringLiteral("{cores\n cores}"), "'cores' is not understood");
    row("an open figure", QStringLiteral("It is {cores"), "'}' is missing");
    row("an unknown format", QStringLiteral("{cores:roman}"), "'roman' is no format");
    row("an open condition", QStringLiteral("[if cores < 4 Few."), "']' is missing");
    row("an else of nothing", QStringLiteral("[else] Many."), "[else] follows no paragraph");
    row("a picture", QStringLiteral("![x](file:///etc/passwd)"), "it has a picture");
    row("HTML", QStringLiteral("<img src=x>"), "it has HTML");
    row("two titles", QStringLiteral("# Two\n"), "two titles");
  }
  void whatIsWrongIsOneSentence() {
    QFETCH(QString, body);
    QFETCH(QString, says);
    const QString said = QString::fromStdString(complaint(lessonWith(body.toStdString())));
    QVERIFY2(said.contains(says), qPrintable(said));
    QVERIFY2(said.contains(u"wrong: ") && said.contains(u"; "), qPrintable(said));
    QVERIFY2(!said.contains(u'\n'), qPrintable(said));
  }

  void aLessonWithoutTitleLineOrPageIsRefused() {
    const auto said = [](const char* text) { return complaint(io::parseLesson(text, "x")); };
    QVERIFY(said("").find("no title") != std::string::npos);
    QVERIFY(said("# One\n## Page\n").find("no line is about it") != std::string::npos);
    QVERIFY(said("# One\nAbout.\n").find("no page") != std::string::npos);
    QVERIFY(said("# One\nAbout.\nMinutes: 0\n").find("minutes") != std::string::npos);
    QVERIFY(said("# One\n\xff\xfe").find("UTF-8") != std::string::npos);
  }

  void aFileThatIsNoneIsOneSentenceWithItsName() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("bad.md"));
    const auto missing = io::readLesson(path);
    QVERIFY(!missing.ok() && complaint(missing).find("bad.md") != std::string::npos);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(300 * 1024, 'x'));
    file.close();
    QVERIFY(!io::readLesson(path).ok());
  }

  void expressionsAreArithmeticAndUnknownWhereAFigureIs() {
    QCOMPARE(valueOf("1 + 2 * 3 - 4 / 2"), std::optional(5.0));
    QCOMPARE(valueOf("-(1 + 1) * 2.5"), std::optional(-5.0));
    QCOMPARE(valueOf("max(8, 2 * cores)"), std::optional(16.0));
    QCOMPARE(valueOf("min(cores, 4)"), std::optional(4.0));
    QCOMPARE(valueOf("time(sets, serial, 1) / 4"), std::optional(1.5));
    QCOMPARE(valueOf("cores >= 8 and cores < 9"), std::optional(1.0));
    QCOMPARE(valueOf("cores > 8"), std::optional(0.0));
    QCOMPARE(valueOf("time(sets, direct, 4) + 1"), std::optional<double>());
    QCOMPARE(valueOf("1 / 0"), std::optional<double>());
  }

  void hostileExpressionsAreRefused() {
    for (const std::string& text :
         {std::string(150, '('), std::string(150, '-') + "1", std::string("cores cores"),
          std::string("1..2"), std::string("speedup(sets)"), std::string("speedup(sets, direct, "),
          std::string("min(1)"), std::string(), std::string(300, '1')})
      QVERIFY2(!io::parseExpression(text).ok(), text.c_str());
  }

  void aParagraphIsThereWhereItsConditionHoldsAndItsFiguresAreKnown() {
    const std::string few = "[if cores < 4] Only {cores:whole}.";
    QCOMPARE(shownOnCores(few, 2), std::string("Only 2."));
    QCOMPARE(shownOnCores(few, 64), std::string("(nothing)"));
    QCOMPARE(shownOnCores("Took {seconds(x):time}.", 2), std::string("(nothing)"));
    QCOMPARE(shownOnCores("Plain.", 2), std::string("Plain."));
  }

  void elseIsShownWhereTheConditionBeforeDoesNotHold() {
    const auto lesson = lessonWith("[if cores < 4] Few.\n\n[else] Many.\n");
    QVERIFY2(lesson.ok(), complaint(lesson).c_str());
    const auto& blocks = lesson.value().pages.front().blocks;
    const auto shown = [&](std::size_t block, double cores) {
      const auto figures = [cores](const io::Figure&) -> std::optional<double> { return cores; };
      return io::filled(std::get<io::LessonText>(blocks[block]), figures).has_value();
    };
    QVERIFY(shown(0, 2) && !shown(1, 2));
    QVERIFY(!shown(0, 64) && shown(1, 64));
  }

  void figuresAreWrittenShortly() {
    using io::FigureFormat;
    QCOMPARE(io::formatted(1.64, FigureFormat::Number), std::string("1.6"));
    QCOMPARE(io::formatted(41.2, FigureFormat::Number), std::string("41"));
    QCOMPARE(io::formatted(12345.0, FigureFormat::Whole), std::string("12,345"));
    QCOMPARE(io::formatted(0.0613, FigureFormat::Time), std::string("61.3 ms"));
    QCOMPARE(io::formatted(0.123, FigureFormat::Percent), std::string("12 %"));
  }
};

QTEST_GUILESS_MAIN(LessonTest)
#include "lesson_test.moc"
