// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/cell_view.h"

#include <algorithm>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPixmap>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/console/cell_edit.h"
#include "ui/console/cell_output.h"
#include "ui/style/icons.h"
#include "ui/style/number_text.h"
#include "ui/style/theme.h"

namespace fatou::ui {
namespace {

constexpr int kCellBarGap = 6;
constexpr int kTargetLetters = 16;        // "balanced 0:10000"
constexpr int kLargestCellPicture = 320;  // device-independent pixels a side

// The words of the list, as readCellTarget() reads them.
QStringList targetWords() {
  return {QStringLiteral("here"), QStringLiteral("all"), QStringLiteral("0:2"),
          QStringLiteral("balanced 0:100")};
}

}  // namespace

CellView::CellView(CellRunner& runner, QWidget* parent)
    : QWidget(parent),
      m_runner(runner),
      m_edit(new CellEdit(this)),
      m_target(new QComboBox(this)),
      m_button(new QToolButton(this)),
      m_state(new QLabel(this)),
      m_output(new CellOutput(this)),
      m_picture(new QLabel(this)) {
  layOut();
  connectAll();
  showRunning(false);
}

void CellView::layOut() {
  m_target->setEditable(true);
  m_target->setInsertPolicy(QComboBox::NoInsert);
  m_target->addItems(targetWords());
  m_target->setMinimumContentsLength(kTargetLetters);
  m_target->setAccessibleName(tr("Where the cell runs"));
  m_target->setToolTip(
      tr("here: the window's own Python, which knows explorer\nall: every engine\n0:2: the engines "
         "of a slice\nbalanced 0:100: once for each number i, on whichever engine is free\n"
         "Other slices and ranges can be typed."));
  m_button->setAutoRaise(true);
  m_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_state->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);  // it never moves the rest
  m_state->setProperty("class", QStringLiteral("secondary"));
  m_picture->hide();
  m_picture->setAccessibleName(tr("Picture that the cell has shown"));
  auto* bar = new QHBoxLayout;
  bar->setSpacing(kCellBarGap);
  bar->addWidget(m_target);
  bar->addWidget(m_button);
  bar->addWidget(m_state, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2);
  column->addWidget(m_edit);
  column->addLayout(bar);
  column->addWidget(m_output);
  column->addWidget(m_picture);
}

void CellView::connectAll() {
  m_edit->setCompletions([this](const QString& begun) { return m_runner.completions(begun); });
  connect(m_edit, &CellEdit::runRequested, this, &CellView::run);
  connect(m_button, &QToolButton::clicked, this, &CellView::runOrStop);
  connect(m_target, &QComboBox::editTextChanged, this,
          [this] { setInvalid(*m_target, !target().has_value()); });
  connect(&m_runner, &CellRunner::started, this, [this](CellRunId run) {
    if (m_run == run) m_state->setText(tr("Running…"));
  });
  connect(&m_runner, &CellRunner::output, this,
          [this](CellRunId run, int engine, int stream, const QString& text) {
            if (m_run == run) m_output->put(engine, stream, text);
          });
  connect(&m_runner, &CellRunner::pictured, this, [this](CellRunId run, const QImage& image) {
    if (m_run == run) takePicture(image);
  });
  connect(&m_runner, &CellRunner::finished, this, [this](const CellResult& result) {
    if (m_run == result.run) take(result);
  });
}

QString CellView::text() const {
  return m_edit->toPlainText();
}

void CellView::setText(const QString& text) {
  m_edit->setPlainText(text);
}

std::optional<CellTarget> CellView::target() const {
  const auto read = readCellTarget(m_target->currentText());
  return read ? std::optional(read.value()) : std::nullopt;
}

void CellView::setTarget(const CellTarget& target) {
  m_target->setCurrentText(cellTargetText(target));
}

void CellView::setTargetFixed(bool fixed) {
  m_target->setVisible(!fixed);
}

void CellView::run() {
  if (isRunning() || text().trimmed().isEmpty()) return;
  const auto read = readCellTarget(m_target->currentText());
  m_output->reset();
  if (!read) {
    CellResult refused;
    refused.complaint = QString::fromStdString(read.error().message);
    m_output->finish(refused);
    return;
  }
  begin();
  m_run = m_runner.run(text(), read.value());
  Q_EMIT ran(text());  // whoever hears it finds a cell that runs
}

void CellView::begin() {
  m_edit->markError(0, {});
  m_picture->hide();
  showRunning(true);
  m_state->setText(tr("Waiting for its turn…"));
}

void CellView::runOrStop() {
  if (isRunning())
    m_runner.stop();
  else
    run();
}

void CellView::showRunning(bool running) {
  m_button->setIcon(icon(running ? QStringLiteral("stop") : QStringLiteral("play")));
  m_button->setText(running ? tr("Stop") : tr("Run"));
  m_button->setAccessibleName(m_button->text());
  m_button->setToolTip(running ? tr("Stops the cell, and those that wait (Esc)")
                               : tr("Runs the cell (Shift+Return or Ctrl+Return)"));
}

void CellView::take(const CellResult& result) {
  m_run.reset();
  showRunning(false);
  m_output->finish(result);
  const auto error =
      std::ranges::find_if(result.errors, [](const CellError& each) { return each.line > 0; });
  if (error != result.errors.end()) m_edit->markError(error->line, error->sentence);
  if (result.isStopped)
    m_state->setText(tr("Stopped after %1").arg(timeText(result.seconds)));
  else if (!result.isGood())
    m_state->setText(tr("Failed after %1").arg(timeText(result.seconds)));
  else
    m_state->setText(timeText(result.seconds));
  Q_EMIT finished(result);
}

void CellView::takePicture(const QImage& image) {
  QPixmap picture = QPixmap::fromImage(image);
  const qreal ratio = devicePixelRatioF();
  const int most = qRound(kLargestCellPicture * ratio);
  if (picture.width() > most || picture.height() > most)
    picture = picture.scaled(most, most, Qt::KeepAspectRatio, Qt::SmoothTransformation);
  picture.setDevicePixelRatio(ratio);
  m_picture->setPixmap(picture);
  m_picture->show();
}

}  // namespace fatou::ui
