// SPDX-License-Identifier: GPL-3.0-or-later
#include <optional>

#include <QFileInfo>

#include "app/fatou/command.h"
#include "app/fatou/interrupt.h"
#include "app/fatou/options.h"
#include "app/fatou/progress.h"
#include "app/fatou/report.h"
#include "app/fatou/text.h"
#include "core/animation/animator.h"
#include "core/animation/script_file.h"
#include "core/kernels/simd_targets.h"

namespace fatou::app {
namespace {

template <typename Value>
Value required(Result<Value> result) {
  if (!result) throw badUsage(result.error());
  return std::move(result).value();
}

QString outputName(const Options& options, const QString& script) {
  if (options.isSet(QStringLiteral("output"))) return options.value(QStringLiteral("output"));
  return QFileInfo(script).completeBaseName() + QStringLiteral(".mp4");
}

// A bar for the frames and another for the video.
class TwoBars {
 public:
  explicit TwoBars(bool quiet) : m_quiet(quiet) {}

  void show(const char* label, std::int64_t done, std::int64_t all) {
    if (m_label != label) {
      m_bar.emplace(label, all, m_quiet);
      m_label = label;
      m_shown = 0;
    }
    m_bar->add(done - m_shown);
    m_shown = done;
  }

 private:
  bool m_quiet;
  std::optional<Progress> m_bar;
  std::string m_label;
  std::int64_t m_shown = 0;
};

animation::AnimationRecord make(const animation::AnimationScript& script,
                                const animation::OutputName& output,
                                const animation::AnimationOptions& options,
                                const Interrupt& interrupt, bool quiet) {
  if (auto status = animation::checkAnimation(script, output, options.replace); !status)
    throw badUsage(status.error());
  TwoBars bars(quiet);
  const animation::AnimationHooks hooks{
      .frames = [&](auto done, auto all) { bars.show("rendering frames", done, all); },
      .video = [&](auto done, auto all) { bars.show("making the video", done, all); }};
  auto record = animation::makeAnimation(script, output, options, hooks, interrupt.token());
  if (!record) throw failed(record.error());
  return std::move(record).value();
}

Failure interrupted(const animation::AnimationRecord& record, const QString& folder) {
  return {kInterrupted, QStringLiteral("interrupted; %1 of %2 frames are in '%3', and the same "
                                       "command goes on with them")
                            .arg(record.kept + record.rendered)
                            .arg(record.frames)
                            .arg(folder)};
}

QString summaryText(const animation::AnimationScript& script,
                    const animation::AnimationRecord& record, int engines) {
  QString text = QStringLiteral("%1 %2 of %3 x %4, %5 a second")
                     .arg(countText(record.frames),
                          record.frames == 1 ? QStringLiteral("frame") : QStringLiteral("frames"))
                     .arg(script.width)
                     .arg(script.height)
                     .arg(script.framesPerSecond);
  if (record.kept > 0) text += QStringLiteral("; %1 were there").arg(countText(record.kept));
  text += u'\n';
  if (record.rendered > 0)
    text += QStringLiteral("frames in %1 on %2 on %3: serial time %4, speed-up %5\n")
                .arg(durationText(record.rendering), enginesText(engines),
                     QString::fromStdString(kernels::vectorName()), durationText(record.engineTime))
                .arg(record.engineTime / record.rendering, 0, 'f', 2);
  if (record.survey.count() > 1e-3)
    text += QStringLiteral("colours surveyed in %1\n").arg(durationText(record.survey));
  if (record.encoding.count() > 0.0)
    text += QStringLiteral("video in %1\n").arg(durationText(record.encoding));
  return text;
}

}  // namespace

void runAnimate(const QStringList& arguments) {
  Options options(QStringLiteral(
      "Renders the animation of a script, a zoom, a morph of c or a run of the gradient, as a "
      "video by the system's ffmpeg or as numbered pictures. Interrupted or killed, the same "
      "command goes on with the frames that are done. A formula and its numbers take the place of "
      "those with which the script starts."));
  options.addArgument(QStringLiteral("SCRIPT.json"), QStringLiteral("What every frame shows."));
  options.add({{QStringLiteral("o"), QStringLiteral("output")},
               QStringLiteral("NAME.mp4 or NAME.webm, zoom-%05d.png, or a folder for pictures; "
                              "the script's name with .mp4 when left out."),
               QStringLiteral("OUT")});
  options.addFormula();
  options.addEngines(QStringLiteral("How many engines; all cores when left out."));
  options.addMpi();
  options.addSimd();
  addForceOption(options);
  options.add({QStringLiteral("quiet"), QStringLiteral("Print nothing but errors.")});
  options.parse(arguments);
  if (options.positional().isEmpty())
    throw badUsage(QStringLiteral("the script is missing: write 'fatou animate SCRIPT.json'"));
  const QString name = options.positional().first();
  const auto script = required(animation::readScript(
      name,
      [&](const julia::Place& start) {
        options.startFrom(start);
        const julia::Formula formula = options.formula();
        options.tellUnused(formula, options.value(QStringLiteral("formula")));
        return formula;
      },
      options.formulaChange()));
  const auto output = required(animation::outputNamed(outputName(options, name)));
  options.applySimd();
  const bool quiet = options.isSet(QStringLiteral("quiet"));

  const Interrupt interrupt;
  const animation::AnimationOptions wishes{.engines = options.engines(),
                                           .source = options.source(interrupt.token()),
                                           .replace = replaceOf(options)};
  const auto record = make(script, output, wishes, interrupt, quiet);
  if (!record.complete) throw interrupted(record, output.folder);
  if (!quiet) print(summaryText(script, record, wishes.engines));
}

}  // namespace fatou::app
