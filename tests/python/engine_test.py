# SPDX-License-Identifier: GPL-3.0-or-later
"""The text that engines are given, run by itself: functions that the module packs are called there."""
import marshal
import mmap
import os
import socket
import struct
import subprocess
import sys
import tempfile
import unittest

from case import HERE, fatou, needs_numpy  # noqa: F401 - the path to the module
from fatou import _link, _values, functions

FILES = ("values.py", "channel.py", "_unpack.py", "lookup.py", "engine.py")


def engine_text():
    folder = os.path.join(HERE, "..", "..", "resources", "python", "fatou")
    texts = []
    for name in FILES:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            texts.append(file.read())
    return "\n".join(texts)


class EngineProcess:
    """An engine as Fatou starts one: 3 is its channel, 4 its control page, 5 its life line."""

    def __init__(self):
        self.text = tempfile.NamedTemporaryFile("w", suffix=".py")
        self.text.write(engine_text())
        self.text.flush()
        self.socket, theirs = socket.socketpair()
        page = os.memfd_create("page")
        os.ftruncate(page, mmap.PAGESIZE)
        life, self.life = os.pipe()
        wanted = [theirs.fileno(), page, life]
        shell = " ".join("%d<&%d" % (3 + i, d) for i, d in enumerate(wanted))
        self.process = subprocess.Popen(
            ["/bin/bash", "-c", "exec %s -u %s %s" % (sys.executable, self.text.name, shell)],
            pass_fds=wanted, start_new_session=True)
        theirs.close()
        self.page = mmap.mmap(page, mmap.PAGESIZE)
        os.close(page)
        os.close(life)
        self.buffer, self.files = b"", []
        self.number = self.files_taken = 0
        self.hello = self.receive()[1]

    def read(self, count):
        while len(self.buffer) < count:
            data, files, _, _ = socket.recv_fds(self.socket, 1 << 20, 16)
            if not data:
                raise EOFError
            self.buffer += data
            self.files += files
        data, self.buffer = self.buffer[:count], self.buffer[count:]
        return data

    def receive(self):
        while True:
            size, kind, count, _ = _link._HEAD.unpack(self.read(16))
            body = self.read(size)
            files, self.files = self.files[:count], self.files[count:]
            if kind != _link.OUTPUT:
                data, marked, headers = _values.split_body(body)
                inline = [self.read(header.bytes) for header in headers if not header.where]
                try:
                    return kind, _values.decode(data, marked, headers, inline, files)
                finally:
                    self.files_taken += len(files)
                    for file in files:
                        os.close(file)

    def ask(self, operation, *arguments):
        self.number += 1
        body, inline, _ = _values.encode((operation, arguments), False)
        head = _link._HEAD.pack(len(body), 2, 0, self.number)
        self.socket.sendall(head + body + b"".join(inline))
        kind, answer = self.receive()
        return kind == _link.RESULT, answer[-1]

    def close(self):
        self.socket.close()
        os.close(self.life)
        self.page.close()
        self.process.wait(10)
        self.text.close()


OFFSET = 10


def plus(x, y=1):
    return x + y + OFFSET


def fails():
    return 1 // 0  # here


