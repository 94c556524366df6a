// SPDX-License-Identifier: GPL-3.0-or-later
// Values as bytes of marshal's version 2, and bytes that are none.
#include <bit>
#include <cmath>
#include <complex>
#include <cstdint>
#include <limits>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <Eigen/Core>
#include <QTest>

#include "core/python/handed_arrays.h"
#include "core/python/value_codec.h"

namespace fatou::python {
namespace {

PyValue thereAndBack(const PyValue& value) {
  const EncodedValue encoded = encode(value);
  return decode(encoded.bytes, encoded.arrays);
}

std::string hex(const std::string& bytes) {
  return QByteArray::fromStdString(bytes).toHex().toStdString();
}

PyArray numbers(std::initializer_list<double> values) {
  Eigen::ArrayXd array(static_cast<Eigen::Index>(values.size()));
  std::copy(values.begin(), values.end(), array.data());
  return PyArray::of(array);
}

// One of each kind, in one another.
PyValue everything() {
  PyDict dict;
  dict.add("a", PyList{{1, -2, 2.5, true, false, PyValue(), "text"}});
  dict.add(PyTuple{{1, "x"}}, PySet{{1, 2, 3}});
  dict.add(3, PyTuple{{PyEllipsis{}, 1, PyEllipsis{}}});
  dict.add("n", PyList{{numbers({1, 2, 3}), numbers({4}), PyReference{"b"}}});
  dict.add("f", PyList{{PyFunction{{"name", "math.sqrt", ""}}, 1}});
  dict.add("big", PyBigInt{"-123456789012345678901234567890"});
  dict.add("c", PyValue(std::complex<double>(1.0, -0.5)));
  dict.add("bytes", PyBytes{std::string("\0\xff", 2)});
  return dict;
}

}  // namespace

class MarshalCodecTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // What Python's own marshal.dumps(value, 2) writes.
  void bytesAreThoseOfPython_data() {
    QTest::addColumn<QString>("expected");
    QTest::addColumn<int>("which");
    QTest::newRow("None") << "4e" << 0;
    QTest::newRow("True") << "54" << 1;
    QTest::newRow("1") << "6901000000" << 2;
    QTest::newRow("-1") << "69ffffffff" << 3;
    QTest::newRow("1 << 31") << "6c03000000000000000200" << 4;
    QTest::newRow("-(1 << 70)") << "6cfbffffff00000000000000000004" << 5;
    QTest::newRow("1.5") << "67000000000000f83f" << 6;
    QTest::newRow("1j") << "790000000000000000000000000000f03f" << 7;
    QTest::newRow("'x'") << "750100000078" << 8;
    QTest::newRow("b'x'") << "730100000078" << 9;
    QTest::newRow("[1, (2,)]") << "5b02000000690100000028010000006902000000" << 10;
    QTest::newRow("{'a': 1}") << "7b750100000061690100000030" << 11;
  }
  void bytesAreThoseOfPython() {
    QFETCH(QString, expected);
    QFETCH(int, which);
    PyDict dict;
    dict.add("a", 1);
    const std::vector<PyValue> values{PyValue(),
                                      true,
                                      1,
                                      -1,
                                      std::int64_t{1} << 31,
                                      PyBigInt{"-1180591620717411303424"},
                                      1.5,
                                      PyValue(std::complex<double>(0.0, 1.0)),
                                      "x",
                                      PyBytes{"x"},
                                      PyList{{1, PyTuple{{2}}}},
                                      dict};
    const PyValue& value = values[static_cast<std::size_t>(which)];
    QCOMPARE(QString::fromStdString(hex(encode(value).bytes)), expected);
    QVERIFY(thereAndBack(value) == value);
  }

  void valuesComeBack() {
    const PyValue value = everything();
    QVERIFY(thereAndBack(value) == value);
    engines::Writer writer;
    engines::writeTo(writer, value);
    const std::string bytes = std::move(writer).take();
    engines::Reader reader{std::string_view(bytes)};
    QVERIFY(engines::readFrom<PyValue>(reader) == value);
    reader.requireEnd();
  }

