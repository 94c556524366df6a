// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engines/engine_state.h"

#include <algorithm>

#include <QCoreApplication>

#include "core/io/files/shown_text.h"

namespace fatou::ui {
namespace {

QString worded(const char* text) {
  return QCoreApplication::translate("EngineState", text);
}

QString countedText(int engines) {
  if (engines == 0) return worded(QT_TRANSLATE_NOOP("EngineState", "No engines"));
  if (engines == 1) return worded(QT_TRANSLATE_NOOP("EngineState", "1 engine"));
  return worded(QT_TRANSLATE_NOOP("EngineState", "%1 engines")).arg(engines);
}

}  // namespace

QString stateText(const EngineState& state) {
  if (state.starting == 1) return worded(QT_TRANSLATE_NOOP("EngineState", "Starting 1 engine…"));
  if (state.starting > 1)
    return worded(QT_TRANSLATE_NOOP("EngineState", "Starting %1 engines…")).arg(state.starting);
  if (state.wereLost) return worded(QT_TRANSLATE_NOOP("EngineState", "All were lost"));
  if (state.isStandIn && !state.complaint.isEmpty())
    return worded(QT_TRANSLATE_NOOP("EngineState", "Could not be started"));
  const auto lost = static_cast<int>(std::ranges::count(state.engines, true, &EngineEntry::isLost));
  const QString there = countedText(static_cast<int>(state.engines.size()) - lost);
  if (lost == 0) return there;
  return worded(QT_TRANSLATE_NOOP("EngineState", "%1, %2 lost")).arg(there).arg(lost);
}

QString stateNote(const EngineState& state) {
  const bool areOthers = state.isStandIn && !state.engines.empty();
  if (state.starting > 0)
    return areOthers ? worded(QT_TRANSLATE_NOOP("EngineState",
                                                "The engines below compute until they are there."))
                     : QString();
  if (state.complaint.isEmpty()) return {};
  const QString why = sentenceOf(state.complaint);
  if (!areOthers) return why;
  return why + u' ' +
         worded(QT_TRANSLATE_NOOP("EngineState", "The engines below compute instead."));
}

QString sentenceOf(const QString& complaint) {
  QString text = io::shownLine(complaint).trimmed();
  if (text.isEmpty()) return text;
  text[0] = text[0].toUpper();
  const QChar last = text.back();
  return last == u'.' || last == u'!' || last == u'?' || last == u'…' ? text : text + u'.';
}

}  // namespace fatou::ui
