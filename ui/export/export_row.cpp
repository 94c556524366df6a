// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_row.h"

#include <cmath>

#include <QContextMenuEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMenu>
#include <QProgressBar>
#include <QStyle>
#include <QToolButton>

#include "core/io/files/shown_text.h"
#include "ui/export/export_words.h"
#include "ui/style/icons.h"
#include "ui/widgets/help_parts.h"

namespace fatou::ui {
namespace {

constexpr int kGap = 5;
constexpr int kWordGap = 12;
constexpr int kPictureFits = 400;
constexpr int kWideWidth = 560;
constexpr int kWordsFit = 800;      // on the buttons of one that waits for a decision
constexpr int kPictureWidth = 200;  // so that rows line up
constexpr int kButtonIcon = 16;
constexpr int kBarSteps = 1'000;

void setLook(QLabel* label, const char* look) {
  const QString name = QLatin1String(look);
  if (label->property("class") == name) return;
  label->setProperty("class", name);
  label->style()->unpolish(label);
  label->style()->polish(label);
}

}  // namespace

ExportRow::ExportRow(QWidget* parent)
    : QWidget(parent),
      m_top(new QHBoxLayout),
      m_below(new QHBoxLayout),
      m_name(new QLabel(this)),
      m_stage(classLabel({}, "secondary", this)),
      m_picture(classLabel({}, "secondary", this)),
      m_message(classLabel({}, "error", this)),
      m_bar(new QProgressBar(this)),
      m_retry(makeButton(tr("Continue"), QStringLiteral("play"))),
      m_pause(makeButton(tr("Pause"), QStringLiteral("pause"))),
      m_cancel(makeButton(tr("Cancel"), QStringLiteral("stop"))),
      m_place(makeButton(tr("Show this picture in the window"), QStringLiteral("home"))),
      m_discard(makeButton(tr("Discard: delete what was done"), QStringLiteral("delete"))),
      m_folder(makeButton(tr("Open folder"), QStringLiteral("open"))),
      m_remove(makeButton(tr("Remove from the list"), QStringLiteral("close"))),
      m_cancelMenu(new QMenu(this)) {
  m_message->setWordWrap(true);
  for (QLabel* label : {m_name, m_stage, m_picture, m_message})
    label->setTextFormat(Qt::PlainText);  // a file may be called "<b>"
  m_retry->setText(tr("Continue"));
  m_place->setText(tr("Show Picture"));
  m_discard->setText(tr("Discard"));
  m_bar->setRange(0, kBarSteps);
  m_bar->setTextVisible(false);
  makeCancelMenu();
  arrange();
  connectAll();
}

QToolButton* ExportRow::makeButton(const QString& name, const QString& iconName) {
  auto* button = new QToolButton(this);
  button->setIcon(icon(iconName));
  button->setIconSize({kButtonIcon, kButtonIcon});
  button->setAutoRaise(true);
  button->setToolTip(name);
  button->setAccessibleName(name);
  return button;
}

void ExportRow::makeCancelMenu() {
  const auto add = [this](const QString& text, bool keep) {
    auto* action = m_cancelMenu->addAction(text);
    connect(action, &QAction::triggered, this, [this, keep] { Q_EMIT cancelRequested(keep); });
  };
  add(tr("Cancel and &Keep What Is Done"), true);
  add(tr("Cancel and &Delete It"), false);
  m_cancel->setToolTip(tr("Stop; what is done can be kept, to be gone on with another time"));
  m_folder->setToolTip(tr("Show the file's folder"));
}

void ExportRow::arrange() {
  m_top->setSpacing(2);
  m_top->addWidget(m_name, 1);
  for (QToolButton* button : {m_retry, m_pause, m_cancel, m_place, m_discard, m_folder, m_remove})
    m_top->addWidget(button);
  m_below->setSpacing(kWordGap);
  m_below->addWidget(m_stage, 1);
  m_below->addWidget(m_picture);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kGap);
  column->addLayout(m_top);
  column->addWidget(m_bar);
  column->addLayout(m_below);
  column->addWidget(m_message);
  // Texts give way to the buttons.
  for (QLabel* label : {m_name, m_stage})
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
}

// A row that is wide enough is one line high, so that a low panel has room for several.
void ExportRow::setWide(bool wide) {
  if (wide == m_isWide) return;
  m_isWide = wide;
  m_picture->setMinimumWidth(wide ? kPictureWidth : 0);
  if (wide) {
    m_top->insertWidget(1, m_stage, 1);
    m_top->insertWidget(2, m_picture);
  } else {
    m_below->addWidget(m_stage, 1);
    m_below->addWidget(m_picture);
  }
}

