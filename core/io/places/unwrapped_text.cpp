// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/places/unwrapped_text.h"

#include <algorithm>

#include <QByteArray>
#include <QList>

namespace fatou::io {
namespace {

QByteArray withPlainLineEnds(QByteArray text) {
  return text.replace("\r\n", "\n").replace('\r', '\n');
}

// The text with each `mark` that two hexadecimal digits follow replaced by that byte.
QByteArray withBytes(const QByteArray& text, char mark) {
  QByteArray result;
  for (qsizetype at = 0; at < text.size(); ++at) {
    bool isByte = false;
    const uint byte = text[at] == mark ? text.mid(at + 1, 2).toUInt(&isByte, 16) : 0;
    isByte = isByte && at + 2 < text.size() && text[at + 1] != '+' && text[at + 1] != ' ';
    result += isByte ? static_cast<char>(byte) : text[at];
    if (isByte) at += 2;
  }
  return result;
}

// Every place has a "=", which quoted-printable mail writes as "=3D": only where that is found may
// other "=XX" be bytes.
QByteArray decoded(QByteArray text) {
  text.replace("=\n", "");
  if (text.contains("=3D") || text.contains("=3d")) text = withBytes(text, '=');
  return withBytes(text, '%');
}

QByteArray withoutQuoteMarks(QByteArrayView line) {
  while (line.startsWith('>') || line.startsWith(' ') || line.startsWith('\t'))
    line = line.sliced(1);
  return line.toByteArray();
}

}  // namespace

std::string unwrappedText(std::string_view text, std::string_view joints) {
  const QByteArray all =
      decoded(withPlainLineEnds(QByteArray(text.data(), static_cast<qsizetype>(text.size()))));
  QByteArray whole;
  const auto isJoint = [&](char c) { return joints.find(c) != std::string_view::npos; };
  for (const QByteArray& raw : all.split('\n')) {
    const QByteArray line = withoutQuoteMarks(raw);
    while (!whole.isEmpty() && (whole.back() == ' ' || whole.back() == '\t')) whole.chop(1);
    const bool isJoined =
        whole.isEmpty() || isJoint(whole.back()) || (!line.isEmpty() && isJoint(line.front()));
    if (!isJoined) whole += '\n';
    whole += line;
  }
  return whole.toStdString();
}

}  // namespace fatou::io
