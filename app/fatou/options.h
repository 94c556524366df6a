// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include <QCommandLineParser>
#include <QString>
#include <QStringList>

#include "core/engines/engine_source.h"
#include "core/io/places/place_fields.h"
#include "core/julia/formulas/formula_row.h"
#include "core/julia/plane/place.h"
#include "core/render/render_request.h"

namespace fatou::app {

// Reads the options that several commands share. Every complaint is a Failure with exit code 2 that
// names the option, what is wrong with it and what would be right.
class Options {
 public:
  explicit Options(const QString& description);

  // --formula, --c, --region or --center and --radius, --size, --tmax, --view, --band, --kernel.
  void addPicture();
  // Adds --formula, --param, --escape and --basins, which means `basins`.
  void addFormula(const char* basins = kBasinsMeaning);
  void addEscape();
  void addEngines(const QString& meaning);
  void addMpi();
  void addSimd();
  void add(const QCommandLineOption& option) { m_parser.addOption(option); }
  // Adds an option with a value; `otherwise` is the value where it is left out.
  void add(const char* name, const char* meaning, const char* value, const char* otherwise = "");
  void addArgument(const QString& name, const QString& meaning);

  // Reads the command line; prints the help and ends the program with 0 where that was asked for.
  void parse(const QStringList& arguments);

  bool isSet(const QString& name) const { return m_parser.isSet(name); }
  QString value(const QString& name) const { return m_parser.value(name); }
  QStringList values(const QString& name) const { return m_parser.values(name); }
  QStringList positional() const { return m_parser.positionalArguments(); }

  // Sets the formula, c, view and tmax that hold where options leave them out. An option for the
  // view replaces the whole view.
  void startFrom(const julia::Place& place) { m_start = place; }

  // The request the picture options describe, checked; engines is 1.
  render::RenderRequest request() const;
  // Returns the formula of --formula, else that of startFrom(), else z^2+c, with the parameters of
  // --param, the exit of --escape and the basins of --basins.
  julia::Formula formula() const;
  std::vector<julia::FormulaParameter> parameters() const;
  // What the options make of the formula of a file, which is checked once they are applied.
  io::FormulaChange formulaChange() const;
  // Warns of --escape, --param and values in the formula's `text` where the formula does not use
  // them.
  void tellUnused(const julia::Formula& formula, const QString& text) const;
  // Complains of the option where the formula has not what it needs.
  void requireOfFormula(const QString& option, julia::Ability ability) const;
  // The number of --mpi, or nothing where it is left out.
  std::optional<int> ranks() const;
  // --engines or --mpi as one number, all cores where both are left out.
  int engines() const;
  // --engines as a list like 1,2,4, of at most --mpi where that is given; 1 ... all where it is
  // left out.
  std::vector<int> engineCounts() const;
  // Where the engines come from. To be asked once: each source starts MPI jobs of its own. What
  // becomes of these is told on standard error. Once `stop` is requested none is started any more:
  // who asks for engines gets mpi::LaunchStopped.
  engines::EngineSource source(std::stop_token stop = {}) const;
  // The value of an option as a whole number from low to high.
  int number(const QString& name, int low, int high) const;
  // Restricts the kernels to --simd, if given.
  void applySimd() const;

 private:
  // In pictures.
  static constexpr char kBasinsMeaning[] =
      "End orbits in the attracting cycles of the formula, too, and tell which; a .npy has that as "
      "a second plane, an .exr as the channel 'cycle'.";

  void requireGivenOnce() const;
  // Throws a Failure if the formula asks for basins and has no proven cycle at the place.
  void requireCycles(const julia::Place& place) const;
  julia::Place place() const;
  julia::View view() const;
  // --kernel; where it is left out, the best that the formula has.
  render::Kernel kernel() const;

  QCommandLineParser m_parser;
  std::optional<julia::Place> m_start;
  int m_arguments = 0;
  bool m_takesMpi = false;
  bool m_takesSimd = false;
};

}  // namespace fatou::app
