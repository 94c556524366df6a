// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QMainWindow>
#include <QString>

#include "ui/state/explorer_state.h"
#include "ui/widgets/message_bar.h"

namespace fatou::ui {

class Actions;
class Explorer;
class ExplorerDocument;
class ExportController;
class ExportQueue;
class FileController;
class FractalCanvas;
class Lab;
class LabController;
class MapController;
class OwnGradients;
class PictureAlone;
class PlacesModel;
struct PanelContext;
class RenderController;
class Settings;
class StateCommands;
class StateFeed;
class StatusLine;
class ThumbnailRenderer;
class VerificationController;

// Lays out the window and wires objects together. No fractal logic, no file handling.
class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  struct Context {
    ExplorerDocument& document;
    RenderController& renders;
    PlacesModel& places;
    ThumbnailRenderer& thumbnails;
    OwnGradients& gradients;
    MapController& maps;
    LabController& comparisons;
    ExportQueue& exports;
    Settings& settings;
    QString version;     // "0.1.0"
    QString simdTarget;  // "AVX-512"
    int cores = 1;
  };
  explicit MainWindow(const Context& context, QWidget* parent = nullptr);
  ~MainWindow() override;

  // Goes to the place of a file, once it is read; complain()s of one that has none.
  void openFile(const QString& path);
  // Shows one sentence until the user closes it.
  void complain(const QString& sentence) { offer({.text = sentence, .actionText = {}}); }
  // Shows a message as complain() does, with a button for what can be done about it.
  void offer(const MessageBar::Message& message);
  void showExports();
  // Writes where the window and its docks are to the settings, as closing does.
  void keepLayout();

 protected:
  void showEvent(QShowEvent* event) override;
  void closeEvent(QCloseEvent* event) override;
  void childEvent(QChildEvent* event) override;

 private:
  PanelContext panelContext() const;
  void buildBars();
  void connectAll();
  void connectHints();
  void connectActions();
  void connectLab();
  void changeLook();
  void restoreLayout();

  void showState();
  void showOverlays();

  Context m_context;
  Actions* m_actions;
  FractalCanvas* m_canvas;
  MessageBar* m_messages;
  Explorer* m_explorer;
  FileController* m_files;
  StateCommands* m_commands;
  StatusLine* m_status;
  StateFeed* m_feed;
  QList<QDockWidget*> m_listedDocks;
  QByteArray m_firstLayout;  // as the panels are docked
  bool m_isFirst = false;    // no session before this one has left a layout
  Lab* m_lab;
  ExportController* m_exports;
  PictureAlone* m_alone;
  VerificationController* m_verification;
};

}  // namespace fatou::ui
