// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/formula_edit.h"

#include <string>
#include <utility>

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QPainter>

namespace fatou::ui {
namespace {

constexpr std::size_t kMostTyped = 64;
constexpr qsizetype kFewestToComplete = 2;  // characters

bool isReturn(int key) {
  return key == Qt::Key_Return || key == Qt::Key_Enter;
}

}  // namespace

FormulaEdit::FormulaEdit(QWidget* parent) : CheckedEdit(parent) {
  showGood(textOf(m_place.formula));
  connect(this, &QLineEdit::textEdited, this, &FormulaEdit::readTyped);
  connect(this, &CheckedEdit::left, this, &FormulaEdit::finish);
  connect(&m_reader, &FormulaReader::finished, this, &FormulaEdit::takeRead);
  // The mark below a mistake moves with the text, which scrolls with the cursor.
  connect(this, &QLineEdit::cursorPositionChanged, this, qOverload<>(&QWidget::update));
}

void FormulaEdit::setPlace(const julia::Place& place) {
  const bool isOther = place.formula != m_place.formula;
  // An undo or a place that is opened ends the step that was being typed, and the values that were
  // kept for it are not meant for what is typed next.
  if (isOther && place.formula.expression() != m_place.formula.expression()) m_isOpen = false;
  const bool isElsewhere = !(place.c == m_place.c);
  if (isOther || isElsewhere) m_draft.reset();
  m_place = place;
  if (!isOther) {
    // Whether there is a radius, and which basins there are, may depend on c.
    if (isElsewhere && !m_reader.text().isEmpty()) m_reader.read(text(), m_values, m_place);
    return;
  }
  m_reader.drop();
  m_isLeft = false;
  if (!m_isOpen) m_values.clear();
  learn(place.formula);
  showGood(textOf(place.formula));
}

void FormulaEdit::setCompletions(QAbstractItemModel* model, int role) {
  m_completer = new QCompleter(model, this);
  m_completer->setWidget(this);
  m_completer->setCompletionRole(role);
  m_completer->setFilterMode(Qt::MatchContains);
  m_completer->setCaseSensitivity(Qt::CaseInsensitive);
  connect(m_completer, qOverload<const QModelIndex&>(&QCompleter::activated), this,
          [this](const QModelIndex& row) {
            restore();  // the text was only the beginning of a name
            finish();
            Q_EMIT completionChosen(row);
          });
}

// A text that is slow to read counts as free of mistakes until it has been read.
const FormulaDraft& FormulaEdit::draft(const QString& text) const {
  static const FormulaDraft kUnread;
  if (isRead(text)) return m_draft->second;
  if (isSlowToRead(text, m_values)) return kUnread;
  m_draft.emplace(text, draftOf(text, m_values, m_place));
  return m_draft->second;
}

bool FormulaEdit::isBeingRead(const QString& text) {
  if (isRead(text) || !isSlowToRead(text, m_values)) return false;
  if (m_reader.text() != text) m_reader.read(text, m_values, m_place);
  return true;
}

QString FormulaEdit::problemOf(const QString& text) const {
  return draft(text).problem;
}

QString FormulaEdit::newName() const {
  return problem().isEmpty() ? QString() : draft(text()).newName;
}

void FormulaEdit::addNewName() {
  const QString name = newName();
  if (name.isEmpty()) return;
  m_values.push_back({.name = name.toStdString(),
                      .value = {.re = julia::Decimal::fromDouble(kNewParameter), .im = {}}});
  m_draft.reset();
  readTyped(text());
  setFocus();
}

void FormulaEdit::readTyped(const QString& text) {
  m_isLeft = false;
  const bool isKnown = !isBeingRead(text);
  if (isKnown) m_reader.drop();
  setProblem(isKnown ? problemOf(text) : QString());
  update();
  if (isKnown && problem().isEmpty()) accept(text);
  complete(text);
}

// Adopts what was read, unless the text has changed since.
void FormulaEdit::takeRead(const QString& read, const FormulaDraft& draft) {
  if (read != text()) return;
  m_draft.emplace(read, draft);
  setProblem(draft.problem);
  update();
  if (problem().isEmpty()) accept(read);
  if (std::exchange(m_isLeft, false)) finish();
}

// Adopts a text without a mistake, within the step of the history that is under way.
void FormulaEdit::accept(const QString& text) {
  const julia::Formula formula = *draft(text).formula;
  const bool isOther = formula != m_place.formula;
  m_place.formula = formula;
  remember(formula, text);
  learn(formula);
  showGood(text);
  if (!isOther) return;
  m_isOpen = true;
  Q_EMIT formulaEdited(formula, false);
}

void FormulaEdit::take(const QString& text) {
  accept(text);
  finish();
}

// Ends the step. Parameter values that were typed behind the formula get fields of their own, so
// the text is shown without them.
void FormulaEdit::finish() {
  if (m_completer != nullptr) m_completer->popup()->hide();
  if (isChanged() && isBeingRead(text())) {
    m_isLeft = true;
    return;
  }
  const QString bare = withoutValues(text());
  if (problem().isEmpty() && bare != text()) {
    remember(m_place.formula, bare);
    showGood(bare);
    restore();
  }
  if (!std::exchange(m_isOpen, false)) return;
  if (problem().isEmpty()) m_values = valuesOf(m_place.formula);
  m_draft.reset();
  Q_EMIT formulaEdited(m_place.formula, true);
}

void FormulaEdit::learn(const julia::Formula& formula) {
  for (const julia::FormulaParameter& each : valuesOf(formula)) {
    std::erase_if(m_values, [&each](const auto& known) { return known.name == each.name; });
    m_values.push_back(each);
  }
  m_draft.reset();
}

void FormulaEdit::remember(const julia::Formula& formula, const QString& text) {
  const julia::Expression expression = formula.expression();
  std::erase_if(m_typed, [&expression](const auto& each) { return each.first == expression; });
  m_typed.emplace_back(expression, text);
  if (m_typed.size() > kMostTyped) m_typed.erase(m_typed.begin());
}

QString FormulaEdit::textOf(const julia::Formula& formula) const {
  const julia::Expression expression = formula.expression();
  for (const auto& [typed, text] : m_typed)
    if (typed == expression) return m_isOpen ? text : withoutValues(text);
  return QString::fromStdString(julia::expressionText(formula));
}

// Offers completions, unless the text already is a formula.
void FormulaEdit::complete(const QString& text) {
  if (m_completer == nullptr) return;
  const QString typed = text.trimmed();
  m_completer->setCompletionPrefix(typed);
  const bool isBegun = hasFocus() && !problem().isEmpty() && typed.size() >= kFewestToComplete;
  if (isBegun && m_completer->completionCount() > 0)
    m_completer->complete();
  else
    m_completer->popup()->hide();
}

bool FormulaEdit::isCompleting() const {
  return m_completer != nullptr && m_completer->popup()->isVisible() &&
         m_completer->popup()->currentIndex().isValid();
}

void FormulaEdit::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  if (isReturn(key) && isCompleting()) return event->ignore();  // the completer handles the key
  CheckedEdit::keyPressEvent(event);
  if (!isReturn(key)) return;
  finish();
  if (problem().isEmpty()) Q_EMIT entered();
}

