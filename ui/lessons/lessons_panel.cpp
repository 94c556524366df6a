// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lessons/lessons_panel.h"

#include <algorithm>
#include <utility>

#include <QFileDialog>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "core/io/files/shown_text.h"
#include "core/io/lessons/lesson_file.h"
#include "ui/lessons/lesson_delegate.h"
#include "ui/lessons/lesson_page_view.h"
#include "ui/state/settings.h"
#include "ui/style/spacing.h"

namespace fatou::ui {
namespace {

constexpr int kReaderGap = 8;

int pagesOf(const io::Lesson& lesson) {
  return static_cast<int>(lesson.pages.size());
}

QLabel* lessonLabel(const char* themeClass, QWidget* parent) {
  auto* label = new QLabel(parent);
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  label->setProperty("class", QLatin1String(themeClass).toString());
  return label;
}

}  // namespace

LessonsPanel::LessonsPanel(const Context& context, QWidget* parent)
    : QWidget(parent),
      m_settings(context.settings),
      m_session(context.session),
      m_progress(LessonProgress::of(context.settings.value(settings::kLessonProgress))),
      m_stack(new QStackedWidget(this)) {
  m_problem = lessonLabel("error", this);
  m_problem->setContentsMargins(kPanelMargin, 0, kPanelMargin, 0);
  m_problem->hide();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(m_problem);
  column->addWidget(m_stack, 1);
  m_stack->addWidget(buildList());
  m_stack->addWidget(buildReader());
  connectAll();
}

QWidget* LessonsPanel::buildList() {
  auto* page = new QWidget(m_stack);
  m_list = new QListWidget(page);
  m_list->setAccessibleName(tr("Lessons"));
  m_list->setItemDelegate(new LessonDelegate(m_list));
  m_list->setMouseTracking(true);
  m_list->setWordWrap(true);  // so that rows are laid out anew whenever the width changes
  m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_list->setProperty("class", QStringLiteral("flush"));
  m_open = new QPushButton(tr("Open…"), page);
  m_open->setToolTip(
      tr("Opens a lesson of your own; nothing in it runs before you press a button"));
  auto* row = new QHBoxLayout;
  row->setContentsMargins(kPanelMargin, 0, kPanelMargin, kPanelMargin);
  row->addStretch();
  row->addWidget(m_open);
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, kReaderGap, 0, 0);
  column->addWidget(m_list, 1);
  column->addLayout(row);
  return page;
}

QWidget* LessonsPanel::buildReader() {
  auto* page = new QWidget(m_stack);
  m_heading = lessonLabel("heading", page);
  m_where = new QLabel(page);
  m_where->setProperty("class", QStringLiteral("secondary"));
  m_area = new QScrollArea(page);
  m_area->setProperty("class", QStringLiteral("flush"));
  m_area->setWidgetResizable(true);
  m_area->setFrameShape(QFrame::NoFrame);
  m_area->setFocusPolicy(Qt::NoFocus);
  m_all = new QPushButton(tr("All lessons"), page);
  m_back = new QPushButton(tr("Back"), page);
  m_next = new QPushButton(page);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(kPanelMargin, kReaderGap, kPanelMargin, 0);
  head->addWidget(m_heading, 1);
  head->addWidget(m_where);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(kPanelMargin, 0, kPanelMargin, kPanelMargin);
  row->addWidget(m_all);
  row->addStretch();
  row->addWidget(m_back);
  row->addWidget(m_next);
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 0);
  column->addLayout(head);
  column->addWidget(m_area, 1);
  column->addLayout(row);
  return page;
}

void LessonsPanel::connectAll() {
  const auto open = [this](const QListWidgetItem* item) { openLesson(m_list->row(item)); };
  connect(m_list, &QListWidget::itemClicked, this, open);
  connect(m_list, &QListWidget::itemActivated, this, open);
  connect(m_open, &QPushButton::clicked, this, &LessonsPanel::askToOpen);
  connect(m_all, &QPushButton::clicked, this, &LessonsPanel::showList);
  connect(m_back, &QPushButton::clicked, this, &LessonsPanel::back);
  connect(m_next, &QPushButton::clicked, this, &LessonsPanel::next);
  connect(&m_session, &LessonSession::failed, this, &LessonsPanel::complain);
  connect(&m_session, &LessonSession::figuresChanged, this, [this] { complain({}); });
}

void LessonsPanel::showEvent(QShowEvent* event) {
  if (!std::exchange(m_isLoaded, true)) loadBuiltIn();
  QWidget::showEvent(event);
}

void LessonsPanel::loadBuiltIn() {
  m_builtIn.read([this]() -> FileReader::Reaction {
    return [this, lessons = io::builtInLessons()] { takeBuiltIn(lessons); };
  });
}

