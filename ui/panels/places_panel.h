// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QStringList>
#include <QWidget>

#include "core/io/place_file.h"

class QAction;
class QActionGroup;
class QLabel;
class QLineEdit;
class QMenu;
class QModelIndex;
class QToolButton;

namespace fatou::ui {

class PlaceFilter;
class PlaceGrid;
class PlacesModel;
class ThumbnailRenderer;

// A dock's content: the gallery of the places that come with the program and of the user's
// bookmarks. What is special about the one under the mouse is said in the status bar.
class PlacesPanel : public QWidget {
  Q_OBJECT
 public:
  enum class Shown { All, BuiltIn, Mine };

  // Both arguments must outlive the panel, which tells the renderer how large thumbnails are.
  PlacesPanel(PlacesModel& model, ThumbnailRenderer& thumbnails, QWidget* parent = nullptr);
  ~PlacesPanel() override;

  // Marks the place that is on the canvas; none may be equal to it.
  void setCurrentPlace(const julia::Place& place);

  void setShown(Shown shown);
  Shown shown() const;

  // Brings a bookmark of the model into view with its name ready to be typed over.
  void nameBookmark(int row);

 public Q_SLOTS:
  void renameSelected();
  void deleteSelected();
  void copySelected();
  // Adds the place, or the files of places, of the clipboard.
  void paste();
  // Asks for a file for the selected place, and writes it; a line in the panel says what went
  // wrong.
  void saveSelected();
  void saveSelectedAs(const QString& path, const io::Replace& replace = false);

 Q_SIGNALS:
  void placeChosen(const fatou::io::NamedPlace& place);
  // The wish to keep what is on the canvas.
  void bookmarkRequested();

 private:
  void buildHeading();
  void buildActions();
  void connectAll();
  QAction* makeAction(const QString& text, const QString& iconName, const QKeySequence& keys,
                      void (PlacesPanel::*slot)());
  void choose(const QModelIndex& index);
  void showMenu(const QPoint& position);
  void showEmptyText();
  void reveal(int row);
  void showProblem(const QString& text);
  void clearProblems();
  void updateActions();
  int selectedRow() const;  // of the model; -1 for none

  PlacesModel& m_model;
  ThumbnailRenderer& m_thumbnails;
  std::unique_ptr<PlaceFilter> m_filter;
  PlaceGrid* m_grid;
  QToolButton* m_filterButton;
  QLineEdit* m_search;
  QToolButton* m_addButton;
  QActionGroup* m_filters;
  QLabel* m_problem;
  QStringList m_problems;
  QAction* m_rename;
  QAction* m_delete;
  QAction* m_copy;
  QAction* m_paste;
  QAction* m_save;
};

}  // namespace fatou::ui
