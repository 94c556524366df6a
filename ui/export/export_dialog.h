// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include <QDialog>
#include <QTimer>

#include "core/color/shader.h"
#include "ui/export/export_choices.h"
#include "ui/export/export_estimate.h"
#include "ui/export/export_format.h"
#include "ui/export/export_job.h"
#include "ui/export/export_subject.h"

class QLabel;
class QPushButton;

namespace fatou::ui {

class FileForm;
class FormatForm;
class PreviewController;
class PreviewPane;

// Asks how a picture is to be exported, shows what it will be like, and says what it will take.
// What is done about it is the caller's.
class ExportDialog : public QDialog {
  Q_OBJECT
 public:
  struct Context {
    ExportSubject subject;
    std::shared_ptr<const color::Shader> shader;  // as the picture is coloured in the window
    SampleCost cost;
    ExportChoices choices;
    QString folder;
    QString stem = QStringLiteral("julia");  // of the file's name, to begin with
    // Whether a file is being written already.
    std::function<bool(const QString& path)> isBusy = [](const QString&) { return false; };
  };
  explicit ExportDialog(Context context, QWidget* parent = nullptr);
  ~ExportDialog() override;

  // The choices as they stand now.
  ExportChoices choices() const;
  QString path() const;

  void accept() override;

 Q_SIGNALS:
  // The user wants it, and nothing is wrong with it.
  void exportRequested(const fatou::ui::ExportOrder& order);

 private:
  void makeFooter();
  void arrange();
  void connectAll();
  void begin();
  QString proposedPath() const;
  void browse();
  void takeName();
  void takeFormat();
  void refresh();
  int samples() const;
  Result<ExportOrder> order() const;
  QString problemOf(const Result<ExportOrder>& order) const;
  void showProblem(const QString& problem);
  void showEstimates();
  void showRemark(const Result<ExportOrder>& order);
  void askToReplace(const ExportOrder& order, const QString& question, const QString& what);
  void send(const ExportOrder& order);

  Context m_context;
  QTimer m_typing;  // what is typed is looked at when it rests
  PreviewPane* m_pane;
  PreviewController* m_preview;
  SizeForm* m_size;
  FormatForm* m_format;
  FileForm* m_file;
  QLabel* m_estimate = nullptr;
  QLabel* m_problem = nullptr;
  QPushButton* m_export = nullptr;
};

}  // namespace fatou::ui
