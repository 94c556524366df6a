// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QObject>
#include <QString>

#include "core/base/result.h"
#include "core/io/output_target.h"
#include "core/io/run_json.h"
#include "ui/file_reader.h"
#include "ui/lab/lab_controller.h"

class QMainWindow;

namespace fatou::ui {

class ExplorerDocument;
class FractalCanvas;
class LabPanel;
class Settings;
struct ComparisonSettings;

// Joins the lab's panel to the picture, to the comparisons that are measured, and to files.
class Lab : public QObject {
  Q_OBJECT
 public:
  struct Context {
    ExplorerDocument& document;
    FractalCanvas& canvas;
    LabController& comparisons;
    LabPanel& panel;  // in a dock of the window
    Settings& settings;
    QMainWindow& window;
    int cores = 1;
  };
  Lab(const Context& context, QObject* parent);

  // Shows a run that was recorded to a file, once it is read beside this thread; failed() says what
  // is wrong with it, and a later call takes its place.
  void openRun(const QString& path);
  // Opens the lab and shows a recorded run that has been read.
  void showRun(const io::Recording& recording, const QString& name);
  // Writes the last comparison; by its ending a page, a table or everything for scripts.
  Status saveReport(const QString& path, const io::Replace& replace = false) const;

 public Q_SLOTS:
  void setShown(bool shown);
  // Opens the lab, large enough to work in.
  void show();
  // The picture on the canvas may be another one.
  void takePicture();
  void askToOpen();
  void askToExport();

 Q_SIGNALS:
  // While true, nothing else is to be computed.
  void measuring(bool underWay);
  void shownChanged(bool shown);
  void failed(const QString& message);
  void done(const QString& message);
  // Says what is being read; empty when nothing is any more.
  void reading(const QString& what);

 private:
  void connectAll();
  void connectComparisons();
  void compare(const ComparisonSettings& settings);
  void setFloating();
  void report(const Status& status, const QString& success);
  QString startFolder() const;

  Context m_context;
  FileReader m_reader;
  std::shared_ptr<const LabResult> m_result;
};

}  // namespace fatou::ui