  void intsAreNeverRounded() {
    const std::int64_t low = std::numeric_limits<std::int64_t>::min();
    const std::int64_t high = std::numeric_limits<std::int64_t>::max();
    for (const std::int64_t number : {low, low + 1, high, high - 1, std::int64_t{1} << 45,
                                      (std::int64_t{1} << 60) - 1, std::int64_t{0}})
      QVERIFY(thereAndBack(number) == PyValue(number));
    QVERIFY(PyValue(std::numeric_limits<std::uint64_t>::max()) ==
            PyValue(PyBigInt{"18446744073709551615"}));
    for (const char* digits : {"9223372036854775808", "-9223372036854775809",
                               "1000000000000000000000000000000000000000000000000000001"})
      QVERIFY(thereAndBack(PyBigInt{digits}) == PyValue(PyBigInt{digits}));
    const PyBigInt longest{"7" + std::string(kMostDigits - 1, '3')};
    QVERIFY(thereAndBack(longest) == PyValue(longest));
  }

  void numbersThatCannotTravelAreRefused() {
    for (const std::string& digits : {std::string(), std::string("-"), std::string("12x"),
                                      std::string("+1"), std::string(kMostDigits + 1, '1')})
      QVERIFY_THROWS_EXCEPTION(std::invalid_argument, encode(PyBigInt{digits}));
  }

  void floatsKeepTheirBits() {
    for (const double number : {0.0, -0.0, 5e-324, std::numeric_limits<double>::infinity(),
                                std::numeric_limits<double>::quiet_NaN()}) {
      const PyValue back = thereAndBack(number);
      QCOMPARE(std::bit_cast<std::uint64_t>(*back.as<double>()),
               std::bit_cast<std::uint64_t>(number));
    }
  }

  void tuplesThatLookLikeOthersStayWhatTheyAre() {
    for (const PyTuple& tuple :
         {PyTuple{{PyEllipsis{}}}, PyTuple{{PyEllipsis{}, "a", 0}}, PyTuple{{PyEllipsis{}, "e"}},
          PyTuple{{PyEllipsis{}, "t", PyTuple{{PyEllipsis{}, 1}}}}})
      QVERIFY(thereAndBack(tuple) == PyValue(tuple));
    QVERIFY(!encode(PyTuple{{1, 2}}).hasTuples);
    QVERIFY(encode(PyTuple{{PyEllipsis{}}}).hasTuples);
  }

  void depthIsLimited() {
    PyValue deep = 1;
    for (int i = 0; i < kDeepestValue; ++i) deep = PyList{{deep}};
    QVERIFY(thereAndBack(deep) == deep);
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, encode(PyList{{deep}}));
    std::string bytes;
    for (int i = 0; i < 100'000; ++i) bytes += std::string("[\1\0\0\0", 5);
    QVERIFY_THROWS_EXCEPTION(engines::WireError, decode(bytes));
  }

  void sizesAreNotBelieved() {
    for (const char type : {'[', '(', '<', '>', 's', 'u', 'l'}) {
      const std::string bytes = type + std::string("\xff\xff\xff\x7f\0\0", 6);
      QVERIFY_THROWS_EXCEPTION(engines::WireError, decode(bytes));
    }
    QVERIFY_THROWS_EXCEPTION(engines::WireError, decode("l\x80" + std::string("\0\0\0", 3)));
    QVERIFY_THROWS_EXCEPTION(engines::WireError, decode(""));
    QVERIFY_THROWS_EXCEPTION(engines::WireError, decode("NN"));
    QVERIFY_THROWS_EXCEPTION(engines::WireError, decode("{N"));
    QVERIFY_THROWS_EXCEPTION(engines::WireError, decode("c"));  // code, which is never loaded
    QVERIFY_THROWS_EXCEPTION(
        engines::WireError,
        decode(std::string("(\3\0\0\0.u\1\0\0\0ai\0\0\0\0", 17)));  // an array that is not there
  }

