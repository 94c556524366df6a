// SPDX-License-Identifier: GPL-3.0-or-later
// What a server is made of, by itself: what waits for a client, and tasks that others depend on.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <set>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <utility>
#include <vector>

#include <QTest>

#include "core/python/serve/client_frame.h"
#include "core/python/serve/client_stream.h"
#include "core/python/serve/dependency_book.h"
#include "core/python/value_codec.h"

namespace fatou::python {

class ServePartsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatNobodyReadsIsNotKeptWithoutEnd() {
    std::array<int, 2> ends{};
    QVERIFY(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
    ClientStream stream{Descriptor(ends[1])};
    const Descriptor client(ends[0]);
    const PyValue printed = PyBytes{std::string(std::size_t{1} << 20, 'x')};
    int sent = 0;
    while (sent < 1000 &&
           stream.sendUnlessFull(makeClientFrame(ClientFrameKind::Output, 0, printed)))
      ++sent;
    QVERIFY(sent >= 32 && sent <= 130);
  }

  void framesOfSeveralThreadsArriveWholeAndInTheOrderOfEach() {
    constexpr int kThreads = 4;
    constexpr std::uint64_t kEach = 2000;
    std::array<int, 2> ends{};
    QVERIFY(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
    ClientStream stream{Descriptor(ends[1])};
    const Descriptor client(ends[0]);
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread)
      threads.emplace_back([&stream, thread] {
        for (std::uint64_t i = 0; i < kEach; ++i)  // some too long to be written at once
          stream.send(makeClientFrame(
              ClientFrameKind::Result, i,
              PyTuple{{PyValue(thread), PyValue(std::string(i % 100 == 0 ? 100'000 : 20, 'x'))}}));
      });
    const auto take = [&client](std::size_t size) {
      std::string bytes(size, '\0');
      for (std::size_t done = 0; done < size;) {
        const ssize_t got = ::recv(client.number(), bytes.data() + done, size - done, 0);
        if (got <= 0) return std::string();
        done += static_cast<std::size_t>(got);
      }
      return bytes;
    };
    std::array<std::uint64_t, kThreads> next{};
    for (std::uint64_t frame = 0; frame < kThreads * kEach; ++frame) {
      const std::string head = take(kClientHeadBytes);
      QCOMPARE(head.size(), kClientHeadBytes);
      std::uint32_t size = 0;
      std::uint64_t number = 0;
      std::memcpy(&size, head.data(), sizeof size);
      std::memcpy(&number, head.data() + 8, sizeof number);
      const std::string body = take(size);
      const PyValue value = decode(readClientBody(body).value);
      const auto thread = *value.as<PyTuple>()->items[0].as<std::int64_t>();
      QCOMPARE(number, next[static_cast<std::size_t>(thread)]++);
    }
  }

  void dependenciesOnTasksThatHaveEndedAreDecidedAtOnce() {
    DependencyBook book;
    book.began(1, 101);
    book.ended(1, 0, true);
    book.began(2, 102);
    book.ended(2, 1, false);
    book.began(3, 103);
    const auto find = [&book](std::vector<PyValue> numbers, const char* how) {
      return book.find(
          PyTuple{{PyList{std::move(numbers)}, PyValue(how), PyValue(true), PyValue(false)}});
    };
    QVERIFY(!find({1}, "all").isImpossible && find({1}, "all").onRunning.empty());
    QVERIFY(find({1, 2}, "all").isImpossible && !find({1, 2}, "any").isImpossible);
    QVERIFY(find({2}, "any").isImpossible);
    QCOMPARE(find({1, 3}, "all").onRunning.ids(), std::vector<engines::TaskId>{103});
    QVERIFY(find({1, 3}, "any").onRunning.empty());
    QVERIFY(!find({4}, "all").unknown.empty());
    QCOMPARE(*find({1}, "all").ranOn, std::set<engines::EngineId>{0});
  }
};

}  // namespace fatou::python

QTEST_GUILESS_MAIN(fatou::python::ServePartsTest)
#include "serve_parts_test.moc"
