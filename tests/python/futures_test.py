# SPDX-License-Identifier: GPL-3.0-or-later
"""Results as futures of the standard library: executors, callbacks, several at once, asyncio."""
import asyncio
import concurrent.futures
import io
import threading
import unittest
from unittest import mock

from case import Gate, WithEngines, cases, fatou, until


def divide(x):
    return 6 // x


def nap(seconds):
    import time
    time.sleep(seconds)
    return seconds


class Futures(WithEngines):
    @cases(69)
    def test_an_executor_gives_futures_of_the_standard_library(self):
        with self.balanced.executor as executor:
            future = executor.submit(divide, 2)
            self.assertIsInstance(future, concurrent.futures.Future)
            self.assertEqual(future.result(10), 3)
            self.assertEqual(list(executor.map(abs, [-1, -2])), [1, 2])
            failed = executor.submit(divide, 0)
        self.assertIsInstance(failed.exception(10), fatou.RemoteError)
        self.assertEqual(self.rc.ids, [0, 1, 2, 3])

    @cases(84)
    def test_a_callback_is_called_on_another_thread_once(self):
        called = concurrent.futures.Future()
        result = self.view.apply(nap, 0.1)
        result.add_done_callback(lambda r: called.set_result((threading.get_ident(), r.get())))
        thread, values = called.result(10)
        self.assertNotEqual(thread, threading.get_ident())
        self.assertEqual(values, [0.1] * 4)

    def test_results_can_be_awaited(self):
        async def both():
            return await asyncio.gather(self.rc[0].apply(abs, -1), self.rc[1].apply(abs, -2))

        self.assertEqual(asyncio.run(both()), [1, 2])

    def test_threads_may_wait_side_by_side(self):
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            futures = [pool.submit(lambda i=i: self.balanced.map_sync(abs, range(i, i + 20)))
                       for i in range(16)]
            for i, future in enumerate(futures):
                self.assertEqual(future.result(30), list(range(i, i + 20)))

    @cases(84)
    def test_a_callback_of_what_has_ended_is_called_too_and_may_raise(self):
        called = concurrent.futures.Future()
        result = self.view.apply(abs, -1)
        result.get()

        def fails(_):
            raise RuntimeError("of the callback")

        with mock.patch("sys.stderr", new_callable=io.StringIO) as said:
            result.add_done_callback(fails)
            result.add_done_callback(lambda r: called.set_result(threading.get_ident()))
            self.assertNotEqual(called.result(10), threading.get_ident())
        self.assertIn("RuntimeError: of the callback", said.getvalue())
        self.assertEqual(result.get(), [1] * 4)

    @cases(82)
    def test_one_waits_for_the_first_the_first_failure_or_all_of_several(self):
        with Gate() as gate:
            self.wait_for_several(gate)

    def wait_for_several(self, gate):
        slow = self.rc[0].apply_async(until, gate.path)
        whole = self.rc[1].apply_async(abs, -1)
        mapped = self.rc.load_balanced_view([2]).map(divide, [0])
        results = [slow, whole, mapped]
        self.assertTrue(whole.wait(20) and mapped.wait(20))
        futures = [result.future() for result in results]
        done, pending = concurrent.futures.wait(futures, 20, "FIRST_COMPLETED")
        self.assertTrue(done and futures[0] in pending)
        done, pending = concurrent.futures.wait(futures, 20, "FIRST_EXCEPTION")
        self.assertTrue(futures[2] in done and futures[0] in pending)
        self.assertFalse(self.rc.wait(results, 0.01))
        gate.open()
        self.assertTrue(self.rc.wait(results, 20))
        self.assertEqual(len(concurrent.futures.wait(futures, 20).done), 3)

    @cases(83)
    def test_several_results_come_by_the_time_at_which_they_end(self):
        with Gate() as one, Gate() as two, Gate() as three:
            gates = [one, two, three]
            futures = [self.rc[i].apply_async(until, gate.path).future()
                       for i, gate in enumerate(gates)]
            ended = concurrent.futures.as_completed(futures, 30)
            for i in (2, 0, 1):
                gates[i].open()
                self.assertIs(next(ended), futures[i])


if __name__ == "__main__":
    unittest.main()
