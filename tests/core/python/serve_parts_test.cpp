// SPDX-License-Identifier: GPL-3.0-or-later
// What a server is made of, by itself: what waits for a client, and tasks that others depend on.
#include <array>
#include <cstddef>
#include <set>
#include <string>
#include <sys/socket.h>
#include <utility>
#include <vector>

#include <QTest>

#include "core/python/serve/client_frame.h"
#include "core/python/serve/client_stream.h"
#include "core/python/serve/dependency_book.h"

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
