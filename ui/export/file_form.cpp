// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/file_form.h"

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

#include "core/io/formats/picture_file.h"
#include "ui/style/spacing.h"

namespace fatou::ui {
namespace {

constexpr int kMostTries = 10'000;

QString shortened(const QString& folder) {
  const QString home = QDir::homePath();
  if (folder == home) return QStringLiteral("~");
  return folder.startsWith(home + u'/') ? u'~' + folder.mid(home.size()) : folder;
}

QString expanded(const QString& folder) {
  if (folder == u"~" || folder.startsWith(u"~/")) return QDir::homePath() + folder.mid(1);
  return folder;
}

}  // namespace

FileForm::FileForm(QWidget* parent)
    : FieldForm(tr("File"), parent), m_name(new QLineEdit(this)), m_folder(new QLineEdit(this)) {
  m_name->setToolTip(tr("The file's name; its ending says the format"));
  addRow(tr("Name"), m_name);
  auto* fields = new QWidget(this);
  auto* line = new QHBoxLayout(fields);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(kFormGap);
  auto* browse = new QPushButton(tr("Browse…"), fields);
  browse->setAutoDefault(false);
  browse->setToolTip(tr("Choose the folder and the name"));
  m_folder->setAccessibleName(tr("Folder"));
  m_folder->setToolTip(tr("The folder that the file is written to"));
  line->addWidget(m_folder, 1);
  line->addWidget(browse);
  addRow(tr("Folder"), fields);
  m_remark = addNote();
  for (const QLineEdit* field : {m_name, m_folder})
    connect(field, &QLineEdit::textEdited, this, &FileForm::pathEdited);
  connect(m_name, &QLineEdit::editingFinished, this, &FileForm::nameFinished);
  connect(browse, &QPushButton::clicked, this, &FileForm::browseRequested);
}

void FileForm::setPath(const QString& path) {
  const QFileInfo file(path);
  m_name->setText(file.fileName());
  m_folder->setText(shortened(file.path()));
}

QString FileForm::path() const {
  const QString name = m_name->text().trimmed();
  if (name.isEmpty()) return {};
  // QDir::cleanPath() is not used, as ".." behind a link to a folder leads elsewhere than it seems
  // to.
  return QDir(expanded(m_folder->text().trimmed())).filePath(name);
}

void FileForm::focusName() {
  m_name->setFocus();
  m_name->setSelection(0, static_cast<int>(QFileInfo(m_name->text()).completeBaseName().size()));
}

void FileForm::setRemark(const QString& remark) {
  setNote(m_remark, remark);
}

QString stemOf(const QString& name) {
  constexpr qsizetype kLongestStem = 60;
  QString stem;
  for (const QChar letter : name.toLower()) {
    if (letter == u'\'' || letter == u'\u2019') continue;
    if (letter.isLetterOrNumber())
      stem += letter;
    else if (!stem.isEmpty() && !stem.endsWith(u'-'))
      stem += u'-';
  }
  stem.truncate(kLongestStem);
  if (stem.endsWith(u'-')) stem.chop(1);
  const bool isWord = !name.isEmpty() && name.front().isLetter();
  return isWord ? stem : QString();
}

QString freePath(const QString& folder, const QString& stem, const QString& ending,
                 const std::function<bool(const QString&)>& goesOn) {
  QString path;
  for (int n = 1; n <= kMostTries; ++n) {
    const QString number = n == 1 ? QString() : QStringLiteral("-%1").arg(n);
    path = QDir(folder).filePath(stem + number + u'.' + ending);
    if (QFile::exists(path)) continue;
    if (!QFile::exists(io::PictureFile::partName(path)) || (goesOn && goesOn(path))) break;
  }
  return path;
}

}  // namespace fatou::ui
