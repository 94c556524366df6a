// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include "ui/export/export_format.h"
#include "ui/widgets/field_form.h"

class QComboBox;
class QStackedWidget;

namespace fatou::ui {

// Which kind of file is written, and what can be chosen of it.
class FormatForm : public FieldForm {
  Q_OBJECT
 public:
  // There is at least one format.
  explicit FormatForm(std::vector<ExportFormat> formats, QWidget* parent = nullptr);

  // What a format does not know of the options is kept for one that does. No signal.
  void setChoice(int format, const io::FileOptions& options);
  void setFormat(int format) { setChoice(format, m_options); }
  int format() const { return m_format; }
  const ExportFormat& chosen() const { return m_formats[static_cast<std::size_t>(m_format)]; }
  const std::vector<ExportFormat>& formats() const { return m_formats; }
  // As the format takes them.
  io::FileOptions options() const { return optionsFor(chosen(), m_options); }
  // As they were chosen, whatever the format.
  const io::FileOptions& allOptions() const { return m_options; }

 Q_SIGNALS:
  void choiceEdited();

 private:
  QWidget* makePage(const ExportFormat& format);
  template <typename Choice>
  void addChoices(FieldForm& page, const QString& label, const std::vector<Choice>& choices,
                  Choice io::FileOptions::*member, QString (*name)(Choice),
                  QString (*about)(Choice));
  void addQuality(FieldForm& page);
  void showOptions();

  const std::vector<ExportFormat> m_formats;
  int m_format = 0;
  io::FileOptions m_options;
  QComboBox* m_names;
  QStackedWidget* m_pages;
  std::vector<std::function<void()>> m_showing;  // each shows one of the options
};

}  // namespace fatou::ui
