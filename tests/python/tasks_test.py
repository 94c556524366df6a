# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks: calling them off, engines that end under them, what they wait for."""
import os
import signal
import tempfile
import threading
import time
import unittest

from case import REAL, Gate, WithEngines, cases, fatou, make_client, needs_program, until


def divide(x):
    return 6 // x


def nap(seconds):
    import time
    time.sleep(seconds)
    return seconds


def begin_and_wait(path, gate):
    calls.append(1)  # noqa: F821 - a name of the engine
    open(path, "w").close()
    return until(gate)


def begun(view, gate):
    """A result whose task has begun, and lasts until the gate is open."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "begun")
        result = view.apply_async(begin_and_wait, path, gate.path)
        while not os.path.exists(path) and not result.ready():
            time.sleep(0.01)
    return result


class CallingOff(WithEngines):
    @cases(62)
    def test_what_waits_is_taken_back_and_what_runs_goes_on(self):
        view = self.rc.load_balanced_view([0])
        running = view.apply_async(nap, 0.4)
        waiting = [view.apply_async(nap, 0.4) for _ in range(3)]
        self.rc.abort(waiting)
        for result in waiting[1:]:  # the first may have been sent ahead
            with self.assertRaises(fatou.TaskAborted):
                result.get()
        self.assertEqual(running.get(), 0.4)

    @cases(63)
    def test_of_ten_tasks_of_one_engine_those_that_wait_are_taken_back(self):
        with Gate() as gate:
            ten = [self.rc[0].apply_async(until, gate.path) for _ in range(10)]
            self.rc.abort()
            self.rc[1].apply_sync(abs, -1)  # by then they are taken back
            gate.open()
            self.assertTrue(self.rc.wait(ten, 30))
        for result in ten[5:]:
            self.assertIsInstance(result.exception(), fatou.TaskAborted)

    @cases(85)
    def test_one_of_several_or_all_of_a_view_are_taken_back(self):
        view, other = self.rc[[0]], self.rc[0]
        with Gate() as gate:
            running = other.apply_async(until, gate.path)
            several = [view.apply_async(abs, -i) for i in range(6)]
            kept = [other.apply_async(abs, -9) for _ in range(2)]
            several[4].abort()
            kept[1].abort()
            view.abort()
            self.rc[1].apply_sync(abs, -1)  # by then they are taken back
            gate.open()
            self.assertEqual(kept[0].get(20), 9)
            self.assertIsInstance(kept[1].exception(20), fatou.TaskAborted)
            self.assertEqual(running.get(), gate.path)
        for result in several[2:]:  # the first may have been sent ahead
            self.assertIsInstance(result.exception(20), fatou.CompositeError)
        self.assertEqual(self.rc[0].apply_sync(abs, -1), 1)

    @cases(86)
    @needs_program
    def test_a_task_that_has_not_started_in_time_is_given_up_and_no_other(self):
        view = self.rc.load_balanced_view([0])
        view.set_flags(timeout=1.0)
        with Gate() as gate:
            running = view.apply_async(until, gate.path)
            with self.assertRaises(fatou.TaskTimeout):
                view.apply_async(abs, 1).get(30)
            gate.open()
            self.assertEqual(running.get(), gate.path)

    @cases(90)
    def test_what_is_called_off_is_not_tried_again(self):
        self.view["calls"] = []
        with self.balanced.temp_flags(retries=3), Gate() as gate:
            result = begun(self.balanced, gate)
            result.cancel()
            self.assertIsInstance(result.exception(20), fatou.RemoteError)
        self.assertEqual(sum(map(len, self.view["calls"])), 1)

    @cases(64)
    @needs_program
    def test_an_engine_that_is_killed_fails_its_task_and_its_id_is_gone(self):
        with make_client(2) as rc, Gate() as gate:
            rc[1]["calls"] = []
            result = begun(rc.load_balanced_view([1]), gate)
            os.kill(next(e["pid"] for e in rc.engines if e["id"] == 1), signal.SIGKILL)
            self.assertIsInstance(result.exception(20), fatou.EngineError)
            self.assertNotIn(1, rc.ids)

    @cases(97)
    @needs_program
    def test_an_engine_that_is_ended_finishes_what_it_runs_and_nothing_that_waits(self):
        with make_client(2) as rc, Gate() as gate:
            rc[1].push({"calls": []}, block=True)
            running = begun(rc[1], gate)
            waiting = [rc[1].apply_async(abs, -1) for _ in range(100)]
            threading.Timer(0.5, gate.open).start()
            rc.shutdown([1])
            self.assertEqual(running.get(20), gate.path)
            lost = [isinstance(result.exception(20), fatou.EngineError) for result in waiting]
            self.assertTrue(all(lost[1:]))  # the first may have been sent ahead
            self.assertEqual((rc.ids, rc[0].apply_sync(abs, -1)), ([0], 1))

    def test_cancel_stops_what_runs(self):
        result = self.rc[3].apply_async(lambda: [nap(0.01) for _ in range(3000)])
        time.sleep(0.2)
        result.cancel()
        with self.assertRaises(fatou.RemoteError):
            result.get(20)

    @cases(70)
    def test_shutting_down_twice_is_harmless(self):
        rc = make_client(2)
        before = set(rc[:].apply_sync(os.getpid))
        with make_client(2) as again:
            if REAL:  # those of the stand-in are threads
                self.assertFalse(before & set(again[:].apply_sync(os.getpid)))
        rc.shutdown()
        rc.shutdown()
        self.assertEqual(rc.ids, [])
        rc.close()
        rc.close()
        with self.assertRaisesRegex(fatou.ServerLost, "closed"):
            rc.load_balanced_view().apply(abs, 1)


class Dependencies(WithEngines):
    @cases(66)
    def test_a_task_starts_after_what_it_waits_for(self):
        first = self.balanced.apply_async(nap, 0.3)
        with self.balanced.temp_flags(after=first):
            second = self.balanced.apply_async(abs, -1)
        second.get()
        self.assertGreaterEqual(second.started, first.completed)

    @cases(67)
    @needs_program
    def test_followers_run_where_it_ran(self):
        first = self.balanced.apply_async(abs, -1)
        first.get()
        with self.balanced.temp_flags(follow=first):
            followers = [self.balanced.apply_async(abs, i) for i in range(5)]
        for follower in followers:
            follower.get()
            self.assertEqual(follower.engine_id, first.engine_id)

    @cases(68)
    def test_a_dependency_on_nobody_is_refused_at_once(self):
        with self.balanced.temp_flags(after=[999_999]):
            with self.assertRaises(fatou.InvalidDependency):
                self.balanced.apply_sync(abs, 1)
        with self.assertRaises(ValueError):
            fatou.Dependency([1], success=False, failure=False)

    @cases(87)
    def test_a_dependency_may_be_on_any_of_them_or_on_failures(self):
        good, bad = self.balanced.apply_async(abs, -1), self.balanced.apply_async(divide, 0)
        slow = self.balanced.apply_async(nap, 0.2)
        for which in (fatou.Dependency([good, slow], all=False),
                      fatou.Dependency([bad], success=False, failure=True),
                      fatou.Dependency([good, bad], success=True, failure=True)):
            with self.balanced.temp_flags(after=which):
                self.assertEqual(self.balanced.apply_async(abs, -2).get(20), 2)
        slow.get()

    @cases(87)
    @needs_program
    def test_a_dependency_that_cannot_be_met_any_more_is_said_at_once(self):
        good, bad = self.balanced.apply_async(abs, -1), self.balanced.apply_async(divide, 0)
        self.rc.wait([good, bad])
        for which in (bad, fatou.Dependency([bad, bad], all=False), [good, bad],
                      fatou.Dependency([good], success=False, failure=True)):
            with self.balanced.temp_flags(after=which):
                with self.assertRaises(fatou.ImpossibleDependency):
                    self.balanced.apply_async(abs, -2).get(20)

    @cases(88)
    def test_a_task_may_wait_for_the_first_of_a_map_alone(self):
        with Gate() as gate:
            mapped = self.rc.load_balanced_view([0, 1]).map(until, [None, gate.path, gate.path])
            with self.balanced.temp_flags(after=mapped.msg_ids[0]):
                self.assertEqual(self.balanced.apply_async(abs, -1).get(20), 1)
            self.assertFalse(mapped.ready())
            gate.open()
            self.assertEqual(mapped.get(), [None, gate.path, gate.path])

    @cases(89)
    def test_results_of_another_client_are_refused(self):
        with make_client(1) as other:
            foreign = other[0].apply_async(abs, -1)
            for given in (foreign, [foreign], fatou.Dependency(foreign), [fatou.Dependency([foreign])]):
                with self.balanced.temp_flags(after=given):
                    with self.assertRaisesRegex(fatou.InvalidDependency, "of another client"):
                        self.balanced.apply_async(abs, -1)

    @cases(95)
    @needs_program
    def test_a_task_may_wait_for_ten_thousand_and_nobody_waits_for_that(self):
        with Gate() as gate:
            self.rc[0].apply_async(until, gate.path)
            many = self.rc.load_balanced_view([0]).map(abs, range(10_000))
            with self.balanced.temp_flags(after=many):
                last = self.balanced.apply_async(abs, -1)
            self.assertEqual(self.rc[1].apply_sync(abs, -2), 2)
            self.assertFalse(last.ready())
            gate.open()
            self.assertEqual(last.get(60), 1)
            self.assertTrue(many.ready())


if __name__ == "__main__":
    unittest.main()