void ExportRow::connectAll() {
  connect(m_retry, &QToolButton::clicked, this, &ExportRow::retryRequested);
  connect(m_pause, &QToolButton::clicked, this, &ExportRow::togglePause);
  connect(m_cancel, &QToolButton::clicked, this, [this] {
    // Before anything is done there is nothing to ask about.
    if (m_job.progress.rowsDone == 0) return Q_EMIT cancelRequested(false);
    m_cancelMenu->popup(m_cancel->mapToGlobal(QPoint(0, m_cancel->height())));
  });
  connect(m_place, &QToolButton::clicked, this, &ExportRow::placeRequested);
  connect(m_discard, &QToolButton::clicked, this, &ExportRow::discardRequested);
  connect(m_folder, &QToolButton::clicked, this, &ExportRow::folderRequested);
  connect(m_remove, &QToolButton::clicked, this, &ExportRow::removeRequested);
}

void ExportRow::togglePause() {
  if (m_job.stage == ExportStage::Paused)
    Q_EMIT resumeRequested();
  else
    Q_EMIT pauseRequested();
}

void ExportRow::setJob(const ExportJob& job) {
  m_job = job;
  setAccessibleName(shownName());
  setAccessibleDescription(stageText(job));
  m_name->setToolTip(
      tr("%1\n%2").arg(io::shownLine(job.order.target.path), pictureText(job.order.spec)));
  m_picture->setText(pictureText(job.order.spec));
  showStage();
  showBar();
  showButtons();
  elide();
}

void ExportRow::showStage() {
  const bool isTrouble = m_job.stage == ExportStage::Failed || m_job.stage == ExportStage::DiskFull;
  m_stage->setText(stageText(m_job));
  setLook(m_stage, isTrouble ? "error" : "secondary");
  m_message->setText(io::shownText(m_job.message));
  m_message->setVisible(isTrouble && !m_job.message.isEmpty());
}

void ExportRow::showBar() {
  m_bar->setVisible(!isOver(m_job.stage));
  m_bar->setEnabled(m_job.stage == ExportStage::Running && !m_job.held);
  m_bar->setValue(static_cast<int>(std::floor(m_job.share() * kBarSteps)));
}

void ExportRow::showButtons() {
  const bool over = isOver(m_job.stage);
  const bool paused = m_job.stage == ExportStage::Paused;
  const QString pauseName = paused ? tr("Go on") : tr("Pause");
  m_pause->setIcon(icon(paused ? u"play" : u"pause"));
  m_pause->setToolTip(pauseName);
  m_pause->setAccessibleName(pauseName);
  m_pause->setVisible(!over);
  m_cancel->setVisible(!over);
  m_folder->setVisible(m_job.stage == ExportStage::Done);
  m_remove->setVisible(over);
  const bool interrupted = m_job.stage == ExportStage::Interrupted;
  m_place->setVisible(interrupted);
  m_discard->setVisible(interrupted || (canRetry(m_job.stage) && m_job.keepsPart));
  m_retry->setVisible(canRetry(m_job.stage));
  const QString retryName = m_job.keepsPart ? tr("Continue where it stopped") : tr("Try again");
  m_retry->setToolTip(retryName);
  m_retry->setAccessibleName(retryName);
  showWords();
}

// Gives the buttons of an interrupted export, which wait for a decision, words if there is room.
void ExportRow::showWords() {
  const bool words = m_job.stage == ExportStage::Interrupted && width() >= kWordsFit;
  for (QToolButton* button : {m_retry, m_place, m_discard})
    button->setToolButtonStyle(words ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
}

QString ExportRow::shownName() const {
  return io::shownLine(QFileInfo(m_job.order.target.path).fileName());
}

void ExportRow::elide() {
  const QFontMetrics metrics = m_name->fontMetrics();
  m_name->setText(metrics.elidedText(shownName(), Qt::ElideMiddle, m_name->width()));
}

void ExportRow::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  setWide(width() >= kWideWidth);
  m_picture->setVisible(width() >= kPictureFits);
  showWords();
  elide();
}

void ExportRow::contextMenuEvent(QContextMenuEvent* event) {
  QMenu menu(this);
  connect(menu.addAction(tr("Move &Up")), &QAction::triggered, this,
          [this] { Q_EMIT moveRequested(-1); });
  connect(menu.addAction(tr("Move &Down")), &QAction::triggered, this,
          [this] { Q_EMIT moveRequested(1); });
  menu.addSeparator();
  connect(menu.addAction(icon(u"home"), tr("&Show This Picture")), &QAction::triggered, this,
          &ExportRow::placeRequested);
  connect(menu.addAction(icon(u"open"), tr("Open &Folder")), &QAction::triggered, this,
          &ExportRow::folderRequested);
  menu.exec(event->globalPos());
}

}  // namespace fatou::ui
