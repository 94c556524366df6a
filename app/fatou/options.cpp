// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fatou/options.h"

#include <limits>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "app/fatou/command.h"
#include "app/fatou/option_values.h"
#include "app/rank_places.h"
#include "core/io/machine/usable_cores.h"
#include "core/julia/formulas/formula_row.h"
#include "core/kernels/escape_time.h"
#include "core/kernels/simd_targets.h"
#include "core/mpi/mpi_engines.h"
#include "core/mpi/rank.h"

namespace fatou::app {
namespace {

// Tells each sentence once, from whichever thread.
class Once {
 public:
  void tell(const std::string& sentence) {
    const std::scoped_lock lock(m_mutex);
    if (m_told.insert(sentence).second) app::tell(QString::fromStdString(sentence));
  }

 private:
  std::mutex m_mutex;
  std::set<std::string> m_told;
};

}  // namespace

Options::Options(const QString& description) {
  m_parser.setApplicationDescription(description);
  m_parser.addOption(
      {{QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("Show this help.")});
}

void Options::add(const char* name, const char* meaning, const char* value, const char* otherwise) {
  QString text = QString::fromUtf8(meaning);
  if (*otherwise != '\0') text += QStringLiteral(" Default: %1.").arg(QLatin1StringView(otherwise));
  m_parser.addOption({QString::fromLatin1(name), text, QString::fromLatin1(value),
                      QString::fromLatin1(otherwise)});
}

void Options::addPicture() {
  addFormula();
  add("c", "The parameter c of the formula, any number of digits.", "RE,IM | RE+IMi");
  add("region", "The view by its corners; the grid has points on all four edges.",
      "XMIN,YMIN,XMAX,YMAX");
  add("center", "The view by its centre …", "RE,IM", "0,0");
  add("radius", "… and half its height; the width follows, pixels are square.", "R", "1.5");
  add("size", "Pixels, up to 65536x65536.", "WIDTHxHEIGHT", "1024x1024");
  add("tmax", "Most iterations a pixel, up to 2147483647.", "N", "256");
  add("view", "How bands reach the engines.", "direct|balanced|serial", "balanced");
  add("band", "Rows a band; chosen from the height when left out.", "ROWS");
  add("kernel", "How J is computed; both give the same.", "plain|fast", "fast");
}

void Options::addFormula(const char* basins) {
  m_parser.addOption({QStringLiteral("formula"),
                      QStringLiteral("What is iterated: %1, or any other f(z). Default: %2.")
                          .arg(QString::fromStdString(julia::formulaList()),
                               QString::fromStdString(julia::toString(julia::Formula()))),
                      QStringLiteral("FORMULA")});
  addEscape();
  m_parser.addOption({QStringLiteral("basins"), QString::fromUtf8(basins)});
  add("param", "The value of a number in the formula, like a=0.3-0.2i. Repeatable.", "NAME=VALUE");
}

void Options::addEscape() {
  add("escape",
      "Where an orbit of the formula has escaped: beyond the radius that is proven, or R, or where "
      "a part of z is, as with sines.",
      "auto | R | '|re z|>R' | '|im z|>R'", "auto");
}

void Options::addEngines(const QString& meaning) {
  m_parser.addOption({QStringLiteral("engines"), meaning, QStringLiteral("N")});
}

void Options::addMpi() {
  add("mpi",
      "The engines are so many processes, ranks of an MPI job: on this machine, on those of the "
      "Slurm job it is called in, or on the hosts that are named.",
      "N");
  add("hosts", "Where the engines of --mpi are, and how many on each host at most.",
      "NAME:COUNT,...");
  add("hostfile", "The same in a file, a host a line like 'node1 slots=8'.", "FILE");
  m_takesMpi = true;
}

void Options::addSimd() {
  m_parser.addOption({QStringLiteral("simd"),
                      QStringLiteral("Use this SIMD target instead of the best; same J."),
                      QStringLiteral("TARGET")});
  m_takesSimd = true;
}

void Options::addArgument(const QString& name, const QString& meaning) {
  m_parser.addPositionalArgument(name, meaning);
  ++m_arguments;
}

void Options::parse(const QStringList& arguments) {
  if (!m_parser.parse(arguments))
    throw badUsage(m_parser.errorText() + QStringLiteral(" See '%1 --help'.").arg(arguments[0]));
  if (isSet(QStringLiteral("help"))) {
    QString help = m_parser.helpText();
    // The parser names the program alone; the user typed the command, too.
    help.replace(QCoreApplication::arguments().first(), arguments[0]);
    print(help);
    throw Failure{kDone, {}};
  }
  requireGivenOnce();
  if (positional().size() > m_arguments)
    throw badUsage(QStringLiteral("unexpected argument '%1': see '%2 --help'")
                       .arg(positional()[m_arguments], arguments[0]));
}

// The parser takes the last of several values without a word, so that a command line that was put
// together from pieces would do something else than it seems to: such a line is refused.
void Options::requireGivenOnce() const {
  static const QStringList lists{QStringLiteral("o"), QStringLiteral("output"),
                                 QStringLiteral("slow"), QStringLiteral("param")};
  for (const QString& name : m_parser.optionNames())
    if (m_parser.values(name).size() > 1 && !lists.contains(name))
      throw badUsage(QStringLiteral("--%1 is given more than once, as '%2': give it once")
                         .arg(name, m_parser.values(name).join(QStringLiteral("' and '"))));
}

render::RenderRequest Options::request() const {
  render::RenderRequest request;
  request.picture.place = place();
  std::tie(request.picture.width, request.picture.height) =
      parseSize(value(QStringLiteral("size")));
  const QString view = value(QStringLiteral("view"));
  request.engines.viewKind =
      known(QStringLiteral("view"), view, render::parseViewKind(view.toStdString()),
            "direct or balanced or serial");
  if (request.engines.viewKind == render::ViewKind::Serial && ranks())
    throw badUsage(QStringLiteral("--view serial computes without engines: leave out --mpi"));
  if (isSet(QStringLiteral("band")))
    request.engines.bandRows = number(QStringLiteral("band"), 1, render::kMaxSide);
  request.engines.kernel = kernel();
  if (auto status = render::check(request); !status) throw badFormula(status.error());
  requireCycles(request.picture.place);
  return request;
}

julia::Place Options::place() const {
  julia::Place place = m_start.value_or(julia::Place());
  place.formula = formula();
  tellUnused(place.formula, value(QStringLiteral("formula")));
  if (isSet(QStringLiteral("c")))
    place.c = parseComplex(QStringLiteral("c"), value(QStringLiteral("c")));
  else if (!m_start && place.formula.usesC())
    throw badUsage(QStringLiteral("--c is missing: say which Julia set, like --c -0.8,0.156"));
  place.view = view();
  if (isSet(QStringLiteral("tmax")) || !m_start)
    place.tmax = number(QStringLiteral("tmax"), 1, std::numeric_limits<int>::max());
  return place;
}

julia::View Options::view() const {
  const bool centred = isSet(QStringLiteral("center")) || isSet(QStringLiteral("radius"));
  if (centred && isSet(QStringLiteral("region")))
    throw badUsage(QStringLiteral("--region and --center/--radius exclude each other: use one"));
  if (isSet(QStringLiteral("region"))) return parseRegion(value(QStringLiteral("region")));
  if (m_start && !centred) return m_start->view;
  return julia::CentreView{
      .centre = parseComplex(QStringLiteral("center"), value(QStringLiteral("center"))),
      .radius = parseDecimal(QStringLiteral("radius"), value(QStringLiteral("radius")))};
}

render::Kernel Options::kernel() const {
  const QString name = QStringLiteral("kernel");
  const QString text = value(name);
  const auto chosen = known(name, text, render::parseKernel(text.toStdString()), "plain or fast");
  if (chosen == render::Kernel::Fast && isSet(name)) requireOfFormula(name, julia::Ability::Fast);
  return render::kernelFor(formula(), chosen);
}

std::optional<int> Options::ranks() const {
  if (!m_takesMpi) return std::nullopt;
  if (!isSet(QStringLiteral("mpi"))) {
    for (const char* where : {"hosts", "hostfile"})
      if (isSet(QLatin1StringView(where)))
        throw badUsage(QStringLiteral("--%1 says where the engines of --mpi are: add --mpi N")
                           .arg(QLatin1StringView(where)));
    return std::nullopt;
  }
  const int count = number(QStringLiteral("mpi"), 1, render::kMaxEngines);
  if (mpi::builtWith() == mpi::Implementation::None)
    throw badUsage(
        QStringLiteral("--mpi cannot be used: this fatou was built without MPI; install "
                       "openmpi-bin and libopenmpi-dev, or mpich and libmpich-dev, and build it "
                       "again"));
  return count;
}

engines::EngineSource Options::source(std::stop_token stop) const {
  const auto count = ranks();
  if (!count) return {};
  const auto given = [this](const QString& name) {
    return isSet(name) ? std::optional<QString>(value(name)) : std::nullopt;
  };
  auto found = rankOptions({.ranks = *count,
                            .hosts = given(QStringLiteral("hosts")),
                            .hostfile = given(QStringLiteral("hostfile"))});
  if (!found) throw badUsage(found.error());
  mpi::MpiOptions wanted = std::move(found).value();
  wanted.stop = std::move(stop);
  wanted.notice = [once = std::make_shared<Once>()](const std::string& sentence) {
    once->tell(sentence);
  };
  if (m_takesSimd && isSet(QStringLiteral("simd")))
    wanted.arguments.push_back(value(QStringLiteral("simd")).toStdString());
  return mpi::mpiEngines(std::move(wanted), kernels::simdTargetName());
}

int Options::engines() const {
  if (const auto count = ranks()) {
    if (!isSet(QStringLiteral("engines"))) return *count;
    throw badUsage(
        QStringLiteral("--engines and --mpi exclude each other: use --engines for "
                       "threads, --mpi for processes"));
  }
  if (!isSet(QStringLiteral("engines"))) return io::usableCores();
  return number(QStringLiteral("engines"), 1, render::kMaxEngines);
}

std::vector<int> Options::engineCounts() const {
  const auto most = ranks();
  std::vector<int> counts;
  if (!isSet(QStringLiteral("engines"))) {
    counts.resize(static_cast<std::size_t>(most.value_or(io::usableCores())));
    std::iota(counts.begin(), counts.end(), 1);
    return counts;
  }
  for (const QString& count : value(QStringLiteral("engines")).split(u','))
    counts.push_back(
        parseNumber(QStringLiteral("engines"), count, 1, most.value_or(render::kMaxEngines)));
  return counts;
}

int Options::number(const QString& name, int low, int high) const {
  return parseNumber(name, value(name), low, high);
}

void Options::applySimd() const {
  if (!isSet(QStringLiteral("simd"))) return;
  const QString target = value(QStringLiteral("simd"));
  if (kernels::useSimdTarget(target.toStdString())) return;
  QStringList names;
  for (const auto& name : kernels::simdTargetNames()) {
    const std::string words = kernels::vectorName(name);
    names += QString::fromStdString(words == name ? name : name + " (" + words + ")");
  }
  throw badUsage(QStringLiteral("--simd '%1' is not a target of this machine: use one of %2")
                     .arg(target, names.join(QStringLiteral(", "))));
}

}  // namespace fatou::app
