// SPDX-License-Identifier: GPL-3.0-or-later
// What goes over the channel to a Python engine, and bytes that are none of it.
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <Eigen/Core>
#include <QTest>

#include "core/python/frame.h"

namespace fatou::python {
namespace {

std::string bytesOf(FrameKind kind, std::uint32_t body, std::uint16_t descriptors) {
  const auto head =
      FrameHead{.bodyBytes = body, .kind = kind, .descriptors = descriptors, .task = 7}.bytes();
  return {head.begin(), head.end()};
}

// The body of an answer with one array of three numbers inline.
std::string bodyWithArray() {
  const OutgoingFrame frame = makeTaskFrame(1, PyList{{PyArray::of(Eigen::Array3d(1, 2, 3))}});
  return frame.front.substr(kHeadBytes);
}

}  // namespace

class PythonFrameTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void headsComeBack() {
    const FrameHead head = readFrameHead(bytesOf(FrameKind::Result, 123, 0));
    QVERIFY(head.kind == FrameKind::Result);
    QCOMPARE(head.bodyBytes, 123U);
    QCOMPARE(head.task, std::uint64_t{7});
  }

  void headsOfOthersAreRefused() {
    QVERIFY_THROWS_EXCEPTION(engines::WireError, readFrameHead("garbagegarbagega"));
    QVERIFY_THROWS_EXCEPTION(engines::WireError, readFrameHead("short"));
    QVERIFY_THROWS_EXCEPTION(engines::WireError, readFrameHead(bytesOf(FrameKind::Task, 1, 0)));
    QVERIFY_THROWS_EXCEPTION(engines::WireError, readFrameHead(bytesOf(FrameKind::Output, 1, 1)));
    QVERIFY_THROWS_EXCEPTION(engines::WireError, readFrameHead(bytesOf(FrameKind::Result, 1, 17)));
    const auto tooLong = static_cast<std::uint32_t>(kMostBodyBytes + 1);
    QVERIFY_THROWS_EXCEPTION(engines::WireError,
                             readFrameHead(bytesOf(FrameKind::Result, tooLong, 0)));
  }

  void smallArraysFollowAndLargeOnesLieInTheDescriptor() {
    const PyArray small = PyArray::of(Eigen::ArrayXd::Ones(8));
    const PyArray large = PyArray::of(Eigen::ArrayXd::Ones(40'000));
    const OutgoingFrame frame = makeTaskFrame(1, PyList{{large, small, large}});
    QCOMPARE(frame.inlineArrays.size(), std::size_t{1});
    QCOMPARE(frame.largeArrays.size(), std::size_t{2});
    QVERIFY(frame.offsets == (std::vector<std::uint64_t>{0, 323'584}));  // whole pages
    QCOMPARE(static_cast<int>(frame.front[6]), 1);                       // one descriptor
  }

  void valuesComeBackWithTheirArrays() {
    const IncomingFrame frame(bodyWithArray());
    QCOMPARE(frame.arrays().size(), std::size_t{1});
    QCOMPARE(frame.arrays()[0].bytes, std::size_t{24});
    const std::vector<std::shared_ptr<const char[]>> data{
        std::shared_ptr<const char[]>(new char[24]())};
    const PyValue value = frame.value(data);
    QVERIFY(value == PyValue(PyList{{PyArray::of(Eigen::Array3d(0, 0, 0))}}));
  }

  void damagedBodiesAreNoticed() {
    const std::string body = bodyWithArray();
    std::mt19937 random(1);
    for (int i = 0; i < 20'000; ++i) {
      std::string bytes = body;
      bytes[random() % bytes.size()] = static_cast<char>(random() & 0xFF);
      if (i % 3 == 0) bytes.resize(random() % bytes.size());
      try {
        const IncomingFrame frame(bytes);
        std::vector<std::shared_ptr<const char[]>> data;
        for (const auto& room : frame.arrays()) {
          if (room.bytes > 1'000'000)
            throw engines::WireError("as much as a reader has no room for");
          data.emplace_back(new char[room.bytes]());
        }
        static_cast<void>(frame.value(data));
      } catch (const engines::WireError&) {
      }
    }
  }
};

}  // namespace fatou::python

QTEST_GUILESS_MAIN(fatou::python::PythonFrameTest)
#include "python_frame_test.moc"
