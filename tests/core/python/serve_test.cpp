// SPDX-License-Identifier: GPL-3.0-or-later
// What a client in another language is told, and what becomes of bytes that are no client's.
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <Eigen/Core>
#include <QTest>

#include "core/python/serve/server.h"
#include "core/python/value_codec.h"
#include "tests/patience.h"

namespace fatou::python {
namespace {

using Items = std::vector<PyValue>;

// A client of a server in this process, which has two engines where it asks for them.
class TestClient {
 public:
  struct Answer {
    ClientFrameKind kind = ClientFrameKind::Bye;
    std::uint64_t number = 0;
    PyValue value;
  };

  explicit TestClient(bool greets = true, ServeProgram served = program()) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) return;
    m_mine = Descriptor(ends[0]);
    m_server = std::jthread([theirs = ends[1], served](const std::stop_token& stop) {
      ClientStream stream{Descriptor(theirs)};
      serveClient(stream, served, stop);
    });
    if (!greets) return;
    PyDict hello;
    hello.add("protocol", kServeProtocol);
    send(ClientFrameKind::Hello, 0, hello);
    next();
  }

  void send(ClientFrameKind kind, std::uint64_t number, const PyValue& value) {
    const ClientFrame frame = makeClientFrame(kind, number, value);
    sendBytes(frame.front);
    for (const PyArray& array : frame.inlineArrays)
      sendBytes({array.bytes().data(), array.bytes().size()});
  }
  void sendBytes(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(m_mine.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  void ask(std::uint64_t number, Items request) {
    send(ClientFrameKind::Request, number, PyTuple{std::move(request)});
  }
  void endSending() { ::shutdown(m_mine.number(), SHUT_WR); }
  void start() {
    ask(1, {"start", 2, "threads"});
    next();
  }
  // The next frame; a bye without a value where the server has closed the connection.
  Answer next() {
    const std::string head = take(kClientHeadBytes);
    if (head.size() < kClientHeadBytes) return {};
    std::uint32_t size = 0;
    Answer answer;
    std::memcpy(&size, head.data(), sizeof size);
    std::memcpy(&answer.kind, head.data() + 4, sizeof answer.kind);
    std::memcpy(&answer.number, head.data() + 8, sizeof answer.number);
    const std::string body = take(size);
    const ClientBody read = readClientBody(body);
    std::vector<PyArray> arrays;
    for (const ArrayRoom& room : read.arrays) {
      const std::string bytes = take(room.bytes);
      const std::shared_ptr<char[]> data(new char[bytes.size() + 1]);
      std::memcpy(data.get(), bytes.data(), bytes.size());
      arrays.emplace_back(room.type, room.shape, data, room.bytes);
    }
    answer.value = decode(read.value, arrays);
    return answer;
  }

 private:
  static ServeProgram program() {
    return {.name = "fatou test",
            .cores = 2,
            .start = [](engines::Client& client, int count, const std::string&,
                        const ServeProgram::Output&, const ServeProgram::Notice&,
                        const std::stop_token&) { client.addEngines(count); },
            .render = [](const std::vector<std::string>& words, const ServeProgram::Progress&,
                         const std::stop_token&) -> ServeProgram::Picture {
              throw Refusal{"refused", words.empty() ? "no words" : words.front()};
            }};
  }

  std::string take(std::size_t size) {
    std::string bytes(size, '\0');
    std::size_t done = 0;
    while (done < size) {
      const ssize_t got = ::recv(m_mine.number(), bytes.data() + done, size - done, 0);
      if (got <= 0) break;
      done += static_cast<std::size_t>(got);
    }
    bytes.resize(done);
    return bytes;
  }

  std::jthread m_server;  // ends with the connection, which is closed before it is waited for
  Descriptor m_mine;
};

// The so many-th part of a tuple.
PyValue part(const PyValue& value, std::size_t place) {
  const auto* tuple = value.as<PyTuple>();
  return tuple != nullptr && place < tuple->items.size() ? tuple->items[place] : PyValue("none");
}

PyValue named(const char* function) {
  return PyTuple{{PyValue("name"), PyValue(function), PyValue("")}};
}

PyValue callOf(const char* function, Items arguments) {
  return PyTuple{{PyValue("call"), named(function), PyValue(PyTuple{std::move(arguments)}),
                  PyValue(PyDict{})}};
}

PyValue anyEngine() {
  return PyTuple{Items{PyValue("any")}};
}

PyValue listOf(Items items) {
  return PyList{std::move(items)};
}

}  // namespace

class ServeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void enginesAreStartedAndSaidToBeThere() {
    TestClient client;
    client.ask(1, {"start", 2, "threads"});
    const auto answer = client.next();
    QVERIFY(answer.kind == ClientFrameKind::Result);
    const PyValue engines = part(answer.value, 1);
    QCOMPARE(engines.as<PyList>()->items.size(), std::size_t{2});
  }

