# SPDX-License-Identifier: GPL-3.0-or-later
"""The client beside a server that is missing, wrong or gone; pictures; magics; doctests."""
import doctest
import importlib
import os
import pkgutil
import signal
import socket
import sys
import tempfile
import threading
import time
import unittest
from unittest import mock

from case import (HERE, REAL, STAND_IN, Gate, WithEngines, fatou, make_client, needs_numpy,
                  needs_program, until)
from fatou import _link, _stream, magics


class BadServers(unittest.TestCase):
    def refused(self, words, manner="", **options):
        with self.assertRaisesRegex(fatou.FatouError, words):
            if manner:
                fatou.Client(1, command=STAND_IN + ["--as", manner])
            else:
                fatou.Client(1, **options)

    def test_a_program_that_is_missing_or_cannot_be_run(self):
        self.refused("/nowhere/fatou cannot be run", command=["/nowhere/fatou"])
        with mock.patch.dict(os.environ, {"FATOU_PROGRAM": "/nowhere/fatou"}):
            self.refused("FATOU_PROGRAM is /nowhere/fatou, which cannot be run")

    def test_a_program_that_ends_or_speaks_something_else(self):
        self.refused("has ended with exit code 1", command=["/bin/false"])
        self.refused("is not Fatou's protocol: it begins with", manner="garbage")
        self.refused("is not Fatou's protocol", manner="large")
        self.refused("speaks protocol 2, this module 1", manner="other")

    def test_a_program_that_says_nothing(self):
        with mock.patch.object(_link, "_HELLO_SECONDS", 0.2):
            self.refused("said nothing", manner="silent")

    def test_a_server_that_ends_in_the_middle_of_a_task(self):
        rc = make_client(1, "ends")
        with self.assertRaisesRegex(fatou.EngineError, "has ended with exit code 3"):
            rc[0].apply_sync(abs, 1)
        with self.assertRaises(fatou.ServerLost):
            rc.load_balanced_view().apply(abs, 1)
        rc.close()

    def test_nobody_at_a_socket_file(self):
        self.refused("no server answers at /nowhere/socket", path="/nowhere/socket")

    def test_arguments_that_are_wrong(self):
        for bad in (-1, 5000, "two", 1.5):
            with self.assertRaisesRegex(ValueError, "engines="):
                fatou.Client(bad)
        with self.assertRaisesRegex(ValueError, "'threads', 'python', 'mpi' or 'mpi-python'"):
            fatou.Client(1, kind="fibers")

    def test_large_frames_are_read_whole_over_slow_pieces(self):
        ours, theirs = socket.socketpair()
        hello = _values_frame(1, 0, {"protocol": 1})
        answer = _values_frame(3, 1, (None, "x" * 300_000))

        def slowly():
            for at in range(0, len(hello), 3):
                theirs.sendall(hello[at:at + 3])
            theirs.recv(1 << 16)
            for at in range(0, len(answer), 70_001):
                theirs.sendall(answer[at:at + 70_001])

        threading.Thread(target=slowly, daemon=True).start()
        link = _link.Link(_stream.SocketChannel(ours))
        self.assertEqual(len(link.ask("engines", timeout=10)), 300_000)
        link.close()
        theirs.close()


def _values_frame(kind, number, value):
    body, _, _ = _link._values.encode(value, False)
    return _link._HEAD.pack(len(body), kind, 0, number) + body


class Interrupts(unittest.TestCase):
    def test_an_interrupt_waits_for_the_end_of_a_frame_also_beside_other_threads(self):
        over = threading.Event()
        thread = threading.Thread(target=over.wait)  # the system may give it the signal
        thread.start()
        was_whole = False
        try:
            with self.assertRaises(KeyboardInterrupt):
                with _stream.NoInterrupt():
                    with _stream.NoInterrupt():
                        os.kill(os.getpid(), signal.SIGINT)
                        time.sleep(0.2)
                    was_whole = True
            self.assertTrue(was_whole)
            self.assertIs(signal.getsignal(signal.SIGINT), signal.default_int_handler)
        finally:
            over.set()
            thread.join()


    def test_an_interrupt_leaves_nothing_locked(self):
        class Interrupted:
            """A lock that is interrupted when it has been acquired."""

            def __init__(self, lock):
                self.lock, self.release = lock, lock.release

            def acquire(self, *arguments, **named):
                got = self.lock.acquire(*arguments, **named)
                os.kill(os.getpid(), signal.SIGINT)
                return got

        with make_client(1) as rc:
            result = rc[0].apply_async(abs, -1)
            with mock.patch.object(rc._link, "_reading", Interrupted(rc._link._reading)):
                with self.assertRaises(KeyboardInterrupt):
                    result.get()
            self.assertFalse(rc._link._reading.locked())
            self.assertEqual(rc[0].apply_sync(abs, -2), 2)


    def test_a_client_that_is_closed_tells_those_who_wait(self):
        told = []
        with Gate() as gate, make_client(1) as rc:
            result = rc[0].apply_async(until, gate.path)
            waits = threading.Thread(target=lambda: told.append(result.exception()))
            waits.start()
            time.sleep(0.1)  # it waits by then, mostly
            rc.close()
            waits.join()
        self.assertIsInstance(told[0], fatou.EngineError)
        self.assertIn("the client is closed", str(told[0]))


