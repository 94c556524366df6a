// SPDX-License-Identifier: GPL-3.0-or-later
// Renders a small Julia set through an installed Fatou.
#include <core/render/frame.h>
#include <core/render/renderer.h>
#include <cstdio>

int main() {
  using namespace fatou;
  render::RenderRequest request{.picture = {.width = 64, .height = 64}, .engines = {.count = 2}};
  request.picture.place.c = julia::parseComplex("-0.065+0.66i").value();
  request.picture.place.view = julia::CentreView{.radius = julia::Decimal::parse("1.3").value()};

  const auto job = render::RenderJob::create(request).value();
  const render::Renderer renderer{engines::Client(request.engines.count)};
  render::Frame frame(request.picture.width, {0, request.picture.height});
  const auto run = renderer.render(job, frame.rows(), [&](const auto& tile, const auto& band) {
    frame.add(tile);
    std::printf("rows %d to %d from engine %d\n", band.rows.begin, band.rows.end - 1,
                band.task.engine);
  });
  return run.ok() && frame.complete() ? 0 : 1;
}
