// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lessons/lesson_page_view.h"

#include <optional>
#include <string>
#include <type_traits>
#include <variant>

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/console/cell_view.h"
#include "ui/lessons/action_view.h"
#include "ui/lessons/lesson_session.h"
#include "ui/lessons/question_view.h"
#include "ui/style/spacing.h"

namespace fatou::ui {
namespace {

constexpr int kBlockGap = 10;

// Where a cell runs, above it.
QString whereText(const io::LessonCell& cell) {
  const QString target = QString::fromStdString(cell.target);
  if (target == u"here") return LessonPageView::tr("Here");
  if (target == u"all") return LessonPageView::tr("On all engines");
  const QString range = target.section(u' ', -1);
  return target.startsWith(u"balanced")
             ? LessonPageView::tr("For each i of %1, on whichever engine is free").arg(range)
             : LessonPageView::tr("On the engines %1").arg(range);
}

// Whether the comparison of that name has been measured since the lesson began.
bool isMeasured(const LessonSession& session, const std::string& name) {
  return session.figures().value({.name = "same", .words = {name}, .numbers = {}}).has_value();
}

}  // namespace

LessonPageView::LessonPageView(const io::LessonPage& page, LessonSession& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_column(new QVBoxLayout(this)) {
  m_column->setContentsMargins(kPanelMargin, kPanelMargin, kPanelMargin, kPanelMargin);
  m_column->setSpacing(kBlockGap);
  auto* title = new QLabel(QString::fromStdString(page.title), this);
  title->setTextFormat(Qt::PlainText);
  title->setWordWrap(true);
  title->setProperty("class", QStringLiteral("title"));
  m_column->addWidget(title);
  for (const io::LessonBlock& block : page.blocks) add(block);
  m_column->addStretch();
  connect(&session, &LessonSession::figuresChanged, this, &LessonPageView::refresh);
  refresh();
}

void LessonPageView::add(const io::LessonBlock& block) {
  std::visit(
      [this](const auto& each) {
        using Block = std::decay_t<decltype(each)>;
        if constexpr (std::is_same_v<Block, io::LessonText>)
          addText(each);
        else if constexpr (std::is_same_v<Block, io::LessonCell>)
          addCell(each);
        else if constexpr (std::is_same_v<Block, io::LessonComparison>)
          addComparison(each);
        else if constexpr (std::is_same_v<Block, io::LessonShow>)
          addShow(each);
        else
          m_column->addWidget(new QuestionView(each, m_session, this));
      },
      block);
}

void LessonPageView::addText(const io::LessonText& text) {
  auto* label = new QLabel(this);
  label->setTextFormat(Qt::MarkdownText);
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_column->addWidget(label);
  m_paragraphs.push_back({text, label});
}

void LessonPageView::addCell(const io::LessonCell& cell) {
  auto* where = new QLabel(whereText(cell), this);
  where->setTextFormat(Qt::PlainText);
  where->setProperty("class", QStringLiteral("heading"));
  m_column->addWidget(where);
  auto* view = new CellView(m_session.cells(), this);
  view->setText(QString::fromStdString(cell.code));
  if (const auto target = readCellTarget(QString::fromStdString(cell.target)))
    view->setTarget(target.value());
  view->setTargetFixed(true);
  m_column->addWidget(view);
  connect(
      view, &CellView::finished, &m_session,
      [session = &m_session, cell](const CellResult& result) { session->takeCell(cell, result); });
}

void LessonPageView::addComparison(const io::LessonComparison& comparison) {
  auto* view = new ActionView(QString::fromStdString(comparison.about), tr("Measure"), this);
  m_column->addWidget(view);
  connect(view, &ActionView::requested, &m_session,
          [session = &m_session, comparison] { session->compare(comparison); });
  const auto show = [this, view, name = comparison.name] {
    const bool isBusy = m_session.isComparing();
    view->button().setEnabled(!isBusy);
    view->setState(isBusy                        ? tr("Measuring…")
                   : isMeasured(m_session, name) ? tr("Measured")
                                                 : QString());
  };
  connect(&m_session, &LessonSession::comparingChanged, view, show);
  connect(&m_session, &LessonSession::figuresChanged, view, show);
  show();
}

void LessonPageView::addShow(const io::LessonShow& show) {
  auto* view = new ActionView(QString::fromStdString(show.about), tr("Show"), this);
  m_column->addWidget(view);
  connect(view, &ActionView::requested, &m_session,
          [session = &m_session, show] { session->show(show); });
}

void LessonPageView::refresh() {
  const auto figures = m_session.reader();
  for (const Paragraph& paragraph : m_paragraphs) {
    const auto text = io::filled(paragraph.text, figures);
    paragraph.label->setVisible(text.has_value());
    if (text) paragraph.label->setText(QString::fromStdString(*text));
  }
}

}  // namespace fatou::ui