class Threads(unittest.TestCase):
    @needs_program
    def test_engines_that_are_threads_call_functions_of_cpp_by_name(self):
        with fatou.Client(2) as rc:
            self.assertIn("square", rc.functions)
            self.assertEqual(rc[:].apply_sync("square", 7), [49, 49])
            self.assertEqual(rc[:].apply_sync("engine_id"), rc.ids)
            self.assertEqual(rc.load_balanced_view().map_sync("square", range(20)),
                             [i * i for i in range(20)])
            rc[:].scatter("x", [1.0, 2.0, 3.0])
            self.assertEqual(rc[:].apply_sync("sum", fatou.Reference("x")), [3.0, 3.0])
            with self.assertRaisesRegex(fatou.RemoteError, "cannot run a function of Python"):
                rc[0].apply_sync(lambda: 1)
            with self.assertRaisesRegex(fatou.RemoteError, "NameError"):
                rc[0].apply_sync("nothing")

    @needs_program
    def test_ranks_may_have_a_python_each(self):
        if "FATOU_SANITIZED" in os.environ:
            self.skipTest("MPI is not run under sanitizers")
        try:
            rc = fatou.Client(2, kind="mpi-python")
        except fatou.RequestRefused as refused:
            self.skipTest(str(refused))
        with rc:
            rc[:].scatter("x", [1, 2, 3], block=True)
            self.assertEqual(rc[:].apply_sync(lambda more: sum(x) + more, 1), [4, 4])  # noqa: F821
            result = rc[1].execute("print('here')")
            result.get()
            self.assertEqual(result.stdout, "here\n")
            pids = rc[:].apply_sync(os.getpid)
            self.assertTrue(len(set(pids)) == 2 and not set(pids) & {e["pid"] for e in rc.engines})
            with self.assertRaisesRegex(fatou.RequestRefused, "make another client"):
                rc.add_engines(1, "mpi")

    @needs_program
    def test_a_socket_file_is_its_users_alone_and_serves_one_client_at_a_time(self):
        import stat
        import subprocess
        import time
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "socket")
            server = subprocess.Popen([os.environ["FATOU_PROGRAM"], "serve", "--socket", path],
                                      stderr=subprocess.DEVNULL)
            while not os.path.exists(path):
                time.sleep(0.01)
            self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
            first = fatou.Client(1, path=path)
            with self.assertRaisesRegex(fatou.FatouError, "has a client already"):
                fatou.Client(1, path=path)
            self.assertEqual(first[0].apply_sync("square", 3), 9)
            first.close()
            server.terminate()
            self.assertEqual(server.wait(10), 0)
            self.assertFalse(os.path.exists(path))


class Pictures(WithEngines):
    @needs_numpy
    def test_a_picture_is_an_array_that_knows_what_it_was_made_from(self):
        client = None if REAL else self.rc
        J = fatou.render(c=-0.8 + 0.156j, size=(64, 48), tmax=100, client=client)
        self.assertEqual((J.shape, J.dtype.str), ((48, 64), "<i4"))
        self.assertTrue(J._repr_png_().startswith(b"\x89PNG"))
        self.assertIsNone(J[0]._repr_png_())
        self.assertIsNotNone(J.parameters)
        with self.assertRaises(AttributeError):
            J.colour

    @needs_numpy
    def test_a_bad_argument_is_refused_with_its_name(self):
        with self.assertRaisesRegex(fatou.RequestRefused, "tmax"):
            fatou.render(c=0, size=16, tmax=0, client=None if REAL else self.rc)

    @needs_program
    @needs_numpy
    def test_a_picture_is_that_of_numpy(self):
        import numpy
        n = 60
        J = fatou.render(c="-0.8,0.156", region=(-1.5, -1.5, 1.5, 1.5), size=n, tmax=256)
        axis = numpy.linspace(-1.5, 1.5, n)
        z = axis[None, :] + 1j * axis[:, None]
        counts = numpy.zeros((n, n), int)
        for _ in range(256):
            inside = abs(z) <= 2
            counts += inside
            z[inside] = z[inside] ** 2 + complex(-0.8, 0.156)
        self.assertLess((counts != J).mean(), 0.01)  # numpy rounds z ** 2 another way

    @needs_program
    @needs_numpy
    def test_compare_and_whatif_give_tables(self):
        table = fatou.compare(c=-0.8 + 0.156j, size=128, tmax=50, engines=[1, 2], repeats=1)
        self.assertEqual([row["view"] for row in table].count("direct"), 2)
        self.assertIn("speedup", repr(table))
        J = fatou.render(c=-0.8 + 0.156j, size=128, tmax=50, engines=2)
        self.assertEqual(len(fatou.whatif(J, engines=[1, 2], view=["direct", "balanced"])), 4)
        self.assertIn("<svg", J.timeline()._repr_svg_())

    def test_places_keep_all_digits_and_go_to_files_and_back(self):
        digits = "0." + "123456789" * 30
        place = fatou.Place(c=(digits, "0.1"), center="0,0", radius="1e-50", tmax=2000)
        place.name = "Deep"
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "place.json")
            place.save(path)
            again = fatou.Place.load(path)
            family = fatou.Place(0.1, formula="z^3+a*z+c", params={"a": 0.3 - 0.2j}, name="Family")
            family.save(path)
            self.assertEqual(fatou.Place.load(path).formula, "z^3+a*z+c,a=0.3-0.2i")
        self.assertEqual(again, place)
        self.assertIn(digits, again.c)
        with self.assertRaises(ValueError):
            fatou.Place(center=0, region=(0, 0, 1, 1))
        places = os.path.join(HERE, "..", "..", "resources", "places")
        for name in sorted(os.listdir(places))[:5]:
            self.assertTrue(fatou.Place.load(os.path.join(places, name)).c)


