// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QString>

namespace fatou::ui {

// Facts that the dialog cannot know by itself.
struct AboutFacts {
  QString version;     // the program's, as in "0.1.0"
  QString simdTarget;  // what the kernels run on here, as in "AVX-512"; empty leaves the line out
};

// Help: what this program is, its version and licence, and what it runs on.
class AboutDialog : public QDialog {
  Q_OBJECT
 public:
  AboutDialog(const AboutFacts& facts, QWidget* parent);
};

}  // namespace fatou::ui
