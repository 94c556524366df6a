# SPDX-License-Identifier: GPL-3.0-or-later
"""AsyncResult: waiting, failures, times."""
import datetime
import gc
import os
import signal
import threading
import time
import unittest
import weakref

from case import Gate, WithEngines, cases, fatou, make_client, needs_program, until


def divide(x):
    return 6 // x


def nap(seconds):
    import time
    time.sleep(seconds)
    return seconds


def thread_here():
    import os
    import threading
    return os.getpid(), threading.get_ident()


class Waiting(WithEngines):
    @cases(39, 40, 41, 53)
    def test_a_result_is_not_ready_before_it_is(self):
        result = self.rc[0].apply_async(nap, 0.3)
        self.assertFalse(result.ready())
        with self.assertRaises(TimeoutError):
            result.get(0)
        with self.assertRaises(fatou.TimeoutError):
            result.successful()
        with self.assertRaises(fatou.TimeoutError):
            result.serial_time
        self.assertFalse(result.wait(0.01))
        self.assertEqual(result.get(), 0.3)
        self.assertTrue(result.wait() and result.ready() and result.successful())
        self.assertEqual(result.get(), 0.3)

    @cases(13)
    def test_a_block_waits_and_a_call_without_does_not(self):
        result = self.view.apply(nap, 0.5)
        returned = datetime.datetime.now(datetime.timezone.utc)
        self.assertEqual(result.get(), [0.5] * 4)
        self.assertLess(returned, max(result.completed))

    @cases(38)
    def test_values_come_while_others_are_computed(self):
        result = self.rc.load_balanced_view([0]).map(nap, [0.05] * 5)
        next(iter(result))
        self.assertFalse(result.ready())
        self.assertEqual(list(result), [0.05] * 5)

    def test_what_is_printed_belongs_to_its_task(self):
        def tell(x):
            print("task", x)
            return x

        result = self.balanced.map(tell, range(200))
        self.assertEqual(result.get(), list(range(200)))
        self.assertEqual(result.stdout, ["task %d\n" % x for x in range(200)])

    @needs_program
    def test_one_task_of_a_map_is_stopped_alone(self):
        result = self.rc.load_balanced_view([0, 1]).map(nap, [60, 60, 0.0])
        parts = result.split()
        parts[0].cancel()
        self.assertEqual(parts[2].get(), [0.0])
        self.assertFalse(parts[1].ready())
        self.assertIsInstance(parts[0].get(return_exceptions=True)[0], fatou.TaskAborted)
        parts[1].cancel()
        self.assertTrue(result.wait())

    @cases(36, 37)
    def test_unordered_iteration_loses_and_doubles_nothing(self):
        times = [0.4, 0.2, 0.0, 0.01]
        result = self.balanced.map(nap, times, ordered=False)
        seen = list(result)
        self.assertEqual(sorted(seen), sorted(times))
        self.assertNotEqual(seen, times)
        self.assertEqual(result.get(), times)
        self.assertEqual(dict(result.as_completed()), dict(enumerate(times)))

    @cases(35)
    def test_ordered_iteration_is_in_the_order_of_the_inputs(self):
        times = [0.3, 0.2, 0.1, 0.0]
        result = self.balanced.map(nap, times)
        self.assertEqual(list(result), times)
        records = [answer.record for answer in result._answers]
        self.assertNotEqual(sorted(records, key=lambda r: r[3]), records)

    @cases(46)
    def test_a_call_on_several_engines_is_iterated_by_engine(self):
        self.assertEqual(list(self.view.apply_async(abs, -2)), [2] * 4)

    @cases(71)
    def test_tasks_of_an_engine_run_in_the_order_asked_one_at_a_time(self):
        three = [self.rc[0].apply_async(nap, seconds) for seconds in (0.3, 0.0, 0.0)]
        three[2].get()  # who waits for the last does not bring it forward
        runs = [result._answers[0].record[2:4] for result in three]
        self.assertEqual(runs, sorted(runs))
        for (_, end), (begin, _) in zip(runs, runs[1:]):
            self.assertLessEqual(end, begin)

    @cases(72)
    def test_an_engine_runs_its_tasks_on_one_thread_which_is_never_the_callers(self):
        where = [self.view.apply_sync(thread_here), self.view.apply_async(thread_here).get()]
        self.assertEqual(where[0], where[1])
        self.assertEqual(len(set(where[0])), 4)
        self.assertNotIn((os.getpid(), threading.get_ident()), where[0])

    @cases(80)
    def test_a_place_waits_for_its_own_item_alone(self):
        with Gate() as gate:
            result = self.rc[:2].map(until, [None, gate.path])
            self.assertIsNone(result[0])
            self.assertFalse(result.ready())
            gate.open()
            self.assertEqual((result[1], result[0]), (gate.path, None))

    @cases(45, 80)
    def test_lengths_and_places(self):
        self.assertEqual(len(self.balanced.map(abs, range(10), chunksize=3)), 10)
        self.assertEqual(len(self.balanced.apply_async(abs, 1)), 1)
        self.assertEqual(len(self.view.apply_async(abs, 1)), 4)
        result = self.balanced.map(abs, range(10), chunksize=3)
        self.assertEqual((result[7], result[-1], result[2:4]), (7, 9, [2, 3]))
        with self.assertRaises(IndexError):
            result[10]

    @cases(79)
    def test_split_and_join(self):
        whole = self.view.apply(abs, -7)
        parts = whole.split()
        self.assertEqual([part.get() for part in parts], [7] * 4)
        self.assertEqual(fatou.AsyncResult.join(*parts).get(), [7] * 4)
        mapped = self.balanced.map(abs, range(7), chunksize=3)
        self.assertEqual(fatou.AsyncMapResult.join(*mapped.split()).get(), list(range(7)))

    def test_interrupting_a_wait_cancels_the_tasks(self):
        result = self.rc[0].apply_async(lambda: [nap(0.01) for _ in range(3000)])
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
        begin = time.monotonic()
        with self.assertRaises(KeyboardInterrupt):
            result.get()
        self.assertLess(time.monotonic() - begin, 5)