class Shell:
    """As much of IPython's shell as the magics use."""

    def __init__(self):
        self.magics, self.user_ns, self.ran = {}, {}, []

    def register_magic_function(self, function, kind, name):
        self.magics[kind, name] = function

    def run_cell(self, cell, *_, **__):
        self.ran.append(cell)


class Magics(WithEngines):
    def setUp(self):
        super().setUp()
        self.shell = Shell()
        fatou.load_ipython_extension(self.shell)
        self.view.activate()

    def tearDown(self):
        magics._shell = None

    def run_magic(self, kind, name, *words):
        with mock.patch("sys.stdout", new_callable=__import__("io").StringIO) as out:
            self.shell.magics[kind, name](*words)
        return out.getvalue()

    def test_px_runs_a_line_and_shows_what_engines_print(self):
        self.run_magic("line", "px", "a = 3")
        self.assertEqual(self.view["a"], [3] * 4)
        text = self.run_magic("line", "px", "print(a + 1)")
        self.assertEqual(text.splitlines(), ["[stdout:%d] 4" % i for i in range(4)])
        with self.assertRaises(fatou.CompositeError):
            self.run_magic("line", "px", "1 / 0")

    def test_a_cell_runs_on_the_targets_that_it_names(self):
        self.run_magic("cell", "px", "--targets 0,2 --local", "b = 1\nprint(b)")
        self.assertEqual(self.rc[[0, 2]]["b"], [1, 1])
        self.assertEqual(self.shell.ran, ["b = 1\nprint(b)"])
        with self.assertRaises(fatou.RemoteError):
            self.rc[1]["b"]
        with self.assertRaisesRegex(ValueError, "--targets x"):
            self.run_magic("cell", "px", "--targets x", "b = 1")

    def test_a_cell_that_does_not_wait_is_shown_by_pxresult(self):
        self.run_magic("cell", "px", "--noblock --out result", "print('late')")
        self.assertIsInstance(self.shell.user_ns["result"], fatou.AsyncResult)
        self.assertEqual(self.run_magic("line", "pxresult").count("late"), 4)

    def test_autopx_sends_cells_until_it_is_typed_again(self):
        self.assertIn("enabled", self.run_magic("line", "autopx"))
        self.shell.run_cell("c = 1")
        self.shell.run_cell("%autopx")
        self.assertIn("run_cell_magic('px'", self.shell.ran[0])
        self.assertEqual(self.shell.ran[1], "%autopx")
        self.assertIn("disabled", self.run_magic("line", "autopx"))


class Stubs(unittest.TestCase):
    def test_the_stubs_name_what_there_is_and_nothing_else(self):
        import ast
        with open(os.path.join(fatou.__path__[0], "__init__.pyi"), encoding="utf-8") as file:
            stubs = ast.parse(file.read()).body
        named = {s.name: s for s in stubs if isinstance(s, (ast.ClassDef, ast.FunctionDef))}
        self.assertEqual({n for n in named if not n.startswith("_")}, set(fatou.__all__))
        named["DirectView"].body += named["_View"].body
        named["LoadBalancedView"].body += named["_View"].body
        for name, stub in named.items():
            if isinstance(stub, ast.FunctionDef) or name.startswith("_"):
                continue
            for method in (s.name for s in stub.body if isinstance(s, ast.FunctionDef)):
                self.assertTrue(hasattr(getattr(fatou, name), method), name + "." + method)


def load_tests(loader, tests, _):
    for module in pkgutil.iter_modules(fatou.__path__):
        if module.name not in ("engine", "channel"):  # which run on an engine alone
            tests.addTests(doctest.DocTestSuite(importlib.import_module("fatou." + module.name)))
    return tests


if __name__ == "__main__":
    unittest.main()
