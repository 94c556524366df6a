# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions that need something of their engine: @depend and @require."""
import unittest

from case import WithEngines, fatou


def engine_number():
    return number  # noqa: F821 - a name of the engine


def is_engine(which):
    return number == which  # noqa: F821


def plus(x):
    return x + number  # noqa: F821


def count_and_fail():
    calls.append(1)  # noqa: F821
    return 1 // 0


class Conditions(WithEngines):
    def setUp(self):
        super().setUp()
        self.view.scatter("number", range(4), flatten=True, block=True)

    def test_a_task_runs_where_its_condition_holds(self):
        which = fatou.depend(is_engine, 2)(engine_number)
        self.assertEqual([self.balanced.apply_sync(which) for _ in range(3)], [2] * 3)
        self.assertEqual(self.balanced.map_sync(fatou.depend(is_engine, 1)(plus), [10, 20]), [11, 21])

    def test_a_condition_that_holds_nowhere_is_impossible(self):
        with self.assertRaisesRegex(fatou.ImpossibleDependency, "does not hold"):
            self.balanced.apply_sync(fatou.depend(is_engine, 9)(engine_number))

    def test_what_the_function_raises_is_its_own_error_and_tried_once(self):
        self.view["calls"] = []
        counted = fatou.depend(is_engine, 3)(count_and_fail)
        with self.assertRaises(fatou.RemoteError) as raised:
            self.balanced.apply_sync(counted)
        self.assertEqual((raised.exception.ename, raised.exception.engine_id), ("ZeroDivisionError", 3))
        self.assertEqual(self.view["calls"], [[], [], [], [1]])

    def test_what_a_function_requires_is_there(self):
        @fatou.require("colorsys", "os.path", plus, limit=3)
        def uses(x):
            return colorsys.__name__, os.path.basename("a/b"), plus(x), limit  # noqa: F821
        self.assertEqual(self.view.apply_sync(uses, 1)[1:2], [("colorsys", "b", 2, 3)])
        both = fatou.depend(is_engine, 2)(uses)
        self.assertEqual(self.balanced.apply_sync(both, 2), ("colorsys", "b", 4, 3))
        with self.assertRaises(fatou.RemoteError) as raised:
            self.rc[0].apply_sync(fatou.require("no_such_module")(plus), 1)
        self.assertEqual(raised.exception.ename, "ModuleNotFoundError")


if __name__ == "__main__":
    unittest.main()