class Engine(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.engine = EngineProcess()

    @classmethod
    def tearDownClass(cls):
        cls.engine.close()

    def call(self, function, *arguments):
        return self.engine.ask("call", functions.packed(function), arguments, {})

    def test_code_by_name_and_source_are_called(self):
        self.assertEqual(self.call(plus, 1), (True, 12))
        self.assertEqual(self.call(plus, 1), (True, 12))  # now from what the engine has kept
        self.assertEqual(self.call("math.floor", 2.5), (True, 2))
        source = functions.packed(plus, same_python=False)
        self.engine.ask("push", {"OFFSET": 5})
        self.assertEqual(self.engine.ask("call", source, (1,), {"y": 2}), (True, 8))
        self.assertEqual(self.call(plus, 1), (True, 7))  # the engine's own name comes first
        self.engine.ask("forget")

    def test_functions_that_an_engine_keeps_are_not_more_and_more(self):
        for number in range(1100):
            self.assertEqual(self.call(lambda: number), (True, number))
        kept = "len(__import__('sys').stdout.engine.functions)"
        self.assertLess(self.engine.ask("pull", kept)[1], 1001)

    def test_a_map_has_an_outcome_for_each_item(self):
        good, outcomes = self.engine.ask("map", functions.packed(lambda x: 6 // x if x else print),
                                         [(1,), (0,), ("a",)])
        self.assertTrue(good)
        self.assertEqual(outcomes[0], (True, 6))
        self.assertEqual([(g, why[0]) for g, why in outcomes[1:]],
                         [(False, "CannotTravel"), (False, "TypeError")])
        self.assertIn("6 // x", outcomes[2][1][2])

    @needs_numpy
    def test_a_large_array_comes_in_a_file_that_the_engine_does_not_keep(self):
        import numpy
        count = "import os; files = len(os.listdir('/proc/self/fd'))"
        self.engine.ask("execute", "import numpy; x = numpy.arange(300000.); y = x[:1000]", "t")
        self.engine.ask("execute", count, "t")
        before = self.engine.ask("pull", "files")
        for _ in range(20):
            taken = self.engine.files_taken
            good, value = self.engine.ask("pull", "[x, y, x.T]")
            self.assertTrue(good and numpy.array_equal(value[0], numpy.arange(300000.)))
            self.assertTrue(numpy.array_equal(value[1], numpy.arange(1000.)))
            value[2][0] = 1.0  # is the receiver's own
            self.assertEqual(self.engine.files_taken - taken, 2)
        self.engine.ask("execute", count, "t")
        self.assertEqual(self.engine.ask("pull", "files"), before)
        self.assertEqual(self.engine.ask("pull", "x[0]")[1], 0.0)
        good, _ = self.engine.ask("pull", "[x, len]")  # fails after the file was made, or before
        self.assertFalse(good)
        self.engine.ask("execute", count, "t")
        self.assertEqual(self.engine.ask("pull", "files"), before)

    def test_references_are_the_engines_own_values(self):
        self.engine.ask("push", {"a": [1, 2]})
        self.assertEqual(self.call(len, fatou.Reference("a")), (True, 2))

    def test_a_traceback_shows_the_line_that_failed(self):
        good, (name, text, traceback) = self.call(fails)
        self.assertFalse(good)
        self.assertEqual((name, text), ("ZeroDivisionError", "integer division or modulo by zero"))
        self.assertIn("return 1 // 0  # here", traceback)

    def test_a_task_that_is_to_stop_before_its_turn_does_not_run_and_looks_for_no_traceback(self):
        number = self.engine.number + 1
        struct.pack_into("<Q", self.engine.page, 8 * (number % 8), number)
        good, (kind, _, traceback) = self.engine.ask("execute", "ran = 1", "t")
        self.assertEqual((good, kind, traceback), (False, "KeyboardInterrupt", ""))
        self.assertEqual(self.engine.ask("pull", "'ran' in globals()"), (True, False))

    @needs_numpy
    def test_a_task_that_does_not_run_leaves_no_descriptor(self):
        import numpy
        count = "len(__import__('os').listdir('/proc/self/fd'))"
        before = self.engine.ask("pull", count)
        self.engine.number += 1
        number = self.engine.number
        struct.pack_into("<Q", self.engine.page, 8 * (number % 8), number)
        body, _, files = _values.encode(("push", ({"x": numpy.zeros(100_000)},)), True)
        head = _link._HEAD.pack(len(body), 2, len(files), number)
        socket.send_fds(self.engine.socket, [head + body], files)
        os.close(*files)
        self.assertEqual(self.engine.receive()[1][-1][0], "KeyboardInterrupt")
        self.assertEqual(self.engine.ask("pull", count), before)

    def test_values_that_cannot_travel_back_are_a_failure_and_the_engine_lives(self):
        good, (name, *_) = self.call(lambda: object())
        self.assertEqual((good, name), (False, "CannotTravel"))
        self.assertEqual(self.call(abs, -1), (True, 1))

    def test_what_holds_itself_twice_is_refused_at_once_on_both_sides(self):
        own = []
        own += [own, own]
        named = {}
        named.update(a=named, b=named)
        for value in (own, named):
            with self.assertRaises(fatou.CannotTravel):
                _values.lower(value, [])
        self.engine.ask("execute", "own = []; own += [own, own]; named = {}; "
                                   "named.update(a=named, b=named)", "t")
        for name in ("own", "named"):
            good, (kind, *_) = self.engine.ask("pull", name)
            self.assertEqual((good, kind), (False, "CannotTravel"))
        self.engine.ask("forget")

    @needs_numpy
    def test_an_engine_without_numpy_takes_what_it_can_and_names_what_it_cannot(self):
        import numpy
        engine = EngineProcess()
        try:
            engine.ask("execute", "import sys; sys.modules['numpy'] = None", "<test>")
            engine.ask("push", {"x": numpy.arange(6.0).reshape(2, 3), "n": numpy.float64(1.5)})
            self.assertEqual(engine.ask("pull", "(x.shape, x[1, 2], n)"), (True, ((2, 3), 5.0, 1.5)))
            good, failure = engine.ask("push", {"z": numpy.zeros(3, complex)})
            self.assertFalse(good)
            self.assertIn("has no numpy, which an array of <c16 needs", failure[1])
        finally:
            engine.close()

    def test_both_sides_write_the_same_bytes(self):
        for value in ((..., 1), {"a": [..., (1, ...)]}, [2**70, -1.5, "\ud800", b"x", None, True]):
            self.assertEqual(self.call(lambda x: x, value), (True, value))
            self.assertEqual(marshal.dumps(_values.lower(value, []), 2)[:1],
                             marshal.dumps(value, 2)[:1])


if __name__ == "__main__":
    unittest.main()
