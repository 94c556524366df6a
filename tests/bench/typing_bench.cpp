// SPDX-License-Identifier: GPL-3.0-or-later
// How soon a formula that is typed is seen: for each polynomial and rational map of the catalogue,
// the milliseconds from the last key press in the formula field to the first repaint with its
// picture, coarse or not, and to the whole picture of 1920 x 1080. The whole window runs, with two
// engines, its map and its search for facts. --brief does two formulas once.
#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include "core/io/places/formula_catalogue.h"
#include "core/julia/formulas/rational_form.h"
#include "core/stats/run_summary.h"
#include "tests/bench/event_loop.h"
#include "tests/ui/window_program.h"
#include "ui/panels/formula_edit.h"

using namespace fatou;
using bench::millisecondsOf;
using bench::waitUntil;

namespace {

struct Times {
  std::vector<double> first, whole;  // milliseconds
};

// The window with all that is behind it; notes when a picture of the newest order was painted.
class TypingBench : public QObject {
 public:
  explicit TypingBench(const QString& folder) : m_program(folder) {
    m_program.canvas().installEventFilter(this);
    connect(&m_program.renders, &ui::RenderController::begun, this, [this] {
      m_isBegun = true;
      m_hasPass = false;
    });
    connect(&m_program.renders, &ui::RenderController::passDone, this,
            [this] { m_hasPass = m_isBegun; });
  }

  bool eventFilter(QObject*, QEvent* event) override {
    if (event->type() == QEvent::Paint && m_hasPass && m_first < 0.0)
      m_first = millisecondsOf(m_timer);
    return false;
  }

  // Shows the place with another formula, types all of its own but the last character, and times
  // that one.
  void type(const julia::Place& place, Times& times) {
    show(place);
    auto& edit = m_program.the<ui::FormulaEdit>();
    edit.setFocus();
    const QString text = QString::fromStdString(toString(place.formula));
    edit.setText(text.chopped(1));
    m_isBegun = m_hasPass = false;
    m_first = -1.0;
    m_timer.start();
    QTest::keyClick(&edit, text.back().toLatin1());
    waitUntil([this] { return m_first >= 0.0 && m_program.settled(); });
    times.first.push_back(m_first);
    times.whole.push_back(millisecondsOf(m_timer));
    if (m_program.document.state().place.formula != place.formula)
      std::printf("  %s was not taken\n", qPrintable(text));
  }

 private:
  void show(const julia::Place& place) {
    const julia::Formula square;
    ui::ExplorerState state = ui::ExplorerState::initial();
    state.place = place;
    state.place.formula = place.formula == square ? julia::parseFormula("z^3+c").value() : square;
    state.size = ui::PixelSize{1920, 1080};
    state.engines.count = 2;
    m_timer.start();
    m_program.document.change(state, QStringLiteral("Place"));
    waitUntil([this] { return m_timer.elapsed() > 300 && m_program.settled(); });
  }

  ui::Program m_program;
  QElapsedTimer m_timer;
  bool m_isBegun = false;
  bool m_hasPass = false;
  double m_first = -1.0;
};

}  // namespace

int main(int argc, char* argv[]) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication app(argc, argv);
  const bool isBrief = app.arguments().contains(QStringLiteral("--brief"));
  const QTemporaryDir folder;
  TypingBench bench(folder.path());
  const auto catalogue = io::formulaCatalogue();
  if (!catalogue) return 1;
  std::vector<double> firsts, wholes;
  for (const io::CatalogueFormula& entry : catalogue.value()) {
    if (!julia::isWrittenRational(entry.place.formula.expression())) continue;
    Times times;
    for (int k = 0; k < (isBrief ? 1 : 7); ++k) bench.type(entry.shown(), times);
    firsts.push_back(stats::median(times.first));
    wholes.push_back(stats::median(times.whole));
    std::printf("%7.1f %7.1f  %s\n", firsts.back(), wholes.back(), entry.name.c_str());
    if (isBrief && firsts.size() == 2) break;
  }
  const auto within = [](const std::vector<double>& values, double limit) {
    return std::ranges::count_if(values, [limit](double each) { return each <= limit; });
  };
  std::printf(
      "%zu formulas: first repaint %.1f ms median, %td within 50; whole picture %.1f, "
      "%td within 150\n",
      firsts.size(), stats::median(firsts), within(firsts, 50.0), stats::median(wholes),
      within(wholes, 150.0));
  return 0;
}