  void callsAreAnsweredEachByItsNumber() {
    TestClient client;
    client.start();
    client.ask(2, {"tasks", listOf({0, 1}),
                   listOf({callOf("square", {7}), callOf("engine_id", {})}), PyDict{}});
    for (int i = 0; i < 2; ++i) {
      const auto answer = client.next();
      QVERIFY(answer.kind == ClientFrameKind::Result);
      QVERIFY(answer.number == 2 || answer.number == 3);
      QVERIFY(part(answer.value, 1) == PyValue(answer.number == 2 ? 49 : 1));
    }
  }

  void namesAndReferencesAreTheEngines() {
    TestClient client;
    client.start();
    PyDict names;
    names.add("x", PyArray::of(Eigen::Array3d(1, 2, 3)));
    const PyValue push = PyTuple{{PyValue("push"), PyValue(names)}};
    client.ask(
        2, {"tasks", listOf({0, 0}), listOf({push, callOf("sum", {PyReference{"x"}})}), PyDict{}});
    QVERIFY(client.next().kind == ClientFrameKind::Result);
    QVERIFY(part(client.next().value, 1) == PyValue(6.0));
    client.ask(4, {"tasks", listOf({1}), listOf({callOf("sum", {PyReference{"x"}})}), PyDict{}});
    const auto failure = client.next();
    QVERIFY(failure.kind == ClientFrameKind::Failure);
    QVERIFY(part(failure.value, 1) == PyValue("failed"));
  }

  void aFailureOfOneItemIsThatItems() {
    TestClient client;
    client.start();
    const PyValue items = listOf({PyTuple{Items{2}}, PyTuple{Items{"two"}}});
    client.ask(2, {"tasks", anyEngine(),
                   listOf({PyTuple{{PyValue("map"), named("square"), items}}}), PyDict{}});
    const PyValue outcomes = part(client.next().value, 1);
    QVERIFY(part(outcomes.as<PyList>()->items[0], 1) == PyValue(4));
    QVERIFY(part(outcomes.as<PyList>()->items[1], 0) == PyValue(false));
  }

  void whatRunsIsStoppedAndWhatWaitsTakenBack() {
    TestClient client;
    client.start();
    for (std::uint64_t first = 2; first < 302; first += 3) {  // also as the engine begins the first
      client.ask(first, {"tasks", listOf({0, 0}),
                         listOf({callOf("time.sleep", {1000}), callOf("square", {1})}), PyDict{}});
      client.ask(first + 2, {"cancel", listOf({first, first + 1})});
      int aborted = 0;
      for (int i = 0; i < 3; ++i) {
        const auto answer = client.next();
        aborted +=
            answer.kind == ClientFrameKind::Failure && part(answer.value, 1) == PyValue("aborted")
                ? 1
                : 0;
      }
      QCOMPARE(aborted, 2);
    }
  }

