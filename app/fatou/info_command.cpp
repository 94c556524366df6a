// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fatou/command.h"
#include "app/fatou/options.h"
#include "app/fatou/start_file.h"
#include "app/fatou/text.h"
#include "core/io/files/shown_text.h"
#include "core/io/formats/file_info.h"
#include "core/julia/numbers/complex_text.h"

namespace fatou::app {

namespace {

// The value as a sum, "0+1i", if as the pair "0,1" it could be one number with a decimal comma: the
// window, into which it may be pasted, refuses such pairs.
std::string readableValue(const std::string& name, const std::string& value) {
  if (name != "c" && name != "center") return value;
  const auto number = julia::parseComplex(value);
  if (!number || julia::parseClearComplex(value)) return value;
  const auto& [re, im] = number.value();
  return re.text() + (im.text().starts_with('-') ? "" : "+") + im.text() + "i";
}

}  // namespace

void runInfo(const QStringList& arguments) {
  Options options(QStringLiteral("Says what a file made by Fatou was made from."));
  options.addArgument(QStringLiteral("FILE"),
                      QStringLiteral("A picture or array of any kind that Fatou writes, or a file "
                                     "of XaoS (.xpf), Fractint (.par, .map) or Ultra Fractal "
                                     "(.ugr); FILE#ENTRY is one entry of several."));
  options.parse(arguments);
  if (options.positional().isEmpty())
    throw badUsage(QStringLiteral("which file? Write fatou info FILE"));
  const QString path = options.positional().first();
  if (const auto text = foreignText(path)) return print(*text);
  const auto info = io::readFileInfo(path);
  if (!info) throw failed(info.error());

  QList<QStringList> rows;
  const auto row = [&rows](const QString& name, const QString& value) {
    rows += {io::shownLine(name), io::shownLine(value)};
  };
  const io::FileInfo& file = info.value();
  if (file.counts) {
    row(QStringLiteral("sum of J"), countText(file.counts->sum));
    row(QStringLiteral("J"),
        QStringLiteral("%1 to %2")
            .arg(countText(file.counts->minimum), countText(file.counts->maximum)));
    row(QStringLiteral("SHA-256"), QString::fromStdString(file.counts->sha256));
  }
  for (const auto& [name, value] : file.provenance.parameters)
    row(QString::fromStdString(name), QString::fromStdString(readableValue(name, value)));

  QString text = QStringLiteral("%1: %2, %3 x %4, ")
                     .arg(io::shownLine(path), QString::fromStdString(file.format))
                     .arg(file.width)
                     .arg(file.height);
  text += file.provenance.software.empty()
              ? QStringLiteral("not written by Fatou: it does not say what it was made from\n")
              : QStringLiteral("written by %1\n")
                    .arg(io::shownLine(QString::fromStdString(file.provenance.software)));
  for (const QStringList& line : rows)
    text += QStringLiteral("  %1  %2\n").arg(line[0], -9).arg(line[1]);
  print(text);
}

}  // namespace fatou::app
