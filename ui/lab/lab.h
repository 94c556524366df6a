// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include <QObject>
#include <QString>

#include "core/base/result.h"
#include "core/io/output_target.h"
#include "core/io/run_json.h"
#include "ui/lab/lab_controller.h"
#include "ui/save_name.h"

class QMainWindow;

namespace fatou::render {
struct RunRecord;
}

namespace fatou::ui {

class DockRoom;
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

  // Opens the lab and shows a recorded run that has been read.
  void showRun(const io::Recording& recording, const QString& name);
  // Writes the last comparison; by its ending a page, a table or everything for scripts.
  Status saveReport(const QString& path, const io::Replace& replace = false) const;
  // Writes the runs that stand side by side as a trace; packed where the path ends with .gz.
  Status saveTrace(const QString& path, const io::Replace& replace = false) const;

 public Q_SLOTS:
  void setShown(bool shown);
  // Opens the lab, large enough to work in.
  void show();
  // Looks at the picture on the canvas, which may be another one.
  void takePicture();
  // Takes the last run of that picture.
  void takeRun(const fatou::render::RunRecord& run);
  // Keeps that run, to set others beside it.
  void pinRun();
  void askToOpen();
  void askToExport();
  void askToSaveTrace();

 Q_SIGNALS:
  // While true, nothing else is to be computed.
  void measuring(bool underWay);
  void shownChanged(bool shown);
  void failed(const QString& message);
  void done(const QString& message);
  // Asks to have a recorded run read, and showRun() called with it.
  void openRequested(const QString& path);

 private:
  void connectAll();
  void connectComparisons();
  void connectPicture();
  void compare(const ComparisonSettings& settings);
  void setFloating();
  void report(const Status& status, const QString& success);
  QString startFolder() const;
  // The name that the user chose for a file, with its ending; nothing when they chose none.
  std::optional<SaveName> askWhereTo(const QString& title, const QString& proposed,
                                     const QString& endings) const;

  Context m_context;
  DockRoom* m_room;
  std::shared_ptr<const LabResult> m_result;
};

}  // namespace fatou::ui