  void oneOfARequestsTasksIsStoppedAlone() {
    TestClient client;
    client.start();
    const PyValue sleep = callOf("time.sleep", {1000});
    client.ask(2, {"tasks", anyEngine(), listOf({sleep, sleep, callOf("square", {3})}), PyDict{}});
    client.ask(5, {"cancel", listOf({2})});
    bool isStopped = false;
    bool isRun = false;  // the third, by the engine that is free now; the second goes on
    for (int i = 0; i < 3; ++i) {
      const auto answer = client.next();
      isStopped |= answer.number == 2 && answer.kind == ClientFrameKind::Failure &&
                   part(answer.value, 1) == PyValue("aborted");
      isRun |= answer.number == 4 && part(answer.value, 1) == PyValue(9);
    }
    QVERIFY(isStopped && isRun);
  }

  void whatEnginesSayAfterTheEndIsHeardByNobody() {
    ServeProgram::Output output;
    ServeProgram::Notice notice;
    {
      TestClient client(
          true,
          {.name = "fatou test",
           .start = [&](engines::Client&, int, const std::string&, const ServeProgram::Output& told,
                        const ServeProgram::Notice& noted, const std::stop_token&) {
             output = told;
             notice = noted;
           }});
      client.start();
    }
    output(0, 1, "late");
    notice("late");
  }

  void requestsThatCannotBeDoneAreRefusedWithASentence() {
    TestClient client;
    const auto refused = [&client](std::uint64_t number, Items request) {
      client.ask(number, std::move(request));
      const auto answer = client.next();
      return answer.kind == ClientFrameKind::Failure && answer.number == number
                 ? *part(answer.value, 1).as<std::string>()
                 : std::string("answered");
    };
    QCOMPARE(refused(1, {"dance"}), std::string("refused"));
    QCOMPARE(refused(2, {"start", 5000, "threads"}), std::string("refused"));
    QCOMPARE(refused(3, {"start", 1, "fibers"}), std::string("refused"));
    QCOMPARE(refused(4, {"render", listOf({"--c=?"})}), std::string("refused"));
    QCOMPARE(refused(5, {"tasks", anyEngine(), listOf({callOf("square", {1})}), PyDict{}}),
             std::string("none"));
    client.ask(6, {"start", 1, "threads"});
    client.next();
    PyDict after;
    const PyValue set = PyTuple{{listOf({99}), PyValue("all"), PyValue(true), PyValue(false)}};
    after.add("after", listOf({set}));
    QCOMPARE(refused(7, {"tasks", anyEngine(), listOf({callOf("square", {1})}), after}),
             std::string("invalid"));
    QCOMPARE(refused(8, {"tasks", listOf({5}), listOf({callOf("square", {1})}), PyDict{}}),
             std::string("lost"));
  }

  void aClientOfAnotherProtocolIsToldSo() {
    TestClient client(false);
    PyDict hello;
    hello.add("protocol", 99);
    client.send(ClientFrameKind::Hello, 0, hello);
    QVERIFY(client.next().kind == ClientFrameKind::Hello);
    const auto bye = client.next();
    QVERIFY(bye.kind == ClientFrameKind::Bye);
    QVERIFY(bye.value.as<std::string>()->find("protocol 1, the client 99") != std::string::npos);
  }

  void bytesThatAreNoFrameEndTheConnection() {
    std::mt19937 random(1);
    for (int round = 0; round < 300; ++round) {
      TestClient client(round % 2 == 0);
      std::string bytes(1 + random() % 200, '\0');
      for (char& byte : bytes) byte = static_cast<char>(random() % 256);
      if (round % 3 == 0) {  // a good head, so that the body is looked at
        const std::uint32_t size = static_cast<std::uint32_t>(bytes.size());
        const std::array<std::uint16_t, 2> kind{2, 0};
        std::string head(kClientHeadBytes, '\0');
        std::memcpy(head.data(), &size, sizeof size);
        std::memcpy(head.data() + 4, kind.data(), sizeof kind);
        bytes = head + bytes;
      }
      client.sendBytes(bytes);
      client.endSending();
      QVERIFY(client.next().kind == ClientFrameKind::Bye);
    }
  }
};

}  // namespace fatou::python

QTEST_GUILESS_MAIN(fatou::python::ServeTest)
#include "serve_test.moc"
