# SPDX-License-Identifier: GPL-3.0-or-later
"""How functions get to engines, and values."""
import fcntl
import math
import os
import textwrap
import unittest

from case import WithEngines, cases, fatou, needs_numpy, needs_program
from fatou import _memory, _unpack, _values, functions

OFFSET = 10
LARGE = list(range(100_000))


def plus(x, y=1, *, z=0):
    return x + y + z + OFFSET


def uses_another(x):
    return plus(x) * math.floor(2.5)


def factorial(n):
    return 1 if n < 2 else n * factorial(n - 1)


def even(n):
    return n == 0 or odd(n - 1)


def odd(n):
    return n != 0 and even(n - 1)


def reads_large():
    return len(LARGE)


def there(function, namespace=None):
    """The function as an engine would have it."""
    return _unpack.unpack(functions.packed(function), {} if namespace is None else namespace,
                          _values.lift)


class Packed(unittest.TestCase):
    def test_what_is_installed_goes_by_name(self):
        self.assertEqual(functions.packed(math.sqrt), ("name", "math.sqrt", ""))
        self.assertEqual(functions.packed(textwrap.dedent), ("name", "textwrap.dedent", ""))
        self.assertEqual(functions.packed(os.path.join), ("name", "posixpath.join", ""))
        self.assertIs(there(textwrap.dedent), textwrap.dedent)
        self.assertIs(there("os.path.join"), os.path.join)

    def test_what_a_function_reads_goes_along(self):
        self.assertEqual(there(plus)(1, z=5), 17)
        self.assertEqual(there(uses_another)(1), 24)
        n = 5
        self.assertEqual(there(lambda x: x + n)(1), 6)

    def test_functions_that_call_themselves_or_each_other(self):
        self.assertEqual(there(factorial)(5), 120)
        self.assertTrue(there(even)(10))

        def inner(k):
            return 0 if k == 0 else 1 + inner(k - 1)

        self.assertEqual(there(inner)(4), 4)

    def test_names_of_the_engine_come_first_and_later_ones_are_seen(self):
        namespace = {"OFFSET": 1000}
        function = there(plus, namespace)
        self.assertEqual(function(1), 1002)
        namespace["OFFSET"] = 0
        self.assertEqual(function(1), 2)

    def test_what_is_too_large_to_go_along_says_so_where_it_is_missed(self):
        with self.assertRaisesRegex(NameError, "'LARGE' is not defined on this engine: .*push it"):
            there(reads_large)()
        self.assertEqual(there(reads_large, {"LARGE": [1]})(), 1)

    @cases(92)
    def test_what_cannot_go_is_refused_with_its_name(self):
        class Thing:
            def method(self):
                return super().__repr__()

        for bad, words in ((Thing().method, "object stays here"), (3, "no function"),
                           ([].append, "object stays here"), (Thing.method, "super")):
            with self.assertRaisesRegex(fatou.CannotTravel, words):
                functions.packed(bad)

    def test_source_goes_to_another_python(self):
        kind, name, text = functions.packed(plus, same_python=False)
        self.assertEqual((kind, name), ("source", "plus"))
        self.assertEqual(_unpack.unpack((kind, name, text), {"OFFSET": 5}, _values.lift)(1), 7)
        with self.assertRaisesRegex(fatou.CannotTravel, "lambda"):
            functions.packed(lambda x: x, same_python=False)

    def test_code_of_another_python_is_refused_before_it_is_read(self):
        import marshal
        parts = {"cache_tag": "cpython-20", "name": "f", "code": b"garbage"}
        with self.assertRaisesRegex(TypeError, "compiled by cpython-20"):
            _unpack.unpack(("code", "f", marshal.dumps(parts, 2)), {}, _values.lift)


class OnEngines(WithEngines):
    def test_functions_of_all_kinds_are_called(self):
        offset = 3
        self.assertEqual(self.view.apply_sync(lambda x: x + offset, 1), [4] * 4)
        self.assertEqual(self.view.apply_sync(uses_another, 1), [24] * 4)
        self.assertEqual(self.view.apply_sync("math.floor", 2.5), [2] * 4)
        self.view.execute("def local(x): return x * 3", block=True)
        self.assertEqual(self.view.apply_sync(fatou.remote_name("local"), 2), [6] * 4)
        self.assertEqual(self.balanced.map_sync(factorial, range(5)), [1, 1, 2, 6, 24])

    def test_a_function_sees_the_names_of_its_engine(self):
        self.view.scatter("part", range(8))
        self.assertEqual(self.view.apply_sync(lambda: sum(part)), [1, 5, 9, 13])  # noqa: F821


