// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_dialog.h"

#include <algorithm>
#include <utility>

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFrame>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/exports/left_over.h"
#include "core/io/files/shown_text.h"
#include "ui/export/export_size.h"
#include "ui/export/export_words.h"
#include "ui/export/file_form.h"
#include "ui/export/format_form.h"
#include "ui/export/preview_controller.h"
#include "ui/export/preview_pane.h"
#include "ui/style/spacing.h"
#include "ui/widgets/help_parts.h"

namespace fatou::ui {
namespace {

constexpr int kColumnGap = 20;
constexpr int kSectionGap = 18;
constexpr int kFormWidth = 400;
constexpr int kTypingMs = 200;

}  // namespace

ExportDialog::ExportDialog(Context context, QWidget* parent)
    : QDialog(parent),
      m_context(std::move(context)),
      m_pane(new PreviewPane(this)),
      m_preview(new PreviewController(*m_pane, m_context.shader, this)),
      m_size(new SizeForm(this)),
      m_format(new FormatForm(this)),
      m_file(new FileForm(this)) {
  setWindowTitle(tr("Export Image"));
  m_typing.setSingleShot(true);
  m_typing.setInterval(kTypingMs);
  makeFooter();
  arrange();
  begin();
  connectAll();
  refresh();
  m_file->focusName();
}

// Hidden while it is all there: the name's field tells of its end when it loses the focus.
ExportDialog::~ExportDialog() {
  hide();
}

void ExportDialog::makeFooter() {
  m_estimate = classLabel({}, "secondary", this);
  m_estimate->setTextFormat(Qt::PlainText);
  m_problem = classLabel({}, "error", this);
  m_problem->setTextFormat(Qt::PlainText);
  m_problem->setWordWrap(true);
  m_problem->setAlignment(Qt::AlignLeft | Qt::AlignBottom);
  // Room for two lines from the start: a dialog that is open does not grow for them.
  m_problem->setMinimumHeight(2 * fontMetrics().lineSpacing());
  QSizePolicy keepsRoom = m_problem->sizePolicy();
  keepsRoom.setRetainSizeWhenHidden(true);
  m_problem->setSizePolicy(keepsRoom);
  m_export = new QPushButton(tr("Export"), this);
  m_export->setProperty("class", QStringLiteral("primary"));
  m_export->setDefault(true);
}

void ExportDialog::arrange() {
  auto* forms = new QVBoxLayout;
  forms->setSpacing(kSectionGap);
  for (QWidget* form : std::initializer_list<QWidget*>{m_size, m_format, m_file}) {
    form->setFixedWidth(kFormWidth);
    forms->addWidget(form);
  }
  forms->addStretch();
  auto* columns = new QHBoxLayout;
  columns->setSpacing(kColumnGap);
  columns->addWidget(m_pane);
  columns->addLayout(forms, 1);
  auto* words = new QVBoxLayout;
  words->setSpacing(2);
  words->addWidget(m_problem);
  words->addWidget(m_estimate);
  auto* cancel = new QPushButton(tr("Cancel"), this);
  cancel->setAutoDefault(false);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  auto* footer = new QHBoxLayout;
  footer->setSpacing(8);
  footer->addLayout(words, 1);
  footer->addWidget(cancel, 0, Qt::AlignBottom);
  footer->addWidget(m_export, 0, Qt::AlignBottom);
  auto* line = new QFrame(this);
  line->setProperty("class", QStringLiteral("line"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kDialogMargin, kDialogMargin, kDialogMargin, kDialogMargin);
  column->setSpacing(kDialogMargin);
  // Without a fixed size the dialog begins with at most two thirds of the screen, which cuts fields
  // on a small one.
  column->setSizeConstraint(QLayout::SetFixedSize);
  column->addLayout(columns, 1);
  column->addWidget(line);
  column->addLayout(footer);
}

void ExportDialog::connectAll() {
  connect(m_size, &SizeForm::choiceEdited, this, &ExportDialog::refresh);
  connect(m_size, &SizeForm::problemChanged, this, &ExportDialog::refresh);
  connect(m_format, &FormatForm::choiceEdited, this, &ExportDialog::takeFormat);
  connect(m_file, &FileForm::pathEdited, &m_typing, qOverload<>(&QTimer::start));
  connect(m_file, &FileForm::nameFinished, this, &ExportDialog::takeName);
  connect(m_file, &FileForm::browseRequested, this, &ExportDialog::browse);
  connect(&m_typing, &QTimer::timeout, this, &ExportDialog::refresh);
  connect(m_export, &QPushButton::clicked, this, &ExportDialog::accept);
}

void ExportDialog::begin() {
  const ExportChoices& choices = m_context.choices;
  const PixelSize shown = shownSize(m_context.subject);
  SizeChoice size = choices.size;
  if (m_context.subject.opened) {  // the file's own picture is what is likely wanted
    size.kind = SizeChoice::Kind::Shown;
    size.samples = m_context.subject.opened->samples;
    size.isForPaper = m_context.subject.opened->dpi > 0;
    if (size.isForPaper) size.dpi = std::clamp(m_context.subject.opened->dpi, kLeastDpi, kMostDpi);
  }
  m_size->setChoice(size, shown);
  const int format = formatOf(u'.' + choices.ending);
  m_format->setChoice(std::max(0, format), choices.options);
  m_file->setPath(proposedPath());
}

// The path of an interrupted export of this very picture if there is one, else a free one.
QString ExportDialog::proposedPath() const {
  const auto wanted = order();
  const auto goesOn = [&](const QString& path) {
    return wanted && !m_context.isBusy(path) &&
           exports::leftOver(wanted.value().spec, {.path = path, .options = m_format->options()}) ==
               exports::LeftOver::OfThisPicture;
  };
  return freePath(m_context.folder, m_context.stem, m_format->chosen().endings.front(), goesOn);
}

ExportChoices ExportDialog::choices() const {
  return {.size = m_size->choice(),
          .ending = m_format->chosen().endings.front(),
          .options = m_format->allOptions()};
}

QString ExportDialog::path() const {
  const QString path = m_file->path();
  if (path.isEmpty()) return {};
  return withEndingOf(m_format->chosen(), path);
}

// A name that is typed may say another format.
void ExportDialog::takeName() {
  const int format = formatOf(m_file->path());
  if (format >= 0)
    m_format->setFormat(format);
  else if (!path().isEmpty())
    m_file->setPath(path());
  refresh();
}

void ExportDialog::takeFormat() {
  if (!path().isEmpty()) m_file->setPath(path());
  refresh();
}

void ExportDialog::browse() {
  QStringList filters;
  for (const io::FormatTraits& format : io::pictureFormats())
    filters
        << QStringLiteral("%1 (*.%2)").arg(QLatin1StringView(format.name), format.endings.front());
  QString filter = filters[m_format->format()];
  const QString chosen =
      QFileDialog::getSaveFileName(this, tr("Export Image"), path(), filters.join(u";;"), &filter,
                                   QFileDialog::DontConfirmOverwrite);
  if (chosen.isEmpty()) return;
  m_format->setFormat(static_cast<int>(std::max<qsizetype>(0, filters.indexOf(filter))));
  m_file->setPath(chosen);
  takeName();
}

int ExportDialog::samples() const {
  return m_format->chosen().isOnePointAPixel() ? 1 : m_size->choice().samples;
}

Result<ExportOrder> ExportDialog::order() const {
  const SizeChoice& size = m_size->choice();
  auto made = specFor(m_context.subject, size.size, samples());
  if (!made) return made.error();
  exports::PictureSpec spec = std::move(made).value();
  if (size.isForPaper) spec.dpi = size.dpi;
  return ExportOrder{.spec = std::move(spec),
                     .target = {.path = path(), .options = m_format->options()}};
}

QString ExportDialog::problemOf(const Result<ExportOrder>& order) const {
  if (!order) return io::shownLine(QString::fromStdString(order.error().message));
  if (!m_size->isSound()) return tr("A size is marked: mend it first.");
  if (order.value().target.path.isEmpty()) return tr("The file has no name: type one.");
  if (m_context.isBusy(order.value().target.path))
    return tr("\"%1\" is being exported already: choose another name.")
        .arg(io::shownLine(QFileInfo(order.value().target.path).fileName()));
  const auto status =
      exports::checkExport(order.value().spec, {order.value().target}, {.replace = true});
  return status ? QString() : io::shownLine(QString::fromStdString(status.error().message));
}

void ExportDialog::refresh() {
  m_typing.stop();
  m_size->setSamplesEnabled(!m_format->chosen().isOnePointAPixel());
  const auto wanted = order();
  showProblem(problemOf(wanted));
  showEstimates();
  showRemark(wanted);
  if (wanted) m_preview->show(wanted.value().spec);
}

void ExportDialog::showProblem(const QString& problem) {
  m_problem->setText(problem);
  m_problem->setVisible(!problem.isEmpty());
  // A button that is disabled gives the focus to the next one, Cancel, where nothing is mended.
  if (m_export->hasFocus() && !m_size->isSound())
    QMetaObject::invokeMethod(m_size, &SizeForm::focusProblem, Qt::QueuedConnection);
  m_export->setEnabled(problem.isEmpty());
  m_export->setToolTip(problem.isEmpty() ? tr("Begin; it is computed while you go on exploring")
                                         : problem);
}

void ExportDialog::showEstimates() {
  const PixelSize size = m_size->choice().size;
  const int engines = m_context.subject.engines;
  const auto seconds = exportSeconds(m_context.cost, size, samples(), engines);
  const QString file =
      bytesText(fileBytes(m_format->chosen(), m_format->options(), size, samples()));
  m_estimate->setText(seconds ? tr("About %1 · a file of %2").arg(roughTimeText(*seconds), file)
                              : tr("A file of %1").arg(file));
}

void ExportDialog::showRemark(const Result<ExportOrder>& order) {
  const QString file = path();
  const QString name = io::shownLine(QFileInfo(file).fileName());
  const auto left =
      order ? exports::leftOver(order.value().spec, order.value().target) : exports::LeftOver::None;
  const bool goesOn = left == exports::LeftOver::OfThisPicture;
  m_export->setText(goesOn ? tr("Continue Export") : tr("Export"));
  QString remark;
  if (QFileInfo::exists(file))
    remark = tr("%1 is there already. You will be asked before it is replaced.").arg(name);
  if (goesOn)
    remark = tr("An export of this picture was interrupted. It goes on where it stopped.");
  if (left == exports::LeftOver::OfAnother)
    remark = tr("%1.part is left from an export of another picture. You will be asked before it is "
                "replaced.")
                 .arg(name);
  m_file->setRemark(remark);
}

void ExportDialog::accept() {
  takeName();
  const auto wanted = order();
  if (!problemOf(wanted).isEmpty()) return;
  const ExportOrder& order = wanted.value();
  const QString name = io::shownLine(QFileInfo(order.target.path).fileName());
  if (QFileInfo::exists(order.target.path))
    return askToReplace(
        order, tr("Replace \"%1\"?").arg(name),
        tr("It stays as it is until the new picture is complete, and is lost then."));
  if (exports::leftOver(order.spec, order.target) == exports::LeftOver::OfAnother)
    return askToReplace(order, tr("Give up what is left of another export?"),
                        tr("\"%1.part\" holds a part of another picture, or of this one with "
                           "other choices. It is lost if this export begins.")
                            .arg(name));
  send(order);
}

void ExportDialog::askToReplace(const ExportOrder& order, const QString& question,
                                const QString& what) {
  auto* box =
      new QMessageBox(QMessageBox::Question, tr("Replace"), question, QMessageBox::Cancel, this);
  box->setInformativeText(what);
  const auto* replace = box->addButton(tr("Replace"), QMessageBox::AcceptRole);
  box->setAttribute(Qt::WA_DeleteOnClose);
  connect(box, &QMessageBox::buttonClicked, this, [this, order, replace](QAbstractButton* button) {
    if (button != replace) return;
    ExportOrder replacing = order;
    replacing.replace = true;
    send(replacing);
  });
  box->open();
}

void ExportDialog::send(const ExportOrder& order) {
  Q_EMIT exportRequested(order);
  QDialog::accept();
}

}  // namespace fatou::ui
