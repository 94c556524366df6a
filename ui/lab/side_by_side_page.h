// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include <QWidget>

#include "core/stats/run_difference.h"

class QComboBox;
class QImage;
class QLabel;
class QPushButton;
class QTableWidget;

namespace fatou::ui {

class EngineLanes;
class RowStrip;

// The runs that may stand side by side.
enum class RunKind { Current, Pinned, Opened, Predicted };
inline constexpr std::size_t kRunKinds = 4;

// A run with its name here and the picture that it computed.
struct NamedRun {
  QString name;
  stats::Run run;
  std::int32_t height = 0;  // of the picture
  QString caption;          // names the picture

  stats::RunOfPicture ofPicture() const { return {run, height}; }
};

// The lab's page of two runs: their timelines on one time axis with the picture beside them, bands
// of the same rows marked in all three, and a table of how they differ.
class SideBySidePage : public QWidget {
  Q_OBJECT
 public:
  explicit SideBySidePage(QWidget* parent = nullptr);

  // Takes a run in the place of the last one of its kind. One that was opened is shown at once.
  void setRun(RunKind kind, const NamedRun& run);
  // Keeps the current run, to set others beside it; false where there is none.
  bool pin();
  // Shows two runs, both of which have to be there.
  void showRuns(RunKind a, RunKind b);
  // The two runs that are shown, or the only one, under their names here.
  std::vector<NamedRun> shown() const;

  void setPicture(const QImage& image);
  // Points a row of the picture out in the timelines.
  void markRow(std::optional<std::int32_t> row);

  EngineLanes& lanes(std::size_t side) const { return *m_sides[side].lanes; }
  RowStrip& picture() const { return *m_picture; }
  QTableWidget& table() const { return *m_table; }

 Q_SIGNALS:
  // The rows of the picture under the mouse on this page; nothing when it leaves.
  void rowsHovered(const std::optional<fatou::stats::Rows>& rows);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  struct Side {
    QComboBox* choice;
    QLabel* caption;
    EngineLanes* lanes;
    std::optional<RunKind> kind;
  };
  Side makeSide();
  void layOut();
  void connectSide(std::size_t side);
  const NamedRun* runOf(const Side& side) const;
  QString textOf(RunKind kind) const;
  void fillChoices();
  void refresh();
  void markBand(std::size_t side, std::optional<std::size_t> band);
  void fillTable();

  std::array<std::optional<NamedRun>, kRunKinds> m_runs;
  std::array<Side, 2> m_sides;
  RowStrip* m_picture;
  QTableWidget* m_table;
  QPushButton* m_pin;
  QLabel* m_advice;
};

}  // namespace fatou::ui