class Values(WithEngines):
    def same(self, value):
        back = self.rc[0].apply_sync(lambda x: x, value)
        self.assertEqual(repr(back), repr(value))

    def test_every_kind_of_value_comes_back_as_it_went(self):
        for value in (None, True, False, 0, -1, 2**31, -2**63, 2**63, 10**60, -(10**60), 0.0, -0.0,
                      1e300, float("inf"), float("nan"), 1 - 2j, "", "Grüße \U0001f600", "\ud800",
                      b"", b"\0\xff", (), [], {}, set(), [[[]]], (1,), {"a": {1: (2, [3])}},
                      frozenset({1}), {(1, "b"): None}, (..., 1), ...):
            self.same(value)

    def test_depth_has_a_limit_and_a_list_that_holds_itself_is_refused(self):
        value = []
        for _ in range(150):
            value = [value]
        self.same(value)
        value.append(value)
        with self.assertRaisesRegex(fatou.CannotTravel, "deeper than 200"):
            self.rc[0].apply_sync(abs, value)

    def test_an_array_that_says_it_is_larger_than_any_memory_is_refused(self):
        header = _values._ARRAY_HEAD.pack(0, 0, b"|u1", 0, 1 << 62)
        with self.assertRaisesRegex(fatou.ProtocolError, "an array of 4611686018427387904 bytes"):
            _values.split_body(_values.BODY_HEAD.pack(0, 1, 1) + header)

    def test_memory_that_could_shrink_is_not_mapped(self):
        descriptor = os.memfd_create("test", os.MFD_ALLOW_SEALING)
        try:
            os.ftruncate(descriptor, 4096)
            with self.assertRaisesRegex(fatou.ProtocolError, "could shrink"):
                _memory.of(descriptor, 0, 64)
            fcntl.fcntl(descriptor, 1033, 2)  # F_ADD_SEALS, F_SEAL_SHRINK
            self.assertEqual(len(_memory.of(descriptor, 0, 64)), 64)
            with self.assertRaisesRegex(fatou.ProtocolError, "longer than"):
                _memory.of(descriptor, 4064, 64)
            held = [_memory.of(descriptor, 0, 64) for _ in range(300)]  # not a descriptor for each
            self.assertLess(len(os.listdir("/proc/self/fd")), 290)
            self.assertTrue(all(len(view) == 64 for view in held))
        finally:
            os.close(descriptor)

    @needs_numpy
    def test_arrays_and_numbers_of_numpy(self):
        import numpy
        arrays = [numpy.arange(6).reshape(2, 3), numpy.arange(6.0).reshape(2, 3).T,
                  numpy.zeros((0, 4), "f4"), numpy.array(3.5), numpy.array([True, False]),
                  numpy.array([1 + 2j]), numpy.array(["ab", "c"]), numpy.arange(5)[::-2]]
        for array in arrays:
            back = self.rc[0].apply_sync(lambda x: x, {"array": [array, array]})["array"]
            for one in back:
                self.assertEqual((one.dtype, one.shape), (array.dtype, array.shape))
                self.assertTrue((one == array).all())
        for number in (numpy.float32(1.5), numpy.int64(-3)):
            back = self.rc[0].apply_sync(lambda x: x, number)
            self.assertEqual((type(back), back), (type(number), number))
        for bad in (numpy.array([None]), numpy.zeros(2, [("a", "i4")])):
            with self.assertRaises(fatou.CannotTravel):
                self.rc[0].apply_sync(abs, bad)

    @needs_program
    def test_functions_are_arguments_too(self):
        def applied(function, x):
            return function(x)

        tenfold = 10
        for function, wanted in ((uses_another, 26), (lambda x: x * tenfold, 20), (math.sqrt, 2 ** .5),
                                 (abs, 2), (float, 2.0), (factorial, 2), (even, True)):
            self.assertEqual(self.rc[0].apply_sync(applied, function, 2), wanted)
            self.assertEqual(self.rc[0].apply_sync(applied, function=function, x=2), wanted)
        self.assertEqual(self.view.map_sync(lambda f: f(4), [math.sqrt, abs]), [2.0, 4])
        self.assertEqual(self.view.apply_sync(lambda both: both["f"](both["g"][0](9)),
                                              {"f": plus, "g": [math.sqrt]}), [14.0] * len(self.view))

    @needs_program
    def test_functions_are_pushed(self):
        self.view.push({"twice": lambda x: 2 * x}, block=True)
        self.view["even"] = even
        self.view.execute("y = [twice(3), even(7)]", block=True)
        self.assertEqual(self.view["y"], [[6, False]] * len(self.view))
        self.view.scatter("mine", [math.sqrt, abs, float, str], block=True)
        self.assertEqual(self.view.apply_sync(lambda: [f(4) for f in mine]),  # noqa: F821
                         [[2.0], [4], [4.0], ["4"]])

    @needs_program
    def test_what_is_no_function_of_its_own_stays_here_and_says_so(self):
        class Local:
            pass

        circle = {}
        circle["f"] = lambda: circle
        for bad, words in ((Local().__init__, "travel|stays here"), ("a b".split, "stays here"),
                           (Local, "travel|define it"), (circle["f"], "travel"), (iter([]), "travel")):
            with self.assertRaisesRegex(fatou.CannotTravel, words):
                self.rc[0].apply_sync(lambda x: None, bad)
        with self.assertRaisesRegex(fatou.RemoteError, "travel"):
            self.rc[0].apply_sync(lambda: abs)
        threads = fatou.Client(1, kind="threads")
        self.addCleanup(threads.close)
        with self.assertRaisesRegex(fatou.RemoteError, "no argument there"):
            threads[0].apply_sync("sum", [abs])


if __name__ == "__main__":
    unittest.main()
