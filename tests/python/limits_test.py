# SPDX-License-Identifier: GPL-3.0-or-later
"""Many tasks, large values, exceptions of all kinds, engines that cannot start."""
import os
import resource
import unittest

from case import Gate, WithEngines, cases, fatou, make_client, needs_numpy, needs_program, until

measures_memory = unittest.skipIf("FATOU_SANITIZED" in os.environ, "sanitizers keep what is freed")


def resident(pid="self"):
    """Megabytes of memory that a process has."""
    import resource
    with open("/proc/%s/statm" % pid, encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 1e6


def count_and_fail(_):
    calls.append(1)  # noqa: F821 - a name of the engine
    return 1 // 0


def raises(what):
    class NoText(Exception):
        def __str__(self):
            raise ValueError("it has no text")

    class OfItsOwn(BaseException):
        pass

    class Stays(Exception):
        def __reduce__(self):
            raise ValueError("it cannot be copied")

    raise {"no text": NoText(), "own": OfItsOwn("its text"), "stays": Stays(1, 2),
           "none": Exception(None), "exit": SystemExit(3), "bare": KeyError(),
           "long": ValueError("x" * 10_000_000)}[what]


class Many(WithEngines):
    @cases(73)
    @needs_program
    @measures_memory
    def test_tasks_that_are_done_leave_nothing_behind(self):
        server = self.rc._link.process.pid

        def round_trip():
            values = self.rc.load_balanced_view().map_sync(abs, range(20_000))
            self.assertEqual(values[-1], 19_999)
            return resident(), resident(server)

        round_trip()
        first = round_trip()
        last = [round_trip() for _ in range(3)][-1]
        self.assertLess(last[0], first[0] + 10)
        self.assertLess(last[1], first[1] + 10)

    @cases(94)
    def test_an_item_that_fails_is_tried_as_often_as_said_and_no_more(self):
        self.view["calls"] = []
        with self.balanced.temp_flags(retries=1):
            result = self.balanced.map(count_and_fail, range(400), chunksize=7)
        outcomes = result.get(return_exceptions=True)
        self.assertEqual({type(each) for each in outcomes}, {fatou.RemoteError})
        self.assertEqual(sum(map(len, self.view["calls"])), 800)

    @cases(96)
    def test_tasks_that_wait_for_one_engine_hold_up_no_other(self):
        with Gate() as gate:
            self.rc[1].apply_async(until, gate.path)
            waiting = [self.rc[1].apply_async(abs, -i) for i in range(1000)]
            for i in range(10):
                self.assertEqual(self.rc[0].apply_sync(abs, -i), i)
            self.assertFalse(waiting[-1].ready())
            gate.open()
            self.assertEqual(waiting[-1].get(60), 999)

    @cases(93)
    @needs_program
    @measures_memory
    @needs_numpy
    def test_a_name_that_is_set_again_frees_what_it_was(self):
        import numpy
        large = numpy.ones(25_000_000 // 8)
        with make_client(1) as rc:
            rc[0].push({"x": large}, block=True)
            rc[0].clear(block=True)
            before = rc[0].apply_sync(resident), resident(rc._link.process.pid)
            for _ in range(40):
                rc[0].push({"x": large}, block=True)
                self.assertEqual(rc[0].apply_sync(len, fatou.Reference("x")),
                                 large.size)
                self.assertLess(rc[0].apply_sync(resident), before[0] + 60)
                self.assertLess(resident(rc._link.process.pid), before[1] + 60)
            rc[0].clear(block=True)
            self.assertLess(rc[0].apply_sync(resident), before[0] + 10)
            self.assertLess(resident(rc._link.process.pid), before[1] + 10)


class Exceptions(WithEngines):
    @cases(99)
    @needs_program
    def test_whatever_is_raised_has_a_type_and_a_text(self):
        for what, name, text in (("no text", "NoText", "its text could not be had"),
                                 ("own", "OfItsOwn", "its text"), ("stays", "Stays", "(1, 2)"),
                                 ("none", "Exception", "None"), ("exit", "SystemExit", "3"),
                                 ("bare", "KeyError", "")):
            with self.assertRaises(fatou.RemoteError) as raised:
                self.rc[0].apply_sync(raises, what)
            self.assertEqual((raised.exception.ename, raised.exception.evalue), (name, text))
            self.assertIn("in raises", raised.exception.traceback)
        with self.assertRaises(fatou.RemoteError) as raised:
            self.rc[0].apply_sync(raises, "long")
        self.assertLess(len(str(raised.exception)), 10_000)
        self.assertEqual(self.rc[0].apply_sync(abs, -1), 1)


class Starts(unittest.TestCase):
    @cases(98)
    @needs_program
    def test_engines_that_cannot_start_are_told_and_the_others_work(self):
        with make_client(2) as rc:
            server = rc._link.process.pid
            _, most = resource.prlimit(server, resource.RLIMIT_NOFILE)
            resource.prlimit(server, resource.RLIMIT_NOFILE, (60, most))
            with self.assertRaisesRegex(fatou.FatouError, "engine|descriptor|files") as raised:
                rc.add_engines(100)
            self.assertLess(len(str(raised.exception)), 400)
            self.assertEqual(rc[:2].apply_sync(abs, -1), [1, 1])
            self.assertIn(0, rc.ids)


if __name__ == "__main__":
    unittest.main()
