// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <variant>

#include <QByteArray>
#include <QImage>
#include <QJsonObject>
#include <QObject>

#include "core/base/result.h"
#include "core/render/render_request.h"
#include "ui/engines/engines_at_work.h"
#include "ui/jobs/background_job.h"
#include "ui/state/explorer_document.h"
#include "ui/state/formula_reader.h"

namespace fatou::ui {

// What stands behind `explorer` in the window's interpreter: it reads and sets what the document
// says, and computes its picture. Lives on the GUI thread and never waits.
class ExplorerObject : public QObject {
  Q_OBJECT
 public:
  struct Context {
    ExplorerDocument& document;
    std::function<PixelSize()> canvas;  // where the state leaves the size open
    std::shared_ptr<const EnginesAtWork> engines;
  };
  struct Answer {
    QJsonObject head{};  // {"value": ...}, {"shape": [rows, columns]} or {"error": sentence}
    QByteArray data{};   // of an array
  };
  using Reply = std::function<void(const Answer& answer)>;

  explicit ExplorerObject(Context context, QObject* parent = nullptr);

  // Answers {"do": "get" | "set" | "render" | "show", ...}, at once or when a picture is there. A
  // picture that is asked for before the last one is there takes its place.
  void answer(const QJsonObject& question, const QByteArray& data, Reply reply);

 public Q_SLOTS:
  // What is set from here on is another step of the history.
  void beginCell();
  // Nobody waits for a picture any more, nor for a formula that is slow to read.
  void stopComputing();

 Q_SIGNALS:
  void shown(const QImage& image);

 private:
  struct Counts {
    int width = 0;
    int height = 0;
    QByteArray bytes{};
  };
  using Event = std::variant<Counts, Error>;

  Answer get(const QString& name) const;
  void set(const QString& name, const QString& value, Reply reply);
  void takeFormula(const QString& text, const FormulaDraft& draft);
  void change(const ExplorerState& to, const QString& name, const QString& value);
  Answer show(const QJsonObject& question, const QByteArray& data);
  void render(const QJsonObject& question, Reply reply);
  void take(const Event& event);
  static Result<Counts> countsOf(const render::RenderRequest& request, const EnginesAtWork& engines,
                                 const std::stop_token& stop);

  Context m_context;
  int m_gesture = 0;
  Reply m_reply;         // of the picture that is computed
  Reply m_formulaReply;  // of the formula that is read
  FormulaReader m_reader;
  BackgroundJob<Event> m_job;
};

}  // namespace fatou::ui
