// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fatou/verify_option.h"

#include <limits>
#include <optional>

#include "app/fatou/command.h"
#include "app/fatou/progress.h"
#include "core/julia/formulas/formula_row.h"
#include "core/render/verification.h"

namespace fatou::app {
namespace {

constexpr int kMostPixels = 1'000'000;

Failure stopped() {
  return {kInterrupted, QStringLiteral("interrupted while verifying; the picture is complete")};
}

// Writes all the digits that a float has, since numbers that differ by a thousandth must not look
// the same.
QString digits(double number) {
  return QString::number(number, 'g', std::numeric_limits<float>::max_digits10);
}

QString wrongNumber(const render::CheckedPixel& checked) {
  switch (checked.differs) {
    case render::Quantity::Count:
      return QStringLiteral("J = %1, its exact orbit %2")
          .arg(checked.pixel.count)
          .arg(checked.exact);
    case render::Quantity::Smooth:
      return QStringLiteral("the smooth count %1, its exact orbit %2")
          .arg(digits(checked.pixel.smooth.value_or(0.0F)), digits(checked.exactValue));
    case render::Quantity::Distance:
      return QStringLiteral("the distance %1, its exact orbit %2")
          .arg(digits(checked.pixel.distance.value_or(0.0F)), digits(checked.exactValue));
  }
  return {};
}

Failure wrongPixel(const render::CheckedPixel& checked) {
  return {kFailed, QStringLiteral("the pixel in column %1 of row %2 has %3")
                       .arg(checked.pixel.column)
                       .arg(checked.pixel.row)
                       .arg(wrongNumber(checked))};
}

}  // namespace

void addVerifyOption(Options& options) {
  options.add("verify",
              "Then check J of N pixels by big numbers, of z^2+c the smooth count, too, and the "
              "distance where the picture needs it; exit code 1 if one is wrong by more than "
              "rounding. With "
              "several points a pixel, its middle.",
              "N");
}

int pixelsToVerify(const Options& options) {
  const QString name = QStringLiteral("verify");
  if (!options.isSet(name)) return 0;
  options.requireOfFormula(name, julia::Ability::Verified);
  return options.number(name, 1, kMostPixels);
}

void verify(const render::RenderRequest& request, const VerifyOptions& wish,
            const Interrupt& interrupt) {
  if (wish.pixels == 0) return;
  const auto job = render::RenderJob::create(request, {.stop = interrupt.token()});
  if (interrupt.token().stop_requested()) throw stopped();
  if (!job) throw failed(job.error());
  const auto pixels = render::samplePicture(*job.value(), wish.pixels, interrupt.token());
  if (!pixels) throw stopped();
  Progress progress("verifying", static_cast<std::int64_t>(pixels->size()), wish.quiet);
  render::VerificationSummary summary;
  std::optional<render::CheckedPixel> wrong;
  const auto done = render::Verifier(wish.source.start(request.engines.count))
                        .verify(
                            request.picture, *pixels,
                            [&](const render::CheckedPixel& checked) {
                              summary.add(checked);
                              if (checked.agreement == render::Agreement::Differs) wrong = checked;
                              progress.add(1);
                            },
                            interrupt.token());
  if (!done) throw failed(done.error());
  if (done.value() == engines::Ended::Stopped) throw stopped();
  if (!wish.quiet) print(QString::fromStdString(render::toString(summary)) + u'\n');
  if (wrong) throw wrongPixel(*wrong);
}

}  // namespace fatou::app
