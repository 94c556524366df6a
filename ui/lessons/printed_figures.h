// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include <QString>

namespace fatou::ui {

// The numbers that a run of a cell prints, one a line as "NAME = NUMBER"; other lines say nothing.
class PrintedFigures {
 public:
  struct Number {
    int engine = 0;
    double value = 0.0;

    friend bool operator==(const Number&, const Number&) = default;
  };

  // Takes some of what an engine prints; a line may come in parts. Of more than 100,000 numbers of
  // a name, and of more than 1,000 names, the others are left out.
  void take(int engine, const QString& text);

  // The numbers of a name, in the order in which they came; empty where none did.
  std::vector<Number> of(const std::string& name) const;

 private:
  void takeLine(int engine, const QString& line);

  std::map<std::string, std::vector<Number>> m_numbers;
  std::map<int, QString> m_begun;  // by engine, a line that is not ended yet
};

}  // namespace fatou::ui
