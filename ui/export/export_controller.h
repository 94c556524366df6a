// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include "ui/export/export_estimate.h"
#include "ui/export/export_job.h"

class QMainWindow;

namespace fatou::ui {

class Actions;
class ExplorerDocument;
class ExportDialog;
class ExportQueue;
class ExportsPanel;
class FileController;
class FractalCanvas;
class PlacesModel;
class RenderController;
class Settings;

// Joins the export dialog and the list of exports to the picture in the window and to the queue.
class ExportController : public QObject {
  Q_OBJECT
 public:
  struct Context {
    ExplorerDocument& document;
    FractalCanvas& canvas;
    RenderController& renders;
    FileController& files;
    ExportQueue& queue;
    ExportsPanel& panel;  // in a dock of the window
    const PlacesModel& places;
    Settings& settings;
    QMainWindow& window;
    int cores = 1;
  };
  ExportController(const Context& context, QObject* parent);

  // Has the actions open the dialog and show the list.
  void serve(const Actions& actions);

  // Whether the program may end: asks while exports are not finished. Blocks until it is answered.
  bool mayQuit();

 public Q_SLOTS:
  // Opens the dialog over the window.
  void ask();
  void setShown(bool shown);

 Q_SIGNALS:
  void shownChanged(bool shown);
  void failed(const QString& message);
  void done(const QString& message);

 private:
  void connectPanel();
  void measure();
  void start(const ExportOrder& order);
  void report(const ExportJob& job);
  void openFolder(int id);
  QString startFolder() const;
  QString stemFor(const julia::Place& place) const;

  Context m_context;
  SampleCost m_cost;
};

}  // namespace fatou::ui
