// SPDX-License-Identifier: GPL-3.0-or-later
// What a server is made of, by itself: what waits for a client, and tasks that others depend on.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <set>
#include <string>
#include <sys/mman.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include <QTest>

#include "core/python/frame.h"
#include "core/python/memory_file.h"
#include "core/python/serve/client_frame.h"
#include "core/python/serve/client_stream.h"
#include "core/python/serve/dependency_book.h"
#include "core/python/value_codec.h"
#include "tests/patience.h"

namespace fatou::python {

namespace {

// Sends bytes with as many files as go along with one message.
bool sendWithFiles(int socket, std::string bytes, int file) {
  iovec part{.iov_base = bytes.data(), .iov_len = bytes.size()};
  std::array<int, 64> files{};
  files.fill(file);
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof files)> beside{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = beside.data();
  message.msg_controllen = beside.size();
  cmsghdr* const head = CMSG_FIRSTHDR(&message);
  head->cmsg_level = SOL_SOCKET;
  head->cmsg_type = SCM_RIGHTS;
  head->cmsg_len = CMSG_LEN(sizeof files);
  std::memcpy(CMSG_DATA(head), files.data(), sizeof files);
  return ::sendmsg(socket, &message, MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
}

}  // namespace

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

  void nothingIsKeptForAClientThatHasGone() {
    std::array<int, 2> ends{};
    QVERIFY(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
    ClientStream stream{Descriptor(ends[1])};
    {
      const Descriptor client(ends[0]);
      while (stream.sendUnlessFull(
          makeClientFrame(ClientFrameKind::Output, 0, std::string(std::size_t{1} << 20, 'x')))) {
      }
    }
    QTRY_VERIFY(stream.sendUnlessFull(makeClientFrame(ClientFrameKind::Output, 0, "x")));
  }

  void filesThatNoFrameHasAreRefused() {
    std::array<int, 2> ends{};
    QVERIFY(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
    ClientStream stream{Descriptor(ends[1])};
    {
      const Descriptor client(ends[0]);
      const Descriptor file(::memfd_create("test", MFD_CLOEXEC));
      const PyValue text = std::string(1000, 'x');
      const std::string bytes = makeClientFrame(ClientFrameKind::Request, 1, text).front;
      for (std::size_t i = 0; i < 3; ++i)
        QVERIFY(sendWithFiles(client.number(), bytes.substr(300 * i, 300), file.number()));
    }
    try {
      static_cast<void>(stream.receive({}));
      QFAIL("it is a frame");
    } catch (const engines::WireError& error) {
      QCOMPARE(std::string(error.what()), std::string("files arrived that no frame has"));
    }
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
        for (std::uint64_t i = 0; i < kEach; ++i) {  // some too long to be written at once
          const PyTuple value{
              {PyValue(thread), PyValue(std::string(i % 100 == 0 ? 100'000 : 20, 'x'))}};
          ClientFrame frame = makeClientFrame(ClientFrameKind::Result, i, value);
          const bool mayWait = i % 3 != 0;  // as the last may
          mayWait ? stream.sendSoon(std::move(frame)) : stream.send(std::move(frame));
        }
      });
    const timeval patience{.tv_sec = 60, .tv_usec = 0};  // for one that nobody would send
    QVERIFY(::setsockopt(client.number(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) ==
            0);
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

  void whatMayWaitIsSentAtTheEnd() {
    std::array<int, 2> ends{};
    QVERIFY(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
    const Descriptor client(ends[0]);
    const ClientFrame frame = makeClientFrame(ClientFrameKind::Word, 1, "x");
    {
      ClientStream stream{Descriptor(ends[1])};
      for (int i = 0; i < 100; ++i) stream.sendSoon(frame);
    }
    std::string bytes(200 * frame.front.size(), '\0');
    QCOMPARE(::recv(client.number(), bytes.data(), bytes.size(), MSG_WAITALL),
             static_cast<ssize_t>(100 * frame.front.size()));
  }

  void arraysThatCameInAFileGoOnInIt() {
    constexpr std::size_t kBytes = std::size_t{1} << 20;
    Descriptor made(::memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    QVERIFY(::ftruncate(made.number(), 2 * kBytes) == 0);
    const auto file = std::make_shared<const MemoryFile>(Descriptor(::dup(made.number())));
    QVERIFY_THROWS_EXCEPTION(engines::WireError, mapped(file, 0, kBytes));  // it may still shrink
    QVERIFY(::pwrite(made.number(), "x", 1, kBytes) == 1);
    QVERIFY(::fcntl(made.number(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) == 0);
    QVERIFY_THROWS_EXCEPTION(engines::WireError, mapped(file, kBytes + 1, kBytes));
    const auto memory = mapped(file, kBytes, kBytes);
    QCOMPARE(memory[0], 'x');
    QCOMPARE(placeInFile(memory)->offset, std::uint64_t{kBytes});
    QVERIFY(!placeInFile(std::shared_ptr<const char[]>(new char[1])));

    const PyArray array("|u1", {kBytes}, memory, kBytes);
    const OutgoingFrame toEngine = makeTaskFrame(1, PyList{{array}});
    QCOMPARE(toEngine.file, file->number());
    QVERIFY(toEngine.offsets == std::vector<std::uint64_t>{kBytes});
    const PyArray other("|u1", {kBytes}, std::shared_ptr<const char[]>(new char[kBytes]), kBytes);
    QCOMPARE(makeTaskFrame(1, PyList{{array, other}}).file, -1);

    const auto toClient = [&array](bool passesFiles) {
      return makeClientFrame(ClientFrameKind::Result, 1, PyList{{array, array}}, nullptr,
                             passesFiles);
    };
    QCOMPARE(toClient(true).files, std::vector<int>{file->number()});
    QVERIFY(toClient(true).inlineArrays.empty());
    QVERIFY(toClient(false).files.empty());
    QCOMPARE(toClient(false).inlineArrays.size(), std::size_t{2});
  }

  void onlySoManyFilesStayOpen() {
    std::vector<std::shared_ptr<const MemoryFile>> files;
    for (int i = 0; i < MemoryFile::kMostOpen; ++i)
      files.push_back(std::make_shared<const MemoryFile>(Descriptor()));
    QVERIFY(files.back()->mayStayOpen());
    const Descriptor made(::memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    QVERIFY(::ftruncate(made.number(), 4096) == 0);
    QVERIFY(::fcntl(made.number(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) == 0);
    const auto more = std::make_shared<const MemoryFile>(Descriptor(::dup(made.number())));
    QVERIFY(!placeInFile(mapped(more, 0, 4096)));
    files.clear();
    const auto again = std::make_shared<const MemoryFile>(Descriptor(::dup(made.number())));
    QVERIFY(placeInFile(mapped(again, 0, 4096)).has_value());
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