void LessonsPanel::takeBuiltIn(const Result<std::vector<io::Lesson>>& lessons) {
  if (!lessons) return complain(QString::fromStdString(lessons.error().message));
  m_lessons.insert(m_lessons.begin(), lessons.value().begin(), lessons.value().end());
  if (m_lesson >= 0) m_lesson += static_cast<int>(lessons.value().size());
  fillList();
}

void LessonsPanel::askToOpen() {
  const QString path =
      QFileDialog::getOpenFileName(this, tr("Open Lesson"), {}, tr("Lessons (*.md)"));
  if (!path.isEmpty()) openFile(path);
}

void LessonsPanel::openFile(const QString& path) {
  m_files.read([this, path]() -> FileReader::Reaction {
    return [this, lesson = io::readLesson(path)] { takeFile(lesson); };
  });
}

void LessonsPanel::takeFile(const Result<io::Lesson>& lesson) {
  if (!lesson) return complain(QString::fromStdString(lesson.error().message));
  complain({});
  m_lessons.push_back(lesson.value());
  fillList();
  openLesson(static_cast<int>(m_lessons.size()) - 1);
}

void LessonsPanel::openLesson(int row) {
  if (row < 0 || row >= static_cast<int>(m_lessons.size())) return;
  if (row == m_lesson && m_page >= 0) return;
  if (std::exchange(m_lesson, row) != row) m_session.begin();
  const io::Lesson& lesson = m_lessons[static_cast<std::size_t>(row)];
  const int read = m_progress.pagesRead(QString::fromStdString(lesson.key));
  showPage(read < pagesOf(lesson) ? read : 0);
}

void LessonsPanel::showPage(int page) {
  const io::Lesson& lesson = m_lessons[static_cast<std::size_t>(m_lesson)];
  m_page = page;
  m_heading->setText(QString::fromStdString(lesson.title));
  m_where->setText(tr("%1 of %2").arg(page + 1).arg(pagesOf(lesson)));
  m_back->setEnabled(page > 0);
  m_next->setText(page + 1 < pagesOf(lesson) ? tr("Next") : tr("Done"));
  m_area->setWidget(
      new LessonPageView(lesson.pages[static_cast<std::size_t>(page)], m_session, m_area));
  m_stack->setCurrentIndex(1);
}

// A page is read when the next one is asked for.
void LessonsPanel::next() {
  if (m_page < 0) return;
  const io::Lesson& lesson = m_lessons[static_cast<std::size_t>(m_lesson)];
  m_progress.read(QString::fromStdString(lesson.key), m_page + 1);
  m_settings.setValue(settings::kLessonProgress, m_progress.text());
  if (m_page + 1 < pagesOf(lesson))
    showPage(m_page + 1);
  else
    showList();
}

void LessonsPanel::back() {
  if (m_page > 0) showPage(m_page - 1);
}

void LessonsPanel::showList() {
  m_page = -1;
  fillList();
  m_stack->setCurrentIndex(0);
}

int LessonsPanel::pagesRead(const io::Lesson& lesson) const {
  return std::min(m_progress.pagesRead(QString::fromStdString(lesson.key)), pagesOf(lesson));
}

QString LessonsPanel::progressText(const io::Lesson& lesson) const {
  const int read = pagesRead(lesson);
  const QString minutes = tr("%1 min").arg(lesson.minutes);
  if (read == 0) return minutes;
  if (read == pagesOf(lesson)) return tr("%1 · done").arg(minutes);
  return tr("%1 · %2 of %3 pages").arg(minutes).arg(read).arg(pagesOf(lesson));
}

void LessonsPanel::addRow(const io::Lesson& lesson) {
  const QString title = QString::fromStdString(lesson.title);
  const QString about = QString::fromStdString(lesson.about);
  auto* item = new QListWidgetItem(title, m_list);
  item->setData(LessonDelegate::AboutRole, about);
  item->setData(LessonDelegate::ProgressRole, progressText(lesson));
  item->setData(LessonDelegate::DoneRole, pagesRead(lesson) == pagesOf(lesson));
  item->setData(Qt::AccessibleTextRole, tr("%1, %2").arg(title, progressText(lesson)));
  item->setData(Qt::AccessibleDescriptionRole, about);
  // As text of its own: what is shown as HTML could name a file that never ends as its picture.
  item->setToolTip(
      QStringLiteral("<p>%1</p><p>%2</p>").arg(title.toHtmlEscaped(), about.toHtmlEscaped()));
}

// The lesson that was opened last is selected; none is before one has been opened.
void LessonsPanel::fillList() {
  m_list->clear();
  for (const io::Lesson& lesson : m_lessons) addRow(lesson);
  m_list->setCurrentRow(m_lesson);
}

void LessonsPanel::complain(const QString& sentence) {
  m_problem->setText(io::shownText(sentence));
  m_problem->setVisible(!sentence.isEmpty());
}

}  // namespace fatou::ui
