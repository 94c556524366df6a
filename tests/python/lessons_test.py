# SPDX-License-Identifier: GPL-3.0-or-later
"""The lessons: their cells are Python that prints what they say they give, and their text has no
figures of its own, only those that are measured on the spot."""
import ast
import contextlib
import glob
import io
import os
import re
import unittest

from case import HAS_NUMPY, HERE

LESSONS = sorted(glob.glob(os.path.join(HERE, "..", "..", "resources", "lessons", "[0-9]*.md")))
ENGINES = 4


def blocks_of(path):
    """("text", paragraph) and (words, lines) of a lesson, in order."""
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    found, fence, paragraph = [], None, []
    for line in lines + [""]:
        if fence is not None:
            if line.startswith("```"):
                found.append((fence[0], fence[1]))
                fence = None
            else:
                fence[1].append(line)
        elif line.startswith("```"):
            fence = (line[3:].split(), [])
        elif line.strip():
            paragraph.append(line)
        if (not line.strip() or fence is not None) and paragraph:
            found.append(("text", "\n".join(paragraph)))
            paragraph = []
    return found


def cells_of(path):
    """(options, code) of each cell."""
    for words, lines in blocks_of(path):
        if words != "text" and words[0] == "python":
            options = dict(word.split("=", 1) for word in words[1:])
            yield options, "\n".join(lines) + "\n"


def printed_names(text):
    return {line.split("=")[0].strip() for line in text.splitlines() if "=" in line}


class Console:
    """Runs cells as the window's console does, on engines that are namespaces of this Python."""

    def __init__(self):
        self.here = {"__name__": "__main__"}
        self.engines = [{"__name__": "__main__"} for _ in range(ENGINES)]

    def run(self, options, code):
        """What the cell prints."""
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            if "over" in options:
                begin, end = map(int, options["over"].split(":"))
                for i in range(begin, end):
                    names = self.engines[i % ENGINES]
                    names["i"] = i
                    exec(compile(code, "<cell>", "exec"), names)
            elif options.get("on") == "all":
                for names in self.engines:
                    exec(compile(code, "<cell>", "exec"), names)
            else:
                exec(compile(code, "<cell>", "exec"), self.here)
        return out.getvalue()


class Lessons(unittest.TestCase):
    def test_there_are_eight_in_the_program(self):
        self.assertEqual(len(LESSONS), 8)
        build = os.path.join(HERE, "..", "..", "resources", "cmake", "FatouBuild.cmake")
        with open(build, encoding="utf-8") as file:
            text = file.read()
        for path in LESSONS:
            self.assertRegex(text, r"\b%s\b" % re.escape(os.path.basename(path)[:-3]))

    def test_every_cell_is_python(self):
        for path in LESSONS:
            for options, code in cells_of(path):
                with self.subTest(lesson=os.path.basename(path), cell=code):
                    ast.parse(code)
                    self.assertLessEqual(max(map(len, code.splitlines())), 72)

    def test_every_cell_runs_and_gives_what_it_says(self):
        """But for those that ask the window, and those with numpy where it is missing."""
        for path in LESSONS:
            console, needs_numpy = Console(), False
            for options, code in cells_of(path):
                needs_numpy = needs_numpy or "numpy" in code
                if "explorer." in code or "picture" in code or (needs_numpy and not HAS_NUMPY):
                    continue
                with self.subTest(lesson=os.path.basename(path), cell=code):
                    printed = printed_names(console.run(options, code))
                    for name in filter(None, options.get("gives", "").split(",")):
                        self.assertIn(name, printed)

    def test_the_text_has_no_figure_that_was_not_measured(self):
        """Digits stand in {...}, in `code` and in conditions alone; Minutes is a promise."""
        for path in LESSONS:
            for kind, text in blocks_of(path):
                if kind == "text":
                    bare = re.sub(r"\{[^}]*\}|`[^`]*`|^\[if [^]]*\]|<!--.*?-->|^Minutes: \d+$", "",
                                  text, flags=re.M)
                    with self.subTest(lesson=os.path.basename(path), text=text):
                        self.assertNotRegex(bare, r"[0-9]")

    def test_a_lesson_takes_at_most_five_minutes(self):
        for path in LESSONS:
            with open(path, encoding="utf-8") as file:
                minutes = int(re.search(r"^Minutes: (\d+)$", file.read(), re.M).group(1))
            self.assertLessEqual(minutes, 5)


if __name__ == "__main__":
    unittest.main()