class Failures(WithEngines):
    @cases(42, 43, 47)
    def test_one_engines_failure_says_what_and_where(self):
        result = self.rc[2].apply(divide, 0)
        for _ in range(2):
            with self.assertRaises(fatou.RemoteError) as raised:
                result.get()
            error = raised.exception
            self.assertEqual((error.ename, error.engine_id, error.method),
                             ("ZeroDivisionError", 2, "apply"))
            self.assertIn("in divide", error.traceback)
            self.assertIn("6 // x", error.traceback)
        self.assertTrue(result.wait())
        self.assertFalse(result.successful())

    @cases(48, 49)
    def test_several_engines_failures_are_one_error_in_the_order_of_the_engines(self):
        with self.assertRaises(fatou.CompositeError) as raised:
            self.view.apply_sync(divide, 0)
        self.assertEqual([e.engine_id for e in raised.exception.elist], [0, 1, 2, 3])
        with self.assertRaises(fatou.CompositeError) as raised:
            self.view.map_sync(divide, [1, 2, 0, 3])
        self.assertEqual(len(raised.exception.elist), 1)

    @cases(50)
    def test_a_long_error_prints_four_and_counts_the_others(self):
        with self.assertRaises(fatou.CompositeError) as raised:
            self.balanced.map_sync(divide, [0] * 6)
        text = str(raised.exception)
        self.assertEqual(text.count("ZeroDivisionError"), 4)
        self.assertTrue(text.endswith("... and 2 more"))

    @cases(51, 52)
    def test_one_items_failure_costs_its_chunk_no_other_value(self):
        result = self.balanced.map(divide, [1, 2, 0, 3], chunksize=4)
        values = result.get(return_exceptions=True)
        self.assertEqual(values[:2] + values[3:], [6, 3, 2])
        self.assertIsInstance(values[2], fatou.RemoteError)
        for _ in range(2):
            with self.assertRaises(fatou.RemoteError):
                list(result)
            with self.assertRaises(fatou.CompositeError):
                result.get()

    def test_a_value_that_cannot_travel_says_which_part_it_is(self):
        with self.assertRaisesRegex(fatou.CannotTravel, r"value.*\['x'\]\[1\] is a .*object"):
            self.view.push({"x": [1, object()]})
        with self.assertRaisesRegex(fatou.RemoteError, "travel"):
            self.rc[0].apply_sync(lambda: object())

    @cases(65)
    def test_retries_try_other_engines_and_end_with_the_tasks_own_error(self):
        for retries in range(3):
            with self.balanced.temp_flags(retries=retries):
                with self.assertRaises(fatou.RemoteError) as raised:
                    self.balanced.apply_sync(divide, 0)
                self.assertEqual(raised.exception.ename, "ZeroDivisionError")
        self.view.scatter("fails", [1, 1, 1, 0], flatten=True, block=True)
        with self.balanced.temp_flags(retries=3):
            self.assertEqual(self.balanced.apply_sync(lambda: 1 // (1 - fails)), 1)  # noqa: F821
            mapped = self.balanced.map(lambda x: x // (1 - fails), range(6), chunksize=3)  # noqa: F821
            self.assertEqual(mapped.get(), list(range(6)))
            self.assertEqual(fatou.AsyncMapResult.join(*mapped.split()).get(), list(range(6)))

    @needs_program
    def test_an_engine_that_dies_is_an_engine_error_and_its_id_is_gone(self):
        with make_client(2) as rc:
            with self.assertRaises(fatou.EngineError):
                rc[0].apply_sync(os._exit, 3)
            self.assertNotIn(0, rc.ids)
            self.assertEqual(rc[1].apply_sync(abs, -1), 1)


class Facts(WithEngines):
    @cases(54, 55, 56)
    def test_times_of_one_task_and_of_four(self):
        result = self.rc[0].apply(nap, 0.25)
        first = result.elapsed
        result.wait()
        self.assertLess(first, result.elapsed)
        self.assertEqual(result.elapsed, result.wall_time)
        self.assertTrue(0.2 < result.wall_time < 5 and 0.2 < result.serial_time < 5)
        result = self.view.apply(nap, 0.25)
        result.wait()
        self.assertGreater(result.speedup, 1)
        self.assertTrue(0.99 < result.serial_time and result.wall_time < result.serial_time)
        self.assertLessEqual(result.efficiency, 1.01)

    def test_a_timeline_has_a_line_an_engine(self):
        result = self.rc[[1, 3]].apply_async(nap, 0.05)
        result.get()
        timeline = result.timeline()
        self.assertEqual(timeline.engines, [1, 3])
        self.assertEqual(repr(timeline).count("engine"), 2)
        self.assertIn("engine 3", timeline._repr_svg_())
        for _, begin, end in timeline.bars:
            self.assertTrue(0 <= begin < end <= timeline.wall_time)

    @cases(57)
    def test_progress_counts_items(self):
        result = self.view.map(nap, [0.05] * 8)
        self.assertLess(result.progress, 8)
        result.wait_interactive(0.02)
        self.assertEqual(result.progress, 8)

    @cases(100)
    def test_items_of_a_task_come_together_and_count_when_they_can_be_had(self):
        result = self.rc.load_balanced_view([0]).map(nap, [0.0] * 4 + [0.1] * 4, chunksize=4)
        items = iter(result)
        self.assertEqual(next(items), 0.0)
        self.assertIn(result.progress, (4, 8))
        self.assertEqual([result[i] for i in range(result.progress)][:4], [0.0] * 4)
        result.wait()
        self.assertEqual(result.progress, 8)

    @cases(58)
    def test_metadata_is_one_dict_a_task(self):
        result = self.view.apply(abs, 1)
        result.get()
        self.assertEqual(result.engine_id, [0, 1, 2, 3])
        self.assertEqual(result["status"], ["ok"] * 4)
        for known in result.metadata:
            self.assertTrue(known["submitted"] <= known["started"] <= known["completed"])
        single = self.rc[1].apply(abs, 1)
        single.get()
        self.assertEqual(single.engine_id, 1)
        with self.assertRaises(AttributeError):
            single.colour

    def test_a_result_ends_with_its_last_user(self):
        gc.disable()
        self.addCleanup(gc.enable)
        result = self.view.apply_async(abs, -1)
        self.assertEqual(result.get(), [1] * 4)
        gone = weakref.ref(result)
        del result
        self.assertIsNone(gone())


if __name__ == "__main__":
    unittest.main()
