// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "core/io/reports/lab_report.h"
#include "core/stats/run.h"

class QLabel;
class QTableWidget;

namespace fatou::ui {

class LossBars;
struct NamedLosses;

// The lab's page on where the engines' time goes: bars and a table of the losses, and what Amdahl's
// law and the imbalance make of it in words.
class WhyPage : public QWidget {
  Q_OBJECT
 public:
  explicit WhyPage(QWidget* parent = nullptr);

  void setReport(const io::LabReport& report);
  // A single run, which is its own measure; `caption` says of what.
  void setRun(const stats::Run& run, const QString& name, const QString& caption = {});

 private:
  void show(const std::vector<NamedLosses>& losses, const QString& words);
  void fillTable(const std::vector<NamedLosses>& losses);

  LossBars* m_bars;
  QTableWidget* m_table;
  QLabel* m_caption;
  QLabel* m_words;
};

}  // namespace fatou::ui
