// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/explorer/start_options.h"

#include <optional>
#include <string>
#include <utility>

#include <QCommandLineParser>
#include <QUrl>

#include "app/explorer/engine_places.h"
#include "app/rank_places.h"
#include "core/io/places/pasted_text.h"
#include "core/julia/dynamics/whole_set.h"
#include "core/julia/formulas/formula_row.h"
#include "core/julia/numbers/whole_number.h"
#include "ui/state/formula_draft.h"
#include "ui/state/picture_request.h"

namespace fatou::app {
namespace {

// The size of a usual canvas: the real one is not known before there is a window.
constexpr ui::PixelSize kUsualSize{1280, 720};

QString tr(const char* text) {
  return QCoreApplication::translate("fatou::app::StartOptions", text);
}

// Has the radius of escape and the basins that it would get in the window's field.
Status applyFormula(const QString& text, ui::ExplorerState& state) {
  if (const auto read = julia::parseFormula(text.toStdString()); !read)
    return Error{"--formula: " + read.error().message};
  const ui::FormulaDraft draft = ui::draftOf(text, {}, state.place);
  if (!draft.formula) return Error{"--formula: " + draft.problem.toStdString()};
  state = ui::withFormula(std::move(state), *draft.formula);  // the session's view may be deep
  return success();
}

Status applyC(const QString& text, ui::ExplorerState& state) {
  auto c = julia::parseComplex(text.toStdString());
  if (!c) return Error{"--c: " + c.error().message};
  // The old view may show nothing of another set, so that all of the new one is shown.
  state.place.c = std::move(c).value();
  state.place.view = julia::wholeSetView(state.place.c, kUsualSize.width, kUsualSize.height);
  return success();
}

// Programs that start others may give a file as a URL.
QString pathOf(const QString& file) {
  if (!file.startsWith(QLatin1String("file:"), Qt::CaseInsensitive)) return file;
  return io::localFiles({QUrl::fromEncoded(file.toUtf8())}).value(0, file);
}

// `option` is what the number belongs to: "--engines".
Status applyCount(const std::string& option, const QString& text, ui::ExplorerState& state) {
  const auto count = julia::parseWholeNumber(text.toStdString());
  if (!count || *count < 1 || *count > render::kMaxEngines)
    return Error{option + " '" + text.toStdString() + "' is not a whole number from 1 to 1024"};
  state.engines.count = static_cast<int>(*count);
  return success();
}

// Sets where the engines of --mpi are to be; within a Slurm job of several hosts it also offers
// those hosts for a later choice.
Status applyHosts(const QCommandLineParser& parser, StartOptions& options) {
  const auto given = [&parser](const QString& name) {
    return parser.isSet(name) ? std::optional<QString>(parser.value(name)) : std::nullopt;
  };
  const bool isAsked = parser.isSet(QStringLiteral("mpi"));
  auto ranks = rankOptions({.ranks = isAsked ? options.state.engines.count : 1,
                            .hosts = given(QStringLiteral("hosts")),
                            .hostfile = given(QStringLiteral("hostfile"))});
  if (!ranks) return isAsked ? Status(ranks.error()) : success();
  if (ranks.value().hosts.empty()) return success();
  options.onHosts = std::move(ranks).value();
  options.onHosts->engines = 1;  // the window gives the number each time
  if (isAsked) options.enginePlace = QLatin1StringView(kHostsKey);
  return success();
}

Status applyEngines(const QCommandLineParser& parser, StartOptions& options) {
  const QString threads = QStringLiteral("engines");
  const QString processes = QStringLiteral("mpi");
  for (const char* where : {"hosts", "hostfile"})
    if (parser.isSet(QLatin1StringView(where)) && !parser.isSet(processes))
      return Error{"--" + std::string(where) + " says where the engines of --mpi are: add --mpi N"};
  if (parser.isSet(threads) && parser.isSet(processes))
    return Error{
        "--engines and --mpi exclude each other: use --engines for threads, --mpi for processes"};
  if (parser.isSet(threads)) {
    options.enginePlace = QLatin1StringView(kThreadsKey);
    return applyCount("--engines", parser.value(threads), options.state);
  }
  if (!parser.isSet(processes)) return whyNoProcesses() ? success() : applyHosts(parser, options);
  options.enginePlace = QLatin1StringView(kProcessesKey);
  if (auto status = applyCount("--mpi", parser.value(processes), options.state); !status)
    return status;
  if (const auto why = whyNoProcesses()) return Error{"--mpi cannot be used: " + *why};
  return applyHosts(parser, options);
}

void addOptions(QCommandLineParser& parser) {
  parser.setApplicationDescription(tr("Explore Julia sets, and the engines that compute them."));
  parser.addHelpOption();
  parser.addVersionOption();
  parser.addOption({QStringLiteral("formula"),
                    tr("Iterate this formula: %1, or any other f(z).")
                        .arg(QString::fromStdString(julia::formulaList())),
                    QStringLiteral("FORMULA")});
  parser.addOption(
      {QStringLiteral("c"), tr("Show the Julia set of this c."), QStringLiteral("RE,IM | RE+IMi")});
  parser.addOption(
      {QStringLiteral("engines"), tr("Compute on this many engines."), QStringLiteral("N")});
  parser.addOption({QStringLiteral("mpi"),
                    tr("Compute on this many engines that are processes, ranks of an MPI job: on "
                       "this machine, on those of the Slurm job it is called in, or on the hosts "
                       "that are named."),
                    QStringLiteral("N")});
  parser.addOption({QStringLiteral("hosts"),
                    tr("Where the engines of --mpi are, and how many on each host at most."),
                    QStringLiteral("NAME:COUNT,...")});
  parser.addOption({QStringLiteral("hostfile"),
                    tr("The same in a file, a host a line like 'node1 slots=8'."),
                    QStringLiteral("FILE")});
  parser.addPositionalArgument(QStringLiteral("file"),
                               tr("A place (.json), a picture by Fatou or a file of XaoS (.xpf) or "
                                  "Fractint (.par, .par#ENTRY) to go to, a gradient (.gpl, .json, "
                                  ".map, .ugr) or a recorded run (.json)."),
                               QStringLiteral("[PLACE.json | PICTURE.png | …]"));
}

}  // namespace

Result<StartOptions> startOptions(const QStringList& arguments, const ui::ExplorerState& session) {
  QCommandLineParser parser;
  addOptions(parser);
  if (!parser.parse(arguments)) return Error{parser.errorText().toStdString() + " See --help."};
  if (parser.isSet(QStringLiteral("help"))) parser.showHelp();
  if (parser.isSet(QStringLiteral("version"))) parser.showVersion();
  const QStringList files = parser.positionalArguments();
  if (files.size() > 1)
    return Error{"unexpected argument '" + files[1].toStdString() + "': see --help"};
  StartOptions options{
      .state = session, .file = pathOf(files.value(0)), .enginePlace = {}, .onHosts = {}};
  if (parser.isSet(QStringLiteral("c")))
    if (auto status = applyC(parser.value(QStringLiteral("c")), options.state); !status)
      return status.error();
  // The formula is applied after c, since the end of its orbits may depend on c.
  if (parser.isSet(QStringLiteral("formula")))
    if (auto status = applyFormula(parser.value(QStringLiteral("formula")), options.state); !status)
      return status.error();
  if (auto status = applyEngines(parser, options); !status) return status.error();
  return options;
}

}  // namespace fatou::app
