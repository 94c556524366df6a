# SPDX-License-Identifier: GPL-3.0-or-later
"""The notebook runs from the top to the bottom: by jupyter where it is there, else cell by cell here
with as much of IPython as it uses."""
import io
import json
import os
import shutil
import subprocess
import tempfile
import unittest
from unittest import mock

from case import HERE, REAL, STAND_IN, fatou, needs_numpy, needs_program

NOTEBOOK = os.path.join(HERE, "..", "..", "resources", "lessons", "notebook.ipynb")
MODULE = os.path.join(HERE, "..", "..", "resources", "python")


class Shell:
    """Runs the cells of a notebook."""

    def __init__(self):
        self.magics, self.user_ns = {}, {"__name__": "__main__"}

    def register_magic_function(self, function, kind, name):
        self.magics[kind, name] = function

    def run_cell(self, cell):
        import linecache
        if cell.startswith("%%"):
            words, _, body = cell[2:].partition("\n")
            name, _, line = words.partition(" ")
            return self.magics["cell", name](line, body)
        kept = []
        for line in cell.splitlines():
            if line == "%load_ext fatou":
                fatou.load_ipython_extension(self)
            elif line.startswith("%"):
                name, _, words = line[1:].partition(" ")
                self.magics["line", name](words)
            else:
                kept.append(line)
        name, text = "<cell %d>" % len(linecache.cache), "\n".join(kept) + "\n"
        linecache.cache[name] = (len(text), None, text.splitlines(True), name)
        return exec(compile(text, name, "exec"), self.user_ns)


def cells():
    with open(NOTEBOOK, encoding="utf-8") as file:
        notebook = json.load(file)
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


class Notebook(unittest.TestCase):
    def test_it_is_stored_without_outputs(self):
        with open(NOTEBOOK, encoding="utf-8") as file:
            for cell in json.load(file)["cells"]:
                self.assertFalse(cell.get("outputs"))
                self.assertIsNone(cell.get("execution_count"))

    @needs_numpy
    def test_every_cell_runs(self):
        """With the stand-in those that show processes or pictures are left out."""
        shell = Shell()
        made = fatou.Client
        client = made if REAL else lambda count, kind: made(count, kind, command=STAND_IN)
        with mock.patch.object(fatou, "Client", client), \
                mock.patch("sys.stdout", new_callable=io.StringIO):
            for cell in cells():
                needs_real = "set(pids)" in cell or "render(" in cell or "timeline" in cell
                if REAL or not needs_real:
                    with self.subTest(cell=cell):
                        shell.run_cell(cell)

    @needs_program
    @unittest.skipUnless(shutil.which("jupyter"), "jupyter is not there")
    def test_jupyter_executes_it(self):
        with tempfile.TemporaryDirectory() as folder:
            known = dict(os.environ, PYTHONPATH=MODULE, HOME=folder)
            done = subprocess.run(
                ["jupyter", "nbconvert", "--to", "notebook", "--execute", "--output-dir", folder,
                 "--output", "done", NOTEBOOK], env=known, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr[-2000:])


if __name__ == "__main__":
    unittest.main()
