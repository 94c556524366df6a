// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/reports/svg_canvas.h"

#include <array>
#include <cmath>

namespace fatou::io {
namespace {

constexpr std::array kColors{"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                             "#e69f00", "#56b4e9", "#777777"};

QString numberText(double value) {
  return QString::number(std::round(value * 100.0) / 100.0, 'g', 8);
}

}  // namespace

AxisScale axisScale(double highest, int wantedTicks) {
  AxisScale scale;
  if (!(highest > 0.0) || !std::isfinite(highest)) highest = 1.0;
  const double rough = highest / wantedTicks;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  double step = 10.0 * power;
  for (const double times : {5.0, 2.5, 2.0, 1.0})
    if (times * power >= rough * (1.0 - 1e-9)) step = times * power;
  const int count = static_cast<int>(std::ceil(highest / step - 1e-9));
  for (int i = 0; i <= count; ++i) scale.ticks.push_back(i * step);
  scale.end = scale.ticks.back();
  return scale;
}

QString seriesColor(std::size_t index) {
  return QString::fromLatin1(kColors[index % kColors.size()]);
}

SvgCanvas::SvgCanvas(QXmlStreamWriter& to, double width, double height, const QString& title)
    : m_to(to) {
  m_to.writeStartElement(QStringLiteral("svg"));
  m_to.writeAttribute(QStringLiteral("xmlns"), QStringLiteral("http://www.w3.org/2000/svg"));
  m_to.writeAttribute(QStringLiteral("viewBox"),
                      QStringLiteral("0 0 %1 %2").arg(numberText(width), numberText(height)));
  number("width", width);
  number("height", height);
  m_to.writeAttribute(QStringLiteral("role"), QStringLiteral("img"));
  m_to.writeAttribute(QStringLiteral("font-family"), QStringLiteral("sans-serif"));
  m_to.writeTextElement(QStringLiteral("title"), title);
  rect(0, 0, width, height, {.fill = QStringLiteral("#ffffff")});
}

SvgCanvas::~SvgCanvas() {
  m_to.writeEndElement();
}

void SvgCanvas::number(const char* name, double value) {
  m_to.writeAttribute(QString::fromLatin1(name), numberText(value));
}

void SvgCanvas::begin(const char* shape, const Style& style) {
  m_to.writeStartElement(QString::fromLatin1(shape));
  m_to.writeAttribute(QStringLiteral("fill"), style.fill);
  if (style.stroke == QLatin1String("none")) return;
  m_to.writeAttribute(QStringLiteral("stroke"), style.stroke);
  number("stroke-width", style.width);
  if (style.dashed) m_to.writeAttribute(QStringLiteral("stroke-dasharray"), QStringLiteral("5 4"));
}

void SvgCanvas::line(double x1, double y1, double x2, double y2, const Style& style) {
  begin("line", style);
  number("x1", x1);
  number("y1", y1);
  number("x2", x2);
  number("y2", y2);
  m_to.writeEndElement();
}

void SvgCanvas::rect(double x, double y, double width, double height, const Style& style,
                     const QString& hint) {
  begin("rect", style);
  number("x", x);
  number("y", y);
  number("width", width);
  number("height", height);
  if (!hint.isEmpty()) m_to.writeTextElement(QStringLiteral("title"), hint);
  m_to.writeEndElement();
}

void SvgCanvas::circle(double x, double y, double radius, const Style& style) {
  begin("circle", style);
  number("cx", x);
  number("cy", y);
  number("r", radius);
  m_to.writeEndElement();
}

void SvgCanvas::path(const std::vector<double>& points, const Style& style, bool closed) {
  begin("path", style);
  QString d;
  for (std::size_t i = 0; i + 1 < points.size(); i += 2)
    d += (i == 0 ? u'M' : u'L') + numberText(points[i]) + u' ' + numberText(points[i + 1]);
  if (closed) d += u'Z';
  m_to.writeAttribute(QStringLiteral("d"), d);
  m_to.writeEndElement();
}

void SvgCanvas::text(double x, double y, const QString& text, const TextStyle& style) {
  m_to.writeStartElement(QStringLiteral("text"));
  number("x", x);
  number("y", y);
  number("font-size", style.size);
  m_to.writeAttribute(QStringLiteral("fill"), style.color);
  m_to.writeAttribute(QStringLiteral("text-anchor"), style.anchor);
  if (style.bold) m_to.writeAttribute(QStringLiteral("font-weight"), QStringLiteral("bold"));
  if (style.upwards)
    m_to.writeAttribute(QStringLiteral("transform"),
                        QStringLiteral("rotate(-90 %1 %2)").arg(numberText(x), numberText(y)));
  m_to.writeCharacters(text);
  m_to.writeEndElement();
}

}  // namespace fatou::io
