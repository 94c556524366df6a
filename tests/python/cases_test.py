# SPDX-License-Identifier: GPL-3.0-or-later
"""CASES.md and the tests agree: no promise without a test or a reason, no test that is not there."""
import importlib
import os
import re
import unittest

from case import HERE

ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \|$")


def rows():
    """(number, tests, reason) of each row."""
    with open(os.path.join(HERE, "CASES.md"), encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file if re.match(r"\| *\d", line)]
    for line in lines:
        number, _, shown = ROW.match(line).groups()
        yield int(number), re.findall(r"`([\w.]+)`", shown), shown


def marked():
    """All (number, test) that tests say of themselves."""
    for file in sorted(os.listdir(HERE)):
        if not file.endswith("_test.py"):
            continue
        module = importlib.import_module(file[:-3])
        for case in vars(module).values():
            if isinstance(case, type) and issubclass(case, unittest.TestCase):
                for name, test in vars(case).items():
                    for number in getattr(test, "cases", ()):
                        yield number, "%s.%s.%s" % (file[:-3], case.__name__, name)


class Cases(unittest.TestCase):
    def test_each_number_is_there_once(self):
        self.assertEqual([number for number, _, _ in rows()], list(range(1, 101)))

    def test_each_has_a_test_or_a_reason(self):
        for number, tests, shown in rows():
            with self.subTest(number=number):
                self.assertTrue(tests or re.match("— .{20}", shown))

    def test_the_tests_are_there_and_say_the_same(self):
        listed = {(number, test) for number, tests, _ in rows() for test in tests}
        self.assertEqual(listed, set(marked()))


if __name__ == "__main__":
    unittest.main()
