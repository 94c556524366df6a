# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the module share: a client of four engines.

With FATOU_PROGRAM it is that program's, with Python engines; else that of the stand-in server.
"""
import os
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "resources", "python"))
sys.path.insert(0, HERE)
import fatou  # noqa: E402

REAL = "FATOU_PROGRAM" in os.environ
STAND_IN = [sys.executable, os.path.join(HERE, "stand_in.py")]
try:
    import numpy  # noqa: F401
    HAS_NUMPY = True
except ImportError:
    HAS_NUMPY = False
needs_numpy = unittest.skipUnless(HAS_NUMPY, "numpy is not there")
needs_program = unittest.skipUnless(REAL, "FATOU_PROGRAM names no program fatou")


def cases(*numbers):
    """Marks a test as one that shows what these rows of CASES.md promise."""
    def marked(test):
        test.cases = numbers
        return test
    return marked


def make_client(engines=4, manner=""):
    """A client of engines that are Python."""
    command = STAND_IN + (["--as", manner] if manner else [])
    return fatou.Client(engines, kind="python", command=None if REAL and not manner else command)


def until(path):
    """A task that lasts until its gate is opened."""
    import os
    import time
    for _ in range(6000):
        if path is None or os.path.exists(path):
            break
        time.sleep(0.005)
    return path


class Gate:
    """Something that tasks wait for, until(gate.path), so that no test depends on how fast they are."""

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory()
        self.path = os.path.join(self._folder.name, "open")
        return self

    def open(self):
        with open(self.path, "w", encoding="ascii"):
            pass

    def __exit__(self, *_):
        self._folder.cleanup()


class WithEngines(unittest.TestCase):
    """Four engines for all tests of a class, with no names of an earlier test."""

    @classmethod
    def setUpClass(cls):
        cls.rc = make_client()

    @classmethod
    def tearDownClass(cls):
        cls.rc.close()

    def setUp(self):
        self.view = self.rc[:]
        self.balanced = self.rc.load_balanced_view()
        self.view.clear(block=True)