  // 100,000 messages with a few bytes changed: each is a value or a WireError.
  void damageIsNoticedOrHarmless() {
    const EncodedValue encoded = encode(everything());
    std::mt19937 random(1);
    for (int i = 0; i < 100'000; ++i) {
      std::string bytes = encoded.bytes;
      for (int k = 0; k < 1 + i % 4; ++k)
        bytes[random() % bytes.size()] = static_cast<char>(random() & 0xFF);
      if (i % 5 == 0) bytes.resize(random() % bytes.size());
      try {
        static_cast<void>(decode(bytes, encoded.arrays));
      } catch (const engines::WireError&) {
      }
    }
  }

  void arraysOfEigenComeBack() {
    Eigen::Array<float, 2, 3> array;
    array << 1, 2, 3, 4, 5, 6;
    const PyArray sent = PyArray::of(array);
    QCOMPARE(sent.type(), std::string("<f4"));
    QVERIFY(sent.shape() == (std::vector<std::uint64_t>{2, 3}));
    QVERIFY((thereAndBack(sent).as<PyArray>()->toEigen<float>() == array).all());
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, sent.toEigen<double>());
    const std::shared_ptr<char[]> data(new char[8]());
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, PyArray("<f8", {2}, data, 8));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, PyArray("O", {1}, data, 8));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument,
                             PyArray("<f8", {std::uint64_t{1} << 61, 8, 0, 1}, data, 8));
  }

  void messagesThatStayHereReferToLargeArrays() {
    PyValue array = PyArray::of(Eigen::ArrayXd::Ones(100'000));
    engines::Writer writer;
    writer.stayHere();
    engines::writeTo(writer, array);
    engines::writeTo(writer, array);
    const std::string bytes = std::move(writer).take();
    QVERIFY(bytes.size() < 1000);
    engines::Reader reader{std::string_view(bytes)};
    const auto read = engines::readFrom<PyValue>(reader);
    QVERIFY(read == array);
    QVERIFY(read.as<PyArray>()->bytes().data() == array.as<PyArray>()->bytes().data());
    engines::Reader again{std::string_view(bytes)};  // each is taken once
    QVERIFY_THROWS_EXCEPTION(engines::WireError, engines::readFrom<PyValue>(again));
    array = 1;  // read still holds the numbers; what the second one referred to is there
    QVERIFY(engines::readFrom<PyValue>(reader) == read);
  }

  void memoryThatWasHandedOverStaysUntilItIsTaken() {
    std::uint64_t lent = 0;
    std::uint64_t left = 0;
    {
      const ArrayMemory memory(new char[8]());
      lent = lendMemory(memory);
    }
    QVERIFY(takeMemory(lent) == nullptr);
    {
      HandedArrays handed;
      const std::uint64_t number = handed.hand(ArrayMemory(new char[8]()));
      QVERIFY(takeMemory(number) != nullptr);
      QVERIFY(takeMemory(number) == nullptr);
      left = handed.hand(ArrayMemory(new char[8]()));
    }
    QVERIFY(takeMemory(left) == nullptr);
  }

  void valuesAreShownAsPythonShowsThem() {
    const PyValue value = PyList{{1, 2.0, "it's", PyTuple{{true}}, PyValue(), PySet{}}};
    QCOMPARE(value.repr(), std::string("[1, 2.0, 'it\\'s', (True,), None, set()]"));
    QCOMPARE(PyValue(std::string(50, 'x')).repr(5), std::string("'xxxx..."));
    QCOMPARE(PyValue(numbers({1, 2})).repr(), std::string("array <f8 (2,)"));
  }
};

}  // namespace fatou::python

QTEST_GUILESS_MAIN(fatou::python::MarshalCodecTest)
#include "marshal_codec_test.moc"
