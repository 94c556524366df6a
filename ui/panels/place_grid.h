// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>

#include "core/julia/place.h"

namespace fatou::ui {

class PlaceDelegate;

// A wrapping grid of places, as many columns as fit. Places are dragged out and dropped in.
class PlaceGrid : public QListView {
  Q_OBJECT
 public:
  explicit PlaceGrid(QWidget* parent = nullptr);

  void setCurrentPlace(const julia::Place& place);

  // Sets the text in the middle while there is nothing to show.
  void setEmptyText(const QString& text);

 Q_SIGNALS:
  // How large thumbnails are drawn, in device-independent pixels.
  void thumbnailSizeChanged(QSize size);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dragMoveEvent(QDragMoveEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  QSize viewportSizeHint() const override;

 private:
  void fitCells();
  int cellWidth() const;

  PlaceDelegate* m_delegate;
  QString m_emptyText;
};

}  // namespace fatou::ui