// Returns the line below the mistake. As the text may be scrolled, its position is measured from
// the cursor's.
std::optional<QRectF> FormulaEdit::markLine() const {
  constexpr double kThickness = 2.0;
  if (problem().isEmpty() || shownText() != text()) return std::nullopt;
  const FormulaDraft& wrong = draft(text());
  const auto advance = [this](qsizetype characters) {
    return fontMetrics().horizontalAdvance(text().left(characters));
  };
  const double start = cursorRect().center().x() - advance(cursorPosition());
  const double from = start + advance(wrong.position);
  const double to = wrong.length > 0 ? start + advance(wrong.position + wrong.length)
                                     : from + fontMetrics().averageCharWidth();
  const QRectF room(textRect());
  const double bottom = room.center().y() + fontMetrics().height() / 2.0 + kThickness;
  const QRectF line = QRectF(from, bottom - kThickness, to - from, kThickness) &
                      QRectF(room.left(), 0.0, room.width() + fontMetrics().averageCharWidth(),
                             static_cast<double>(height()));
  return line.isEmpty() ? std::nullopt : std::optional(line);
}

void FormulaEdit::paintEvent(QPaintEvent* event) {
  CheckedEdit::paintEvent(event);
  if (const auto line = markLine()) QPainter(this).fillRect(*line, palette().brightText());
}

}  // namespace fatou::ui
