// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/explorer/start_options.h"

#include <algorithm>
#include <cstdio>
#include <initializer_list>
#include <string_view>

#include <QCommandLineParser>

namespace fatou::app {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("fatou::app::StartOptions", text);
}

Status applyC(const QString& text, ui::ExplorerState& state) {
  auto c = julia::parseComplex(text.toStdString());
  if (!c) return Error{"--c: " + c.error().message};
  // Another set is looked at as a whole.
  state.place.c = std::move(c).value();
  state.place.view = ui::ExplorerState::initial().place.view;
  return success();
}

Status applyEngines(const QString& text, ui::ExplorerState& state) {
  bool isNumber = false;
  const int count = text.toInt(&isNumber);
  if (!isNumber || count < 1 || count > render::kMaxEngines)
    return Error{"--engines '" + text.toStdString() + "' is not a whole number from 1 to 1024"};
  state.engines.count = count;
  return success();
}

}  // namespace

Result<StartOptions> startOptions(const QStringList& arguments, const ui::ExplorerState& session) {
  QCommandLineParser parser;
  parser.setApplicationDescription(tr("Explore Julia sets, and the engines that compute them."));
  parser.addHelpOption();
  parser.addVersionOption();
  parser.addOption(
      {QStringLiteral("c"), tr("Show the Julia set of this c."), QStringLiteral("RE,IM | RE+IMi")});
  parser.addOption(
      {QStringLiteral("engines"), tr("Compute on this many engines."), QStringLiteral("N")});
  parser.addPositionalArgument(QStringLiteral("file"),
                               tr("A place (.json) or a picture by Fatou to go to."),
                               QStringLiteral("[PLACE.json | PICTURE.png]"));
  if (!parser.parse(arguments)) return Error{parser.errorText().toStdString() + " See --help."};
  if (parser.isSet(QStringLiteral("help"))) parser.showHelp();
  if (parser.isSet(QStringLiteral("version"))) parser.showVersion();
  const QStringList files = parser.positionalArguments();
  if (files.size() > 1)
    return Error{"unexpected argument '" + files[1].toStdString() + "': see --help"};
  StartOptions options{.state = session, .file = files.value(0)};
  if (parser.isSet(QStringLiteral("c")))
    if (auto status = applyC(parser.value(QStringLiteral("c")), options.state); !status)
      return status.error();
  if (parser.isSet(QStringLiteral("engines")))
    if (auto status = applyEngines(parser.value(QStringLiteral("engines")), options.state); !status)
      return status.error();
  return options;
}

std::optional<int> answerWithoutWindow(int argc, char* argv[]) {
  const auto has = [&](std::initializer_list<std::string_view> words) {
    return std::any_of(argv + 1, argv + argc, [&](const char* argument) {
      return std::ranges::find(words, std::string_view(argument)) != words.end();
    });
  };
  if (has({"--help", "-h", "--help-all", "--version", "-v"})) {
    const QCoreApplication core(argc, argv);
    const auto options = startOptions(QCoreApplication::arguments(), ui::ExplorerState::initial());
    std::fprintf(stderr, "fatou-explorer: %s\n",
                 options ? "see --help" : options.error().message.c_str());
    return 2;
  }
  const auto isSet = [](const char* name) { return !qEnvironmentVariableIsEmpty(name); };
  if (isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") || isSet("QT_QPA_PLATFORM") ||
      has({"-platform"}))
    return std::nullopt;
  std::fputs(
      "fatou-explorer: there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set): start it "
      "on a desktop, or use 'fatou render'\n",
      stderr);
  return 1;
}

}  // namespace fatou::app
