// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QByteArray>
#include <QString>
#include <QXmlStreamWriter>

namespace fatou::io {

// Where a chart draws its data, in SVG units from the upper left.
struct PlotArea {
  double left = 0.0, top = 0.0, width = 0.0, height = 0.0;

  double right() const { return left + width; }
  double bottom() const { return top + height; }
};

// A stretch of numbers along an axis, from 0.
struct AxisScale {
  double end = 1.0;
  std::vector<double> ticks;  // 0 ... end, at 1, 2, 2.5 or 5 times a power of ten
};
AxisScale axisScale(double highest, int wantedTicks = 5);

// Colours that stay apart for colour-blind eyes and on paper; they repeat after seven.
QString seriesColor(std::size_t index);

// Writes the shapes that charts are made of. Text is escaped by the writer, numbers have as many
// digits as a screen shows.
class SvgCanvas {
 public:
  struct Style {
    QString fill = QStringLiteral("none");
    QString stroke = QStringLiteral("none");
    double width = 1.0;
    bool dashed = false;
  };
  struct TextStyle {
    QString anchor = QStringLiteral("start");
    QString color = QStringLiteral("#333");
    double size = 12.0;
    bool bold = false;
    bool upwards = false;  // turned to read from below
  };

  // Begins an <svg> of that size on white; `title` is what readers without eyes hear.
  SvgCanvas(QXmlStreamWriter& to, double width, double height, const QString& title);
  ~SvgCanvas();  // ends it
  SvgCanvas(const SvgCanvas&) = delete;
  SvgCanvas& operator=(const SvgCanvas&) = delete;

  void line(double x1, double y1, double x2, double y2, const Style& style);
  // `hint` shows on hover; empty for none.
  void rect(double x, double y, double width, double height, const Style& style,
            const QString& hint = {});
  void circle(double x, double y, double radius, const Style& style);
  // Points as x, y, x, y ...
  void path(const std::vector<double>& points, const Style& style, bool closed = false);
  void text(double x, double y, const QString& text, const TextStyle& style);

 private:
  void begin(const char* shape, const Style& style);
  void number(const char* name, double value);

  QXmlStreamWriter& m_to;
};

// A canvas as a file of its own.
template <typename Draw>
QByteArray svgFile(Draw draw) {
  QByteArray bytes;
  QXmlStreamWriter writer(&bytes);
  writer.writeStartDocument();
  draw(writer);
  writer.writeEndDocument();
  return bytes;
}

}  // namespace fatou::io
