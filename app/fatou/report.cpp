// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fatou/report.h"

#include "app/fatou/command.h"
#include "core/io/picture_file.h"
#include "core/io/usable_cores.h"
#include "core/render/recorded_run.h"

namespace fatou::app {

std::vector<stats::Run> toRuns(const std::vector<render::RunRecord>& records,
                               render::ViewKind view) {
  const int cores = io::usableCores();
  std::vector<stats::Run> runs;
  for (const auto& record : records) runs.push_back(render::toRun(record, view, cores));
  return runs;
}

void requireWritable(const Options& options, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const QString option = QString::fromLatin1(name);
    if (!options.isSet(option)) continue;
    if (const auto file = io::PictureFile::create(options.value(option)); !file)
      throw badUsage(file.error());
  }
}

Status writeFile(const QString& path, const QByteArray& bytes) {
  auto file = io::PictureFile::create(path);
  if (!file) return file.error();
  const auto opened = std::move(file).value();
  if (auto status = opened->append({bytes.constData(), static_cast<std::size_t>(bytes.size())});
      !status)
    return status;
  return opened->commit(true);
}

}  // namespace fatou::app
